// Choices and texts, for the whole task and for regions; requirements; what is saved.
#include "support/test_editor.hpp"

#include <doctest/doctest.h>

using namespace tw;
using namespace tw::test;

namespace {

constexpr std::string_view sentiment = R"(<View><Text name="text" value="$text"/>
  <Choices name="mood" toName="text"><Choice value="Good"/><Choice value="Bad" alias="neg"/></Choices>
  <TextArea name="note" toName="text" maxSubmissions="2"/></View>)";

constexpr std::string_view per_region = R"(<View><Image name="img" value="$image"/>
  <RectangleLabels name="box" toName="img"><Label value="Car"/><Label value="Tree"/></RectangleLabels>
  <Choices name="color" toName="img" perRegion="true" whenLabelValue="Car" required="true" requiredMessage="Which colour?">
    <Choice value="Red"/><Choice value="Blue"/></Choices>
  <TextArea name="plate" toName="img" perRegion="true"/></View>)";

const Json text{{"text", "fine"}};
const Json picture{{"image", "a.png"}};

Json set_text(std::string control, Json texts) {
    return {{"control", std::move(control)}, {"texts", std::move(texts)}};
}

void draw_two(TestEditor& editor) {
    editor.choose("Car");
    editor.drag({20, 10}, {60, 30});
    editor.run("region:unselect");
    editor.drag({100, 50}, {140, 70});
    editor.run("region:unselect");
}

} // namespace

TEST_CASE("a single choice is replaced, taken back, and keeps the id of its result") {
    TestEditor editor(sentiment, text);
    CHECK(editor.key("1"));
    const std::string id = string_or(editor->result()[0], "id", "");
    CHECK(
        editor.results() ==
        R"({"id":"r1","from_name":"mood","to_name":"text","type":"choices","origin":"manual","value":{"choices":["Good"]}})"
        "\n");
    CHECK(editor.key("2"));
    CHECK(editor->result()[0]["value"]["choices"] == Json::array({"neg"}));
    CHECK(editor.key("2"));
    CHECK(editor->result().empty());
    CHECK(editor.run("choice:toggle", {{"control", "mood"}, {"value", "Good"}}));
    CHECK(string_or(editor->result()[0], "id", "") == id);
    for (int i = 0; i < 4; ++i)
        editor.key("ctrl+z");
    CHECK(editor->result().empty());
    CHECK_FALSE(editor.key("ctrl+z"));
}

TEST_CASE("single-radio is never taken back, multiple collects") {
    TestEditor editor(R"(<View><Text name="text" value="$text"/>
        <Choices name="one" toName="text" choice="single-radio"><Choice value="A"/><Choice value="B"/></Choices>
        <Choices name="many" toName="text" choice="multiple"><Choice value="C"/><Choice value="D"/></Choices></View>)",
                      text);
    editor.key("1");
    CHECK_FALSE(editor.key("1"));
    editor.key("3");
    editor.key("4");
    editor.key("3");
    CHECK(*editor->control_value(*editor->config().by_name("one")) == Json::array({"A"}));
    CHECK(*editor->control_value(*editor->config().by_name("many")) == Json::array({"D"}));
}

TEST_CASE("nested choices write paths and read bare strings") {
    constexpr std::string_view nested = R"(<View><Text name="text" value="$text"/>
        <Choices name="what" toName="text" allowNested="true" choice="multiple">
          <Choice value="Animal"><Choice value="Cat"/></Choice><Choice value="Plant"/></Choices></View>)";
    TestEditor editor(nested, text);
    CHECK(editor.run("choice:toggle", {{"control", "what"}, {"value", "Cat"}}));
    CHECK(editor.run("choice:toggle", {{"control", "what"}, {"value", "Plant"}}));
    CHECK(editor->result()[0]["value"]["choices"] == *parse_json(R"([["Animal","Cat"],["Plant"]])"));
    EditorOptions options;
    options.result = *parse_json(
        R"([{"id":"x","from_name":"what","to_name":"text","type":"choices","value":{"choices":["Plant"]}}])");
    TestEditor old(nested, text, options);
    CHECK(old.run("choice:toggle", {{"control", "what"}, {"value", "Plant"}}));
    CHECK(old->result().empty());
}

TEST_CASE("typing is one step until a pause; the texts are cleaned") {
    TestEditor editor(sentiment, text);
    CHECK(editor.run("textarea:set", set_text("note", {"h"})));
    editor.clock().advance(100);
    CHECK(editor.run("textarea:set", set_text("note", {"he"})));
    editor.clock().advance(2000);
    CHECK(editor.run("textarea:set", set_text("note", {"he", ""})) == false); // nothing new
    CHECK(editor.run("textarea:set", set_text("note", {"he", "是"})));
    CHECK(editor->history().steps().size() == 2);
    CHECK_FALSE(editor.run("textarea:set", set_text("note", {"a", "b", "c"}))); // maxSubmissions
    CHECK(
        editor.results() ==
        R"({"id":"r1","from_name":"note","to_name":"text","type":"textarea","origin":"manual","value":{"text":["he","是"]}})"
        "\n");
    editor.key("ctrl+z");
    CHECK(editor->result()[0]["value"]["text"] == Json::array({"he"}));
    CHECK(editor.run("textarea:set", set_text("note", Json::array())));
    CHECK(editor->result().empty());
}

