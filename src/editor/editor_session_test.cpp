// The session as a whole: handing in, region list actions, kept results, readonly, remote ops, keys.
#include "support/test_editor.hpp"

#include <doctest/doctest.h>

using namespace tw;
using namespace tw::test;

namespace {

constexpr std::string_view boxes = R"(<View><Image name="img" value="$image"/>
  <RectangleLabels name="box" toName="img"><Label value="Car"/><Label value="Tree"/></RectangleLabels></View>)";
const Json picture{{"image", "a.png"}};

Json box(const std::string& id, double x) {
    return {
        {"id", id},
        {"from_name", "box"},
        {"to_name", "img"},
        {"type", "rectanglelabels"},
        {"value", {{"x", x}, {"y", 10}, {"width", 10}, {"height", 10}, {"rotation", 0}, {"rectanglelabels", {"Car"}}}}};
}

EditorOptions three() {
    EditorOptions options;
    options.result = {box("a", 0), box("b", 20), box("c", 40)};
    return options;
}

Json ids(std::vector<std::string> list) {
    return {{"ids", list}};
}

} // namespace

TEST_CASE("submit names what it covers, leaves no undo step, and is an update from then on") {
    TestEditor editor(boxes, picture);
    editor.choose("Car");
    editor.drag({20, 10}, {60, 30});
    editor.clock().advance(2500);
    CHECK(editor.key("ctrl+enter"));
    CHECK(editor.events() == "change change submit");
    CHECK(editor->submitted());
    const Json covers = editor->document().submitted().value["covers"];
    CHECK(covers["aaaaaaaaaaaaaaaa"].get<std::uint64_t>() >= 1);
    CHECK(editor->document().fields().at("lead_time").value == 2.5);
    CHECK(editor->history().steps().size() == 1);
    editor.drag({100, 50}, {140, 70});
    CHECK(editor.run("annotation:submit"));
    CHECK(editor.events() == "change change update");
}

TEST_CASE("skip marks the annotation, unskip takes it back") {
    TestEditor editor(boxes, picture);
    CHECK_FALSE(editor.run("annotation:unskip"));
    CHECK(editor.key("ctrl+space"));
    CHECK(editor->skipped());
    CHECK(editor.events() == "change skip");
    CHECK(editor.run("annotation:unskip"));
    CHECK_FALSE(editor->skipped());
    CHECK(editor.events() == "change unskip");
    editor.key("ctrl+s");
    CHECK(editor.events() == "draft");
}

TEST_CASE("every edit leaves ops to make durable; replayed they give the same document") {
    TestEditor editor(boxes, picture);
    editor.choose("Car");
    editor.drag({20, 10}, {60, 30});
    editor.drag({100, 50}, {140, 70});
    editor.key("ctrl+z");
    const std::vector<Op> ops = editor->take_pending_ops();
    CHECK_FALSE(ops.empty());
    CHECK(editor->take_pending_ops().empty());
    EditorOptions other;
    other.client_id = "bbbbbbbbbbbbbbbb";
    TestEditor peer(boxes, picture, other);
    peer->apply_remote(ops);
    CHECK(same_json(peer->result(), editor->result()));
    CHECK(peer->rows().size() == 1);
    CHECK(peer->scene("img").size() == 1);
    CHECK_FALSE(peer->history().can_undo());
}

TEST_CASE("a region deleted elsewhere leaves selection and scene here") {
    TestEditor here(boxes, picture, three());
    EditorOptions options = three();
    options.client_id = "bbbbbbbbbbbbbbbb";
    TestEditor there(boxes, picture, options);
    here.run("region:select", ids({"a", "b"}));
    (void)here->scene("img");
    there.run("region:delete", ids({"b"}));
    here->apply_remote(there->take_pending_ops());
    CHECK(here->selection() == std::vector<std::string>{"a"});
    CHECK(here.drawn("b") == nullptr);
    CHECK(here->rows().size() == 2);
}

TEST_CASE("delete, delete all and their undo; locked regions stay") {
    TestEditor editor(boxes, picture, three());
    editor.run("region:select", ids({"b"}));
    CHECK(editor.key("delete"));
    CHECK(editor->rows().size() == 2);
    CHECK(editor->rows()[1].index == 2);
    editor.key("ctrl+z");
    CHECK(editor->rows()[1].id == "b");
    editor.run("region:lock", ids({"c"}));
    CHECK(editor.run("region:delete-all"));
    CHECK(editor.state() == "tool move\n1 rectanglelabels [Car] 20 × 10 px locked\n");
    editor.key("ctrl+z");
    CHECK(same_json(editor->result(), three().result));
}

