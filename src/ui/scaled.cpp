#include "ui/scaled.hpp"

#include "ui/widget_core.hpp"

namespace tw {

Scaled begin_scaled(Ui&, const Rect& box_px, double scale) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    Scaled scaled;
    scaled.box_px = {box_px.x, box_px.y, box_px.w / scale, box_px.h / scale};
    scaled.corner_px = {box_px.x, box_px.y};
    scaled.scale = scale;
    scaled.outer_clip_px = box_px.intersected(rect_of(list._ClipRectStack.back()));
    ImGui::PushClipRect(min_of(scaled.box_px), max_of(scaled.box_px), false);
    if (list.CmdBuffer.back().ElemCount != 0)
        list.AddDrawCmd(); // what was painted before keeps its clip
    scaled.first_vertex = list.VtxBuffer.Size;
    scaled.first_command = list.CmdBuffer.Size - 1;
    return scaled;
}

void end_scaled(Ui&, const Scaled& scaled) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const auto x0 = static_cast<float>(scaled.corner_px.x), y0 = static_cast<float>(scaled.corner_px.y);
    const auto scale = static_cast<float>(scaled.scale);
    for (int i = scaled.first_vertex; i < list.VtxBuffer.Size; ++i) {
        ImVec2& pos = list.VtxBuffer[i].pos;
        pos = {x0 + (pos.x - x0) * scale, y0 + (pos.y - y0) * scale};
    }
    const ImVec2 low = min_of(scaled.outer_clip_px), high = max_of(scaled.outer_clip_px);
    for (int i = scaled.first_command; i < list.CmdBuffer.Size; ++i) {
        ImVec4& clip = list.CmdBuffer[i].ClipRect;
        clip = {std::max(low.x, x0 + (clip.x - x0) * scale), std::max(low.y, y0 + (clip.y - y0) * scale),
                std::min(high.x, x0 + (clip.z - x0) * scale), std::min(high.y, y0 + (clip.w - y0) * scale)};
        clip.z = std::max(clip.z, clip.x);
        clip.w = std::max(clip.w, clip.y);
    }
    list.AddDrawCmd();
    ImGui::PopClipRect();
}

} // namespace tw
