// Rectangle and RectangleLabels: boxes on an image, with a label bar of their own or beside a Labels tag.
#include "layout/cell_flow.hpp"
#include "tagkit/label_control.hpp"
#include "tagkit/tag_type.hpp"
#include "tags/rectangle/rectangle_shape.hpp"

namespace tw {
namespace {

std::vector<AttributeSpec> rectangle_attributes() {
    return {
        {.name = "name", .type = AttributeType::name, .help = "Name written to results.", .required = true},
        {.name = "toName", .type = AttributeType::name_list, .help = "Image it draws on.", .required = true},
        {.name = "opacity",
         .type = AttributeType::number,
         .fallback = "0.6",
         .help = "Opacity of the inside, 0 to 1; when unset boxes are drawn lighter, so that crowds stay readable."},
        {.name = "fillColor", .type = AttributeType::color, .help = "Colour inside."},
        {.name = "strokeColor", .type = AttributeType::color, .help = "Colour of the outline."},
        {.name = "strokeWidth",
         .type = AttributeType::number,
         .fallback = "1",
         .help = "Width of the outline in pixels."},
        {.name = "canRotate",
         .type = AttributeType::boolean,
         .fallback = "true",
         .help = "Shows a grip that turns the rectangle."},
        {.name = "snap",
         .type = AttributeType::choice,
         .fallback = "none",
         .help = "Rounds corners to whole pixels.",
         .choices = {"none", "pixel"}},
        {.name = "smart",
         .type = AttributeType::boolean,
         .fallback = "false",
         .help = "Also offers a tool that asks a model for the region."},
        {.name = "smartOnly",
         .type = AttributeType::boolean,
         .fallback = "false",
         .help = "Offers only the smart tool when a model is connected."},
    };
}

} // namespace

std::vector<const TagType*> rectangle_tags() {
    static const TagType rectangle{
        .name = "Rectangle",
        .kind = TagKind::control,
        .attributes = attributes({rectangle_attributes(), per_region_attributes(), visibility_attributes()}),
        .labels = {"Image"},
        .result_type = "rectangle",
        .draws_regions = true,
        .tool = "rect",
        .tool_hotkey = "R",
        .shape = &rectangle::shape_hooks(),
    };
    static const TagType rectangle_labels{
        .name = "RectangleLabels",
        .kind = TagKind::control,
        .attributes = attributes(
            {rectangle_attributes(), label_container_attributes(), per_region_attributes(), visibility_attributes()}),
        .children = {"Label"},
        .labels = {"Image"},
        .result_type = "rectanglelabels",
        .label_container = true,
        .draws_regions = true,
        .tool = "rect",
        .tool_hotkey = "R",
        .shape = &rectangle::shape_hooks(),
        .control = &label_container_control(),
        .box = &label_bar_box(),
    };
    return {&rectangle, &rectangle_labels};
}

} // namespace tw
