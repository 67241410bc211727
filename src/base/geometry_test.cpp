#include "base/geometry.hpp"

#include <doctest/doctest.h>

using namespace tw;

TEST_CASE("rotation is clockwise on screen") {
    const Vec2 down = rotate({1, 0}, 90);
    CHECK(down.x == doctest::Approx(0));
    CHECK(down.y == doctest::Approx(1));
}

TEST_CASE("boxes unite, intersect and are spanned by any two corners") {
    CHECK(Rect::from_corners({5, 1}, {2, 8}) == Rect{2, 1, 3, 7});
    CHECK(Rect{0, 0, 2, 2}.united({5, 5, 1, 1}) == Rect{0, 0, 6, 6});
    CHECK(Rect{0, 0, 4, 4}.intersected({2, 3, 9, 9}) == Rect{2, 3, 2, 1});
    CHECK(Rect{0, 0, 1, 1}.intersected({3, 3, 1, 1}).empty());
    CHECK(Rect{0, 0, 1, 1}.touches({1, 1, 1, 1}));
    CHECK_FALSE(Rect{0, 0, 1, 1}.contains({1, 0.5}));
    CHECK(Rect{0, 0, 1, 1}.expanded(2) == Rect{-2, -2, 5, 5});
}

TEST_CASE("zooming keeps what is under the anchor in place and the inverse undoes the transform") {
    const Transform t{2, {10, -4}};
    const Vec2 anchor_in_view{100, 50};
    const Transform zoomed = t.zoomed_about(anchor_in_view, 5);
    CHECK(zoomed.scale == 5);
    CHECK(zoomed.to_view(t.to_content(anchor_in_view)) == anchor_in_view);
    const Rect r{1, 2, 3, 4};
    CHECK(t.to_content(t.to_view(r)) == r);
    CHECK(t.to_view(r) == Rect{12, 0, 6, 8});
}

TEST_CASE("distance to a segment is to its inside or its nearest end") {
    CHECK(distance_to_segment({0, 3}, {-5, 0}, {5, 0}) == doctest::Approx(3));
    CHECK(distance_to_segment({8, 4}, {-5, 0}, {5, 0}) == doctest::Approx(5));
    CHECK(distance_to_segment({3, 4}, {0, 0}, {0, 0}) == doctest::Approx(5));
}