TEST_CASE("hide and lock are this session's own: drawn not, hit not, saved not") {
    TestEditor editor(boxes, picture, three());
    editor.run("region:select", ids({"a"}));
    CHECK(editor.key("alt+h"));
    CHECK(editor.drawn("a") == nullptr);
    editor.key("alt+h");
    CHECK(editor.drawn("a") != nullptr);
    editor.key("ctrl+h");
    CHECK(editor->scene("img").size() == 0);
    editor.key("ctrl+h");
    CHECK(editor->scene("img").size() == 3);
    editor.key("alt+l");
    editor.key("u");
    editor.click({10, 15});
    CHECK(editor->selection().empty());
    editor.run("region:select", ids({"a"}));
    CHECK_FALSE(editor.choose("Tree"));
    CHECK(same_json(editor->result(), three().result));
}

TEST_CASE("regions shown again take their old place in paint order") {
    TestEditor editor(boxes, picture, three());
    (void)editor->scene("img");
    editor.run("region:visibility", ids({"a"}));
    (void)editor->scene("img");
    editor.run("region:visibility", ids({"a"}));
    std::vector<RegionIndex> order;
    editor->scene("img").touching({0, 0, 200, 100}, order);
    CHECK(order == editor->document().region_order());
}

TEST_CASE("duplicate stands beside its original, copy and paste carry regions to another task") {
    TestEditor editor(boxes, picture, three());
    editor.run("region:select", ids({"a", "b"}));
    CHECK(editor.key("ctrl+d"));
    CHECK(editor->rows().size() == 5);
    CHECK(editor->selection() == std::vector<std::string>{editor.id(3), editor.id(4)});
    CHECK(editor->region_bounds(editor.id(3))->x == doctest::Approx(10));
    CHECK(editor->region_bounds(editor.id(3))->y == doctest::Approx(20));
    CHECK(editor->history().steps().size() == 1);
    editor.run("region:select", ids({"c"}));
    editor->take_events();
    CHECK(editor.key("ctrl+c"));
    const std::vector<EditorEvent> events = editor->take_events();
    REQUIRE(events.size() == 1);
    TestEditor other(boxes, picture);
    CHECK(other.run("region:paste", string_or(events[0].detail, "text", "")));
    CHECK(other->region_bounds(other.id(0))->x == doctest::Approx(80));
    CHECK(other->rows()[0].selected);
    CHECK_FALSE(other.run("region:paste", "no json"));
    CHECK_FALSE(other.run("region:paste", R"([{"id":"z","type":"rectangle"}])"));
}

TEST_CASE("cycle goes through the list, alt+shift+number picks from it") {
    TestEditor editor(boxes, picture, three());
    editor.key("alt+.");
    editor.key("alt+.");
    CHECK(editor->selection() == std::vector<std::string>{"b"});
    CHECK(editor.key("alt+shift+3"));
    CHECK(editor->selection() == std::vector<std::string>{"c"});
    editor.key("alt+.");
    CHECK(editor->selection() == std::vector<std::string>{"a"});
    CHECK_FALSE(editor.key("alt+shift+9"));
}

TEST_CASE("notes and parents") {
    TestEditor editor(boxes, picture, three());
    CHECK(editor.run("region:meta", {{"id", "a"}, {"text", "blurred"}}));
    CHECK(editor->result()[0]["meta"]["text"] == Json::array({"blurred"}));
    CHECK(editor.run("region:meta", {{"id", "a"}, {"text", ""}}));
    CHECK_FALSE(editor->result()[0].contains("meta"));
    CHECK(editor.run("region:parent", {{"id", "a"}, {"parent", "c"}}));
    CHECK(editor.state() == "tool move\n2 rectanglelabels [Car] 20 × 10 px\n3 rectanglelabels [Car] 20 × 10 px\n"
                            "  1 rectanglelabels [Car] 20 × 10 px\n");
    CHECK_FALSE(editor.run("region:parent", {{"id", "c"}, {"parent", "a"}})); // a cycle
    CHECK(editor.run("region:parent", {{"id", "a"}, {"parent", ""}}));
    CHECK(editor->rows()[0].depth == 0);
}

