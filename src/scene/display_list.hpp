// What is painted, as data: a flat list of primitives in the content space of one object (natural image pixels, or pixels
// of a laid-out text). Widths and text sizes are in view pixels and do not scale with zoom. Made by tags' shapes, kept
// per region by a SceneLayer, painted by `ui`. It holds no texture and no font.
#pragma once

#include "base/color.hpp"
#include "base/geometry.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace tw {

enum class PrimitiveKind : std::uint8_t {
    box,      ///< rect, rotation_deg about its top-left corner; fill and stroke
    fill,     ///< rect without stroke (text marks, underlines)
    polyline, ///< points[first, first + count), closed when `closed`
    polygon,  ///< as polyline, filled
    ellipse,  ///< rect is its unrotated bounding box, rotation_deg about its centre
    handle,   ///< a small square of fixed view size centred on rect's top-left; hollow
    tag,      ///< strings[first]: a name plate pinned above rect's top-left corner, in view pixels
};

struct Primitive {
    PrimitiveKind kind = PrimitiveKind::box;
    Rect rect;
    double rotation_deg = 0;
    Color fill{0, 0, 0, 0};
    Color stroke{0, 0, 0, 0};
    float stroke_px = 1; ///< in view pixels
    float dash_px = 0;   ///< 0: solid
    bool closed = false;
    std::uint32_t first = 0, count = 0; ///< into points, or strings (tag)
};

struct DisplayList {
    std::vector<Primitive> items;
    std::vector<Vec2> points;
    std::vector<std::string> strings;
    void clear() {
        items.clear();
        points.clear();
        strings.clear();
    }
};

/// Bounds in content space, less what is sized in view pixels (handles, tags, stroke widths).
Rect bounds(const DisplayList& list);
/// One line a primitive, for golden files: "box 10.00,20.00 30.00x40.00 rot 0 fill #ff000033 stroke #ff0000 1px".
std::string dump(const DisplayList& list);

} // namespace tw
