// A small group that floats over the page, such as zoom buttons over a canvas: the pointer belongs to it where it lies,
// keys and tab order stay the page's. What needs all keys is an overlay (widget_state.hpp) instead.
#pragma once

#include "ui/ui.hpp"

#include <string_view>

namespace tw {

void begin_floating(Ui& ui, std::string_view id, const Rect& box_px);
/// The group that was begun covers that other one where they meet.
void cover_floating(std::string_view other_id);
void end_floating(Ui& ui);

} // namespace tw
