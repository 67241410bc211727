#include "ui/text_edit.hpp"

#include <doctest/doctest.h>

using namespace tw;
using Move = TextEdit::Move;

namespace {

/// Latin 10 px wide, CJK 20, lines 16 high.
double advance(char32_t c) {
    return c >= 0x2e80 ? 20 : 10;
}

/// A text of its own in a box of 100 px.
struct Typed {
    std::string text;
    TextEdit edit;
    [[nodiscard]] EditLines lines() const { return {text, 100, 16, advance}; }
    void go(Move move, bool extend = false) { edit.move(text, lines(), move, extend); }
    void erase(Move move) { edit.erase(text, lines(), move); }
    [[nodiscard]] std::vector<std::string> shown() const {
        std::vector<std::string> out;
        const EditLines now = lines();
        for (const WrappedLine& line : now.lines())
            out.push_back(text.substr(line.begin, line.end - line.begin));
        return out;
    }
    void put(std::size_t byte) { edit.place({byte}, false); }
};

using Lines = std::vector<std::string>;

} // namespace

TEST_CASE("text wraps after spaces, between ideographs, and keeps closing marks off the start of a line") {
    CHECK(Typed{"one two three", {}}.shown() == Lines{"one two ", "three"});
    CHECK(Typed{"a\n\nb\n", {}}.shown() == Lines{"a", "", "b", ""});
    CHECK(Typed{"", {}}.shown() == Lines{""});
    CHECK(Typed{"abcdefghijklm", {}}.shown() == Lines{"abcdefghij", "klm"});
    CHECK(Typed{"天地英雄气千秋", {}}.shown() == Lines{"天地英雄气", "千秋"});
    CHECK(Typed{"天地英雄气，千秋", {}}.shown() == Lines{"天地英雄", "气，千秋"});
    CHECK(Typed{"天地英雄“气”", {}}.shown() == Lines{"天地英雄", "“气”"});
    CHECK(Typed{"ab cd ef gh          ij", {}}.shown() == Lines{"ab cd ef ", "gh          ", "ij"});
}

TEST_CASE("a click lands between the characters it is nearest to, on the line it is on") {
    const Typed poem{"天地英雄气千秋尚凛然", {}};
    const EditLines lines = poem.lines();
    CHECK(lines.place_at(Vec2{29, 3}) == EditLines::Place{3, false});
    CHECK(lines.place_at(Vec2{31, 3}) == EditLines::Place{6, false});
    CHECK(lines.place_at(Vec2{31, 17}) == EditLines::Place{21, false});
    CHECK(lines.place_at(Vec2{500, 3}) == EditLines::Place{15, true}); // the end of the full line, not the next begin
    CHECK(lines.place_at(Vec2{-5, 17}) == EditLines::Place{15, false});
    CHECK(lines.place_at(Vec2{5, 900}) == EditLines::Place{15, false});
    CHECK(lines.pos_of({15, true}) == Vec2{100, 0});
    CHECK(lines.pos_of({15, false}) == Vec2{0, 16});
    CHECK(lines.height_px() == 32);
}

TEST_CASE("up and down go by the lines that are seen and keep the column") {
    Typed typed{"one two three four\nx\nlonger than all", {}};
    REQUIRE(typed.shown() == Lines{"one two ", "three four", "x", "longer ", "than all"});
    typed.put(6); // "one tw|o"
    typed.go(Move::down);
    CHECK(typed.edit.caret().byte == 14); // "three |four"
    typed.go(Move::down);
    CHECK(typed.edit.caret().byte == 20); // behind "x"
    typed.go(Move::down);
    CHECK(typed.edit.caret().byte == 27); // "longer| "
    typed.go(Move::up);
    typed.go(Move::up);
    CHECK(typed.edit.caret().byte == 14);
    typed.go(Move::up);
    typed.go(Move::up);
    CHECK(typed.edit.caret().byte == 0); // above the first line is its begin
    typed.go(Move::text_end);
    typed.go(Move::down);
    CHECK(typed.edit.caret().byte == typed.text.size());
}

TEST_CASE("Home and End are of the line that is seen, and left of its begin is the line above") {
    Typed typed{"天地英雄气千秋尚凛然", {}};
    typed.put(21);
    typed.go(Move::line_begin);
    CHECK(typed.edit.caret() == EditLines::Place{15, false});
    CHECK(typed.lines().pos_of(typed.edit.caret()) == Vec2{0, 16});
    typed.go(Move::left);
    CHECK(typed.edit.caret() == EditLines::Place{12, false});
    typed.go(Move::line_end);
    CHECK(typed.lines().pos_of(typed.edit.caret()) == Vec2{100, 0});
    typed.go(Move::line_end, true);
    CHECK(typed.edit.selected(typed.text).empty());
    typed.go(Move::line_begin, true);
    CHECK(typed.edit.selected(typed.text) == "天地英雄气");
    typed.go(Move::right); // gives the selection up at its end
    CHECK(typed.edit.caret().byte == 15);
}

TEST_CASE("words, paragraphs and all are selected; words stop at punctuation of every script") {
    Typed typed{"The house, built 1865.\n千秋尚凛然。", {}};
    typed.edit.select_word(typed.text, 5);
    CHECK(typed.edit.selected(typed.text) == "house");
    typed.edit.select_word(typed.text, 26);
    CHECK(typed.edit.selected(typed.text) == "千秋尚凛然");
    typed.edit.select_paragraph(typed.text, 3);
    CHECK(typed.edit.selected(typed.text) == "The house, built 1865.\n");
    typed.edit.select_all(typed.text);
    CHECK(typed.edit.selected(typed.text) == typed.text);
    typed.put(0);
    typed.go(Move::word_right);
    typed.go(Move::word_right, true);
    CHECK(typed.edit.selected(typed.text) == "house");
    typed.go(Move::word_left);
    CHECK(typed.edit.caret().byte == 4);
}

TEST_CASE("typing replaces the selection; a run of typing, a paste and a deletion are a step of undo each") {
    Typed typed{"one two", {}};
    typed.put(7);
    for (const char* c : {"!", "é", "好"})
        typed.edit.insert(typed.text, c);
    CHECK(typed.text == "one two!é好");
    typed.erase(Move::left);
    typed.erase(Move::left);
    CHECK(typed.text == "one two!");
    typed.edit.select_word(typed.text, 0);
    typed.edit.insert(typed.text, "1\n2");
    CHECK(typed.text == "1\n2 two!");
    typed.erase(Move::word_left);
    CHECK(typed.text == "1\n two!");

    for (const char* before : {"1\n2 two!", "one two!", "one two!é好", "one two"}) {
        CHECK(typed.edit.undo(typed.text));
        CHECK(typed.text == before);
    }
    CHECK_FALSE(typed.edit.undo(typed.text));
    CHECK(typed.edit.redo(typed.text));
    CHECK(typed.text == "one two!é好");
    typed.edit.insert(typed.text, "x");
    CHECK_FALSE(typed.edit.redo(typed.text));
}

TEST_CASE("a caret survives that its text is changed by others") {
    Typed typed{"好好", {}};
    typed.edit.select_all(typed.text);
    typed.text = "好";
    typed.edit.clamp(typed.text);
    CHECK(typed.edit.selected(typed.text) == "好");
    typed.put(1); // inside a character
    typed.edit.clamp(typed.text);
    CHECK(typed.edit.caret().byte == 0);
    typed.text.clear();
    typed.edit.clamp(typed.text);
    typed.erase(Move::left);
    typed.go(Move::down);
    CHECK(typed.edit.caret().byte == 0);
}
