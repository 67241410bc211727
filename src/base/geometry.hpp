// Points, rectangles and the zoom-and-pan transform. Values are doubles; the space (image pixels, view pixels, percent)
// is in the variable's name, never in the type. Y grows downwards everywhere.
#pragma once

#include <algorithm>
#include <cmath>

namespace tw {

struct Vec2 {
    double x = 0, y = 0;
    bool operator==(const Vec2&) const = default;
    Vec2 operator+(Vec2 o) const { return {x + o.x, y + o.y}; }
    Vec2 operator-(Vec2 o) const { return {x - o.x, y - o.y}; }
    Vec2 operator*(double k) const { return {x * k, y * k}; }
};
inline double dot(Vec2 a, Vec2 b) {
    return a.x * b.x + a.y * b.y;
}
inline double cross(Vec2 a, Vec2 b) {
    return a.x * b.y - a.y * b.x;
}
inline double length(Vec2 a) {
    return std::hypot(a.x, a.y);
}
/// Rotated clockwise on screen (y down) by `angle_deg`.
Vec2 rotate(Vec2 v, double angle_deg);

struct Size {
    double w = 0, h = 0;
    bool operator==(const Size&) const = default;
};

/// Axis-aligned box; `w` and `h` are never negative in a normalised box.
struct Rect {
    double x = 0, y = 0, w = 0, h = 0;
    bool operator==(const Rect&) const = default;
    [[nodiscard]] double right() const { return x + w; }
    [[nodiscard]] double bottom() const { return y + h; }
    [[nodiscard]] Vec2 center() const { return {x + w / 2, y + h / 2}; }
    [[nodiscard]] bool empty() const { return w <= 0 || h <= 0; }
    [[nodiscard]] bool contains(Vec2 p) const { return p.x >= x && p.y >= y && p.x < right() && p.y < bottom(); }
    [[nodiscard]] bool touches(const Rect& o) const {
        return x <= o.right() && o.x <= right() && y <= o.bottom() && o.y <= bottom();
    }
    [[nodiscard]] Rect expanded(double d) const { return {x - d, y - d, w + 2 * d, h + 2 * d}; }
    [[nodiscard]] Rect united(const Rect& o) const;
    [[nodiscard]] Rect intersected(const Rect& o) const; ///< w or h is 0 when they do not meet
    /// The box spanned by two opposite corners, in any order.
    static Rect from_corners(Vec2 a, Vec2 b);
};

/// view = content * scale + offset. Uniform scale; the inverse always exists for scale > 0.
struct Transform {
    double scale = 1;
    Vec2 offset_in_view;
    bool operator==(const Transform&) const = default;
    [[nodiscard]] Vec2 to_view(Vec2 p) const { return p * scale + offset_in_view; }
    [[nodiscard]] Vec2 to_content(Vec2 p) const { return (p - offset_in_view) * (1 / scale); }
    [[nodiscard]] Rect to_view(const Rect& r) const {
        return {r.x * scale + offset_in_view.x, r.y * scale + offset_in_view.y, r.w * scale, r.h * scale};
    }
    [[nodiscard]] Rect to_content(const Rect& r) const {
        return {(r.x - offset_in_view.x) / scale, (r.y - offset_in_view.y) / scale, r.w / scale, r.h / scale};
    }
    /// The same transform with `new_scale`, keeping the content under `anchor_in_view` in place.
    [[nodiscard]] Transform zoomed_about(Vec2 anchor_in_view, double new_scale) const;
};

/// Distance from p to the segment ab.
double distance_to_segment(Vec2 p, Vec2 a, Vec2 b);

} // namespace tw
