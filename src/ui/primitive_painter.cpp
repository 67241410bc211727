#include "ui/primitive_painter.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace tw {
namespace {

constexpr float handle_px = 9;
constexpr float smallest_filled_px = 3;
constexpr int most_dashes = 400;

ImU32 packed(Color color) {
    return color.abgr();
}

} // namespace

PrimitivePainter::PrimitivePainter(const PaintArea& area, const Theme& theme, float device_px)
    : area_(area), list_(*area.list), quads_(*area.list), theme_(theme), device_px_(device_px),
      clip_{float(area.clip_px.x), float(area.clip_px.y), float(area.clip_px.right()), float(area.clip_px.bottom())} {}

void PrimitivePainter::paint(const DisplayList& list, const Primitive& item) {
    switch (item.kind) {
    case PrimitiveKind::box:
    case PrimitiveKind::fill:
        if (item.rotation_deg == 0)
            box(item);
        else
            rotated_box(item);
        break;
    case PrimitiveKind::polyline:
    case PrimitiveKind::polygon:
        points(list, item);
        break;
    case PrimitiveKind::ellipse:
        ellipse(item);
        break;
    case PrimitiveKind::handle:
        handle(item);
        break;
    case PrimitiveKind::tag:
        break;
    }
}

SnappedRect PrimitivePainter::view(const Rect& rect) const {
    const double scale = area_.transform.scale;
    const Vec2 offset = area_.transform.offset_in_view;
    return {snap(float(rect.x * scale + offset.x)), snap(float(rect.y * scale + offset.y)),
            snap(float(rect.right() * scale + offset.x)), snap(float(rect.bottom() * scale + offset.y))};
}

float PrimitivePainter::snap(float px) const {
    return std::floor(px * device_px_ + 0.5F) / device_px_;
}
float PrimitivePainter::line_width(float stroke_px) const {
    return std::max(1.0F, std::round(stroke_px * device_px_)) / device_px_;
}

bool PrimitivePainter::outside(const SnappedRect& v, float margin) const {
    return v.x1 + margin < clip_.x0 || v.y1 + margin < clip_.y0 || v.x0 - margin > clip_.x1 || v.y0 - margin > clip_.y1;
}

void PrimitivePainter::quad_clipped(float x0, float y0, float x1, float y1, ImU32 color) {
    x0 = std::max(x0, clip_.x0), y0 = std::max(y0, clip_.y0);
    x1 = std::min(x1, clip_.x1), y1 = std::min(y1, clip_.y1);
    if (x0 < x1 && y0 < y1)
        quads_.quad(x0, y0, x1, y1, color);
}

void PrimitivePainter::box(const Primitive& item) {
    const SnappedRect v = view(item.rect);
    const float w = line_width(item.stroke_px);
    if (outside(v, w))
        return;
    const bool stroked = item.stroke.a != 0 && item.stroke_px > 0 && item.kind == PrimitiveKind::box;
    const float smallest = std::min(v.x1 - v.x0, v.y1 - v.y0);
    if (item.fill.a != 0 && (!stroked || smallest >= smallest_filled_px))
        quad_clipped(v.x0, v.y0, v.x1, v.y1, packed(item.fill));
    if (!stroked)
        return;
    const ImU32 color = packed(item.stroke);
    // The border is centred on the edge, in whole device pixels.
    const float out = std::floor(w * device_px_ / 2) / device_px_, in = w - out;
    const SnappedRect o{v.x0 - out, v.y0 - out, v.x1 + out, v.y1 + out};
    if (smallest <= 2 * in) {
        quad_clipped(o.x0, o.y0, std::max(o.x1, o.x0 + w), std::max(o.y1, o.y0 + w), color);
        return;
    }
    if (item.dash_px > 0 && dashed(o, w, item.dash_px, color))
        return;
    quad_clipped(o.x0, o.y0, o.x1, o.y0 + w, color);
    quad_clipped(o.x0, o.y1 - w, o.x1, o.y1, color);
    quad_clipped(o.x0, o.y0 + w, o.x0 + w, o.y1 - w, color);
    quad_clipped(o.x1 - w, o.y0 + w, o.x1, o.y1 - w, color);
}

/// False when there would be too many: a solid border then says enough.
bool PrimitivePainter::dashed(const SnappedRect& o, float w, float dash, ImU32 color) {
    const float period = dash * 2;
    const float from_x = std::max(o.x0, clip_.x0), to_x = std::min(o.x1, clip_.x1);
    const float from_y = std::max(o.y0, clip_.y0), to_y = std::min(o.y1, clip_.y1);
    if ((to_x - from_x + to_y - from_y) / period > most_dashes)
        return false;
    for (float x = o.x0 + std::floor((from_x - o.x0) / period) * period; x < to_x; x += period) {
        quad_clipped(x, o.y0, std::min(x + dash, o.x1), o.y0 + w, color);
        quad_clipped(x, o.y1 - w, std::min(x + dash, o.x1), o.y1, color);
    }
    for (float y = o.y0 + std::floor((from_y - o.y0) / period) * period; y < to_y; y += period) {
        quad_clipped(o.x0, std::max(y, o.y0 + w), o.x0 + w, std::min(y + dash, o.y1 - w), color);
        quad_clipped(o.x1 - w, std::max(y, o.y0 + w), o.x1, std::min(y + dash, o.y1 - w), color);
    }
    return true;
}

