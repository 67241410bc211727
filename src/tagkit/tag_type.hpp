// What a tag is: one value per tag with its names, attribute schema and hooks. A tag's folder makes it, the TagRegistry
// lists it, and everything that must know "all tags" (parser, toolbar, exporters, validation, docs, conformance tests)
// iterates the registry. A new tag touches nothing outside its folder.
#pragma once

#include "tagkit/hooks.hpp"
#include "tagkit/tag_node.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tw {

enum class TagKind : std::uint8_t {
    object,  ///< shows data: Image, Text
    control, ///< makes results: Labels, Rectangle, Choices
    visual,  ///< View, Header, Style
    child,   ///< lives inside a control: Label, Choice
};

/// `value` names task data: an object's content, or the children of a control that lists some.
enum class AttributeType : std::uint8_t {
    text,
    boolean,
    integer,
    number,
    color,
    choice,
    value,
    name,
    name_list,
    hotkey,
    css
};

struct AttributeSpec {
    std::string name; ///< as documented, camelCase; matched without case
    AttributeType type = AttributeType::text;
    std::string fallback = {};
    std::string help = {}; ///< one English sentence for the tag reference
    std::vector<std::string> choices = {};
    bool required = false;
};

struct TagType {
    std::string name; ///< "RectangleLabels"
    std::vector<std::string> aliases = {};
    TagKind kind = TagKind::visual;
    std::vector<AttributeSpec> attributes = {};
    std::vector<std::string> children = {}; ///< tags it takes as children; "*": any; empty: none
    std::vector<std::string> labels = {};   ///< control: object tags it may point to; "*": any
    std::string result_type = {};           ///< control: "rectanglelabels"; "" makes no result
    bool label_container = false;           ///< holds Label children whose values go into regions
    bool draws_regions = false;             ///< has a drawing tool of its own on its object
    std::string tool = {};                  ///< id of that tool: "rect"; its action is "tool:rect"
    std::string tool_hotkey = {};           ///< "R"
    const ObjectHooks* object = nullptr;    ///< kind object
    const ShapeHooks* shape = nullptr;      ///< what its regions look like (also of an object for plain Labels: spans)
    const ControlHooks* control = nullptr;  ///< kind control
    const BoxHooks* box = nullptr;          ///< how it takes part in layout; nullptr takes no room
    bool style_sheet = false;               ///< its text is CSS for the whole page

    [[nodiscard]] const AttributeSpec* attribute(std::string_view lower_name) const;
};

std::string_view to_string(TagKind kind);
std::string_view to_string(AttributeType type);

/// The attributes of spec/tags.md §0.3 and §0.5 that many tags share.
const std::vector<AttributeSpec>& visibility_attributes();
const std::vector<AttributeSpec>& per_region_attributes();
const std::vector<AttributeSpec>& label_container_attributes();
/// Concatenation, for a tag's schema.
std::vector<AttributeSpec> attributes(std::initializer_list<std::vector<AttributeSpec>> parts);

} // namespace tw
