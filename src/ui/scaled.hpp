// Draws a piece of page smaller than it lays itself out: what is drawn between begin and end in the box that begin answers
// shows in `box_px`. It scales what was painted, so it is for pictures (Ui::inert), not for what is pressed.
#pragma once

#include "ui/ui.hpp"

namespace tw {

struct Scaled {
    Rect box_px;    ///< draw here: as large as the target divided by the scale
    Vec2 corner_px; ///< what stays where it is
    double scale = 1;
    int first_vertex = 0, first_command = 0;
    Rect outer_clip_px;
};
Scaled begin_scaled(Ui& ui, const Rect& box_px, double scale);
void end_scaled(Ui& ui, const Scaled& scaled);

} // namespace tw
