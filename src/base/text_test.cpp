#include "base/text.hpp"

#include <random>

#include <doctest/doctest.h>

using namespace tw;

namespace {
const std::string mixed = "a\xc3\xa9\xe4\xb8\xad\xf0\x9f\x98\x80z"; // a, e acute, zhong, grinning face, z
}

TEST_CASE("code points are read one by one, bad bytes one at a time") {
    std::size_t at = 0;
    CHECK(next_code_point(mixed, at) == U'a');
    CHECK(next_code_point(mixed, at) == U'\u00e9');
    CHECK(next_code_point(mixed, at) == U'\u4e2d');
    CHECK(next_code_point(mixed, at) == U'\U0001f600');
    CHECK(at == 10);
    for (const std::string bad : {"\x80", "\xc0\x80", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80",
                                  "\xf0\x9f\x98", "\xff", "\xc3(", "\xf8\x88\x80\x80\x80"}) {
        at = 0;
        CHECK(next_code_point(bad, at) == U'\ufffd');
        CHECK(at == 1);
        CHECK_FALSE(is_valid_utf8(bad));
    }
    CHECK(is_valid_utf8(mixed));
    CHECK(is_valid_utf8("\xef\xbf\xbd")); // a replacement character somebody wrote
    CHECK(first_invalid_utf8("ab\xff") == 2);
    CHECK(first_invalid_utf8(mixed) == mixed.size());
}

TEST_CASE("every code point survives append and read") {
    for (char32_t c = 0; c <= 0x10ffff; ++c) {
        if (c >= 0xd800 && c < 0xe000)
            continue;
        std::string text;
        append_utf8(text, c);
        std::size_t at = 0;
        if (next_code_point(text, at) != c || at != text.size())
            FAIL("code point ", static_cast<std::uint32_t>(c));
    }
    std::string lone;
    append_utf8(lone, 0xd800);
    CHECK(lone == "\xef\xbf\xbd");
}

TEST_CASE("UTF-16 offsets both ways") {
    CHECK(utf16_length(mixed) == 6);
    const TextOffsets offsets(mixed);
    CHECK(offsets.utf16_size() == 6);
    CHECK(offsets.byte_at(3) == 6);
    CHECK(offsets.byte_at(4) == 6); // inside the emoji: back to its start
    CHECK(offsets.byte_at(5) == 10);
    CHECK(offsets.byte_at(99) == mixed.size());
    CHECK(offsets.utf16_at(6) == 3);
    CHECK(offsets.utf16_at(8) == 3); // inside the emoji's bytes
    CHECK(offsets.utf16_at(10) == 5);
    CHECK(offsets.utf16_at(99) == 6);
    CHECK(utf16_slice(mixed, 1, 5) == mixed.substr(1, 9));
    CHECK(utf16_slice(mixed, 4, 2).empty());
    CHECK(TextOffsets("plain").byte_at(3) == 3);
}

TEST_CASE("offsets of long texts agree with a plain walk") {
    std::mt19937 random(3);
    std::string text;
    for (int i = 0; i < 3000; ++i)
        append_utf8(text, std::vector<char32_t>{U'x', U'\u00e9', U'\u4e2d', U'\U0001f600'}[random() % 4]);
    const TextOffsets offsets(text);
    std::size_t units = 0;
    for (std::size_t at = 0; at < text.size();) {
        REQUIRE(offsets.utf16_at(at) == units);
        REQUIRE(offsets.byte_at(units) == at);
        units += next_code_point(text, at) > 0xffff ? 2 : 1;
    }
    CHECK(offsets.utf16_size() == units);
}

TEST_CASE("foreign bytes become UTF-8 and say what they were taken for") {
    CHECK(decode_text("\xef\xbb\xbfhi").text == "hi");
    CHECK(decode_text(mixed).encoding == "utf-8");
    const DecodedText little = decode_text(std::string_view("\xff\xfeh\0i\0", 6));
    CHECK(little.text == "hi");
    CHECK(little.encoding == "utf-16le");
    const DecodedText big = decode_text(std::string_view("\xfe\xff\xd8\x3d\xde\x00", 6));
    CHECK(big.text == "\xf0\x9f\x98\x80");
    CHECK(big.encoding == "utf-16be");
    const DecodedText bare = decode_text(std::string_view("h\0i\0", 4));
    CHECK(bare.text == "hi");
    CHECK(bare.encoding == "utf-16le");
    const DecodedText latin = decode_text("caf\xe9");
    CHECK(latin.text == "caf\xc3\xa9");
    CHECK(latin.encoding == "latin-1");
    CHECK(latin.lossy);
    CHECK(decode_text("").encoding == "utf-8");
}

TEST_CASE("ASCII helpers") {
    CHECK(to_lower_ascii("AbC\xc3\x89") == "abc\xc3\x89");
    CHECK(trim(" \t a b \n") == "a b");
    CHECK(trim("  ").empty());
    CHECK(split_trimmed(" a, b,,c ,", ',') == std::vector<std::string>{"a", "b", "c"});
}
