// How rectangle regions look, are hit, moved and resized. Stateless; shared by Rectangle and RectangleLabels.
#pragma once

#include "tagkit/hooks.hpp"

namespace tw::rectangle {

/// Grips: 0..7 clockwise from the top-left corner, 8 turns the rectangle.
inline constexpr int rotate_handle = 8;
/// No side gets shorter than this by resizing.
inline constexpr double least_side_px = 1;

const ShapeHooks& shape_hooks();
std::unique_ptr<Tool> make_rectangle_tool(const TagNode& control, const TagNode& object);

} // namespace tw::rectangle
