#include "ui/tag_view.hpp"

#include "ui/widgets.hpp"

#include <algorithm>

namespace tw {

namespace {

constexpr double notice_height_px = 36;

void paint_notice(Ui& ui, const Rect& box_px, const TagNode& node) {
    const Theme& theme = *ui.theme;
    const std::string message = ui.strings->format("tag.not-here", {{"tag", node.tag}});
    const Rect box{box_px.x, box_px.y, box_px.w, std::min(box_px.h, notice_height_px)};
    fill(ui, box, theme.surface_sunken, theme.radius_px);
    const double pad = double(theme.space_3_px);
    text(ui, {box.x + pad, box.y, box.w - 2 * pad, box.h}, message, theme.small, theme.text_muted);
    SemanticNode notice;
    notice.id = "notice:" + std::to_string(node.id);
    notice.role = "note";
    notice.name = message;
    notice.rect_px = box;
    ui.semantics->add(std::move(notice));
}

Color label_color(const TagNode& label) {
    const std::optional<Color> given = parse_css_color(label.get("background"));
    return given ? *given : palette_color(label.get("value"));
}

/// What CSS says of a box: background and border. Its padding is the layout's.
void paint_frame(Ui& ui, const Rect& frame_px, const ViewStyle& style) {
    if (style.background)
        fill(ui, frame_px, style.background->with_alpha(double(style.background->a) / 255 * style.opacity),
             float(style.radius_px));
    const Color ink = style.color.value_or(ui.theme->text);
    const auto& [top, right, bottom, left] = style.border;
    if (style.radius_px > 0 && top.width_px > 0 && top == right && top == bottom && top == left) {
        outline(ui, frame_px, top.color.value_or(ink), float(style.radius_px), top.width_px);
        return;
    }
    const auto side = [&](const BorderSide& border, const Rect& box) { fill(ui, box, border.color.value_or(ink)); };
    side(top, {frame_px.x, frame_px.y, frame_px.w, double(top.width_px)});
    side(bottom, {frame_px.x, frame_px.bottom() - double(bottom.width_px), frame_px.w, double(bottom.width_px)});
    side(left, {frame_px.x, frame_px.y, double(left.width_px), frame_px.h});
    side(right, {frame_px.right() - double(right.width_px), frame_px.y, double(right.width_px), frame_px.h});
}

} // namespace

LabelingArea::LabelingArea(const std::vector<const TagView*>& views) {
    for (const TagView* view : views)
        views_.emplace(view->tag, view);
}

void LabelingArea::paint(Ui& ui, const Rect& box_px, EditorSession& session, LabelingViewState& state) {
    const double pad = double(ui.compact ? ui.theme->space_2_px : ui.theme->space_4_px);
    const LayoutResult& layout = session.layout({box_px.w - 2 * pad, box_px.h - 2 * pad});
    const Rect content = begin_scroll(ui, box_px, "labeling", layout.content_px.h + 2 * pad);
    boxes_.clear();
    events_.clear();
    const std::vector<bool>& visible = session.visible();
    for (const TagNode& node : session.config().nodes()) {
        if (node.id >= layout.boxes_px.size() || !visible[node.id])
            continue;
        const auto placed = [&](Rect box) {
            return Rect{box.x + content.x + pad, box.y + content.y + pad, box.w, box.h};
        };
        const ViewStyle& style = layout.styles.of(node.id);
        paint_frame(ui, placed(layout.frames_px[node.id]), style);
        const Rect box = placed(layout.boxes_px[node.id]);
        if (box.empty())
            continue;
        if (!node.name.empty())
            boxes_.insert_or_assign(node.name, box);
        const auto view = views_.find(node.type ? std::string_view(node.type->name) : std::string_view());
        if (view == views_.end())
            paint_notice(ui, box, node);
        else if (view->second->paint)
            view->second->paint({ui, session, node, box, state, events_, style});
    }
    end_scroll(ui);
    // Tools work after everything was painted: nothing changes a document while it is drawn.
    for (const PointerEvent& event : events_)
        session.input(event);
    if (events_.empty() && hovering_)
        session.set_hovered("");
    hovering_ = !events_.empty();
}

const Rect* LabelingArea::box_of(std::string_view name) const {
    const auto found = boxes_.find(name);
    return found == boxes_.end() ? nullptr : &found->second;
}

void paint_label_bar(const TagPaint& paint) {
    const BoxContext context = paint.session.box_context(paint.node);
    if (!context.children || !paint.node.type || !paint.node.type->box)
        return;
    const std::vector<Rect> cells = paint.node.type->box->cells(context, paint.box_px.w);
    SemanticNode group;
    group.id = "labels:" + paint.node.name;
    group.role = "group";
    group.name = paint.node.name;
    group.rect_px = paint.box_px;
    paint.ui.semantics->open(std::move(group));
    for (std::size_t i = 0; i < std::min(cells.size(), context.children->size()); ++i) {
        const TagNode& label = *(*context.children)[i];
        const std::string written = written_value(label);
        const bool shows_alias = label.flag("showalias") && !label.get("alias").empty();
        const Rect cell{paint.box_px.x + cells[i].x, paint.box_px.y + cells[i].y, cells[i].w, cells[i].h};
        if (label_chip(paint.ui, cell, "label:" + paint.node.name + ":" + written,
                       label.get(shows_alias ? "alias" : "value"), paint.session.hotkey_of(label), label_color(label),
                       paint.session.label_on(paint.node, label), paint.ui.readonly || paint.session.readonly()))
            paint.ui.emit("label:choose", {{"control", paint.node.name}, {"label", written}});
    }
    paint.ui.semantics->close();
}

} // namespace tw