TEST_CASE("per-region controls show with a region, set all that are selected and repeat the geometry") {
    TestEditor editor(per_region, picture);
    const TagNode& color = *editor->config().by_name("color");
    CHECK_FALSE(editor->visible()[color.id]);
    CHECK_FALSE(editor.run("choice:toggle", {{"control", "color"}, {"value", "Red"}}));
    draw_two(editor);
    editor.run("region:select-all");
    CHECK(editor->visible()[color.id]);
    CHECK(editor.run("choice:toggle", {{"control", "color"}, {"value", "Red"}}));
    CHECK(*editor->control_value(color) == Json::array({"Red"}));
    editor.run("region:select", {{"ids", {editor.id(1)}}});
    CHECK(editor.run("choice:toggle", {{"control", "color"}, {"value", "Blue"}}));
    CHECK(editor.run("textarea:set", set_text("plate", {"AB 12"})));
    editor.run("region:select-all");
    CHECK(editor->control_value(color) == nullptr); // they differ
    std::size_t colors = 0;
    for (const Json& one : editor->result())
        if (one["from_name"] == "color") {
            ++colors;
            CHECK(one["value"].contains("width"));
            CHECK(one["original_width"] == 200);
        }
    CHECK(colors == 2);
}

TEST_CASE("a region that wants an answer is selected when drawn") {
    TestEditor editor(per_region, picture);
    editor.choose("Car");
    editor.drag({20, 10}, {60, 30});
    CHECK(editor->selection().size() == 1);
}

TEST_CASE("required per-region answers block Submit until every region has one") {
    TestEditor editor(per_region, picture);
    draw_two(editor);
    CHECK(editor->unmet_requirements().size() == 2);
    CHECK(editor->unmet_requirements()[0].message == "Which colour?");
    editor.events();
    CHECK_FALSE(editor.run("annotation:submit"));
    CHECK(editor.events() == "notice:notice.required");
    editor.run("region:select-all");
    editor.run("choice:toggle", {{"control", "color"}, {"value", "Red"}});
    CHECK(editor->unmet_requirements().empty());
    CHECK(editor.run("annotation:submit"));
}

TEST_CASE("what its condition forbids is not saved, and comes back when it holds again") {
    TestEditor editor(per_region, picture);
    editor.choose("Car");
    editor.drag({20, 10}, {60, 30});
    editor.run("choice:toggle", {{"control", "color"}, {"value", "Red"}});
    CHECK(editor->result().size() == 2);
    editor.choose("Tree");
    CHECK(editor->result().size() == 1);
    CHECK(editor->unmet_requirements().empty());
    editor.choose("Car");
    CHECK(editor->result().size() == 2);
}

TEST_CASE("layout follows what is visible and what is typed") {
    TestEditor editor(per_region, picture);
    const TagNode& color = *editor->config().by_name("color");
    CHECK(editor->layout({800, 600}).boxes_px[color.id].empty());
    draw_two(editor);
    editor.run("region:select", {{"ids", {editor.id(0)}}});
    CHECK(editor->layout({800, 600}).boxes_px[color.id].h > 0);
    const TagNode& plate = *editor->config().by_name("plate");
    const double before = editor->layout({800, 600}).boxes_px[plate.id].h;
    editor.run("textarea:set", set_text("plate", {"AB 12"}));
    CHECK(editor->layout({800, 600}).boxes_px[plate.id].h > before);
    CHECK(editor->box_context(color).children->size() == 2);
}

TEST_CASE("preselected choices count until somebody touches them, and are saved with Submit") {
    constexpr std::string_view preset = R"(<View><Text name="text" value="$text"/>
        <Choices name="many" toName="text" choice="multiple" required="true">
          <Choice value="A" selected="true"/><Choice value="B"/></Choices></View>)";
    TestEditor editor(preset, text);
    CHECK(*editor->control_value(*editor->config().by_name("many")) == Json::array({"A"}));
    CHECK(editor->result().size() == 1);
    CHECK(editor->take_pending_ops().empty());
    CHECK(editor.key("2"));
    CHECK(editor->result()[0]["value"]["choices"] == Json::array({"A", "B"}));
    TestEditor cleared(preset, text);
    CHECK(cleared.key("1"));
    CHECK(cleared->result().empty());
    CHECK(cleared->control_value(*cleared->config().by_name("many")) == nullptr);
    TestEditor submitted(preset, text);
    CHECK(submitted.run("annotation:submit"));
    CHECK(submitted->document().to_result().size() == 1);
    EditorOptions options;
    options.result = submitted->result();
    TestEditor again(preset, text, options);
    CHECK(same_json(again->result(), submitted->result()));
}

TEST_CASE("a label marked selected is armed from the start") {
    TestEditor editor(R"(<View><Image name="img" value="$image"/><RectangleLabels name="box" toName="img">
        <Label value="Car"/><Label value="Tree" selected="true"/></RectangleLabels></View>)",
                      picture);
    CHECK(editor.state() == "tool rect, armed box=Tree\n");
    CHECK(editor.events().empty());
}
