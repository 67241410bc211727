#include "layout/text_lines.hpp"

#include "support/fixed_shaper.hpp"

#include <doctest/doctest.h>

using namespace tw;

namespace {

/// Breaks at 10 px a half em, and shows the lines with '|' between them.
struct Broken {
    std::string source;
    std::vector<Cluster> clusters;
    std::vector<TextLine> lines;
    Broken(std::string text, double width_px) : source(std::move(text)) {
        test::FixedShaper shaper;
        const TextStyle style{.size_px = 20};
        clusters = shaper.shape(source, 0, style);
        lines = break_lines(source, clusters, shaper.metrics(style), width_px);
    }
    [[nodiscard]] std::string shown() const {
        std::string out;
        for (const TextLine& line : lines)
            out += (out.empty() ? "" : "|") + utf16_slice(source, line.start_utf16, line.end_utf16);
        return out;
    }
};

std::string lines_of(const std::string& text, double width_px) {
    const Broken broken(text, width_px);
    // Whatever the text, no offset is lost and none is told twice.
    std::uint32_t at_utf16 = 0, cluster = 0;
    for (const TextLine& line : broken.lines) {
        CHECK(line.start_utf16 == at_utf16);
        CHECK(line.first_cluster == cluster);
        at_utf16 = line.end_utf16;
        cluster += line.cluster_count;
    }
    CHECK(at_utf16 == utf16_length(text));
    CHECK(cluster == broken.clusters.size());
    return broken.shown();
}

} // namespace

TEST_CASE("lines break after spaces, and spaces hang over the edge") {
    CHECK(lines_of("the quick brown fox", 100) == "the quick |brown fox");
    CHECK(lines_of("the quick brown fox", 90) == "the quick |brown fox");
    CHECK(lines_of("the quick brown fox", 89) == "the |quick |brown |fox");
    CHECK(lines_of("ab     cd", 30) == "ab     |cd");
    CHECK(lines_of("  ab", 20) == "  |ab");
    const Broken hanging("ab     cd", 30);
    CHECK(hanging.lines[0].width_px == 20);
}

TEST_CASE("a word wider than the line starts a line of its own and is broken where that ends") {
    CHECK(lines_of("a incomprehensible b", 80) == "a |incompre|hensible |b");
    CHECK(lines_of("incomprehensible", 5) == "i|n|c|o|m|p|r|e|h|e|n|s|i|b|l|e");
    CHECK(lines_of("ab", 0) == "a|b");
}

TEST_CASE("hyphens may end a line, minus signs and dates stay whole") {
    CHECK(lines_of("well-known", 60) == "well-|known");
    CHECK(lines_of("on 2020-01-02", 100) == "on |2020-01-02");
}

TEST_CASE("Chinese breaks anywhere but before closing and after opening punctuation") {
    CHECK(lines_of("床前明月光", 60) == "床前明|月光");
    CHECK(lines_of("床前明，月光", 60) == "床前|明，月|光");
    CHECK(lines_of("床前（明月）光", 60) == "床前|（明|月）光");
    CHECK(lines_of("床前（明月）光", 80) == "床前（明|月）光");
    CHECK(lines_of("他说：“你好。”走了", 120) == "他说：“你|好。”走了");
    CHECK(lines_of("（，，，，）", 40) == "（，|，，|，）"); // no line could keep the rule
    CHECK(lines_of("用GPU算", 40) == "用|GPU|算");
    CHECK(lines_of("好 hello吗", 60) == "好 |hello|吗");
}

TEST_CASE("emoji sequences are one cluster and break on either side") {
    CHECK(lines_of("👩‍💻👩‍💻👩‍💻", 40) == "👩‍💻👩‍💻|👩‍💻");
    CHECK(lines_of("e\u0301e\u0301e\u0301", 20) == "e\u0301e\u0301|e\u0301");
}

TEST_CASE("newlines end lines, empty ones count") {
    CHECK(lines_of("a\nb", 100) == "a\n|b");
    CHECK(lines_of("a\r\nb", 100) == "a\r\n|b");
    CHECK(lines_of("a\n\nb\n", 100) == "a\n|\n|b\n|");
    CHECK(lines_of("", 100).empty());
    CHECK(Broken("", 100).lines.size() == 1);
    CHECK(Broken("a\r\nb", 100).clusters.size() == 3);
    // A newline hangs like a space.
    CHECK(lines_of("abc\ndef", 30) == "abc\n|def");
}

TEST_CASE("lines stack by their height with the baseline in the middle of the leading") {
    const Broken two("a\nb", 100);
    CHECK(two.lines[1].top_px == 30);
    CHECK(two.lines[1].height_px == 30);
    CHECK(two.lines[1].baseline_px == doctest::Approx(30 + (30 - 23) / 2.0 + 18));
}

TEST_CASE("points find the nearest offset") {
    const Broken text("ab cd\nef", 100);
    const auto at = [&](double x, double y) { return offset_at(text.lines, text.clusters, {x, y}); };
    CHECK(at(0, 0) == 0);
    CHECK(at(4, 5) == 0);
    CHECK(at(6, 5) == 1);
    CHECK(at(500, 5) == 5); // before the newline
    CHECK(at(6, 35) == 7);
    CHECK(at(500, 500) == 8);
    CHECK(at(-5, -5) == 0);
    const Broken wide("你\r\n好", 100);
    CHECK(offset_at(wide.lines, wide.clusters, {500, 5}) == 1);
    CHECK(offset_at(wide.lines, wide.clusters, {0, 35}) == 3);
    CHECK(offset_at({}, {}, {3, 3}) == 0);
}

TEST_CASE("ranges become one rectangle a line") {
    const Broken text("ab cd ef", 50);
    REQUIRE(text.shown() == "ab cd |ef");
    const auto rects = range_rects(text.lines, text.clusters, 1, 7);
    REQUIRE(rects.size() == 2);
    CHECK(rects[0] == Rect{10, 0, 50, 30});
    CHECK(rects[1] == Rect{0, 30, 10, 30});
    CHECK(range_rects(text.lines, text.clusters, 3, 3).empty());
    CHECK(range_rects(text.lines, text.clusters, 7, 3).empty());
    CHECK(range_rects(text.lines, text.clusters, 100, 200).empty());
    const Broken blank("a\n\nb", 50);
    CHECK(range_rects(blank.lines, blank.clusters, 1, 3).empty());
}

TEST_CASE("the size of a text is its widest line and all its lines") {
    test::FixedShaper shaper;
    CHECK(measure_text(shaper, "ab\ncdef", {.size_px = 20}, 100) == Size{40, 60});
    CHECK(measure_text(shaper, "", {.size_px = 20}, 100) == Size{0, 30});
}

TEST_CASE("a megabyte is broken in one walk, with and without breaks") {
    // Anything more than linear would not end within the patience of whoever runs this.
    const std::size_t size = 1 << 20;
    const Broken solid(std::string(size, 'x'), 1000);
    CHECK(solid.lines.size() == (size + 99) / 100);
    const Broken endless(std::string(size, 'x'), 1e12);
    CHECK(endless.lines.size() == 1);
    const Broken spaces(std::string(size, ' ') + "x", 1000);
    CHECK(spaces.lines.size() == 2);
    const Broken newlines(std::string(size, '\n'), 1000);
    CHECK(newlines.lines.size() == size + 1);
    CHECK(range_rects(solid.lines, solid.clusters, 0, 250).size() == 3);
}
