// Boxes on a picture: drawing, selecting, moving, resizing, labels.
#include "support/test_editor.hpp"

#include <doctest/doctest.h>

using namespace tw;
using namespace tw::test;

namespace {

constexpr std::string_view boxes = R"(<View>
  <Image name="img" value="$image"/>
  <RectangleLabels name="box" toName="img"><Label value="Car" background="red"/><Label value="Tree"/></RectangleLabels>
</View>)";

constexpr std::string_view pair = R"(<View>
  <Image name="img" value="$image"/>
  <Labels name="lab" toName="img"><Label value="Sign"/><Label value="Pole"/></Labels>
  <Rectangle name="rect" toName="img"/>
</View>)";

const Json picture{{"image", "a.png"}};

Json box_result(const std::string& id, double x, double y, double w, double h, const std::string& label = "Car") {
    return {
        {"id", id},
        {"from_name", "box"},
        {"to_name", "img"},
        {"type", "rectanglelabels"},
        {"original_width", 200},
        {"original_height", 100},
        {"image_rotation", 0},
        {"value", {{"x", x}, {"y", y}, {"width", w}, {"height", h}, {"rotation", 0}, {"rectanglelabels", {label}}}}};
}

/// Two boxes: 20..60 x 10..30 px and 100..140 x 50..70 px.
EditorOptions two_boxes() {
    EditorOptions options;
    options.result = {box_result("one", 10, 10, 20, 20), box_result("two", 50, 50, 20, 20, "Tree")};
    return options;
}

constexpr Modifiers ctrl{true, false, false}, shift{false, true, false};

} // namespace

TEST_CASE("an armed label and a drag make a box, and the label stays armed") {
    TestEditor editor(boxes, picture);
    CHECK(editor.choose("Car"));
    CHECK(editor.state() == "tool rect, armed box=Car\n");
    editor.drag({20, 10}, {60, 30});
    CHECK(editor.state() == "tool rect, armed box=Car\n1 rectanglelabels [Car] 40 × 20 px\n");
    const Json result = editor->result();
    REQUIRE(result.size() == 1);
    CHECK(string_or(result[0], "id", "").size() == 10);
    Json expected = box_result(string_or(result[0], "id", ""), 10, 10, 20, 20);
    expected["origin"] = "manual";
    CHECK(same_json(result[0], expected));
    CHECK(editor.events() == "change");
}

TEST_CASE("a box drawn backwards and beyond the picture is kept inside") {
    TestEditor editor(boxes, picture);
    editor.choose("Car");
    editor.drag({190, 90}, {300, -50});
    CHECK(editor.state() == "tool rect, armed box=Car\n1 rectanglelabels [Car] 10 × 90 px\n");
}

TEST_CASE("RectangleLabels without a chosen label draws nothing and says so") {
    TestEditor editor(boxes, picture);
    CHECK(editor.run("tool:rect"));
    editor.drag({20, 10}, {60, 30});
    CHECK(editor.results().empty());
    CHECK(editor.events() == "notice:notice.choose-label-first");
}

TEST_CASE("a click or a tiny drag draws nothing") {
    TestEditor editor(boxes, picture);
    editor.choose("Car");
    editor.click({50, 50});
    editor.drag({50, 50}, {51, 51});
    CHECK(editor.results().empty());
}

TEST_CASE("clicking an armed label disarms it and puts the tool away") {
    TestEditor editor(boxes, picture);
    editor.choose("Car");
    editor.choose("Tree");
    CHECK(editor.state() == "tool rect, armed box=Tree\n");
    editor.choose("Tree");
    CHECK(editor.state() == "tool move\n");
}

TEST_CASE("Labels with a plain Rectangle: two results of one id") {
    TestEditor editor(pair, picture);
    editor.choose("Sign");
    CHECK(editor.state() == "tool rect, armed lab=Sign\n");
    editor.drag({20, 10}, {60, 30});
    const std::string geometry = R"("x":10.0,"y":10.0,"width":20.0,"height":20.0,"rotation":0)";
    const Json result = editor->result();
    REQUIRE(result.size() == 2);
    CHECK(result[0]["id"] == result[1]["id"]);
    std::map<std::string, Json> by_type;
    for (const Json& one : result)
        by_type[string_or(one, "type", "")] = one;
    CHECK(same_json(by_type["rectangle"]["value"], *parse_json("{" + geometry + "}")));
    CHECK(same_json(by_type["labels"]["value"], *parse_json("{" + geometry + R"(,"labels":["Sign"]})")));
    CHECK(by_type["labels"]["original_width"] == 200);
}

