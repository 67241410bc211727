// A handful of tags without hooks, enough for tests of the config language that must not depend on what the real tags
// are. Golden files use the real ones.
#pragma once

#include "tagkit/registry.hpp"

namespace tw::test {

inline std::vector<const TagType*> few_tags() {
    using enum AttributeType;
    const auto object = [](const char* name) {
        return TagType{.name = name,
                       .kind = TagKind::object,
                       .attributes = {{.name = "name", .type = AttributeType::name, .required = true},
                                      {.name = "value", .type = value, .required = true}}};
    };
    const std::vector<AttributeSpec> targets{{.name = "name", .type = AttributeType::name, .required = true},
                                             {.name = "toName", .type = name_list, .required = true}};
    const auto labels = [&](const char* name, const char* result_type, const char* object_tag) {
        return TagType{.name = name,
                       .kind = TagKind::control,
                       .attributes = attributes({targets, label_container_attributes()}),
                       .children = {"Label"},
                       .labels = {object_tag},
                       .result_type = result_type,
                       .label_container = true};
    };
    static const std::vector<AttributeSpec> child{{.name = "value", .required = true},
                                                  {.name = "alias"},
                                                  {.name = "hotkey", .type = hotkey},
                                                  {.name = "background", .type = color},
                                                  {.name = "selected", .type = boolean, .fallback = "false"}};
    static const std::vector<TagType> types = [&] {
        std::vector<TagType> all{
            {.name = "View", .attributes = {{.name = "style", .type = css}}, .children = {"*"}},
            {.name = "Header", .attributes = {{.name = "value", .required = true}}},
            {.name = "Style", .style_sheet = true},
            object("Image"),
            object("Text"),
            labels("Labels", "labels", "*"),
            labels("RectangleLabels", "rectanglelabels", "Image"),
            {.name = "Label", .kind = TagKind::child, .attributes = child},
            {.name = "Rectangle",
             .kind = TagKind::control,
             .attributes = attributes({targets, {{.name = "strokeWidth", .type = number, .fallback = "1"}}}),
             .labels = {"Image"},
             .result_type = "rectangle"},
            {.name = "Choices",
             .kind = TagKind::control,
             .attributes = attributes({targets,
                                       {{.name = "choice",
                                         .type = choice,
                                         .fallback = "single",
                                         .choices = {"single", "single-radio", "multiple"}},
                                        {.name = "value", .type = value},
                                        {.name = "allowNested", .type = boolean}},
                                       visibility_attributes(),
                                       per_region_attributes()}),
             .children = {"Choice"},
             .labels = {"*"},
             .result_type = "choices"},
            {.name = "Choice", .kind = TagKind::child, .attributes = child, .children = {"Choice"}},
            {.name = "TextArea",
             .kind = TagKind::control,
             .attributes = attributes({targets, {{.name = "value"}}, visibility_attributes(), per_region_attributes()}),
             .labels = {"*"},
             .result_type = "textarea"},
        };
        for (TagType& type : all)
            type.draws_regions = type.name == "Rectangle" || type.name == "RectangleLabels";
        return all;
    }();
    std::vector<const TagType*> out;
    for (const TagType& type : types)
        out.push_back(&type);
    return out;
}

} // namespace tw::test
