#include "base/version.hpp"

#include <doctest/doctest.h>

#include <algorithm>

TEST_CASE("the version has three numbers") {
    const auto v = tw::version();
    CHECK(std::ranges::count(v, '.') == 2);
    CHECK(std::ranges::all_of(v, [](char c) { return c == '.' || (c >= '0' && c <= '9'); }));
}