TEST_CASE("a plain Rectangle draws without a label; the region is selected and takes one then") {
    TestEditor editor(pair, picture);
    editor.run("tool:rect");
    editor.drag({20, 10}, {60, 30});
    CHECK(editor.state() == "tool rect\n1 rectangle [] 40 × 20 px selected\n");
    CHECK(editor.choose("Pole"));
    CHECK(editor.state() == "tool rect\n1 rectangle [Pole] 40 × 20 px selected\n");
    CHECK(editor->result().size() == 2);
}

TEST_CASE("a label key relabels all that is selected as one step") {
    TestEditor editor(boxes, picture, two_boxes());
    CHECK(editor.run("region:select-all"));
    CHECK(editor.key("2"));
    CHECK(editor.state() == "tool move\n1 rectanglelabels [Tree] 40 × 20 px selected\n"
                            "2 rectanglelabels [Tree] 40 × 20 px selected\n");
    CHECK(editor->history().steps().size() == 1);
    CHECK(editor.key("ctrl+z"));
    CHECK(editor->rows()[0].labels == std::vector<std::string>{"Car"});
    CHECK(editor.key("1"));
    CHECK(editor->rows()[1].labels == std::vector<std::string>{"Car"});
    CHECK_FALSE(editor.key("1")); // both have it
}

TEST_CASE("choice multiple adds and takes away labels but never the last one") {
    TestEditor editor(R"(<View><Image name="img" value="$image"/>
        <RectangleLabels name="box" toName="img" choice="multiple"><Label value="Car"/><Label value="Red"/>
        </RectangleLabels></View>)",
                      picture);
    editor.choose("Car");
    editor.choose("Red");
    editor.drag({20, 10}, {60, 30});
    CHECK(editor->rows()[0].labels == std::vector<std::string>{"Car", "Red"});
    editor.run("region:select", {{"ids", {editor.id(0)}}});
    CHECK(editor.choose("Car"));
    CHECK(editor->rows()[0].labels == std::vector<std::string>{"Red"});
    CHECK_FALSE(editor.choose("Red"));
    CHECK(editor->rows()[0].labels == std::vector<std::string>{"Red"});
}

TEST_CASE("maxUsages stops drawing and relabelling with a notice") {
    TestEditor editor(R"(<View><Image name="img" value="$image"/>
        <RectangleLabels name="box" toName="img"><Label value="Car" maxUsages="1"/><Label value="Tree"/>
        </RectangleLabels></View>)",
                      picture);
    editor.choose("Car");
    editor.drag({20, 10}, {60, 30});
    editor.drag({100, 50}, {140, 70});
    CHECK(editor->rows().size() == 1);
    CHECK(editor.events() == "change notice:notice.max-usages");
    editor.choose("Tree");
    editor.drag({100, 50}, {140, 70});
    editor.run("region:select", {{"ids", {editor.id(1)}}});
    CHECK_FALSE(editor.choose("Car"));
}

TEST_CASE("a click selects, shift and ctrl toggle, a click on nothing lets go") {
    TestEditor editor(boxes, picture, two_boxes());
    editor.click({30, 20});
    CHECK(editor->selection() == std::vector<std::string>{"one"});
    editor.click({110, 60}, shift);
    CHECK(editor->selection() == std::vector<std::string>{"one", "two"});
    editor.click({30, 20}, ctrl);
    CHECK(editor->selection() == std::vector<std::string>{"two"});
    editor.click({180, 10});
    CHECK(editor->selection().empty());
}

TEST_CASE("a drag moves all that is selected as one step, together against the edge") {
    TestEditor editor(boxes, picture, two_boxes());
    editor.run("region:select-all");
    editor.drag({30, 20}, {0, -40}); // 30 left is too much for the first: both go 20 left and 10 up
    CHECK(editor->region_bounds("one")->x == doctest::Approx(0));
    CHECK(editor->region_bounds("one")->y == doctest::Approx(0));
    CHECK(editor->region_bounds("two")->x == doctest::Approx(80));
    CHECK(editor->region_bounds("two")->y == doctest::Approx(40));
    CHECK(editor->history().steps().size() == 1);
    CHECK(editor->history().steps()[0].action == "history.move");
    editor.key("ctrl+z");
    CHECK(editor->region_bounds("two")->x == doctest::Approx(100));
    CHECK(same_json(editor->result(), two_boxes().result));
}

