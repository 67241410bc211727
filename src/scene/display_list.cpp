#include "scene/display_list.hpp"

#include <array>
#include <fmt/format.h>
#include <optional>

namespace tw {
namespace {

Rect rotated_bounds(const Rect& rect, double rotation_deg, Vec2 pivot) {
    if (rotation_deg == 0)
        return rect;
    const std::array<Vec2, 4> corners{
        Vec2{rect.x, rect.y}, {rect.right(), rect.y}, {rect.right(), rect.bottom()}, {rect.x, rect.bottom()}};
    double left = INFINITY, top = INFINITY, right = -INFINITY, bottom = -INFINITY;
    for (const Vec2 corner : corners) {
        const Vec2 turned = pivot + rotate(corner - pivot, rotation_deg);
        left = std::min(left, turned.x), right = std::max(right, turned.x);
        top = std::min(top, turned.y), bottom = std::max(bottom, turned.y);
    }
    return {left, top, right - left, bottom - top};
}

std::optional<Rect> bounds_of(const DisplayList& list, const Primitive& item) {
    switch (item.kind) {
    case PrimitiveKind::box:
        return rotated_bounds(item.rect, item.rotation_deg, {item.rect.x, item.rect.y});
    case PrimitiveKind::ellipse:
        return rotated_bounds(item.rect, item.rotation_deg, item.rect.center());
    case PrimitiveKind::fill:
        return item.rect;
    case PrimitiveKind::polyline:
    case PrimitiveKind::polygon: {
        std::optional<Rect> all;
        for (std::uint32_t i = item.first; i < item.first + item.count && i < list.points.size(); ++i) {
            const Rect point{list.points[i].x, list.points[i].y, 0, 0};
            all = all ? Rect::from_corners({std::min(all->x, point.x), std::min(all->y, point.y)},
                                           {std::max(all->right(), point.x), std::max(all->bottom(), point.y)})
                      : point;
        }
        return all;
    }
    case PrimitiveKind::handle:
    case PrimitiveKind::tag:
        return std::nullopt;
    }
    return std::nullopt;
}

std::string_view name_of(PrimitiveKind kind) {
    switch (kind) {
    case PrimitiveKind::box:
        return "box";
    case PrimitiveKind::fill:
        return "fill";
    case PrimitiveKind::polyline:
        return "polyline";
    case PrimitiveKind::polygon:
        return "polygon";
    case PrimitiveKind::ellipse:
        return "ellipse";
    case PrimitiveKind::handle:
        return "handle";
    case PrimitiveKind::tag:
        return "tag";
    }
    return "?";
}

} // namespace

Rect bounds(const DisplayList& list) {
    std::optional<Rect> all;
    for (const Primitive& item : list.items)
        if (const auto own = bounds_of(list, item))
            all =
                all ? Rect::from_corners({std::min(all->x, own->x), std::min(all->y, own->y)},
                                         {std::max(all->right(), own->right()), std::max(all->bottom(), own->bottom())})
                    : *own;
    return all.value_or(Rect{});
}

std::string dump(const DisplayList& list) {
    std::string out;
    for (const Primitive& item : list.items) {
        out += fmt::format("{} {:.2f},{:.2f}", name_of(item.kind), item.rect.x, item.rect.y);
        const bool has_points = item.kind == PrimitiveKind::polyline || item.kind == PrimitiveKind::polygon;
        if (has_points) {
            out += item.closed ? " closed" : " open";
            for (std::uint32_t i = item.first; i < item.first + item.count && i < list.points.size(); ++i)
                out += fmt::format(" {:.2f},{:.2f}", list.points[i].x, list.points[i].y);
        } else if (item.kind != PrimitiveKind::handle && item.kind != PrimitiveKind::tag) {
            out += fmt::format(" {:.2f}x{:.2f}", item.rect.w, item.rect.h);
        }
        if (item.kind == PrimitiveKind::box || item.kind == PrimitiveKind::ellipse)
            out += fmt::format(" rot {:g}", item.rotation_deg);
        if (item.kind == PrimitiveKind::tag && item.first < list.strings.size())
            out += fmt::format(" \"{}\"", list.strings[item.first]);
        if (item.fill.a > 0)
            out += " fill " + to_hex(item.fill);
        if (item.stroke.a > 0)
            out += fmt::format(" stroke {} {:g}px", to_hex(item.stroke), item.stroke_px);
        if (item.dash_px > 0)
            out += fmt::format(" dash {:g}", item.dash_px);
        out += '\n';
    }
    return out;
}

} // namespace tw
