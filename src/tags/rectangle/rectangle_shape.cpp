#include "tags/rectangle/rectangle_shape.hpp"

#include "base/text.hpp"
#include "tags/rectangle/rectangle_codec.hpp"

#include <array>
#include <fmt/format.h>

namespace tw::rectangle {
namespace {

/// Where grip `i` of 0..7 sits in a unit box.
constexpr std::array<Vec2, 8> grips{Vec2{0, 0}, {0.5, 0}, {1, 0}, {1, 0.5}, {1, 1}, {0.5, 1}, {0, 1}, {0, 0.5}};
constexpr std::array<CursorShape, 4> resize_cursors{CursorShape::resize_nwse, CursorShape::resize_ns,
                                                    CursorShape::resize_nesw, CursorShape::resize_ew};

/// The rotation grip stands above the top edge; far enough that it is not taken for the edge's own.
Vec2 rotation_grip_local(const Shape& shape, Size natural_px) {
    return {shape.rect_px.w / 2, -std::max(12.0, std::min(natural_px.w, natural_px.h) * 0.03)};
}

Shape clamped_inside(Shape shape, Size natural_px) {
    const Rect around = bounds_px(shape);
    const auto shift = [](double low, double high, double extent) {
        if (low < 0 && high > extent)
            return 0.0;
        return low < 0 ? -low : high > extent ? extent - high : 0.0;
    };
    shape.rect_px.x += shift(around.x, around.right(), natural_px.w);
    shape.rect_px.y += shift(around.y, around.bottom(), natural_px.h);
    return shape;
}

double normalized_degrees(double degrees) {
    const double turned = std::fmod(degrees, 360);
    return turned < 0 ? turned + 360 : turned;
}

class RectangleShape final : public ShapeHooks {
public:
    Result<Unit> validate(const Json& shape) const override {
        if (const auto read_shape = read(shape, {100, 100}); !read_shape)
            return std::unexpected(read_shape.error());
        return Unit{};
    }

    void draw(const Json& value, const ObjectModel& object, const ShapeStyle& style, DisplayList& out) const override {
        const auto shape = read(value, object.content_size());
        if (!shape)
            return;
        Primitive box;
        box.rect = shape->rect_px;
        box.rotation_deg = shape->rotation_deg;
        const double strength = style.selected ? 1.6 : style.hovered ? 1.3 : 1;
        box.fill = style.fill_color.value_or(style.color).with_alpha(std::min(1.0, style.fill_opacity * strength));
        box.stroke = style.color;
        box.stroke_px = style.selected || style.hovered ? style.stroke_px + 1 : style.stroke_px;
        box.dash_px = style.locked ? 2.F : style.predicted || style.disagreeing ? 6.F : 0.F;
        out.items.push_back(box);
        if (style.tag_text.empty())
            return;
        Primitive tag;
        tag.kind = PrimitiveKind::tag;
        tag.rect = {shape->rect_px.x, shape->rect_px.y, 0, 0};
        tag.fill = style.color;
        tag.first = std::uint32_t(out.strings.size());
        tag.count = 1;
        out.strings.push_back(style.tag_text);
        out.items.push_back(tag);
    }

    Rect bounds(const Json& value, const ObjectModel& object) const override {
        const auto shape = read(value, object.content_size());
        return shape ? bounds_px(*shape) : Rect{};
    }

    bool hit(const Json& value, const ObjectModel& object, Vec2 pos_in_content, double tolerance) const override {
        const auto shape = read(value, object.content_size());
        if (!shape)
            return false;
        const Vec2 local = to_local(*shape, pos_in_content);
        return local.x >= -tolerance && local.y >= -tolerance && local.x <= shape->rect_px.w + tolerance &&
               local.y <= shape->rect_px.h + tolerance;
    }

    std::vector<Handle> handles(const Json& value, const ObjectModel& object, const TagNode* control) const override {
        const Size natural_px = object.content_size();
        const auto shape = read(value, natural_px);
        if (!shape || natural_px.w <= 0)
            return {};
        std::vector<Handle> out;
        const int eighths = int(std::lround(shape->rotation_deg / 45));
        for (int i = 0; i < int(grips.size()); ++i) {
            const Vec2 local{grips[std::size_t(i)].x * shape->rect_px.w, grips[std::size_t(i)].y * shape->rect_px.h};
            const int direction = ((i + eighths) % 4 + 4) % 4;
            out.push_back({from_local(*shape, local), i, resize_cursors[std::size_t(direction)]});
        }
        if (control == nullptr || control->flag("canrotate"))
            out.push_back(
                {from_local(*shape, rotation_grip_local(*shape, natural_px)), rotate_handle, CursorShape::grab});
        return out;
    }

