#include "ui/progress_ring.hpp"

#include "ui/widget_core.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tw {

void progress_ring(Ui& ui, const Rect& box_px, std::string_view id, std::string_view name, double fraction,
                   Color color) {
    const double part = announce_progress(ui, box_px, id, name, fraction);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const auto width = static_cast<float>(std::max(3.0, box_px.w / 9));
    const auto radius = static_cast<float>(std::min(box_px.w, box_px.h) / 2) - width / 2;
    const ImVec2 center = vec(box_px.center());
    list.AddCircle(center, radius, ui.theme->text.with_alpha(0.1).abgr(), 48, width);
    if (part <= 0)
        return;
    constexpr auto top = -std::numbers::pi / 2;
    // A first step is seen, and what is not all does not look like all.
    const double shown = part >= 1 ? 1 : std::clamp(part, 0.02, 0.97);
    list.PathArcTo(center, radius, static_cast<float>(top), static_cast<float>(top + shown * 2 * std::numbers::pi), 48);
    list.PathStroke(color.abgr(), 0, width);
}

} // namespace tw
