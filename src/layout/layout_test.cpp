#include "layout/layout.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

using namespace tw;

namespace {

struct ContainerBox final : BoxHooks {
    Size measure(const BoxContext&, double) const override { return {}; }
    bool container() const override { return true; }
};
/// As wide as there is room, 40 px high; in a flow 100 px wide.
struct LineBox final : BoxHooks {
    Size measure(const BoxContext&, double width_px) const override { return {std::min(100.0, width_px), 40}; }
};
struct CanvasBox final : BoxHooks {
    Size measure(const BoxContext&, double width_px) const override { return {width_px, 100}; }
    bool grows() const override { return true; }
};
struct WildBox final : BoxHooks {
    Size measure(const BoxContext&, double) const override {
        return {std::numeric_limits<double>::quiet_NaN(), -std::numeric_limits<double>::infinity()};
    }
};

const ContainerBox container_box;
const LineBox line_box;
const CanvasBox canvas_box;
const WildBox wild_box;

const TagRegistry& registry() {
    static const TagType view{.name = "View", .children = {"*"}, .box = &container_box};
    static const TagType line{.name = "Line", .box = &line_box};
    static const TagType canvas{.name = "Canvas", .box = &canvas_box};
    static const TagType wild{.name = "Wild", .box = &wild_box};
    static const TagType none{.name = "None"};
    static const TagRegistry all({&view, &line, &canvas, &wild, &none});
    return all;
}

struct Page {
    std::shared_ptr<const ConfigTree> tree;
    LayoutResult layout;
    explicit Page(std::string_view inside, Size viewport_px = {600, 400}, std::vector<bool> visible = {}) {
        Diagnostics ignored;
        tree = ConfigTree::parse("<View>" + std::string(inside) + "</View>", registry(), ignored);
        layout = lay_out({tree.get(), visible.empty() ? nullptr : &visible, viewport_px, {}});
    }
    [[nodiscard]] std::string boxes() const { return dump(*tree, layout); }
};

} // namespace

TEST_CASE("blocks stack with a gap over the whole width") {
    CHECK(Page("<Line/><View><Line/></View><None/><Line/>").boxes() == R"(content 600x400
View 0,0 600x136
  Line 0,0 600x40
  View 0,48 600x40
    Line 0,48 600x40
  Line 0,96 600x40
)");
}

TEST_CASE("inline parts flow and wrap between blocks") {
    const std::string inline_view = "<View style='display:inline'><Line/></View>";
    CHECK(Page("<Line/>" + inline_view + inline_view + inline_view + "<Line/>", {500, 100}).boxes() ==
          R"(content 500x136
View 0,0 500x136
  Line 0,0 500x40
  View 0,48 100x40
    Line 0,48 100x40
  View 108,48 100x40
    Line 108,48 100x40
  View 216,48 100x40
    Line 216,48 100x40
  Line 0,96 500x40
)");
}

TEST_CASE("flex rows share their width") {
    CHECK(Page("<View style='display:flex'><View style='width:70%;padding:10px'><Line/></View>"
               "<View style='width:30%;border-left:2px solid red'><Line/></View></View>")
              .boxes() == R"(content 600x400
View 0,0 600x60
  View 0,0 600x60
    View 0,0 420x60
      Line 10,10 400x40
    View 420,0 180x60
      Line 422,0 178x40
)");
    const Page flex("<View style='display:flex;gap:10px'><View style='flex:1'/><View style='flex:2'/></View>");
    CHECK(flex.layout.boxes_px[2].w == doctest::Approx(197).epsilon(0.01));
    CHECK(flex.layout.boxes_px[3].w == doctest::Approx(393).epsilon(0.01));
}

TEST_CASE("flex: 1 in a column keeps the height of what it holds") {
    const Page page("<View style='display:flex;flex-direction:column'><View style='flex:1'><Line/></View></View>");
    CHECK(page.layout.boxes_px[2].h == 40);
}