TEST_CASE("a drag shows a preview, changes nothing until the release, and rebuilds one list a step") {
    TestEditor editor(boxes, picture, two_boxes());
    editor.press({30, 20});
    const std::uint64_t revision = editor->document().revision();
    (void)editor->scene("img");
    const std::uint64_t built = editor->scene("img").lists_built();
    for (int i = 1; i <= 10; ++i) {
        editor.move({30.0 + 4 * i, 20});
        CHECK(editor->scene("img").lists_built() == built + std::uint64_t(i));
    }
    CHECK(editor->document().revision() == revision);
    CHECK(bounds(*editor.drawn("one")).x == doctest::Approx(60));
    CHECK(editor.key("escape"));
    CHECK(bounds(*editor.drawn("one")).x == doctest::Approx(20));
    editor.release({70, 20});
    CHECK(editor->document().revision() == revision);
}

TEST_CASE("grips resize and turn the selected box") {
    TestEditor editor(boxes, picture, two_boxes());
    editor.click({30, 20});
    editor.drag({60, 30}, {80, 40});
    CHECK(editor->rows()[0].text == "60 × 30 px");
    CHECK(editor->history().steps()[0].action == "history.resize");
    DisplayList shown;
    editor->preview("img", shown);
    CHECK(shown.items.size() == 9);
    // The grip above the top edge, dragged to the right of the box: a quarter turn.
    const Vec2 grip{shown.items.back().rect.x, shown.items.back().rect.y};
    editor.drag(grip, {120, 25});
    CHECK(editor->document().region("one")->shape()["rotation"].get<double>() == doctest::Approx(90));
}

TEST_CASE("the middle of a selected box of a few pixels moves it, its corner resizes it") {
    EditorOptions tiny;
    tiny.result = {box_result("one", 10, 10, 4, 8)}; // 8 px
    TestEditor editor(boxes, picture, tiny);
    const Rect box = bounds(*editor.drawn("one"));
    const Vec2 middle = box.center();
    editor.click(middle);
    editor.drag(middle, middle + Vec2{20, 10});
    const Json& moved = editor->document().region("one")->shape();
    CHECK(moved["width"].get<double>() == doctest::Approx(4));
    CHECK(bounds(*editor.drawn("one")).center().x == doctest::Approx(middle.x + 20));
    const Rect there = bounds(*editor.drawn("one"));
    editor.drag({there.right(), there.bottom()}, {there.right() + 10, there.bottom() + 10});
    CHECK(editor->document().region("one")->shape()["width"].get<double>() == doctest::Approx(9));
}

TEST_CASE("canRotate=\"false\" has no rotation grip, snap=\"pixel\" rounds to whole pixels") {
    TestEditor editor(R"(<View><Image name="img" value="$image"/>
        <RectangleLabels name="box" toName="img" canRotate="false" snap="pixel"><Label value="Car"/></RectangleLabels>
        </View>)",
                      picture);
    editor.choose("Car");
    editor.drag({20.4, 10.6}, {60.3, 30.2});
    CHECK(editor->document().region(editor.id(0))->shape()["x"].get<double>() == doctest::Approx(10));
    CHECK(editor->document().region(editor.id(0))->shape()["y"].get<double>() == doctest::Approx(11));
    editor.run("tool:move");
    editor.click({30, 20});
    DisplayList shown;
    editor->preview("img", shown);
    CHECK(shown.items.size() == 8);
}

TEST_CASE("a rubber band selects what it touches, shift adds") {
    TestEditor editor(boxes, picture, two_boxes());
    editor.press({5, 5});
    editor.move({50, 25});
    DisplayList shown;
    editor->preview("img", shown);
    CHECK(shown.items.size() == 1);
    editor.release({50, 25});
    CHECK(editor->selection() == std::vector<std::string>{"one"});
    editor.drag({90, 45}, {150, 90}, shift);
    CHECK(editor->selection() == std::vector<std::string>{"one", "two"});
}

