#include "tagkit/tag_type.hpp"

#include <algorithm>
#include <array>

namespace tw {
namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

} // namespace

const AttributeSpec* TagType::attribute(std::string_view lower_name) const {
    const auto found = std::ranges::find_if(
        attributes, [&](const AttributeSpec& spec) { return std::ranges::equal(spec.name, lower_name, {}, lower); });
    return found == attributes.end() ? nullptr : &*found;
}

std::string_view to_string(TagKind kind) {
    constexpr std::array<std::string_view, 4> names{"object", "control", "visual", "child"};
    return names[static_cast<std::size_t>(kind)];
}

std::string_view to_string(AttributeType type) {
    constexpr std::array<std::string_view, 11> names{"text",  "boolean", "integer", "number", "color", "choice",
                                                     "value", "name",    "names",   "hotkey", "css"};
    return names[static_cast<std::size_t>(type)];
}

const std::vector<AttributeSpec>& visibility_attributes() {
    static const std::vector<AttributeSpec> specs{
        {.name = "visibleWhen",
         .type = AttributeType::choice,
         .help = "When the tag is shown; several conditions must all hold.",
         .choices = {"region-selected", "no-region-selected", "choice-selected", "choice-unselected"}},
        {.name = "whenTagName",
         .type = AttributeType::name_list,
         .help = "Controls the condition looks at: those that made the region, or whose choice counts."},
        {.name = "whenLabelName",
         .type = AttributeType::name_list,
         .help = "Label control whose label on the selected region counts for whenLabelValue."},
        {.name = "whenLabelValue", .help = "Labels of the selected region, any of which fits; comma separated."},
        {.name = "whenChoiceValue", .help = "Choices, any of which fits; comma separated."},
        {.name = "whenTagValue", .help = "What the tag of whenTagName must say, such as true for a filter."},
        {.name = "whenRole", .help = "Role of the selected message (Chat)."},
    };
    return specs;
}

const std::vector<AttributeSpec>& per_region_attributes() {
    static const std::vector<AttributeSpec> specs{
        {.name = "perRegion",
         .type = AttributeType::boolean,
         .fallback = "false",
         .help = "Asks once for each region instead of once for the task."},
        {.name = "perItem",
         .type = AttributeType::boolean,
         .fallback = "false",
         .help = "Asks once for each image of a list."},
        {.name = "required",
         .type = AttributeType::boolean,
         .fallback = "false",
         .help = "Submit waits until it is answered."},
        {.name = "requiredMessage", .help = "What is said when the answer is missing."},
    };
    return specs;
}

const std::vector<AttributeSpec>& label_container_attributes() {
    static const std::vector<AttributeSpec> specs{
        {.name = "choice",
         .type = AttributeType::choice,
         .fallback = "single",
         .help = "Whether a region takes one label or several.",
         .choices = {"single", "multiple"}},
        {.name = "maxUsages", .type = AttributeType::integer, .help = "How many regions may have the same label."},
        {.name = "showInline",
         .type = AttributeType::boolean,
         .fallback = "true",
         .help = "Labels in one line that wraps, or one below the other."},
        {.name = "allowEmpty",
         .type = AttributeType::boolean,
         .fallback = "false",
         .help = "Offers to draw without a label."},
        {.name = "value", .type = AttributeType::value, .help = "Task field with a list of further labels."},
    };
    return specs;
}

std::vector<AttributeSpec> attributes(std::initializer_list<std::vector<AttributeSpec>> parts) {
    std::vector<AttributeSpec> all;
    for (const std::vector<AttributeSpec>& part : parts)
        all.insert(all.end(), part.begin(), part.end());
    return all;
}

} // namespace tw
