// What widgets share and nobody else includes: conversions to ImGui's types, the one place where a box becomes something
// that can be pressed, and the painting of focus.
#pragma once

#include "ui/widget_state.hpp"
#include "ui/widgets.hpp"

#include <imgui.h>
#include <imgui_internal.h>

#include <functional>

namespace tw {

inline ImVec2 vec(Vec2 v) {
    return {static_cast<float>(v.x), static_cast<float>(v.y)};
}
inline ImVec2 min_of(const Rect& r) {
    return {static_cast<float>(r.x), static_cast<float>(r.y)};
}
inline ImVec2 max_of(const Rect& r) {
    return {static_cast<float>(r.right()), static_cast<float>(r.bottom())};
}
inline ImRect im_rect(const Rect& r) {
    return {min_of(r), max_of(r)};
}
inline Rect rect_of(const ImVec4& r) {
    return {r.x, r.y, r.z - r.x, r.w - r.y};
}
ImFont* font_of(const Ui& ui, const TextStyle& style);
/// Widths of single characters in CSS pixels; good for this frame.
std::function<double(char32_t)> advances(ImFont* font, float size_px);
double line_height_px(const TextStyle& style);
/// Where glyphs begin so that small letters and capitals look centred about `center_y`.
double text_top(ImFont* font, float size_px, double center_y);
/// Rounded to device pixels, so that edges and glyphs stay sharp.
double snap(const Ui& ui, double px);

struct Press {
    bool hovered = false, held = false, clicked = false, focused = false, ring = false, on_screen = false;
};
/// Makes `box_px` something to press: by pointer, by key when focused, by assistive technology. `focusable` puts it into
/// the tab order.
Press press(Ui& ui, const Rect& box_px, std::string_view id, bool disabled, bool focusable = true);
/// The semantic node of a widget, cut to what can be seen of it; adds nothing when that is nothing.
void announce(Ui& ui, const Rect& box_px, SemanticNode node);
/// The same for a node that holds others: it stays open, on screen or not, until ui.semantics->close().
void announce_open(Ui& ui, const Rect& box_px, SemanticNode node);
/// A progress bar's node; answers the part that is done, 0 to 1.
double announce_progress(Ui& ui, const Rect& box_px, std::string_view id, std::string_view name, double fraction);
void focus_ring(Ui& ui, const Rect& box_px, float radius_px);
/// Puts an id into the tab order of this frame.
void add_to_tab_order(Ui& ui, std::string_view id);
/// Everything painted until end_layer() is above the page, and alone has the keys.
void begin_layer(Ui& ui, const char* name);
void end_layer(Ui& ui);
void paint_open_list(Ui& ui);
void open_list(Ui& ui, std::string_view id, std::string_view name, const Rect& anchor_px,
               std::vector<std::string> options, int current);
std::optional<int> take_chosen(Ui& ui, std::string_view id);

} // namespace tw
