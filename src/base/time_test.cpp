#include "base/time.hpp"

#include <doctest/doctest.h>

using namespace tw;

TEST_CASE("times are written with microseconds and Z") {
    CHECK(iso_from_ms(0) == "1970-01-01T00:00:00.000000Z");
    CHECK(iso_from_ms(951827696789) == "2000-02-29T12:34:56.789000Z");
}

TEST_CASE("times are read with any fraction and any offset") {
    CHECK(ms_from_iso("2000-02-29T12:34:56.789000Z") == 951827696789);
    CHECK(ms_from_iso("2000-02-29T12:34:56.7Z") == 951827696700);
    CHECK(ms_from_iso("2000-02-29 12:34:56Z") == 951827696000);
    CHECK(ms_from_iso("2000-02-29T20:34:56+08:00") == 951827696000);
    CHECK(ms_from_iso("2000-02-29T07:04:56-0530") == 951827696000);
    for (const char* bad :
         {"", "2000-02-30T00:00:00Z", "2000-02-29", "2000-02-29T12:34:56", "2000-02-29T12:34:56.Z",
          "2000-02-29T12:34:56Zx", "2000-13-01T00:00:00Z", "1969-12-31T00:00:00Z", "2000-2-29T1:2:3Z"})
        CHECK_MESSAGE(!ms_from_iso(bad).has_value(), bad);
}

TEST_CASE("every day of four hundred years survives the round trip") {
    for (std::uint64_t day = 0; day < 146097; ++day) {
        const std::uint64_t ms = day * 86400000 + 12345678;
        if (ms_from_iso(iso_from_ms(ms)) != ms)
            FAIL("day ", day);
    }
}
