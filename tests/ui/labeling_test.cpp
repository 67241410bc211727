// The labeling area over real sessions: what is there by role and name, what clicks, drags, wheels and typing do to the
// document, and that crowds stay cheap.
#include "labeling_page.hpp"

#include <chrono>

using namespace tw;
using tw::test::LabelingPage;

namespace {

constexpr std::string_view boxes_config = R"(<View>
  <RectangleLabels name="box" toName="img"><Label value="Car" background="red"/><Label value="Person" hotkey="p"/></RectangleLabels>
  <Image name="img" value="$image"/>
</View>)";

Json boxes(int count) {
    Json result = Json::array();
    for (int i = 0; i < count; ++i)
        result.push_back({{"id", "r" + std::to_string(i)},
                          {"from_name", "box"},
                          {"to_name", "img"},
                          {"type", "rectanglelabels"},
                          {"original_width", 4000},
                          {"original_height", 3000},
                          {"value",
                           {{"x", i % 100 * 0.99},
                            {"y", i / 100 % 100 * 0.99},
                            {"width", 0.7},
                            {"height", 0.7},
                            {"rotation", 0},
                            {"rectanglelabels", {i % 2 ? "Car" : "Person"}}}}});
    return result;
}

} // namespace

TEST_CASE("labeling: an empty page of every first tag, by role and name") {
    LabelingPage page(R"(<View>
      <Header value="Look at $name"/>
      <Labels name="mark" toName="txt"><Label value="Person"/><Label value="Place"/></Labels>
      <Text name="txt" value="$text"/>
      <Choices name="mood" toName="txt"><Choice value="Good"/><Choice value="Bad"/></Choices>
      <Choices name="all" toName="txt" choice="multiple" showInline="true"><Choice value="A"/><Choice value="B"/></Choices>
      <Choices name="pick" toName="txt" layout="select"><Choice value="One"/><Choice value="Two"/></Choices>
      <TextArea name="note" toName="txt" placeholder="Say something"/>
    </View>)",
                      {{"name", "this"}, {"text", "Ada met Alan."}});
    page.settle();
    CHECK(dump(page.tree) == R"(heading "Look at this"
group "mark"
  button "Person" [released]
  button "Place" [released]
document "txt" = "Ada met Alan."
radiogroup "mood"
  radio "Good" [unchecked]
  radio "Bad" [unchecked]
group "all"
  checkbox "A" [unchecked]
  checkbox "B" [unchecked]
combobox "pick" [collapsed]
group "note"
  textbox "note"
)");
}

TEST_CASE("labeling: a chip arms its label, a drag draws a box with it") {
    LabelingPage page(boxes_config, {{"image", "a.jpg"}});
    page.settle();
    page.click("button", "Car");
    REQUIRE(page.session->armed().at("box") == std::vector<std::string>{"Car"});
    page.frame();
    CHECK(page.node("button", "Car").pressed == true);
    const Rect image = page.node("img", "img").rect_px;
    page.drag({image.x + 200, image.y + 100}, {image.x + 320, image.y + 220});
    REQUIRE(page.session->document().region_ids().size() == 1);
    const std::string id = page.session->document().region_ids().front();
    const Transform& view = page.view.canvases.at("img").content_to_box;
    const Rect drawn = *page.session->region_bounds(id);
    CHECK(drawn.x == doctest::Approx(view.to_content(Vec2{200, 100}).x).epsilon(0.01));
    CHECK(drawn.w == doctest::Approx(120 / view.scale).epsilon(0.01));
    page.session->run("region:select", {{"ids", {id}}, {"mode", "set"}});
    page.frame();
    CHECK(page.node("option", "Car 1").rect_px.w == doctest::Approx(120).epsilon(0.02));
}

TEST_CASE("labeling: a finger takes a handle from further away than a mouse") {
    for (const bool finger : {false, true}) {
        LabelingPage page(boxes_config, {{"image", "photo"}});
        page.settle();
        page.click("button", "Car");
        const Rect image = page.node("img", "img").rect_px;
        page.drag({image.x + 200, image.y + 100}, {image.x + 320, image.y + 220});
        page.session->run("region:select", {{"ids", {page.session->document().region_ids().front()}}, {"mode", "set"}});
        page.session->run("tool:move");
        page.frame();
        const Json before = page.session->result()[0]["value"];
        ImGui::GetIO().AddMouseSourceEvent(finger ? ImGuiMouseSource_TouchScreen : ImGuiMouseSource_Mouse);
        page.drag({image.x + 331, image.y + 231}, {image.x + 371, image.y + 261});
        ImGui::GetIO().AddMouseSourceEvent(ImGuiMouseSource_Mouse);
        const Json all = page.session->result();
        REQUIRE(all.size() >= 1);
        CHECK((all[0]["value"]["width"] > before["width"]) == finger);
    }
}

