#include "base/color.hpp"

#include <set>

#include <doctest/doctest.h>

using namespace tw;

TEST_CASE("colours of a config in every notation") {
    CHECK(parse_css_color("red") == Color{255, 0, 0, 255});
    CHECK(parse_css_color(" YellowGreen ") == Color{0x9a, 0xcd, 0x32, 255});
    CHECK(parse_css_color("#1aF") == Color{0x11, 0xaa, 0xff, 255});
    CHECK(parse_css_color("#1aF8") == Color{0x11, 0xaa, 0xff, 0x88});
    CHECK(parse_css_color("#102030") == Color{16, 32, 48, 255});
    CHECK(parse_css_color("#10203040") == Color{16, 32, 48, 64});
    CHECK(parse_css_color("rgb(1, 2,3)") == Color{1, 2, 3, 255});
    CHECK(parse_css_color("rgba(1,2,3,0.5)") == Color{1, 2, 3, 128});
    CHECK(parse_css_color("rgb(100% 0% 0% / 25%)") == Color{255, 0, 0, 64});
    CHECK(parse_css_color("transparent") == Color{0, 0, 0, 0});
    for (const char* bad :
         {"", "#", "#12", "#12345", "#ggg", "rgb(1,2)", "rgb(1,2,3", "hsl(1,2,3)", "reddish", "rgb(a,b,c)"})
        CHECK_MESSAGE(!parse_css_color(bad).has_value(), bad);
}

TEST_CASE("hex text reads back") {
    CHECK(to_hex({1, 2, 255, 255}) == "#0102ff");
    CHECK(to_hex({1, 2, 255, 16}) == "#0102ff10");
    CHECK(Color{1, 2, 3, 255}.with_alpha(0.2) == Color{1, 2, 3, 51});
    CHECK(Color{0x11, 0x22, 0x33, 0x44}.abgr() == 0x44332211);
}

TEST_CASE("palette colours are stable and spread") {
    CHECK(palette_color("Car") == palette_color("Car"));
    std::set<std::uint32_t> colors;
    for (int i = 0; i < 40; ++i)
        colors.insert(palette_color("label " + std::to_string(i)).abgr());
    CHECK(colors.size() >= 24);
}

TEST_CASE("contrast of the extremes") {
    CHECK(contrast({0, 0, 0}, {255, 255, 255}) == doctest::Approx(21));
    CHECK(contrast({9, 9, 9}, {9, 9, 9}) == doctest::Approx(1));
    CHECK(contrast({119, 119, 119}, {255, 255, 255}) == doctest::Approx(4.48).epsilon(0.01));
}
