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

} // namespace

LabelingArea::LabelingArea() {
    for (const TagView* view : all_tag_views())
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
        Rect box = layout.boxes_px[node.id];
        if (box.empty())
            continue;
        box.x += content.x + pad;
        box.y += content.y + pad;
        if (!node.name.empty())
            boxes_.insert_or_assign(node.name, box);
        const auto view = views_.find(node.type ? std::string_view(node.type->name) : std::string_view());
        if (view == views_.end())
            paint_notice(ui, box, node);
        else if (view->second->paint)
            view->second->paint({ui, session, node, box, state, events_});
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
