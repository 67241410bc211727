#include "ui/canvas.hpp"

#include "ui/object_painter.hpp"
#include "ui/widget_state.hpp"
#include "ui/widgets.hpp"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

namespace tw {

namespace {

constexpr double largest_scale = 64, smallest_of_fit = 0.01, largest_fit_scale = 8;
constexpr double button_zoom = 1.25;
constexpr double wheel_pan_px = 100;   // a unit of the wheel, so that two fingers on glass carry the picture along
constexpr double wheel_zoom_log = 0.2; // the same for a pinch, whose spread comes as a logarithm
constexpr double kept_in_sight_px = 48;
constexpr double finger_px = 2.6; // of a pointer's
constexpr std::size_t most_region_nodes = 50;
constexpr std::size_t most_text_in_node = 4000;

ImRect im_rect(const Rect& r) {
    return {float(r.x), float(r.y), float(r.right()), float(r.bottom())};
}

ImGuiMouseCursor imgui_cursor(CursorShape shape) {
    switch (shape) {
    case CursorShape::move:
        return ImGuiMouseCursor_ResizeAll;
    case CursorShape::grab:
    case CursorShape::pointer:
        return ImGuiMouseCursor_Hand;
    case CursorShape::text:
        return ImGuiMouseCursor_TextInput;
    case CursorShape::resize_nwse:
        return ImGuiMouseCursor_ResizeNWSE;
    case CursorShape::resize_nesw:
        return ImGuiMouseCursor_ResizeNESW;
    case CursorShape::resize_ns:
        return ImGuiMouseCursor_ResizeNS;
    case CursorShape::resize_ew:
        return ImGuiMouseCursor_ResizeEW;
    case CursorShape::not_allowed:
        return ImGuiMouseCursor_NotAllowed;
    case CursorShape::crosshair:
        return crosshair_cursor;
    case CursorShape::arrow:
        break;
    }
    return ImGuiMouseCursor_Arrow;
}

/// What the pointer did to one object's box in this frame.
struct Pointer {
    bool hovered = false, down = false, held = false, up = false, cancelled = false;
    ImGuiMouseButton button = ImGuiMouseButton_Left;
    Vec2 pos_px;
};

Pointer pointer_over(Ui& ui, std::string_view name, const Rect& box_px) {
    ImGuiContext& g = *ImGui::GetCurrentContext();
    const ImGuiID id = ImHashStr(name.data(), name.size(), ImHashStr("object"));
    const bool was_active = g.ActiveIdPreviousFrame == id;
    Pointer pointer;
    pointer.pos_px = {double(g.IO.MousePos.x), double(g.IO.MousePos.y)};
    bool held = false;
    if (ui.inert)
        return pointer;
    // Out of sight it still ends the gesture it began.
    if (ImGui::ItemAdd(im_rect(box_px), id, nullptr, ImGuiItemFlags_NoNav) || g.ActiveId == id)
        ImGui::ButtonBehavior(im_rect(box_px), id, &pointer.hovered, &held,
                              ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonMiddle);
    const bool active = g.ActiveId == id;
    pointer.held = active;
    pointer.down = active && g.ActiveIdIsJustActivated;
    if (active)
        pointer.button = ImGuiMouseButton(g.ActiveIdMouseButton);
    if (pointer.down)
        ui.widgets->focus_id.clear(); // keys are the page's again
    const bool released =
        ImGui::IsMouseReleased(ImGuiMouseButton_Left) || ImGui::IsMouseReleased(ImGuiMouseButton_Middle);
    pointer.up = was_active && !active && released;
    pointer.cancelled = was_active && !active && !released;
    return pointer;
}

PointerEvent event_at(const Pointer& pointer, PointerPhase phase, const TagNode& object, const Transform& to_view) {
    const ImGuiIO& io = ImGui::GetIO();
    PointerEvent event;
    event.phase = phase;
    event.object = object.name;
    event.pos_in_view = pointer.pos_px;
    event.pos_in_content = to_view.to_content(pointer.pos_px);
    // A finger is not as exact as a pointer: what it reaches for is larger.
    event.content_per_px = (io.MouseSource == ImGuiMouseSource_TouchScreen ? finger_px : 1) / to_view.scale;
    event.click_count =
        std::max<int>(1, phase == PointerPhase::down ? io.MouseClickedCount[0] : io.MouseClickedLastCount[0]);
    event.modifiers = {io.KeyCtrl || io.KeySuper, io.KeyShift, io.KeyAlt};
    return event;
}

/// Hands the tool what happened and shows its cursor.
void feed_tool(EditorSession& session, const Pointer& pointer, const TagNode& object, const Transform& to_view,
               std::vector<PointerEvent>& events) {
    const ImGuiIO& io = ImGui::GetIO();
    const bool moved = io.MouseDelta.x != 0 || io.MouseDelta.y != 0;
    if (pointer.down)
        events.push_back(event_at(pointer, PointerPhase::down, object, to_view));
    else if (pointer.held && moved)
        events.push_back(event_at(pointer, PointerPhase::move, object, to_view));
    else if (pointer.up)
        events.push_back(event_at(pointer, PointerPhase::up, object, to_view));
    else if (pointer.cancelled)
        events.push_back(event_at(pointer, PointerPhase::cancel, object, to_view));
    else if (pointer.hovered)
        events.push_back(event_at(pointer, PointerPhase::hover, object, to_view));
    if (pointer.hovered || pointer.held)
        ImGui::SetMouseCursor(imgui_cursor(session.cursor(event_at(pointer, PointerPhase::hover, object, to_view))));
}

bool pans(const EditorSession& session, ImGuiMouseButton button) {
    return button == ImGuiMouseButton_Middle || session.tool() == "pan-image" ||
           (ImGui::IsKeyDown(ImGuiKey_Space) && !ImGui::GetIO().WantTextInput);
}

/// Wheel, pinch and panning drags change the view at once: it is layout state.
void move_view(const Rect& box_px, Size content_px, const Pointer& pointer, CanvasView& view) {
    ImGuiIO& io = ImGui::GetIO();
    const Size box{box_px.w, box_px.h};
    Transform wanted = view.content_to_box;
    const Vec2 anchor = pointer.pos_px - Vec2{box_px.x, box_px.y};
    if (pointer.hovered && io.MouseWheel != 0 && (io.KeyCtrl || io.KeySuper)) {
        wanted = wanted.zoomed_about(anchor,
                                     std::clamp(wanted.scale * std::exp(double(io.MouseWheel) * wheel_zoom_log),
                                                fit_transform(content_px, box).scale * smallest_of_fit, largest_scale));
        io.MouseWheel = 0; // nobody else takes it
    } else if (pointer.hovered && (io.MouseWheel != 0 || io.MouseWheelH != 0)) {
        // Like a scroll region: as far as its edges; what it does not need is the page's.
        Vec2 by{double(io.MouseWheelH) * wheel_pan_px, double(io.MouseWheel) * wheel_pan_px};
        if (io.KeyShift)
            by = {by.x + by.y, 0};
        const auto pan = [](double offset, double delta, double extent, double room) {
            return extent <= room ? offset
                                  : std::clamp(offset + delta, std::min(offset, room - extent), std::max(offset, 0.0));
        };
        Vec2& offset = wanted.offset_in_view;
        const Vec2 moved{pan(offset.x, by.x, content_px.w * wanted.scale, box.w),
                         pan(offset.y, by.y, content_px.h * wanted.scale, box.h)};
        if (moved != offset) {
            offset = moved;
            io.MouseWheel = io.MouseWheelH = 0;
        }
    }
    if (view.panning && pointer.held)
        wanted.offset_in_view = wanted.offset_in_view + Vec2{double(io.MouseDelta.x), double(io.MouseDelta.y)};
    if (wanted == view.content_to_box)
        return;
    view.content_to_box = allowed_view(wanted, content_px, box);
    view.fitted = false;
}

/// Regions that are selected: the mirror never shows ten thousand of them.
void region_nodes(Ui& ui, const Rect& clip_px, EditorSession& session, const TagNode& object,
                  const Transform& to_view) {
    const RegionRows rows = session.rows();
    std::vector<std::size_t> selected;
    for (const std::string& id : session.selection())
        if (const auto at = rows.find(id))
            selected.push_back(*at);
    std::ranges::sort(selected);
    std::size_t count = 0;
    for (const std::size_t at : selected) {
        const std::string& id = rows.id(at);
        const Region* region = session.document().region(id);
        const std::optional<Rect> bounds = session.is_hidden(id) ? std::nullopt : session.region_bounds(id);
        if (!region || region->to_name() != object.name || !bounds)
            continue;
        if (++count > most_region_nodes)
            break;
        const Rect seen = to_view.to_view(*bounds).intersected(clip_px);
        if (seen.empty())
            continue;
        const RegionRow& row = rows[at];
        std::string name;
        for (const std::string& label : row.labels)
            name += (name.empty() ? "" : ", ") + label;
        name += (name.empty() ? "" : " ") + std::to_string(row.index);
        SemanticNode node;
        node.id = "shape:" + row.id;
        node.role = "option";
        node.name = std::move(name);
        node.rect_px = seen;
        node.selected = true;
        ui.semantics->add(std::move(node));
    }
}

/// Progress or a message instead of the content; false when there is content to paint.
bool painted_state(Ui& ui, const Rect& box_px, const ObjectModel* model, const TagNode& object) {
    if (model && model->status() == ObjectModel::Status::ready)
        return false;
    const Theme& theme = *ui.theme;
    const double width = std::min(box_px.w - 2.0 * double(theme.space_4_px), 420.0);
    const Rect middle{box_px.center().x - width / 2, box_px.center().y - 12, width, 24};
    if (!model || model->status() == ObjectModel::Status::loading) {
        text(ui, middle, ui.text("tag.loading"), theme.body, theme.text_muted, TextFit::ellipsis, 0.5);
        progress_bar(ui, {middle.x, middle.bottom() + double(theme.space_2_px), width, 4}, "loading:" + object.name,
                     ui.text("tag.loading"), model ? model->progress() : 0);
        return true;
    }
    const std::string_view key = model->zooms() ? "tag.image-failed" : "tag.text-failed";
    const std::string message = ui.strings->format(key, {{"reason", ui.say(model->error())}});
    const double height = std::min(box_px.h, std::max(64.0, banner_height(ui, message, {}, width)));
    banner(ui, {middle.x, box_px.center().y - height / 2, width, height}, "failed:" + object.name, message, true, {});
    return true;
}

SemanticNode object_node(const TagNode& object, std::string_view role, const Rect& rect_px) {
    SemanticNode node;
    node.id = "object:" + object.name;
    node.role = role;
    node.name = object.name;
    node.rect_px = rect_px;
    return node;
}

} // namespace

Transform fit_transform(Size content_px, Size box_px) {
    if (content_px.w <= 0 || content_px.h <= 0 || box_px.w <= 0 || box_px.h <= 0)
        return {};
    const double scale = std::min({box_px.w / content_px.w, box_px.h / content_px.h, largest_fit_scale});
    return {scale, {(box_px.w - content_px.w * scale) / 2, (box_px.h - content_px.h * scale) / 2}};
}

Transform allowed_view(Transform wanted, Size content_px, Size box_px) {
    const double smallest = std::min(largest_scale, fit_transform(content_px, box_px).scale * smallest_of_fit);
    wanted.scale = std::clamp(wanted.scale, smallest, largest_scale);
    const auto keep = [&](double offset, double extent, double room) {
        const double seen = std::min({kept_in_sight_px, extent, room});
        return std::clamp(offset, seen - extent, room - seen);
    };
    wanted.offset_in_view.x = keep(wanted.offset_in_view.x, content_px.w * wanted.scale, box_px.w);
    wanted.offset_in_view.y = keep(wanted.offset_in_view.y, content_px.h * wanted.scale, box_px.h);
    return wanted;
}

void apply(CanvasCommand command, CanvasView& view, Size content_px, Size box_px) {
    const Vec2 middle{box_px.w / 2, box_px.h / 2};
    Transform wanted = view.fitted ? fit_transform(content_px, box_px) : view.content_to_box;
    switch (command) {
    case CanvasCommand::none:
        return;
    case CanvasCommand::fit:
        view.fitted = true;
        view.content_to_box = fit_transform(content_px, box_px);
        return;
    case CanvasCommand::zoom_in:
        wanted = wanted.zoomed_about(middle, std::min(wanted.scale * button_zoom, largest_scale));
        break;
    case CanvasCommand::zoom_out:
        wanted = wanted.zoomed_about(middle, wanted.scale / button_zoom);
        break;
    case CanvasCommand::actual:
        wanted = wanted.zoomed_about(middle, 1);
        break;
    }
    view.fitted = false;
    view.content_to_box = allowed_view(wanted, content_px, box_px);
}

void canvas(Ui& ui, const Rect& box_px, EditorSession& session, const TagNode& object, CanvasView& view,
            std::vector<PointerEvent>& events) {
    const Theme& theme = *ui.theme;
    const ImGuiWindow& window = *ImGui::GetCurrentWindow();
    const Rect window_clip{double(window.ClipRect.Min.x), double(window.ClipRect.Min.y),
                           double(window.ClipRect.GetWidth()), double(window.ClipRect.GetHeight())};
    const Rect clip_px = box_px.intersected(window_clip);
    const ObjectModel* model = session.object(object.name);
    fill(ui, box_px, theme.canvas);
    ui.semantics->open(object_node(object, "img", clip_px));
    if (painted_state(ui, box_px, model, object)) {
        ui.semantics->close();
        return;
    }
    const Size content_px = model->content_size();
    if (view.fitted)
        view.content_to_box = fit_transform(content_px, {box_px.w, box_px.h});

    Pointer pointer = pointer_over(ui, object.name, box_px);
    if (pointer.down)
        view.panning = pans(session, pointer.button);
    ui.widgets->drag_taken |= pointer.held;
    move_view(box_px, content_px, pointer, view);

    PaintArea area;
    area.list = ImGui::GetWindowDrawList();
    area.clip_px = clip_px;
    area.transform = view.content_to_box;
    area.transform.offset_in_view = area.transform.offset_in_view + Vec2{box_px.x, box_px.y};
    if (view.panning || (pointer.hovered && !pointer.held && pans(session, ImGuiMouseButton_Left)))
        ImGui::SetMouseCursor(pointer.held ? ImGuiMouseCursor_ResizeAll : ImGuiMouseCursor_Hand);
    else
        feed_tool(session, pointer, object, area.transform, events);
    if (!pointer.held)
        view.panning = false;

    if (!clip_px.empty()) {
        ImGui::PushClipRect(im_rect(box_px).Min, im_rect(box_px).Max, true);
        ui.painter->image(area, *model->image(), object.flag("smoothing"));
        ui.painter->layer(area, session.scene(object.name), theme);
        DisplayList preview;
        session.preview(object.name, preview);
        ui.painter->display_list(area, preview, theme);
        if (object.flag("crosshair") && pointer.hovered && !view.panning) {
            const Color line = theme.text.with_alpha(0.5);
            fill(ui, {std::floor(pointer.pos_px.x), box_px.y, 1, box_px.h}, line);
            fill(ui, {box_px.x, std::floor(pointer.pos_px.y), box_px.w, 1}, line);
        }
        ImGui::PopClipRect();
        region_nodes(ui, clip_px, session, object, area.transform);
    }
    ui.semantics->close();
}

void flowing_object(Ui& ui, const Rect& box_px, EditorSession& session, const TagNode& object,
                    std::vector<PointerEvent>& events) {
    const Theme& theme = *ui.theme;
    const ImGuiWindow& window = *ImGui::GetCurrentWindow();
    const Rect window_clip{double(window.ClipRect.Min.x), double(window.ClipRect.Min.y),
                           double(window.ClipRect.GetWidth()), double(window.ClipRect.GetHeight())};
    const ObjectModel* model = session.object(object.name);
    const Rect clip_px = box_px.intersected(window_clip);
    SemanticNode node = object_node(object, "document", clip_px);
    if (model) {
        const std::string_view whole = model->text();
        std::size_t end = std::min(whole.size(), most_text_in_node);
        while (end > 0 && end < whole.size() && (whole[end] & 0xC0) == 0x80)
            --end; // not half a character
        node.value = whole.substr(0, end);
    }
    ui.semantics->open(std::move(node));
    if (painted_state(ui, box_px, model, object)) {
        ui.semantics->close();
        return;
    }
    PaintArea area;
    area.list = ImGui::GetWindowDrawList();
    // Name plates of the first line and glyphs with long tails reach a little out of the box.
    area.clip_px = box_px.expanded(double(theme.space_3_px)).intersected(window_clip);
    area.transform = {1, {box_px.x, box_px.y}};
    area.flowing = true;
    const Pointer pointer = pointer_over(ui, object.name, box_px);
    // A finger scrolls the text unless it marks: with a label armed, or after it has rested (a double click that is held).
    ui.widgets->drag_taken |=
        pointer.held && (!session.armed().empty() || ImGui::GetIO().MouseClickedLastCount[0] >= 2);
    feed_tool(session, pointer, object, area.transform, events);
    if (!area.clip_px.empty()) {
        DisplayList preview;
        session.preview(object.name, preview);
        ui.painter->display_list(area, preview, theme);
        ui.painter->layer(area, session.scene(object.name), theme);
        ui.painter->text_lines(area, *model, theme.text);
        region_nodes(ui, clip_px, session, object, area.transform);
    }
    ui.semantics->close();
}

} // namespace tw
