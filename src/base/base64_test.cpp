#include "base/base64.hpp"

#include <doctest/doctest.h>

using namespace tw;

TEST_CASE("base64 in both alphabets, with and without padding and line ends") {
    CHECK(decode_base64("aGVsbG8=") == "hello");
    CHECK(decode_base64("aGVs\nbG8") == "hello");
    CHECK(decode_base64("-_8=") == decode_base64("+/8="));
    CHECK(decode_base64("") == "");
    CHECK_FALSE(decode_base64("%%%"));
}
