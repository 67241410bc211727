// A ring that fills clockwise from the top: how much of a whole is done. Paints and announces; does not answer clicks.
#pragma once

#include "ui/ui.hpp"

#include <string_view>

namespace tw {

/// `fraction` 0..1; the rest of the circle stays faint. The middle is left to the caller.
void progress_ring(Ui& ui, const Rect& box_px, std::string_view id, std::string_view name, double fraction,
                   Color color);

} // namespace tw
