#include "base/json_reader.hpp"

#include "base/json.hpp"
#include "base/number.hpp"
#include "support/fixed.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstring>
#include <string>

using namespace tw;

namespace {

/// As the library reads it; a discarded value for what it refuses.
Json by_library(std::string_view text) {
    return Json::parse(text.begin(), text.end(), nullptr, false);
}

/// Alike down to the kind of number.
bool alike(const Json& a, const Json& b) {
    return a.type() == b.type() && a.dump() == b.dump();
}

std::string random_number(test::SeededRandom& random) {
    const auto below = [&](std::uint64_t most) { return random.next_u64() % most; };
    std::string text = below(3) == 0 ? "-" : "";
    text += below(4) == 0 ? "0" : std::to_string(random.next_u64() >> below(64));
    if (below(3) != 0) {
        text += '.';
        for (std::uint64_t n = below(20) + 1; n > 0; --n)
            text += char('0' + below(10));
    }
    if (below(4) == 0)
        text += "e" + std::string(below(2) == 0 ? "-" : "") + std::to_string(below(30));
    return text;
}

} // namespace

TEST_CASE("the reader reads as the library does, or leaves it to the library") {
    const char* const texts[] = {"null",
                                 "true",
                                 " false ",
                                 "0",
                                 "-0",
                                 "-0.0",
                                 "1.0",
                                 "12e3",
                                 "1E+2",
                                 "1e-7",
                                 "123456789012345678",
                                 "18446744073709551615",
                                 "-9223372036854775808",
                                 "18446744073709551616",
                                 "0.1",
                                 "1e400",
                                 "01",
                                 "-",
                                 "1.",
                                 ".5",
                                 "1e",
                                 "+1",
                                 "[]",
                                 "[ ]",
                                 "{}",
                                 "[1,2,3]",
                                 "[1,]",
                                 "[,1]",
                                 "{\"a\":1,\"b\":[{}],\"a\":2}",
                                 "{\"a\" 1}",
                                 "{a:1}",
                                 "\"\"",
                                 "\"a\\n\\u00e9\\ud83d\\ude00\\/\"",
                                 "\"\\ud83d\"",
                                 "\"\\x\"",
                                 "\"\n\"",
                                 "\"\xc3\xa9\"",
                                 "\"open",
                                 "[1 2]",
                                 "[[[[]]]]",
                                 "nul",
                                 "truex",
                                 "1 2",
                                 "",
                                 "{\"a\":{\"b\":{\"c\":[null,true,false,\"x\"]}}} "};
    std::size_t read_here = 0;
    for (const char* const text : texts) {
        CAPTURE(text);
        const Json expected = by_library(text);
        if (const auto read = read_json(text, 64)) {
            ++read_here;
            REQUIRE_FALSE(expected.is_discarded());
            CHECK(alike(*read, expected));
        }
    }
    CHECK(read_here == 22);
    CHECK_FALSE(read_json("[[[]]]", 2));
    CHECK(read_json("[[]]", 2));
}

TEST_CASE("an object of many keys keeps each at its first place with its last value") {
    std::string text = "{";
    for (int i = 0; i < 300; ++i)
        text += "\"k" + std::to_string(i % 100) + "\":" + std::to_string(i) + (i < 299 ? "," : "}");
    const auto read = read_json(text, 64);
    REQUIRE(read);
    CHECK(read->size() == 100);
    CHECK(read->begin().key() == "k0");
    CHECK((*read)["k0"] == 200);
    CHECK((*read)["k99"] == 299);
}

TEST_CASE("doubles are the nearest ones") {
    test::SeededRandom random;
    for (int i = 0; i < 200'000; ++i) {
        const std::string text = random_number(random);
        CAPTURE(text);
        const auto read = read_json(text, 1);
        if (!read)
            continue;
        const auto expected = parse_double(text);
        REQUIRE(expected);
        const double value = read->get<double>();
        if (read->is_number_float()) {
            REQUIRE(std::memcmp(&value, &*expected, sizeof value) == 0);
        } else {
            REQUIRE(value == *expected);
        }
    }
    // Halfway between two doubles, and a little to either side of it.
    CHECK(*nearest_double(9007199254740993, -1) == 900719925474099.3);
    CHECK(*nearest_double(1000000000000000055, -19) == 0.1);
    CHECK(nearest_double(0, -5) == 0.0);
    CHECK_FALSE(nearest_double(9007199254740993, -28));
}
