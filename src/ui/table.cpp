#include "ui/table.hpp"

#include "ui/object_painter.hpp"
#include "ui/widget_core.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace tw {
namespace {

constexpr float drag_from_px = 6;
constexpr double bar_px = 8, wheel_step_px = 72;

} // namespace

HeaderResult header_cell(Ui& ui, const Rect& box_px, const HeaderSpec& spec) {
    const Theme& theme = *ui.theme;
    HeaderResult result;
    const Press state = press(ui, {box_px.x, box_px.y, box_px.w - 6, box_px.h}, spec.id, false);
    announce_open(ui, box_px,
                  {.id = std::string(spec.id),
                   .role = "columnheader",
                   .name = std::string(spec.title),
                   .value = {},
                   .rect_px = {},
                   .selected = spec.sorted != 0});
    const ImGuiIO& io = ImGui::GetIO();
    const bool moved = io.MouseDragMaxDistanceSqr[0] > drag_from_px * drag_from_px;
    result.dragging = state.held && moved;
    result.clicked = state.clicked && !(moved && ImGui::IsMouseReleased(0));
    result.dropped = ImGui::IsMouseReleased(0);
    result.pointer_x_px = pointer_px().x;
    if (state.hovered)
        fill(ui, box_px, theme.text.with_alpha(0.05));
    const double arrow_px = spec.sorted != 0 ? 18 : 0;
    text(ui, {box_px.x + 10, box_px.y, box_px.w - 20 - arrow_px, box_px.h}, spec.title, {theme.small.size_px, true},
         theme.text_muted);
    if (spec.sorted != 0)
        icon(ui, {box_px.right() - 18, box_px.center().y}, spec.sorted > 0 ? Icon::arrow_up : Icon::arrow_down, 13,
             theme.link);
    if (state.ring)
        outline(ui, box_px.expanded(-2), theme.focus, 4, 2);
    tooltip(ui, box_px, spec.hint);
    result.resized_px =
        splitter(ui, {box_px.right() - 3, box_px.y + 6, 4, box_px.h - 12}, std::string(spec.id) + ":edge", spec.title);
    ui.semantics->close();
    fill(ui, {box_px.right() - 1, box_px.y + 8, 1, box_px.h - 16}, theme.border);
    return result;
}

double scroll_sideways(Ui& ui, const Rect& box_px, std::string_view id, double content_px, double offset_px) {
    const double most = std::max(0.0, content_px - box_px.w);
    double offset = std::clamp(offset_px, 0.0, most);
    if (most <= 0)
        return offset;
    ImGuiIO& io = ImGui::GetIO();
    const double wheel = static_cast<double>(io.KeyShift ? io.MouseWheel : io.MouseWheelH);
    if (wheel != 0 && pointer_free(ui, box_px)) {
        offset -= wheel * wheel_step_px;
        io.MouseWheelH = 0;
        if (io.KeyShift)
            io.MouseWheel = 0;
    }
    if (io.MouseSource == ImGuiMouseSource_TouchScreen && ImGui::IsMouseDragging(0, drag_from_px) &&
        pointer_free(ui, box_px) && std::abs(io.MouseDelta.x) > std::abs(io.MouseDelta.y)) {
        ImGui::ClearActiveID(); // a swipe presses nothing
        offset -= static_cast<double>(io.MouseDelta.x);
    }
    const double thumb_px = std::max(28.0, box_px.w * box_px.w / content_px);
    const double track_px = box_px.w - thumb_px;
    const Rect track = {box_px.x, box_px.bottom() - bar_px - 2, box_px.w, bar_px + 2};
    const ImGuiID key = ImHashStr(id.data(), id.size(), ImHashStr("sideways"));
    bool hovered = false, held = false;
    if (ImGui::ItemAdd(im_rect(track), key, nullptr, ImGuiItemFlags_NoNav))
        ImGui::ButtonBehavior(im_rect(track), key, &hovered, &held, ImGuiButtonFlags_PressedOnClick);
    if (held)
        offset += static_cast<double>(io.MouseDelta.x) * most / std::max(1.0, track_px);
    offset = std::clamp(offset, 0.0, most);
    fill(ui, {box_px.x + track_px * offset / most, track.y + 2, thumb_px, bar_px - 2},
         ui.theme->border_strong.with_alpha(held      ? 0.9
                                            : hovered ? 0.7
                                                      : 0.35),
         3);
    if (offset != offset_px)
        ui.widgets->again = true;
    return offset;
}

void fitted_picture(Ui& ui, const Rect& box_px, const ImageState& image) {
    const double scale = std::min(box_px.w / image.natural_px.w, box_px.h / image.natural_px.h);
    PaintArea area;
    area.list = ImGui::GetWindowDrawList();
    area.clip_px = box_px;
    area.transform.scale = scale;
    area.transform.offset_in_view = {box_px.center().x - image.natural_px.w * scale / 2,
                                     box_px.center().y - image.natural_px.h * scale / 2};
    ui.painter->image(area, image, true);
}

} // namespace tw
