// The value of a rectangle region and its conversions. Stored: x, y (top-left), width, height in percent of the natural
// image, rotation in degrees clockwise about the top-left corner. Percent space is not isotropic, so every turn happens
// in pixels.
#pragma once

#include "base/error.hpp"
#include "base/geometry.hpp"
#include "base/json.hpp"

namespace tw::rectangle {

/// A rectangle in natural pixels: `rect_px` unrotated, turned about its top-left corner.
struct Shape {
    Rect rect_px;
    double rotation_deg = 0;
};

/// Errors: "shape-invalid" with a pointer to the number that is missing, not finite or negative.
Result<Shape> read(const Json& value, Size natural_px);
/// Writes the numbers over `value`, so that keys we do not know stay. `natural_px` must not be empty.
Json write(Json value, const Shape& shape, Size natural_px);

/// A point in the rectangle's own axes, its top-left corner at the origin.
Vec2 to_local(const Shape& shape, Vec2 pos_px);
Vec2 from_local(const Shape& shape, Vec2 local_px);
Rect bounds_px(const Shape& shape);

} // namespace tw::rectangle
