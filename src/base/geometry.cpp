#include "base/geometry.hpp"

#include <numbers>

namespace tw {

Vec2 rotate(Vec2 v, double angle_deg) {
    const double angle_rad = angle_deg * std::numbers::pi / 180;
    const double c = std::cos(angle_rad);
    const double s = std::sin(angle_rad);
    return {v.x * c - v.y * s, v.x * s + v.y * c};
}

Rect Rect::united(const Rect& o) const {
    return from_corners({std::min(x, o.x), std::min(y, o.y)},
                        {std::max(right(), o.right()), std::max(bottom(), o.bottom())});
}

Rect Rect::intersected(const Rect& o) const {
    const double left = std::max(x, o.x);
    const double top = std::max(y, o.y);
    return {left, top, std::max(0.0, std::min(right(), o.right()) - left),
            std::max(0.0, std::min(bottom(), o.bottom()) - top)};
}

Rect Rect::from_corners(Vec2 a, Vec2 b) {
    return {std::min(a.x, b.x), std::min(a.y, b.y), std::abs(a.x - b.x), std::abs(a.y - b.y)};
}

Transform Transform::zoomed_about(Vec2 anchor_in_view, double new_scale) const {
    return {new_scale, anchor_in_view - to_content(anchor_in_view) * new_scale};
}

double distance_to_segment(Vec2 p, Vec2 a, Vec2 b) {
    const Vec2 along = b - a;
    const double length_squared = dot(along, along);
    if (length_squared == 0)
        return length(p - a);
    const double t = std::clamp(dot(p - a, along) / length_squared, 0.0, 1.0);
    return length(p - (a + along * t));
}

} // namespace tw
