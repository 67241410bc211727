// docs/tags.md is what the registry says, so that it is never out of date.
#include "base/text.hpp"
#include "support/golden.hpp"
#include "tagkit/registry.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace tw;

namespace {

std::string joined(const std::vector<std::string>& parts) {
    std::string out;
    for (const std::string& part : parts)
        out += (out.empty() ? "" : ", ") + (part == "*" ? std::string("any") : part);
    return out;
}

std::string type_of(const AttributeSpec& spec) {
    if (spec.type != AttributeType::choice)
        return std::string(to_string(spec.type));
    std::string out;
    for (const std::string& choice : spec.choices)
        out += (out.empty() ? "" : " \\| ") + choice;
    return out;
}

std::string rows(const std::vector<AttributeSpec>& specs) {
    std::string out = "\n| attribute | value | default | |\n| --- | --- | --- | --- |\n";
    for (const AttributeSpec& spec : specs)
        out += "| `" + spec.name + "`" + (spec.required ? " (needed)" : "") + " | " + type_of(spec) + " | " +
               spec.fallback + " | " + spec.help + " |\n";
    return out;
}

bool has(const std::vector<AttributeSpec>& specs, const AttributeSpec& spec) {
    return std::ranges::find(specs, spec.name, &AttributeSpec::name) != specs.end();
}

std::string reference(const TagRegistry& registry) {
    std::string out = "# Tags\n\nThe tags this version builds. [config.md](config.md) says how they work together. "
                      "A test writes this file from the tags themselves.\n";
    std::vector<const TagType*> types = registry.all();
    std::ranges::sort(types, {}, &TagType::name);
    for (const TagType* type : types) {
        out += "\n## " + type->name + "\n\n" + std::string(to_string(type->kind));
        if (!type->aliases.empty())
            out += "; also written " + joined(type->aliases);
        if (!type->labels.empty())
            out += "; labels " + joined(type->labels);
        if (!type->children.empty())
            out += "; holds " + joined(type->children);
        if (!type->result_type.empty())
            out += "; result type `" + type->result_type + "`";
        if (!type->tool.empty())
            out += "; tool `" + type->tool + "`" + (type->tool_hotkey.empty() ? "" : ", key " + type->tool_hotkey);
        out += "\n";
        std::vector<AttributeSpec> own;
        bool visibility = false;
        for (const AttributeSpec& spec : type->attributes) {
            if (has(visibility_attributes(), spec))
                visibility = true;
            else
                own.push_back(spec);
        }
        if (!own.empty())
            out += rows(own);
        if (visibility)
            out += "\nAnd the [conditions](#conditions).\n";
    }
    out += "\n## Conditions\n\nTaken by every tag.\n" + rows(visibility_attributes());
    return out;
}

} // namespace

TEST_CASE("the tag reference in docs is up to date") {
    test::check_golden("docs/tags.md", reference(TagRegistry(all_tags())));
}

TEST_CASE("every tag explains each of its attributes once") {
    const TagRegistry registry(all_tags());
    for (const TagType* type : registry.all()) {
        CAPTURE(type->name);
        CHECK(is_planned_tag(type->name));
        CHECK(registry.find(to_lower_ascii(type->name)) == type);
        for (const AttributeSpec& spec : type->attributes) {
            CAPTURE(spec.name);
            CHECK_FALSE(spec.help.empty());
            CHECK(std::ranges::count(type->attributes, spec.name, &AttributeSpec::name) == 1);
            CHECK((spec.type == AttributeType::choice) == !spec.choices.empty());
        }
    }
}