TEST_CASE("regions and results of tags not known here are listed, kept, deletable, exported untouched") {
    EditorOptions options;
    options.result = *parse_json(R"([
      {"id":"p","from_name":"poly","to_name":"img","type":"polygonlabels","original_width":200,"original_height":100,
       "image_rotation":0,"score":0.25,"value":{"points":[[1,1],[9,1],[5,8]],"closed":true,"polygonlabels":["Roof"]}},
      {"id":"q","from_name":"stars","to_name":"img","type":"rating","value":{"rating":4},"x-note":[1,2]},
      {"from_name":"weird"}])");
    TestEditor editor(boxes, picture, options);
    CHECK(editor.state() == "tool move\n1 polygonlabels []  kept\n");
    CHECK(same_json(editor->result(), options.result));
    CHECK(editor->kept_results().size() == 2);
    CHECK_FALSE(editor->is_editable("p"));
    editor.run("region:select", ids({"p"}));
    CHECK(editor->rows()[0].selected);
    editor.choose("Car"); // arms: nothing to relabel
    CHECK(editor->rows()[0].labels.empty());
    CHECK(editor.run("region:delete"));
    CHECK(editor->result().size() == 2);
}

TEST_CASE("results marked readonly cannot be edited") {
    EditorOptions options = three();
    options.result[0]["readonly"] = true;
    TestEditor editor(boxes, picture, options);
    editor.drag({10, 15}, {60, 15});
    CHECK(editor->region_bounds("a")->x == doctest::Approx(0));
    CHECK_FALSE(editor->rows()[0].editable);
}

TEST_CASE("a readonly session refuses every edit") {
    EditorOptions options = three();
    options.readonly = true;
    TestEditor editor(boxes, picture, options);
    CHECK_FALSE(editor.choose("Car"));
    editor.run("tool:rect");
    editor.drag({100, 50}, {140, 70});
    editor.run("tool:move");
    editor.drag({10, 15}, {60, 15});
    CHECK_FALSE(editor.run("region:delete", ids({"a"})));
    CHECK_FALSE(editor.run("annotation:submit"));
    CHECK_FALSE(editor.key("ctrl+z"));
    CHECK(same_json(editor->result(), three().result));
    CHECK(editor->take_pending_ops().empty());
    CHECK(editor->selection() == std::vector<std::string>{"a"}); // looking is allowed
}

TEST_CASE("the normal form of keys") {
    CHECK(normalize_hotkey("Ctrl+Z") == "ctrl+z");
    CHECK(normalize_hotkey("shift+command+z") == "ctrl+shift+z");
    CHECK(normalize_hotkey("Shift+Alt+Ctrl+Left") == "ctrl+alt+shift+arrowleft");
    CHECK(normalize_hotkey("numpad7") == "7");
    CHECK(normalize_hotkey("ctrl++") == "ctrl++");
    CHECK(normalize_hotkey("ctrl+plus") == "ctrl++");
    CHECK(normalize_hotkey("+") == "+");
    CHECK(normalize_hotkey("alt+.") == "alt+.");
    CHECK(normalize_hotkey(" ") == "space");
    CHECK(normalize_hotkey("Esc") == "escape");
    CHECK(normalize_hotkey("ctrl").empty());
    CHECK(normalize_hotkey("").empty());
}

TEST_CASE("labels win over tools, which then take shift") {
    TestEditor editor(R"(<View><Image name="img" value="$image"/>
        <RectangleLabels name="box" toName="img"><Label value="Car" hotkey="r"/></RectangleLabels></View>)",
                      picture);
    CHECK(editor->hotkeys_of(*editor->action("tool:rect")) == std::vector<std::string>{"shift+r"});
    CHECK(editor->hotkeys_of(*editor->action("tool:move")) == std::vector<std::string>{"v"});
    CHECK(editor.key("r"));
    CHECK(editor.state() == "tool rect, armed box=Car\n");
    CHECK(editor.key("v"));
    CHECK(editor->tool() == "move");
    CHECK(editor.key("shift+r"));
    CHECK(editor->tool() == "rect");
}

