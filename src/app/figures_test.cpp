#include "app/figures.hpp"

#include "base/time.hpp"

#include <doctest/doctest.h>

using namespace tw;

TEST_CASE("figures: digits stand in groups of three") {
    for (const auto& [number, text] : std::initializer_list<std::pair<std::int64_t, const char*>>{
             {0, "0"}, {999, "999"}, {1000, "1,000"}, {100000, "100,000"}, {-1234567, "-1,234,567"}, {-100, "-100"}})
        CHECK(figure(number) == text);
}

TEST_CASE("figures: an age is told in the largest whole unit, then as a date") {
    const auto strings =
        Strings::parse(R"({"age.now":"now","age.minutes":"{n} min","age.hours":"{n} h","age.days":"{n} d"})", "en");
    REQUIRE(strings);
    Ui ui;
    ui.strings = &*strings;
    const std::uint64_t now = 1'800'000'000'000, minute = 60'000;
    const auto age = [&](std::uint64_t ago_ms) { return age_text(ui, iso_from_ms(now - ago_ms), now); };
    CHECK(age(59'000) == "now");
    CHECK(age(minute) == "1 min");
    CHECK(age(60 * minute) == "1 h");
    CHECK(age(25 * 60 * minute) == "1 d");
    CHECK(age(40 * 24 * 60 * minute) == iso_from_ms(now - 40 * 24 * 60 * minute).substr(0, 10));
    CHECK(age_text(ui, iso_from_ms(now + 5000), now) == "now");
    CHECK(age_text(ui, "", now).empty());
}
