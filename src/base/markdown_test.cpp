#include "base/markdown.hpp"

#include <doctest/doctest.h>

using namespace tw;
using Kind = MarkdownBlock::Kind;

TEST_CASE("markdown: blocks") {
    const auto blocks = parse_markdown(
        "# Boxes\n\nDraw *tight*\nboxes.\n\n- one\n  - inner\n2. two\n> said\n> so\n---\n```\na  b\n# c\n```\n");
    REQUIRE(blocks.size() == 8);
    CHECK(blocks[0].kind == Kind::heading);
    CHECK(blocks[0].level == 1);
    CHECK(blocks[0].spans == std::vector<MarkdownSpan>{{"Boxes"}});
    CHECK(blocks[1].spans == std::vector<MarkdownSpan>{{"Draw "}, {"tight", false, true}, {"\nboxes."}});
    CHECK(blocks[2].mark == "\xe2\x80\xa2");
    CHECK(blocks[3].level == 1);
    CHECK(blocks[4].mark == "2.");
    CHECK(blocks[5].kind == Kind::quote);
    CHECK(blocks[5].spans == std::vector<MarkdownSpan>{{"said so"}});
    CHECK(blocks[6].kind == Kind::rule);
    CHECK(blocks[7].spans == std::vector<MarkdownSpan>{{"a  b\n# c", false, false, true}});
}

TEST_CASE("markdown: spans") {
    const auto spans = [](std::string_view text) {
        const auto blocks = parse_markdown(text);
        REQUIRE(blocks.size() == 1);
        return blocks[0].spans;
    };
    using Spans = std::vector<MarkdownSpan>;
    CHECK(spans("**Car** and `x*y*`") == Spans{{"Car", true}, {" and "}, {"x*y*", false, false, true}});
    CHECK(spans("看[说明](https://example.org/a)。") ==
          Spans{{"看"}, {"说明", false, false, false, "https://example.org/a"}, {"。"}});
    CHECK(spans("see https://example.org.") ==
          Spans{{"see "}, {"https://example.org", false, false, false, "https://example.org"}, {"."}});
    // What is no mark stays what it is.
    CHECK(spans("2 * 3 * 4, a_b_c, \\*no\\*, [x](javascript:1), **open") ==
          Spans{{"2 * 3 * 4, a_b_c, *no*, [x](javascript:1), **open"}});
}
