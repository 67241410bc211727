#include "tags/rectangle/rectangle_codec.hpp"

#include <array>

namespace tw::rectangle {

Result<Shape> read(const Json& value, Size natural_px) {
    const auto x = number_at(value, "x"), y = number_at(value, "y"), width = number_at(value, "width"),
               height = number_at(value, "height");
    const std::array<std::pair<const char*, const std::optional<double>*>, 4> parts{
        {{"x", &x}, {"y", &y}, {"width", &width}, {"height", &height}}};
    for (const auto& [key, part] : parts)
        if (!*part || !std::isfinite(**part))
            return fail(say("shape-invalid.number"), {.pointer = pointer_join("", key)});
    if (*width < 0 || *height < 0)
        return fail(say("shape-invalid.negative"), {.pointer = *width < 0 ? "/width" : "/height"});
    const double rotation_deg = number_or(value, "rotation", 0);
    const Vec2 unit{natural_px.w / 100, natural_px.h / 100};
    return Shape{{*x * unit.x, *y * unit.y, *width * unit.x, *height * unit.y},
                 std::isfinite(rotation_deg) ? rotation_deg : 0};
}

Json write(Json value, const Shape& shape, Size natural_px) {
    if (!value.is_object())
        value = Json::object();
    value["x"] = shape.rect_px.x / natural_px.w * 100;
    value["y"] = shape.rect_px.y / natural_px.h * 100;
    value["width"] = shape.rect_px.w / natural_px.w * 100;
    value["height"] = shape.rect_px.h / natural_px.h * 100;
    value["rotation"] = shape.rotation_deg;
    return value;
}

Vec2 to_local(const Shape& shape, Vec2 pos_px) {
    return rotate(pos_px - Vec2{shape.rect_px.x, shape.rect_px.y}, -shape.rotation_deg);
}

Vec2 from_local(const Shape& shape, Vec2 local_px) {
    return Vec2{shape.rect_px.x, shape.rect_px.y} + rotate(local_px, shape.rotation_deg);
}

Rect bounds_px(const Shape& shape) {
    if (shape.rotation_deg == 0)
        return shape.rect_px;
    const double w = shape.rect_px.w, h = shape.rect_px.h;
    const Vec2 a = from_local(shape, {0, 0}), b = from_local(shape, {w, 0}), c = from_local(shape, {w, h}),
               d = from_local(shape, {0, h});
    const double left = std::min({a.x, b.x, c.x, d.x}), right = std::max({a.x, b.x, c.x, d.x});
    const double top = std::min({a.y, b.y, c.y, d.y}), bottom = std::max({a.y, b.y, c.y, d.y});
    return {left, top, right - left, bottom - top};
}

} // namespace tw::rectangle