TEST_CASE("tools of a config, in turn by tab") {
    TestEditor editor(boxes, picture);
    CHECK(editor->tools() == std::vector<std::string>{"move", "pan-image", "rect"});
    editor.key("tab");
    CHECK(editor->tool() == "pan-image");
    editor.key("shift+tab");
    editor.key("shift+tab");
    CHECK(editor->tool() == "rect");
    editor.key("h");
    editor.drag({10, 10}, {30, 15});
    const std::vector<EditorEvent> events = editor->take_events();
    double dx = 0;
    for (const EditorEvent& event : events)
        dx += event.type == "pan" ? event.detail["dx"].get<double>() : 0;
    CHECK(dx == 20);
    TestEditor text(R"(<View><Text name="t" value="$image"/></View>)", picture);
    CHECK(text->tools() == std::vector<std::string>{"move"});
}

TEST_CASE("while typing only keys that say so run") {
    TestEditor editor(boxes, picture, three());
    editor.run("region:select", ids({"a"}));
    CHECK_FALSE(editor->key("backspace", true));
    CHECK_FALSE(editor->key("1", true));
    CHECK(editor->key("ctrl+s", true));
    CHECK(editor->rows().size() == 3);
}

TEST_CASE("actions have unique ids and titles, unknown ones do not run") {
    TestEditor editor(boxes, picture);
    std::set<std::string> seen;
    for (const ActionSpec& action : editor->actions()) {
        CHECK(seen.insert(action.id).second);
        CHECK(action.title_key.starts_with("action."));
    }
    CHECK(seen.contains("tool:rect"));
    CHECK_FALSE(editor.run("nothing:here"));
}

namespace {

TestEditor ten_thousand_boxes() {
    EditorOptions options;
    options.images["a.png"] = {4000, 3000};
    for (int i = 0; i < 10000; ++i) {
        Json one = box("r" + std::to_string(i), i % 100);
        one["value"]["y"] = i / 100;
        one["value"]["width"] = one["value"]["height"] = 0.8;
        options.result.push_back(std::move(one));
    }
    return TestEditor(boxes, picture, options);
}

} // namespace

TEST_CASE("ten thousand boxes: undoing that all were deleted makes no list and only the rows that are looked at") {
    TestEditor editor = ten_thousand_boxes();
    CHECK(editor->scene("img").size() == 10000);
    CHECK(editor->rows()[3].id == "r3");
    const std::uint64_t built = editor->scene("img").lists_built(), made = editor->rows_made();
    CHECK(made == 1);
    CHECK(editor.run("region:delete-all"));
    CHECK(editor->scene("img").size() == 0);
    CHECK(editor->rows().empty());
    CHECK(editor.key("ctrl+z"));
    CHECK(editor->scene("img").size() == 10000);
    CHECK(editor->rows().size() == 10000);
    CHECK(editor->rows()[3].id == "r3");
    CHECK(editor->rows()[9999].index == 10000);
    CHECK(editor->scene("img").lists_built() == built);
    CHECK(editor->rows_made() == made + 1); // the last one, which nobody had asked for before
}

TEST_CASE(
    "ten thousand boxes: relabelling all and its undo make each list once, and only the rows that are looked at") {
    TestEditor editor = ten_thousand_boxes();
    (void)editor->scene("img");
    const std::uint64_t built = editor->scene("img").lists_built();
    CHECK(editor.run("region:select-all"));
    CHECK(editor.choose("Tree"));
    CHECK(editor->rows()[0].labels == std::vector<std::string>{"Tree"});
    CHECK(editor.drawn("r0")->strings == std::vector<std::string>{"Tree"});
    CHECK(editor->scene("img").lists_built() == built + 10000);
    CHECK(editor.key("ctrl+z"));
    CHECK(editor->rows()[0].labels == std::vector<std::string>{"Car"});
    CHECK(editor.drawn("r9999")->strings == std::vector<std::string>{"Car"});
    CHECK(editor->scene("img").lists_built() == built + 20000);
    CHECK(editor->rows_made() == 2);
}

TEST_CASE("ten thousand boxes: a drag rebuilds one list a step") {
    TestEditor editor = ten_thousand_boxes();
    CHECK(editor->scene("img").size() == 10000);
    CHECK(editor->rows().size() == 10000);
    const std::uint64_t built = editor->scene("img").lists_built();
    editor.press({16, 12});
    for (int i = 1; i <= 5; ++i) {
        editor.move({16.0 + 10 * i, 12});
        (void)editor->scene("img");
    }
    CHECK(editor->scene("img").lists_built() == built + 5);
    editor.release({66, 12});
    (void)editor->scene("img");
    CHECK(editor->scene("img").lists_built() == built + 6);
    CHECK(editor->rows()[0].selected);
    CHECK(editor->region_bounds("r0")->x == doctest::Approx(50));
}
