#include "base/number.hpp"

#include <bit>
#include <cstdint>
#include <random>

#include <doctest/doctest.h>

using namespace tw;

TEST_CASE("parse_double takes decimal numbers and nothing else") {
    CHECK(parse_double("0") == 0.0);
    CHECK(parse_double("-12.5") == -12.5);
    CHECK(parse_double("+3.") == 3.0);
    CHECK(parse_double(".5") == 0.5);
    CHECK(parse_double("1e3") == 1000.0);
    CHECK(parse_double("1E-2") == 0.01);
    CHECK(parse_double("0.1") == 0.1);
    for (const char* bad :
         {"", "-", ".", "1e", "1e+", " 1", "1 ", "0x10", "inf", "nan", "1,5", "1.2.3", "1e999", "--1"})
        CHECK_MESSAGE(!parse_double(bad).has_value(), bad);
}

TEST_CASE("parse_integer takes digits and nothing else") {
    CHECK(parse_integer("0") == 0);
    CHECK(parse_integer("-12") == -12);
    CHECK(parse_integer("9223372036854775807") == INT64_MAX);
    for (const char* bad : {"", "-", "+1", " 1", "1 ", "1.0", "0x10", "9223372036854775808", "--1"})
        CHECK_MESSAGE(!parse_integer(bad).has_value(), bad);
}

TEST_CASE("format_double is the shortest text that reads back") {
    CHECK(format_double(0.1) == "0.1");
    CHECK(format_double(5) == "5");
    CHECK(format_double(-2.75) == "-2.75");
    CHECK(format_double(1.0 / 0.0) == "0");
    std::mt19937_64 random(7);
    for (int i = 0; i < 20000; ++i) {
        const std::uint64_t bits = random();
        const auto value = std::bit_cast<double>(bits);
        if (value - value != 0) // not finite
            continue;
        REQUIRE_MESSAGE(parse_double(format_double(value)) == value, "bits ", bits);
    }
}
