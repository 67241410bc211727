// A labeling config as a typed tree: parsed once from XML, never changed; dynamic children and resolved variables come
// with bind(). Every node knows its place in the source. Parsing never refuses what can be shown: unknown tags, dangling
// toName, duplicate names and bad attribute values become diagnostics and the rest goes on. Knows no tag by name.
#pragma once

#include "base/error.hpp"
#include "base/json.hpp"
#include "tagkit/registry.hpp"
#include "tagkit/tag_node.hpp"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tw {

class ConfigTree {
public:
    /// `nodes[0]` is the root; a fragment without one root is wrapped in a made-up View. An empty or ill-formed text
    /// gives a tree of an empty View and an error diagnostic.
    static std::shared_ptr<const ConfigTree> parse(std::string_view xml, const TagRegistry& registry,
                                                   Diagnostics& diagnostics, std::string_view file = {});

    /// The same tree for one task: dynamic children (value="$labels") appended, auto hotkeys given.
    [[nodiscard]] std::shared_ptr<const ConfigTree> bind(const Json& task_data, const TagRegistry& registry,
                                                         Diagnostics& diagnostics) const;

    [[nodiscard]] const std::vector<TagNode>& nodes() const { return nodes_; }
    [[nodiscard]] const TagNode& node(NodeId id) const { return nodes_[id]; }
    [[nodiscard]] const TagNode& root() const { return nodes_.front(); }
    [[nodiscard]] const TagNode* by_name(std::string_view name) const;
    [[nodiscard]] std::vector<const TagNode*> objects() const;
    [[nodiscard]] std::vector<const TagNode*> controls() const;
    [[nodiscard]] std::vector<const TagNode*> controls_of(std::string_view object_name) const;
    /// Label children of a container, nested ones included, in order.
    [[nodiscard]] std::vector<const TagNode*> descendants(NodeId id, TagKind kind) const;
    /// Names of task data fields that `$variables` of the config read.
    [[nodiscard]] std::vector<std::string> data_fields() const;
    [[nodiscard]] const std::string& source() const { return source_; }

private:
    friend class ConfigParser;
    friend class ConfigBinder;
    void build_index();
    std::vector<TagNode> nodes_;
    std::string source_;
    std::map<std::string, NodeId, std::less<>> by_name_; ///< the first of each name
    std::vector<NodeId> objects_, controls_;
    std::map<std::string, std::vector<NodeId>, std::less<>> controls_of_; ///< by object name
};

/// Resolves `$a.b[0]` in an attribute's text against task data: raw JSON when the text is exactly one variable, a string
/// otherwise; "" (or null) for what is missing. `$undefined$` is a data key: when the field is missing and the data holds
/// only that key, it is used.
Json resolve_variables(std::string_view text, const Json& task_data);
std::string resolve_text(std::string_view text, const Json& task_data);

/// The names of the fields that the `$variables` of a text read: the first step of each path.
std::vector<std::string> variables_in(std::string_view text);

/// What a label or choice writes to results: alias when present, else value.
std::string written_value(const TagNode& node);

/// Indented text for golden files: one line a node with names, targets and attributes that differ from their default.
std::string dump(const ConfigTree& tree);

/// Diagnostics one a line, "file:line:column: severity: message [code]", and as JSON ({diagnostics:[{severity, code, message, line, column, pointer}]}).
std::string to_text(const Diagnostics& diagnostics);
Json to_json(const Diagnostics& diagnostics);

} // namespace tw
