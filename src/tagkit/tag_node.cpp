#include "tagkit/tag_node.hpp"

#include "base/number.hpp"
#include "base/text.hpp"
#include "tagkit/tag_type.hpp"

namespace tw {
namespace {

std::optional<bool> read_flag(std::string_view text) {
    const std::string lower = to_lower_ascii(trim(text));
    if (lower == "true" || lower == "1")
        return true;
    if (lower == "false" || lower == "0")
        return false;
    return std::nullopt;
}

std::string_view fallback_of(const TagType* type, std::string_view lower_name) {
    const AttributeSpec* spec = type != nullptr ? type->attribute(lower_name) : nullptr;
    return spec != nullptr ? std::string_view(spec->fallback) : std::string_view();
}

} // namespace

const AttributeValue* TagNode::attribute(std::string_view lower_name) const {
    const auto found = attributes.find(lower_name);
    return found == attributes.end() ? nullptr : &found->second;
}

std::string_view TagNode::get(std::string_view lower_name) const {
    const AttributeValue* written = attribute(lower_name);
    return written != nullptr ? std::string_view(written->text) : fallback_of(type, lower_name);
}

bool TagNode::flag(std::string_view lower_name) const {
    if (const AttributeValue* written = attribute(lower_name)) {
        if (const auto value = read_flag(written->text))
            return *value;
    }
    return read_flag(fallback_of(type, lower_name)).value_or(false);
}

double TagNode::number(std::string_view lower_name) const {
    if (const AttributeValue* written = attribute(lower_name)) {
        if (const auto value = parse_double(trim(written->text)))
            return *value;
    }
    return parse_double(trim(fallback_of(type, lower_name))).value_or(0);
}

} // namespace tw
