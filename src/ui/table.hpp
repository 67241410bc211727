// What a table has beside rows: heads of columns that sort, are dragged and resized, a bar to move sideways, thumbnails.
#pragma once

#include "ports/image_source.hpp"
#include "ui/ui.hpp"

#include <string_view>

namespace tw {

struct HeaderSpec {
    std::string_view id = {}, title = {}, hint = {};
    int sorted = 0; ///< 1 rising, -1 falling
};
struct HeaderResult {
    bool clicked = false;
    bool dragging = false;   ///< held and moved away; `pointer_x_px` says where
    bool dropped = false;    ///< the pointer was let go in this frame, whatever it held
    double pointer_x_px = 0; ///< of the element
    double resized_px = 0;   ///< its right edge was moved so far, by pointer or arrow keys
};
HeaderResult header_cell(Ui& ui, const Rect& box_px, const HeaderSpec& spec);

/// Where content of that width stands: `offset_px` moved by wheel, touch and the bar at the foot of the box.
double scroll_sideways(Ui& ui, const Rect& box_px, std::string_view id, double content_px, double offset_px);

/// A picture as large as the box allows, in its middle.
void fitted_picture(Ui& ui, const Rect& box_px, const ImageState& image);

} // namespace tw
