// Header: a line of text, in one of six sizes, that may hold task variables.
#include "layout/text_lines.hpp"
#include "tagkit/tag_type.hpp"

#include <algorithm>
#include <array>

namespace tw {
namespace {

constexpr double margin_px = 8;

TextStyle style_of(const TagNode& node) {
    // Type sizes of the theme; level 4, the default, is a plain strong line.
    constexpr std::array<float, 6> sizes_px{24, 20, 17, 15, 13, 12};
    const int level = std::clamp(int(node.number("size")), 1, 6);
    return {.size_px = sizes_px[std::size_t(level - 1)], .bold = true};
}

class HeaderBox final : public BoxHooks {
public:
    Size measure(const BoxContext& context, double width_px) const override {
        if (context.node == nullptr || context.shaper == nullptr)
            return {width_px, style_of(context.node == nullptr ? TagNode{} : *context.node).size_px + 2 * margin_px};
        const Size text =
            measure_text(*context.shaper, context.resolved_value, style_of(*context.node), std::max(1.0, width_px));
        return {std::min(width_px, text.w), text.h + 2 * margin_px};
    }
    std::vector<Rect> cells(const BoxContext& context, double width_px) const override {
        const Size size = measure(context, width_px);
        return {{0, margin_px, width_px, size.h - 2 * margin_px}};
    }
};

} // namespace

std::vector<const TagType*> header_tags() {
    static const HeaderBox box;
    static const TagType header{
        .name = "Header",
        .kind = TagKind::visual,
        .attributes = attributes({{
                                      {.name = "value",
                                       .type = AttributeType::value,
                                       .help = "The text, which may hold task variables.",
                                       .required = true},
                                      {.name = "size",
                                       .type = AttributeType::integer,
                                       .fallback = "4",
                                       .help = "1 is the largest, 6 the smallest."},
                                      {.name = "style", .type = AttributeType::css, .help = "CSS of the line."},
                                      {.name = "underline",
                                       .type = AttributeType::boolean,
                                       .fallback = "false",
                                       .help = "Draws a line under the text."},
                                      {.name = "className", .help = "Class names that Style rules refer to."},
                                  },
                                  visibility_attributes()}),
        .box = &box,
    };
    return {&header};
}

} // namespace tw