TEST_CASE("a canvas takes the height that is left, also deep in rows, but is never low") {
    CHECK(Page("<Line/><Canvas/>").layout.boxes_px[2] == Rect{0, 48, 600, 352});
    CHECK(Page("<Line/><Canvas/>", {600, 200}).layout.boxes_px[2] == Rect{0, 48, 600, 240});
    const Page deep("<Line/><View style='display:flex'><View style='width:50%'><Canvas/><Line/></View>"
                    "<View style='width:50%'><Line/></View></View>",
                    {600, 800});
    CHECK(deep.layout.boxes_px[4] == Rect{0, 48, 300, 704});
    CHECK(deep.layout.content_px == Size{600, 800});
    const Page two("<Canvas/><Canvas/>", {600, 1008});
    CHECK(two.layout.boxes_px[1].h == two.layout.boxes_px[2].h);
    CHECK(two.layout.boxes_px[2].bottom() == 1008);
}

TEST_CASE("a container is at least as high as what it holds") {
    const Page page("<View style='height:50px;overflow:auto'><Line/><Line/></View><Line/>");
    CHECK(page.layout.boxes_px[1].h == 88);
    CHECK(page.layout.boxes_px[4].y == 96);
    CHECK(Page("<View style='height:500px'><Line/></View>").layout.content_px.h == 500);
}

TEST_CASE("a phone has columns instead of rows") {
    CHECK(Page("<View style='display:flex'><View style='width:70%'><Line/></View><View "
               "style='width:300px;min-width:900px'>"
               "<Line/></View></View><View style='width:2000px'><Line/></View>",
               {360, 100})
              .boxes() == R"(content 360x128
View 0,0 360x128
  View 0,0 360x80
    View 0,0 360x40
      Line 0,0 360x40
    View 0,40 360x40
      Line 0,40 360x40
  View 0,88 360x40
    Line 0,88 360x40
)");
    const Page canvas(
        "<View style='display:flex'><View style='width:70%'><Canvas/></View><View style='width:30%'><Line/>"
        "</View></View>",
        {360, 640});
    CHECK(canvas.layout.boxes_px[3] == Rect{0, 0, 360, 600});
}

TEST_CASE("leaves paint inside their padding, the frame lies around it") {
    const Page page("<Line style='padding: 5px 10px; border: 1px solid red; margin: 3px'/>");
    CHECK(page.layout.frames_px[1] == Rect{3, 3, 594, 52});
    CHECK(page.layout.boxes_px[1] == Rect{14, 9, 572, 40});
}

TEST_CASE("hidden parts and display: none take no room") {
    CHECK(Page("<Line/><Line/><Line/>", {600, 400}, {true, true, false, true}).layout.boxes_px[3] ==
          Rect{0, 48, 600, 40});
    CHECK(Page("<Line style='display:none'/><Line/>").layout.boxes_px[2] == Rect{0, 0, 600, 40});
    CHECK(Page("<Line/>", {600, 400}, {false, true}).layout.boxes_px[1] == Rect{});
}

TEST_CASE("an unknown tag has room for a notice, above what it holds") {
    CHECK(Page("<Blink/><Blink><Line/></Blink>").boxes() == R"(content 600x400
View 0,0 600x120
  Blink 0,0 600x32
  Blink 0,40 600x80
    Line 0,80 600x40
)");
}

TEST_CASE("nothing a tag measures or a style asks breaks the page") {
    const Page page("<Wild/><View style='display:flex;width:99999999999999px;padding:99999px'><Wild/><Line/></View>"
                    "<View style='flex:0.0000001;margin:-99999px'><Line/></View>",
                    {0, 0});
    for (const Rect& box : page.layout.boxes_px) {
        CHECK(std::isfinite(box.x + box.y + box.w + box.h));
        CHECK(box.w >= 0);
        CHECK(box.h >= 0);
    }
    CHECK(Page("<Line/>", {-5, std::numeric_limits<double>::quiet_NaN()}).layout.boxes_px.size() == 2);
}