TEST_CASE("labeling: a drag that leaves the box goes on, and ends with the button") {
    LabelingPage page(boxes_config, {{"image", "a.jpg"}});
    page.settle();
    page.click("button", "Car");
    page.frame();
    const Rect image = page.node("img", "img").rect_px;
    page.drag(image.center(), {image.right() + 500, image.bottom() + 500});
    REQUIRE(page.session->document().region_ids().size() == 1);
    const Rect drawn = *page.session->region_bounds(page.session->document().region_ids().front());
    CHECK(drawn.right() <= 4000.01);
    CHECK(drawn.bottom() <= 3000.01);
    CHECK(!page.session->active_tool().busy());
}

TEST_CASE("labeling: wheel zooms about the cursor with ctrl, pans when zoomed in, is the page's when fitted") {
    LabelingPage page(boxes_config, {{"image", "a.jpg"}});
    page.settle();
    const Rect image = page.node("img", "img").rect_px;
    CanvasView& view = page.view.canvases.at("img");
    const Transform fit = view.content_to_box;
    CHECK(view.fitted);
    const Vec2 at{image.x + 300, image.y + 150};
    page.imgui.move(at);
    page.frame();
    page.wheel(-1);
    CHECK(view.content_to_box == fit);
    const Vec2 under = fit.to_content(Vec2{300, 150});
    page.imgui.key(ImGuiMod_Ctrl, true);
    page.wheel(5);
    page.imgui.key(ImGuiMod_Ctrl, false);
    page.frame();
    CHECK(!view.fitted);
    CHECK(view.content_to_box.scale == doctest::Approx(fit.scale * std::exp(1)));
    CHECK(view.content_to_box.to_view(under).x == doctest::Approx(300));
    CHECK(view.content_to_box.to_view(under).y == doctest::Approx(150));
    const double y = view.content_to_box.offset_in_view.y;
    page.wheel(-0.5);
    CHECK(view.content_to_box.offset_in_view.y == doctest::Approx(y - 50));
    const Vec2 before = view.content_to_box.offset_in_view;
    page.drag(at, {at.x + 40, at.y + 30}, 2); // the middle button drags the view
    CHECK(view.content_to_box.offset_in_view.x == doctest::Approx(before.x + 40));
    CHECK(page.session->document().region_ids().empty());
    page.session->run("tool:pan-image");
    page.drag(at, {at.x + 40, at.y + 30});
    CHECK(view.content_to_box.offset_in_view.x == doctest::Approx(before.x + 80));
    apply(CanvasCommand::fit, view, {4000, 3000}, {image.w, image.h});
    page.frame();
    CHECK(view.content_to_box == fit);
}

TEST_CASE("labeling: zoom has limits, and the picture cannot be lost") {
    const Size content{4000, 3000}, box{800, 600};
    CanvasView view;
    for (int i = 0; i < 100; ++i)
        apply(CanvasCommand::zoom_in, view, content, box);
    CHECK(view.content_to_box.scale == doctest::Approx(64));
    for (int i = 0; i < 200; ++i)
        apply(CanvasCommand::zoom_out, view, content, box);
    CHECK(view.content_to_box.scale == doctest::Approx(0.2 * 0.01));
    apply(CanvasCommand::actual, view, content, box);
    CHECK(view.content_to_box.scale == doctest::Approx(1));
    const Transform far = allowed_view({1, {1e6, -1e6}}, content, box);
    CHECK(Rect{0, 0, box.w, box.h}.intersected(far.to_view(Rect{0, 0, content.w, content.h})).empty() == false);
    CHECK(fit_transform({0, 0}, box).scale > 0);
}

TEST_CASE("labeling: choices and texts become values") {
    LabelingPage page(R"(<View><Text name="txt" value="$text"/>
      <Choices name="mood" toName="txt"><Choice value="Good"/><Choice value="Bad" hotkey="b"/></Choices>
      <TextArea name="note" toName="txt"/></View>)",
                      {{"text", "Some words."}});
    page.settle();
    const TagNode& mood = *page.session->config().by_name("mood");
    const TagNode& note = *page.session->config().by_name("note");
    page.click("radio", "Bad");
    REQUIRE(page.session->control_value(mood));
    CHECK(*page.session->control_value(mood) == Json{"Bad"});
    page.click("radio", "Good");
    CHECK(*page.session->control_value(mood) == Json{"Good"});
    page.click("textbox", "note");
    page.imgui.type("你好");
    page.frame();
    page.imgui.key(ImGuiKey_Enter, true);
    page.frame();
    page.imgui.key(ImGuiKey_Enter, false);
    page.frame();
    page.frame();
    REQUIRE(page.session->control_value(note));
    CHECK(*page.session->control_value(note) == Json{"你好"});
    CHECK(page.node("textbox", "note 1").value == "你好");
    CHECK(page.node("textbox", "note").value.empty());
    page.click("button", "Remove");
    CHECK(page.session->control_value(note) == nullptr);
}

TEST_CASE("labeling: per-region controls are there while a region is selected") {
    LabelingPage page(R"(<View><RectangleLabels name="box" toName="img"><Label value="Car"/></RectangleLabels>
      <Image name="img" value="$image"/>
      <Choices name="color" toName="img" perRegion="true"><Choice value="Red"/><Choice value="Blue"/></Choices></View>)",
                      {{"image", "a.jpg"}}, boxes(1));
    page.settle();
    CHECK(page.tree.find("radio", "Red") == nullptr);
    page.session->run("region:select", {{"ids", {"r0"}}, {"mode", "set"}});
    page.frame();
    page.click("radio", "Red");
    const Json* value = page.session->control_value(*page.session->config().by_name("color"));
    REQUIRE(value);
    CHECK(*value == Json{"Red"});
}