    Json moved(const Json& value, const ObjectModel& object, Vec2 delta) const override {
        const Size natural_px = object.content_size();
        auto shape = read(value, natural_px);
        if (!shape || natural_px.w <= 0 || natural_px.h <= 0)
            return value;
        shape->rect_px.x += delta.x;
        shape->rect_px.y += delta.y;
        return write(value, clamped_inside(*shape, natural_px), natural_px);
    }

    Json handle_moved(const Json& value, const ObjectModel& object, int handle, Vec2 pos_in_content,
                      Modifiers modifiers) const override {
        const Size natural_px = object.content_size();
        const auto shape = read(value, natural_px);
        if (!shape || natural_px.w <= 0 || natural_px.h <= 0 || handle < 0 || handle > rotate_handle)
            return value;
        return write(value,
                     handle == rotate_handle ? turned(*shape, pos_in_content, modifiers)
                                             : resized(*shape, handle, pos_in_content, natural_px),
                     natural_px);
    }

    Json stored(Json value, const ObjectModel& object, const TagNode& control) const override {
        const Size natural_px = object.content_size();
        auto shape = read(value, natural_px);
        if (!shape || natural_px.w <= 0 || natural_px.h <= 0 || to_lower_ascii(control.get("snap")) != "pixel")
            return value;
        Rect& rect = shape->rect_px;
        const Vec2 from{std::round(rect.x), std::round(rect.y)};
        const Vec2 to{std::round(rect.right()), std::round(rect.bottom())};
        rect = {from.x, from.y, std::max(1.0, to.x - from.x), std::max(1.0, to.y - from.y)};
        return write(std::move(value), *shape, natural_px);
    }

    std::string describe(const Json& value, const ObjectModel& object) const override {
        const Size natural_px = object.content_size();
        if (natural_px.w <= 0) {
            const auto percent = read(value, {100, 100});
            return percent ? fmt::format("{:.1f}% × {:.1f}%", percent->rect_px.w, percent->rect_px.h) : std::string{};
        }
        const auto shape = read(value, natural_px);
        return shape ? fmt::format("{:.0f} × {:.0f} px", shape->rect_px.w, shape->rect_px.h) : std::string{};
    }

    std::unique_ptr<Tool> make_tool(const TagNode& control, const TagNode& object) const override {
        return make_rectangle_tool(control, object);
    }

private:
    /// Turns about the centre, as the hand expects; shift snaps to 15 degrees. What is stored stays the corner.
    static Shape turned(const Shape& shape, Vec2 pos, Modifiers modifiers) {
        const Vec2 half{shape.rect_px.w / 2, shape.rect_px.h / 2};
        const Vec2 center = from_local(shape, half);
        const Vec2 arm = pos - center;
        if (length(arm) < 1e-9)
            return shape;
        double degrees = std::atan2(arm.y, arm.x) * 180 / M_PI + 90;
        if (modifiers.shift)
            degrees = std::round(degrees / 15) * 15;
        const Vec2 corner = center - rotate(half, degrees);
        return {{corner.x, corner.y, shape.rect_px.w, shape.rect_px.h}, normalized_degrees(degrees)};
    }

    static Shape resized(const Shape& shape, int handle, Vec2 pos, Size natural_px) {
        pos = {std::clamp(pos.x, 0.0, natural_px.w), std::clamp(pos.y, 0.0, natural_px.h)};
        const Vec2 local = to_local(shape, pos);
        const Vec2 grip = grips[std::size_t(handle)];
        double left = 0, top = 0, right = shape.rect_px.w, bottom = shape.rect_px.h;
        if (grip.x == 0)
            left = local.x;
        else if (grip.x == 1)
            right = local.x;
        if (grip.y == 0)
            top = local.y;
        else if (grip.y == 1)
            bottom = local.y;
        // A grip dragged past the far side turns the box inside out; a side never vanishes.
        const auto order = [](double& low, double& high, bool low_is_dragged) {
            if (low > high)
                std::swap(low, high);
            else if (high - low < least_side_px)
                (low_is_dragged ? low : high) = low_is_dragged ? high - least_side_px : low + least_side_px;
        };
        order(left, right, grip.x == 0);
        order(top, bottom, grip.y == 0);
        const Vec2 corner = from_local(shape, {left, top});
        return {{corner.x, corner.y, std::max(least_side_px, right - left), std::max(least_side_px, bottom - top)},
                shape.rotation_deg};
    }
};

} // namespace

const ShapeHooks& shape_hooks() {
    static const RectangleShape shape;
    return shape;
}

} // namespace tw::rectangle
