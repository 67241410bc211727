// One element of a labeling config, typed by the registry: its attributes with places, its children, its name and
// targets. Made by `config`, read by every hook of a tag. Attribute names are lower case here; the source keeps its own.
#pragma once

#include "base/error.hpp"
#include "base/json.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tw {

struct TagType;

struct AttributeValue {
    std::string text;    ///< as written; may hold $variables
    std::string written; ///< attribute name in its original case
    Where where;
};

using NodeId = std::uint32_t;
inline constexpr NodeId no_node = 0xffffffff;

struct TagNode {
    NodeId id = no_node; ///< index in the tree, preorder
    NodeId parent = no_node;
    std::vector<NodeId> children;
    const TagType* type = nullptr; ///< nullptr: a tag this version does not know; kept in place, painted as a notice
    std::string tag;               ///< as written
    std::string name;              ///< unique; "" when the tag has none
    std::vector<std::string> to_names;
    std::map<std::string, AttributeValue, std::less<>> attributes;
    std::string text;     ///< own character data (Style)
    bool dynamic = false; ///< made from task data, not from the XML
    Where where;

    [[nodiscard]] const AttributeValue* attribute(std::string_view lower_name) const;
    /// Typed reads with the attribute schema's default when unset or not readable. Variables are not resolved here.
    [[nodiscard]] std::string_view get(std::string_view lower_name) const;
    [[nodiscard]] bool flag(std::string_view lower_name) const;
    [[nodiscard]] double number(std::string_view lower_name) const;
};

} // namespace tw