void PrimitivePainter::rotated_box(const Primitive& item) {
    const Vec2 corner{item.rect.x, item.rect.y};
    std::array<ImVec2, 4> at;
    const std::array<Vec2, 4> sides{Vec2{0, 0}, {item.rect.w, 0}, {item.rect.w, item.rect.h}, {0, item.rect.h}};
    for (std::size_t i = 0; i < 4; ++i) {
        const Vec2 p = area_.transform.to_view(corner + rotate(sides[i], item.rotation_deg));
        at[i] = {float(p.x), float(p.y)};
    }
    outline(at.data(), 4, item, true, true);
}

void PrimitivePainter::points(const DisplayList& list, const Primitive& item) {
    const std::size_t end = std::min(list.points.size(), std::size_t(item.first) + item.count);
    at_.clear();
    for (std::size_t i = item.first; i < end; ++i) {
        const Vec2 p = area_.transform.to_view(list.points[i]);
        at_.push_back({float(p.x), float(p.y)});
    }
    outline(at_.data(), int(at_.size()), item, item.closed || item.kind == PrimitiveKind::polygon, false);
}

void PrimitivePainter::outline(const ImVec2* at, int count, const Primitive& item, bool closed, bool convex) {
    if (count < 2)
        return;
    SnappedRect v{at[0].x, at[0].y, at[0].x, at[0].y};
    for (int i = 1; i < count; ++i)
        v = {std::min(v.x0, at[i].x), std::min(v.y0, at[i].y), std::max(v.x1, at[i].x), std::max(v.y1, at[i].y)};
    if (outside(v, item.stroke_px))
        return;
    quads_.finish();
    const bool filled = item.kind != PrimitiveKind::polyline && item.fill.a != 0 && count >= 3;
    if (filled && convex)
        list_.AddConvexPolyFilled(at, count, packed(item.fill));
    else if (filled)
        list_.AddConcavePolyFilled(at, count, packed(item.fill));
    if (item.stroke.a == 0 || item.stroke_px <= 0 || item.kind == PrimitiveKind::fill)
        return;
    if (item.dash_px > 0) {
        for (int i = 0; i + 1 < count + (closed ? 1 : 0); ++i)
            dashed_line(at[i], at[(i + 1) % count], item);
    } else {
        list_.AddPolyline(at, count, packed(item.stroke), closed ? ImDrawFlags_Closed : ImDrawFlags_None,
                          item.stroke_px);
    }
}

void PrimitivePainter::dashed_line(ImVec2 a, ImVec2 b, const Primitive& item) {
    const float length_px = std::hypot(b.x - a.x, b.y - a.y);
    if (length_px <= 0)
        return;
    if (length_px / (item.dash_px * 2) > most_dashes) {
        list_.AddLine(a, b, packed(item.stroke), item.stroke_px);
        return;
    }
    const ImVec2 step{(b.x - a.x) / length_px, (b.y - a.y) / length_px};
    for (float s = 0; s < length_px; s += item.dash_px * 2) {
        const float e = std::min(s + item.dash_px, length_px);
        list_.AddLine({a.x + step.x * s, a.y + step.y * s}, {a.x + step.x * e, a.y + step.y * e}, packed(item.stroke),
                      item.stroke_px);
    }
}

void PrimitivePainter::ellipse(const Primitive& item) {
    const SnappedRect v = view(item.rect);
    const float reach = std::hypot(v.x1 - v.x0, v.y1 - v.y0) / 2; // whatever its rotation
    const ImVec2 center{(v.x0 + v.x1) / 2, (v.y0 + v.y1) / 2};
    if (outside({center.x, center.y, center.x, center.y}, reach + item.stroke_px))
        return;
    quads_.finish();
    const ImVec2 radius{(v.x1 - v.x0) / 2, (v.y1 - v.y0) / 2};
    const float turn = float(item.rotation_deg) * 3.14159265F / 180;
    const int segments = std::clamp(int(reach), 16, 256);
    if (item.fill.a != 0)
        list_.AddEllipseFilled(center, radius, packed(item.fill), turn, segments);
    if (item.stroke.a != 0 && item.stroke_px > 0)
        list_.AddEllipse(center, radius, packed(item.stroke), turn, segments, item.stroke_px);
}

void PrimitivePainter::handle(const Primitive& item) {
    const Vec2 p = area_.transform.to_view(Vec2{item.rect.x, item.rect.y});
    const float x = snap(float(p.x) - handle_px / 2), y = snap(float(p.y) - handle_px / 2);
    if (outside({x, y, x + handle_px, y + handle_px}, 0))
        return;
    const float w = line_width(1.5F);
    quads_.quad(x, y, x + handle_px, y + handle_px, packed(item.stroke.a ? item.stroke : theme_.selection));
    quads_.quad(x + w, y + w, x + handle_px - w, y + handle_px - w, packed(item.fill.a ? item.fill : theme_.surface));
}

} // namespace tw