TEST_CASE("labeling: pictures that load or fail say so, and nothing is there to draw on") {
    for (const std::string url : {"loading.jpg", "broken.jpg"}) {
        LabelingPage page(boxes_config, {{"image", url}});
        page.settle();
        CAPTURE(url);
        if (url == "loading.jpg")
            CHECK(page.tree.find("progressbar", "Loading…"));
        else
            CHECK(dump(page.tree).find("This is no picture.") != std::string::npos);
        const Rect image = page.node("img", "img").rect_px;
        page.click("button", "Car");
        page.drag(image.center(), {image.center().x + 50, image.center().y + 50});
        CHECK(page.session->document().region_ids().empty());
    }
}

TEST_CASE("labeling: read only, nothing answers") {
    LabelingPage page(boxes_config, {{"image", "a.jpg"}}, boxes(2), {900, 700}, true);
    page.settle();
    CHECK(page.node("button", "Car").disabled);
    const Rect image = page.node("img", "img").rect_px;
    page.drag({image.x + 300, image.y + 300}, {image.x + 400, image.y + 400});
    CHECK(page.session->document().region_ids().size() == 2);
}

TEST_CASE("labeling: ten thousand regions: only what is selected is in the tree, and a drag builds one list a step") {
    LabelingPage page(boxes_config, {{"image", "a.jpg"}}, boxes(10'000));
    page.settle();
    CHECK(page.vertices() > 20'000);
    CHECK(page.tree.nodes().size() < 20);
    page.session->run("region:select", {{"ids", {"r5050"}}, {"mode", "set"}});
    page.settle();
    CHECK(page.tree.nodes().size() < 20);
    const SemanticNode* region = page.tree.by_id("shape:r5050");
    REQUIRE(region);
    const Vec2 from = region->rect_px.center();
    page.imgui.move(from);
    page.frame();
    page.imgui.button(true);
    page.frame();
    page.imgui.move({from.x + 10, from.y});
    page.frame();
    const std::uint64_t built = page.session->scene("img").lists_built();
    for (int i = 0; i < 5; ++i) {
        page.imgui.move({from.x + 12 + i, from.y});
        page.frame();
    }
    CHECK(page.session->scene("img").lists_built() - built <= 10);
    page.imgui.button(false);
    page.frame();
    // Far in, what is out of sight costs nothing.
    CanvasView& view = page.view.canvases.at("img");
    view.fitted = false;
    view.content_to_box = {16, {-20000, -20000}};
    page.settle();
    CHECK(page.vertices() < 3000);
}

TEST_CASE("labeling: text is marked by dragging over it") {
    LabelingPage page(R"(<View><Labels name="mark" toName="txt"><Label value="Person"/></Labels>
      <Text name="txt" value="$text"/></View>)",
                      {{"text", "Ada Lovelace met Alan Turing."}});
    page.settle();
    page.click("button", "Person");
    page.frame();
    const Rect text = page.node("document", "txt").rect_px;
    page.drag({text.x + 1, text.y + 10}, {text.x + 8 * 12 + 1, text.y + 10}); // half an em a letter, 16 px
    REQUIRE(page.session->document().region_ids().size() == 1);
    const Json& shape = page.session->document().region(page.session->document().region_ids().front())->shape();
    CHECK(shape["start"] == 0);
    CHECK(shape["end"] == 12);
    CHECK(shape["text"] == "Ada Lovelace");
}

TEST_CASE("labeling: unknown and later tags are a quiet notice, the rest goes on") {
    LabelingPage page(R"(<View><Image name="img" value="$image"/><Video name="clip" value="$video"/>
      <Choices name="c" toName="img"><Choice value="Yes"/></Choices></View>)",
                      {{"image", "a.jpg"}, {"video", "a.mp4"}});
    page.settle();
    CHECK(page.tree.find("note", "<Video> is kept, but this version cannot show it yet."));
    CHECK(page.tree.find("radio", "Yes"));
}

TEST_CASE("labeling: a page higher than the view scrolls, and only what is on screen is in the tree") {
    std::string config = "<View><Image name=\"img\" value=\"$image\"/>";
    for (int i = 0; i < 80; ++i)
        config += "<Choices name=\"c" + std::to_string(i) + "\" toName=\"img\"><Choice value=\"Yes" +
                  std::to_string(i) + "\"/></Choices>";
    LabelingPage page(config + "</View>", {{"image", "a.jpg"}});
    page.settle();
    CHECK(page.tree.find("radio", "Yes79") == nullptr);
    page.imgui.move({450, 650});
    for (int i = 0; i < 60; ++i)
        page.wheel(-10);
    page.frame();
    CHECK(page.tree.find("radio", "Yes79"));
    CHECK(page.tree.find("radio", "Yes0") == nullptr);
}
