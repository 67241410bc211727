#include "ui/widget_core.hpp"

#include <algorithm>
#include <cmath>

namespace tw {
namespace {

constexpr double wheel_step_px = 72;
constexpr double bar_px = 8;

} // namespace

Rect begin_scroll(Ui& ui, const Rect& box_px, std::string_view id, double content_height_px) {
    WidgetState& state = *ui.widgets;
    auto found = state.scrolls.find(id);
    if (found == state.scrolls.end())
        found = state.scrolls.emplace(std::string(id), ScrollState{}).first;
    ScrollState& scroll = found->second;
    scroll.box = box_px;
    scroll.box_px = box_px.h;
    scroll.content_px = content_height_px;
    scroll.offset_px = std::clamp(scroll.offset_px, 0.0, std::max(0.0, content_height_px - box_px.h));
    state.open_scrolls.push_back(&scroll);
    begin_clip(ui, box_px);
    return {box_px.x, snap(ui, box_px.y - scroll.offset_px), box_px.w, std::max(content_height_px, box_px.h)};
}

void end_scroll(Ui& ui) {
    WidgetState& state = *ui.widgets;
    ScrollState& scroll = *state.open_scrolls.back();
    state.open_scrolls.pop_back();
    const double most = std::max(0.0, scroll.content_px - scroll.box_px);
    ImGuiIO& io = ImGui::GetIO();
    const double before = scroll.offset_px;
    if (most > 0 && !ui.inert) {
        const Rect& box = scroll.box;
        const double thumb_px = std::max(28.0, box.h * box.h / scroll.content_px);
        const double track_px = box.h - thumb_px;
        const Rect track = {box.right() - bar_px - 2, box.y, bar_px + 2, box.h};
        Rect thumb = {track.x + 2, box.y + track_px * scroll.offset_px / most, bar_px - 2, thumb_px};
        ImGui::PushID(&scroll);
        const ImGuiID key = ImGui::GetID("thumb");
        ImGui::PopID();
        bool hovered = false, held = false;
        if (ImGui::ItemAdd(im_rect(track), key, nullptr, ImGuiItemFlags_NoNav))
            ImGui::ButtonBehavior(im_rect(track), key, &hovered, &held, ImGuiButtonFlags_PressedOnClick);
        if (held) {
            const double y = pointer_px().y;
            if (ImGui::IsMouseClicked(0))
                scroll.grab_offset_px = y >= thumb.y && y < thumb.bottom() ? y - thumb.y : thumb_px / 2;
            scroll.offset_px = (y - scroll.grab_offset_px - box.y) / std::max(1.0, track_px) * most;
        }
        const bool touch_drag = !state.drag_taken && io.MouseSource == ImGuiMouseSource_TouchScreen &&
                                ImGui::IsMouseDragging(0, 6) &&
                                box.contains({io.MouseClickedPos[0].x, io.MouseClickedPos[0].y}) && !held;
        if (touch_drag && pointer_free(ui, box)) {
            ImGui::ClearActiveID(); // a swipe presses nothing
            scroll.offset_px -= io.MouseDelta.y;
            io.MouseDelta.y = 0; // the innermost region takes it
        }
        if (io.MouseWheel != 0 && !io.KeyCtrl && pointer_free(ui, box)) {
            const double wanted = scroll.offset_px - io.MouseWheel * wheel_step_px;
            if ((io.MouseWheel > 0 && scroll.offset_px > 0) || (io.MouseWheel < 0 && scroll.offset_px < most)) {
                scroll.offset_px = wanted;
                io.MouseWheel = 0; // the innermost region takes it
            }
        }
        scroll.offset_px = std::clamp(scroll.offset_px, 0.0, most);
        thumb.y = box.y + track_px * scroll.offset_px / most;
        fill(ui, thumb, ui.theme->border_strong.with_alpha(held ? 0.9 : hovered ? 0.7 : 0.35), 3);
    }
    if (scroll.offset_px != before)
        state.again = true;
    end_clip(ui);
}

RowRange visible_rows(const Ui&, const Rect& content_px, double row_height_px, int row_count) {
    const ImRect& clip = ImGui::GetCurrentWindow()->ClipRect;
    const auto row_at = [&](double y) { return static_cast<int>(std::clamp(y / row_height_px, -1e9, 1e9)); };
    return {std::clamp(row_at(clip.Min.y - content_px.y), 0, row_count),
            std::clamp(row_at(std::ceil(clip.Max.y - content_px.y)) + 1, 0, row_count)};
}

} // namespace tw
