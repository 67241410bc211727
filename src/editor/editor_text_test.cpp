// Spans of a text: selecting, labelling, dragging their ends.
#include "support/test_editor.hpp"

#include <doctest/doctest.h>

using namespace tw;
using namespace tw::test;

namespace {

constexpr std::string_view ner = R"(<View>
  <Labels name="ner" toName="text"><Label value="PER"/><Label value="LOC"/></Labels>
  <Text name="text" value="$text"/>
</View>)";

const Json sentence{{"text", "We met in Athens last year."}};

} // namespace

TEST_CASE("a selection with an armed label is a span at once") {
    TestEditor editor(ner, sentence);
    editor.choose("LOC");
    CHECK(editor->tool() == "move");
    editor.select_text(10, 16);
    CHECK(
        editor.results() ==
        R"({"id":"r1","from_name":"ner","to_name":"text","type":"labels","origin":"manual","value":{"start":10,"end":16,"text":"Athens","labels":["LOC"]}})"
        "\n");
    CHECK(editor.state() == "tool move, armed ner=LOC\n1 labels [LOC] Athens\n");
}

TEST_CASE("a selection with no armed label stays open until a label key takes it") {
    TestEditor editor(ner, sentence);
    editor.select_text(10, 16);
    CHECK(editor.state() == "tool move, text 10..16\n");
    DisplayList shown;
    editor->preview("text", shown);
    CHECK(shown.items.size() == 1);
    CHECK(editor.key("2"));
    CHECK(editor.state() == "tool move\n1 labels [LOC] Athens\n");
}

TEST_CASE("an open selection is extended by shift and arrows and closed by escape") {
    TestEditor editor(ner, sentence);
    editor.select_text(10, 15);
    CHECK(editor.key("shift+right"));
    CHECK(editor->text_selection().end_utf16 == 16);
    CHECK(editor.key("shift+left"));
    CHECK(editor->text_selection().end_utf16 == 15);
    CHECK(editor.key("escape"));
    CHECK(editor->text_selection().empty());
    CHECK_FALSE(editor.key("shift+right"));
}

TEST_CASE("white space at the ends is not part of a span") {
    TestEditor editor(ner, sentence);
    editor.choose("LOC");
    editor.select_text(9, 17);
    CHECK(editor->rows()[0].text == "Athens");
}

TEST_CASE("a double click takes the word, a triple click the paragraph") {
    TestEditor editor(ner, {{"text", "我们在北京。Tom\nsecond line"}});
    editor.click(editor.at(7), {}, 2);
    CHECK(editor.state() == "tool move, text 6..9\n");
    editor.click(editor.at(1), {}, 2);
    CHECK(editor.state() == "tool move, text 0..5\n");
    editor.click(editor.at(12), {}, 3);
    CHECK(editor.state() == "tool move, text 10..21\n");
}

TEST_CASE("granularity of the text, overruled by the label") {
    TestEditor editor(R"(<View><Labels name="ner" toName="text"><Label value="PER"/>
        <Label value="LOC" granularity="symbol"/></Labels>
        <Text name="text" value="$text" granularity="word"/></View>)",
                      sentence);
    editor.choose("PER");
    editor.select_text(11, 14);
    CHECK(editor->rows()[0].text == "Athens");
    editor.choose("LOC");
    editor.select_text(21, 24);
    CHECK(editor->rows()[1].text == "ye");
}

TEST_CASE("a click selects the innermost span, several spans may stand in one place") {
    TestEditor editor(ner, sentence);
    editor.choose("PER");
    editor.select_text(0, 27);
    editor.choose("LOC");
    editor.select_text(10, 16);
    editor.select_text(10, 16);
    CHECK(editor->rows().size() == 3);
    editor.click(editor.at(3));
    CHECK(editor->selection() == std::vector<std::string>{editor.id(0)});
    editor.key("escape");
    editor.click(editor.at(12));
    CHECK(editor->selection() == std::vector<std::string>{editor.id(2)});
    CHECK(editor.key("1"));
    CHECK(editor->rows()[2].labels == std::vector<std::string>{"PER"});
}

TEST_CASE("the ends of a selected span are dragged") {
    TestEditor editor(ner, sentence);
    editor.choose("LOC");
    editor.select_text(10, 16);
    editor.choose("LOC"); // disarm
    editor.click(editor.at(12));
    const Rect bounds = *editor->region_bounds(editor.id(0));
    editor.drag({bounds.right(), bounds.center().y}, {bounds.right() + 5 * 8, bounds.center().y});
    CHECK(editor->rows()[0].text == "Athens last");
    CHECK(editor->document().region(editor.id(0))->shape()["end"] == 21);
}

TEST_CASE("selectionEnabled=\"false\" allows no spans") {
    TestEditor editor(R"(<View><Labels name="ner" toName="text"><Label value="PER"/></Labels>
        <Text name="text" value="$text" selectionEnabled="false"/></View>)",
                      sentence);
    editor.choose("PER");
    editor.select_text(0, 5);
    CHECK(editor.results().empty());
}

TEST_CASE("two label bars on one text write two results of one id") {
    TestEditor editor(R"(<View><Labels name="a" toName="text"><Label value="X"/></Labels>
        <Labels name="b" toName="text"><Label value="Y"/></Labels><Text name="text" value="$text"/></View>)",
                      sentence);
    editor.choose("X");
    editor.choose("Y");
    editor.select_text(0, 2);
    const Json result = editor->result();
    REQUIRE(result.size() == 2);
    CHECK(result[0]["id"] == result[1]["id"]);
    CHECK(editor->rows()[0].labels == std::vector<std::string>{"X", "Y"});
}

TEST_CASE("spans keep their place when the text is laid out for another width") {
    TestEditor editor(ner, sentence);
    editor.choose("LOC");
    editor.select_text(10, 16);
    const Rect wide = bounds(*editor.drawn(editor.id(0)));
    editor->layout({120, 600});
    const Rect narrow = bounds(*editor.drawn(editor.id(0)));
    CHECK(narrow.y > wide.y);
    CHECK(narrow == *editor->region_bounds(editor.id(0)));
}

TEST_CASE("showLabels=\"false\" leaves the name plates out") {
    for (const bool shown : {true, false}) {
        TestEditor editor(
            "<View><Labels name=\"ner\" toName=\"text\"><Label value=\"PER\"/></Labels><Text name=\"text\" "
            "value=\"$text\" showLabels=\"" +
                std::string(shown ? "true" : "false") + "\"/></View>",
            sentence);
        editor.choose("PER");
        editor.select_text(0, 2);
        CHECK(editor.drawn(editor.id(0))->strings.size() == (shown ? 1 : 0));
    }
}
