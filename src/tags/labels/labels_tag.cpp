// Labels and Label: the bar of labels that spans and plain shapes take. Labels draws nothing on the object itself; its
// labels go into whatever region is made next, or into those that are selected.
#include "layout/cell_flow.hpp"
#include "tagkit/label_control.hpp"
#include "tagkit/tag_type.hpp"

namespace tw {

std::vector<const TagType*> labels_tags() {
    static const TagType labels{
        .name = "Labels",
        .kind = TagKind::control,
        .attributes = attributes(
            {{
                 {.name = "name", .type = AttributeType::name, .help = "Name written to results.", .required = true},
                 {.name = "toName",
                  .type = AttributeType::name_list,
                  .help = "Object whose regions it labels.",
                  .required = true},
                 {.name = "opacity",
                  .type = AttributeType::number,
                  .fallback = "0.6",
                  .help = "Opacity of the inside of labelled regions, 0 to 1."},
                 {.name = "fillColor", .type = AttributeType::color, .help = "Colour inside labelled regions."},
                 {.name = "strokeColor", .type = AttributeType::color, .help = "Outline of labelled regions."},
                 {.name = "strokeWidth",
                  .type = AttributeType::number,
                  .fallback = "1",
                  .help = "Width of the outline in pixels."},
             },
             label_container_attributes(),
             per_region_attributes(),
             visibility_attributes()}),
        .children = {"Label"},
        .labels = {"*"},
        .result_type = "labels",
        .label_container = true,
        .control = &label_container_control(),
        .box = &label_bar_box(),
    };
    static const TagType label{
        .name = "Label",
        .kind = TagKind::child,
        .attributes =
            {
                {.name = "value",
                 .type = AttributeType::value,
                 .help = "Text of the label, written to results.",
                 .required = true},
                {.name = "alias", .help = "Written to results instead of the value."},
                {.name = "selected",
                 .type = AttributeType::boolean,
                 .fallback = "false",
                 .help = "Chosen when the task opens."},
                {.name = "maxUsages", .type = AttributeType::integer, .help = "How many regions may have this label."},
                {.name = "hint", .help = "Shown while the pointer rests on the label."},
                {.name = "hotkey", .type = AttributeType::hotkey, .help = "Key that chooses the label."},
                {.name = "showAlias",
                 .type = AttributeType::boolean,
                 .fallback = "false",
                 .help = "Shows the alias instead of the value."},
                {.name = "aliasStyle",
                 .type = AttributeType::css,
                 .fallback = "opacity:0.6",
                 .help = "CSS of the alias."},
                {.name = "size", .fallback = "medium", .help = "Size of the label's text."},
                {.name = "background",
                 .type = AttributeType::color,
                 .help = "Colour of the label and its regions; one is given by name when it is missing."},
                {.name = "selectedColor",
                 .type = AttributeType::color,
                 .fallback = "#ffffff",
                 .help = "Colour of the text while the label is chosen."},
                {.name = "granularity",
                 .type = AttributeType::choice,
                 .help = "What a text selection snaps to while this label is chosen.",
                 .choices = {"symbol", "word", "sentence", "paragraph"}},
                {.name = "html", .help = "HTML shown instead of the value."},
                {.name = "category", .type = AttributeType::integer, .help = "Class number in exports."},
                {.name = "predicted_values", .help = "Labels of a model that mean this one; comma separated."},
                {.name = "model_index", .type = AttributeType::integer, .help = "Class or key point index in a model."},
                {.name = "links", .help = "Labels of key points this one is joined to; comma separated."},
            },
    };
    return {&labels, &label};
}

} // namespace tw