TEST_CASE("with the drawing tool a press on a region edits it, ctrl draws over it") {
    TestEditor editor(boxes, picture, two_boxes());
    editor.choose("Tree");
    editor.drag({30, 20}, {40, 20});
    CHECK(editor->rows().size() == 2);
    CHECK(editor->region_bounds("one")->x == doctest::Approx(30));
    editor.click({180, 10}); // lets go
    CHECK(editor->selection().empty());
    editor.drag({35, 15}, {45, 25}, ctrl);
    CHECK(editor->rows().size() == 3);
    CHECK(editor->rows()[2].text == "10 × 10 px");
}

TEST_CASE("escape gives up the gesture, then the selection, then the armed label") {
    TestEditor editor(boxes, picture, two_boxes());
    editor.choose("Car");
    editor.run("region:select", {{"ids", {"one"}}});
    editor.press({150, 10});
    editor.move({190, 40});
    CHECK(editor.key("escape"));
    editor.release({190, 40});
    CHECK(editor->rows().size() == 2);
    CHECK(editor->selection().size() == 1);
    editor.key("escape");
    CHECK(editor->selection().empty());
    editor.key("escape");
    CHECK(editor->armed().empty());
    CHECK_FALSE(editor.key("escape"));
}

TEST_CASE("a small region inside a large one can be clicked; what is selected is taken hold of first") {
    EditorOptions options;
    options.result = {box_result("small", 20, 20, 10, 10), box_result("large", 10, 10, 60, 60)};
    TestEditor editor(boxes, picture, options);
    editor.click({50, 25});
    CHECK(editor->selection() == std::vector<std::string>{"small"});
    editor.click({100, 50});
    CHECK(editor->selection() == std::vector<std::string>{"large"});
    editor.drag({50, 25}, {55, 25});
    CHECK(editor->region_bounds("large")->x == doctest::Approx(25));
    CHECK(editor->region_bounds("small")->x == doctest::Approx(40));
}

TEST_CASE("pictures that load later move regions to their places; failed ones leave the labels usable") {
    EditorOptions options = two_boxes();
    options.images_loading = true;
    TestEditor editor(boxes, picture, options);
    CHECK(editor->scene("img").size() == 0);
    CHECK(editor->object("img")->status() == ObjectModel::Status::loading);
    editor.images().loading = false;
    CHECK(editor->poll());
    CHECK(editor->scene("img").size() == 2);
    CHECK(bounds(*editor.drawn("one")) == Rect{20, 10, 40, 20});
    CHECK_FALSE(editor->poll());

    EditorOptions broken = two_boxes();
    broken.images.clear();
    TestEditor failed(boxes, picture, broken);
    CHECK(failed->object("img")->error().code == "image-fetch");
    failed.run("region:select", {{"ids", {"one"}}});
    CHECK(failed.choose("Tree"));
    CHECK(failed->rows()[0].labels == std::vector<std::string>{"Tree"});
    TestEditor nothing(boxes, Json::object());
    CHECK(nothing->object("img")->error().code == "data-missing");
}

TEST_CASE("label colours: from the config, else by name, the same for the row and the box") {
    TestEditor editor(boxes, picture, two_boxes());
    CHECK(editor->rows()[0].color == Color{255, 0, 0, 255});
    CHECK(editor->rows()[1].color == palette_color("Tree"));
    CHECK(dump(*editor.drawn("one")) == "box 20.00,10.00 40.00x20.00 rot 0 fill #ff000033 stroke #ff0000 1.5px\n"
                                        "tag 20.00,10.00 \"Car\" fill #ff0000\n");
}

TEST_CASE("semantics name selected regions where they are on screen") {
    TestEditor editor(boxes, picture, two_boxes());
    editor.run("region:select", {{"ids", {"two"}}});
    SemanticTree tree;
    editor->semantics("img", Transform{2, {5, 7}}, tree);
    CHECK(dump(tree, true) == "img \"Tree, 40 × 20 px\" [selected] @ 205.0,107.0 80.0x40.0\n");
}

TEST_CASE("a prediction that is moved becomes prediction-changed") {
    EditorOptions options = two_boxes();
    options.result[0]["origin"] = "prediction";
    options.result[0]["score"] = 0.5;
    TestEditor editor(boxes, picture, options);
    CHECK(editor.drawn("one")->items.front().dash_px == 6);
    editor.drag({30, 20}, {40, 20});
    const Json result = editor->result();
    CHECK(result[0]["origin"] == "prediction-changed");
    CHECK(result[0]["score"] == 0.5);
    CHECK(editor.drawn("one")->items.front().dash_px == 0);
}
