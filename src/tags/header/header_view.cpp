// A header: strong text that wraps, underlined when asked.
#include "ui/tag_view.hpp"
#include "ui/widgets.hpp"

#include <algorithm>
#include <array>

namespace tw {
namespace {

void paint_header(const TagPaint& paint) {
    const TagNode& node = paint.node;
    const BoxContext context = paint.session.box_context(node);
    const std::vector<Rect> cells = node.type->box->cells(context, paint.box_px.w);
    if (cells.empty() || context.resolved_value.empty())
        return;
    // The same sizes as the tag measures by.
    constexpr std::array<float, 6> sizes_px{24, 20, 17, 15, 13, 12};
    TextStyle style;
    style.size_px = sizes_px[std::size_t(std::clamp(int(node.number("size")), 1, 6) - 1)];
    style.bold = true;
    const Rect cell{paint.box_px.x + cells[0].x, paint.box_px.y + cells[0].y, cells[0].w, cells[0].h};
    text(paint.ui, cell, context.resolved_value, style, paint.style.color.value_or(paint.ui.theme->text),
         TextFit::wrap);
    if (node.flag("underline"))
        fill(paint.ui, {cell.x, cell.bottom(), cell.w, 1}, paint.ui.theme->border_strong);
    SemanticNode heading;
    heading.id = "header:" + std::to_string(node.id);
    heading.role = "heading";
    heading.name = context.resolved_value;
    heading.rect_px = cell;
    paint.ui.semantics->add(std::move(heading));
}

} // namespace

std::vector<const TagView*> header_views() {
    static const TagView header{"Header", paint_header};
    return {&header};
}

} // namespace tw
