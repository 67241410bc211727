#include "tags/rectangle/rectangle_codec.hpp"
#include "tags/rectangle/rectangle_shape.hpp"

#include <doctest/doctest.h>

using namespace tw;

namespace {

/// A picture of 200 x 100.
class Picture final : public ObjectModel {
public:
    Size content_size() const override { return {200, 100}; }
    bool zooms() const override { return true; }
};

const ShapeHooks& hooks() {
    return rectangle::shape_hooks();
}

Json shape(double x, double y, double width, double height, double rotation = 0) {
    return {{"x", x}, {"y", y}, {"width", width}, {"height", height}, {"rotation", rotation}};
}

void check_shape(const Json& value, double x, double y, double width, double height, double rotation = 0) {
    CHECK(value["x"].get<double>() == doctest::Approx(x));
    CHECK(value["y"].get<double>() == doctest::Approx(y));
    CHECK(value["width"].get<double>() == doctest::Approx(width));
    CHECK(value["height"].get<double>() == doctest::Approx(height));
    CHECK(value["rotation"].get<double>() == doctest::Approx(rotation));
}

} // namespace

TEST_CASE("percent and pixels of a rectangle, turned about its top-left corner in pixel space") {
    const auto read = rectangle::read(shape(10, 20, 30, 40, 90), {200, 100});
    REQUIRE(read);
    CHECK(read->rect_px == Rect{20, 20, 60, 40});
    const Rect around = rectangle::bounds_px(*read);
    CHECK(around.x == doctest::Approx(-20));
    CHECK(around.y == doctest::Approx(20));
    CHECK(around.w == doctest::Approx(40));
    CHECK(around.h == doctest::Approx(60));
}

TEST_CASE("writing keeps unknown keys") {
    Json value = shape(1, 1, 1, 1);
    value["note"] = "x";
    const Json moved = hooks().moved(value, Picture{}, {20, 10});
    CHECK(moved["note"] == "x");
    check_shape(moved, 11, 11, 1, 1);
}

TEST_CASE("moving stays inside the picture") {
    check_shape(hooks().moved(shape(10, 10, 20, 20), Picture{}, {-100, 500}), 0, 80, 20, 20);
}

TEST_CASE("grips resize, cross over and keep a least size") {
    const Picture picture;
    check_shape(hooks().handle_moved(shape(10, 10, 20, 20), picture, 4, {100, 50}, {}), 10, 10, 40, 40);
    check_shape(hooks().handle_moved(shape(10, 10, 20, 20), picture, 0, {100, 50}, {}), 30, 30, 20, 20);
    check_shape(hooks().handle_moved(shape(10, 10, 20, 20), picture, 3, {20.2, 5}, {}), 10, 10, 0.5, 20);
    check_shape(hooks().handle_moved(shape(10, 10, 20, 20), picture, 1, {50, -40}, {}), 10, 0, 20, 30);
}

TEST_CASE("a turned rectangle resizes along its own axes") {
    // 60 x 20 px at (100, 20), a quarter turn: it hangs down to the left.
    const Json turned = shape(50, 20, 30, 20, 90);
    const Json taller = hooks().handle_moved(turned, Picture{}, 3, {100, 90}, {});
    check_shape(taller, 50, 20, 35, 20, 90);
}

TEST_CASE("the rotation grip turns about the centre, shift in steps of 15 degrees") {
    const Picture picture;
    const Json turned = hooks().handle_moved(shape(40, 40, 20, 20), picture, rectangle::rotate_handle, {180, 50}, {});
    CHECK(turned["rotation"].get<double>() == doctest::Approx(90));
    const auto read = rectangle::read(turned, {200, 100});
    REQUIRE(read);
    const Vec2 center = rectangle::from_local(*read, {read->rect_px.w / 2, read->rect_px.h / 2});
    CHECK(center.x == doctest::Approx(100));
    CHECK(center.y == doctest::Approx(50));
    Modifiers shift;
    shift.shift = true;
    const Json stepped =
        hooks().handle_moved(shape(40, 40, 20, 20), picture, rectangle::rotate_handle, {180, 47}, shift);
    CHECK(stepped["rotation"].get<double>() == doctest::Approx(90));
}

TEST_CASE("hits follow the turned outline, with a tolerance") {
    const Picture picture;
    const Json turned = shape(50, 20, 30, 20, 90); // covers x 80..100, y 20..80
    CHECK(hooks().hit(turned, picture, {90, 70}, 0));
    CHECK_FALSE(hooks().hit(turned, picture, {110, 30}, 0));
    CHECK(hooks().hit(turned, picture, {102, 30}, 3));
}

TEST_CASE("nine grips, eight when the control forbids turning") {
    CHECK(hooks().handles(shape(10, 10, 20, 20), Picture{}, nullptr).size() == 9);
}

TEST_CASE("broken rectangles are refused with a pointer and drawn as nothing") {
    CHECK(hooks().validate(shape(1, 1, 1, 1)));
    CHECK(hooks().validate({{"x", 1}, {"y", 2}, {"width", 3}}).error().where.pointer == "/height");
    CHECK(hooks().validate(shape(1, 1, -1, 1)).error().where.pointer == "/width");
    CHECK(hooks().validate({{"x", "1"}}).error().code == "shape-invalid");
    DisplayList list;
    hooks().draw(Json::object(), Picture{}, {}, list);
    CHECK(list.items.empty());
    CHECK(hooks().moved(Json::object(), Picture{}, {1, 1}) == Json::object());
}

TEST_CASE("looks: dashes when predicted or locked, stronger when selected, a name plate") {
    const auto drawn = [](const ShapeStyle& style) {
        DisplayList list;
        hooks().draw(shape(10, 10, 20, 20), Picture{}, style, list);
        return list;
    };
    ShapeStyle plain;
    plain.color = {255, 0, 0, 255};
    plain.tag_text = "Car";
    CHECK(dump(drawn(plain)) == "box 20.00,10.00 40.00x20.00 rot 0 fill #ff000033 stroke #ff0000 1.5px\n"
                                "tag 20.00,10.00 \"Car\" fill #ff0000\n");
    ShapeStyle predicted = plain, locked = plain, selected = plain;
    predicted.predicted = locked.locked = selected.selected = true;
    CHECK(drawn(predicted).items.front().dash_px == 6);
    CHECK(drawn(locked).items.front().dash_px == 2);
    CHECK(drawn(selected).items.front().stroke_px > drawn(plain).items.front().stroke_px);
    CHECK(drawn(selected).items.front().fill.a > drawn(plain).items.front().fill.a);
}
