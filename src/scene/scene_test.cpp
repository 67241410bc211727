#include "scene/scene_layer.hpp"
#include "scene/semantics.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace tw;

namespace {

DisplayList box_list(Rect rect, double rotation_deg = 0) {
    DisplayList list;
    Primitive box;
    box.rect = rect;
    box.rotation_deg = rotation_deg;
    box.stroke = {255, 0, 0, 255};
    list.items.push_back(box);
    return list;
}

using Keys = std::vector<SceneLayer::Key>;

Keys at(const SceneLayer& layer, Vec2 pos, double tolerance = 0) {
    Keys out;
    layer.candidates(pos, tolerance, out);
    return out;
}

Keys in(const SceneLayer& layer, Rect area) {
    Keys out;
    layer.touching(area, out);
    return out;
}

constexpr SceneLayer::Key a = 3, b = 0, c = 2, d = 7;

} // namespace

TEST_CASE("bounds of a display list turn with its boxes and leave out what is sized in view pixels") {
    DisplayList list = box_list({10, 10, 20, 10}, 90);
    Primitive tag;
    tag.kind = PrimitiveKind::tag;
    tag.rect = {500, 500, 0, 0};
    list.items.push_back(tag);
    const Rect around = bounds(list);
    CHECK(around.x == doctest::Approx(0));
    CHECK(around.y == doctest::Approx(10));
    CHECK(around.w == doctest::Approx(10));
    CHECK(around.h == doctest::Approx(20));
    CHECK(bounds(DisplayList{}) == Rect{});
}

TEST_CASE("a display list is dumped one line a primitive") {
    DisplayList list = box_list({1, 2, 3, 4}, 15);
    list.items.front().fill = Color{0, 128, 0, 51};
    Primitive line;
    line.kind = PrimitiveKind::polyline;
    line.count = 2;
    line.dash_px = 3;
    line.stroke = {0, 0, 255, 255};
    list.points = {{0, 0}, {5, 6}};
    list.items.push_back(line);
    Primitive tag;
    tag.kind = PrimitiveKind::tag;
    tag.rect = {1, 2, 0, 0};
    list.strings = {"Car"};
    tag.count = 1;
    list.items.push_back(tag);
    CHECK(dump(list) == "box 1.00,2.00 3.00x4.00 rot 15 fill #00800033 stroke #ff0000 1px\n"
                        "polyline 0.00,0.00 open 0.00,0.00 5.00,6.00 stroke #0000ff 1px dash 3\n"
                        "tag 1.00,2.00 \"Car\"\n");
}

TEST_CASE("a layer answers in paint order, hits topmost first, and not what is hidden") {
    SceneLayer layer;
    layer.set_extent({100, 100});
    layer.set(a, box_list({0, 0, 50, 50}));
    layer.set(b, box_list({40, 40, 50, 50}));
    layer.set(c, box_list({45, 45, 2, 2}));
    layer.set_order(Keys{b, a, c});
    CHECK(at(layer, {46, 46}) == Keys{c, a, b});
    CHECK(in(layer, {0, 0, 100, 100}) == Keys{b, a, c});
    CHECK(in(layer, {45, 45, 1, 1}) == Keys{b, a, c});
    CHECK(at(layer, {92, 92}).empty());
    CHECK(at(layer, {92, 92}, 3) == Keys{b});
    layer.hide(a);
    CHECK(at(layer, {46, 46}) == Keys{c, b});
    CHECK(layer.find(a) == nullptr);
    layer.set(d, box_list({46, 46, 1, 1}));
    CHECK(layer.size() == 3);
    CHECK(in(layer, {46, 46, 1, 1}) == Keys{d, b, c}); // what set_order did not name lies below
}

TEST_CASE("replacing a list moves it in the index and counts one built list") {
    SceneLayer layer;
    layer.set_extent({1000, 1000});
    layer.set(a, box_list({0, 0, 10, 10}));
    const auto built = layer.lists_built();
    const auto revision = layer.revision();
    layer.set(a, box_list({900, 900, 10, 10}));
    CHECK(layer.lists_built() == built + 1);
    CHECK(layer.revision() > revision);
    CHECK(at(layer, {5, 5}).empty());
    CHECK(at(layer, {905, 905}) == Keys{a});
}

TEST_CASE("what comes back as it was keeps its list; of another version it is made again") {
    SceneLayer layer;
    layer.set_extent({100, 100});
    layer.set(a, box_list({0, 0, 10, 10}), 5);
    layer.set(b, box_list({0, 0, 10, 10}), 5);
    layer.set_order(Keys{a, b});
    const auto built = layer.lists_built();
    layer.hide(a);
    CHECK(layer.size() == 1);
    CHECK(in(layer, {0, 0, 100, 100}) == Keys{b});
    CHECK_FALSE(layer.show(a, 6));
    CHECK(layer.find(a) == nullptr);
    const auto revision = layer.revision();
    CHECK(layer.show(a, 5));
    CHECK(layer.revision() > revision);
    CHECK(in(layer, {0, 0, 100, 100}) == Keys{a, b});
    CHECK(in(layer, {0, 0, 1, 1}) == Keys{a, b});
    CHECK_FALSE(layer.show(c, 0));
    CHECK_FALSE(layer.show(999, 0));
    CHECK(layer.lists_built() == built);
}

TEST_CASE("regions outside the extent and larger than it are found") {
    SceneLayer layer;
    layer.set_extent({100, 100});
    constexpr SceneLayer::Key huge = 0, outside = 1;
    layer.set(huge, box_list({-1000, -1000, 3000, 3000}));
    layer.set(outside, box_list({-50, 150, 10, 10}));
    layer.set_order(Keys{huge, outside});
    CHECK(at(layer, {-45, 155}) == Keys{outside, huge});
    layer.set_extent({10, 10});
    CHECK(at(layer, {-45, 155}) == Keys{outside, huge});
    CHECK(at(layer, {5, 5}) == Keys{huge});
}

TEST_CASE("any area gives the same as looking at every list") {
    SceneLayer layer;
    layer.set_extent({4000, 3000});
    std::vector<Rect> all;
    std::uint32_t state = 7;
    const auto next = [&state](double most) {
        state = state * 1664525 + 1013904223;
        return double(state >> 8) / double(1 << 24) * most;
    };
    Keys order;
    for (SceneLayer::Key i = 0; i < 500; ++i) {
        all.push_back({next(4000), next(3000), next(i % 50 == 0 ? 3000 : 90), next(90)});
        order.push_back(i);
        layer.set(i, box_list(all.back()));
    }
    std::ranges::reverse(order);
    layer.set_order(order);
    for (int i = 0; i < 200; ++i) {
        const Rect area{next(4000), next(3000), next(i % 4 == 0 ? 4000 : 200), next(200)};
        Keys expected;
        for (const SceneLayer::Key key : order)
            if (all[key].touches(area))
                expected.push_back(key);
        CAPTURE(i);
        CHECK(in(layer, area) == expected);
        std::vector<const DisplayList*> lists;
        layer.visible(area, lists);
        CHECK(lists.size() == expected.size());
    }
}

TEST_CASE("a semantic tree keeps groups, finds by role and name, and dumps as text") {
    SemanticTree tree;
    SemanticNode list;
    list.role = "list";
    list.name = "Regions";
    tree.open(list);
    SemanticNode row;
    row.id = "region:a";
    row.role = "listitem";
    row.name = "Car";
    row.selected = true;
    row.row_index = 1;
    row.row_count = 9;
    tree.add(row);
    tree.close();
    SemanticNode box;
    box.role = "checkbox";
    box.name = "On";
    box.value = "x";
    box.checked = false;
    box.disabled = true;
    box.rect_px = {1, 2, 3, 4};
    tree.add(box);
    CHECK(dump(tree) ==
          "list \"Regions\"\n  listitem \"Car\" [selected] row 1/9\ncheckbox \"On\" = \"x\" [disabled] [unchecked]\n");
    CHECK(dump(tree, true).ends_with("[unchecked] @ 1.0,2.0 3.0x4.0\n"));
    CHECK(tree.find("listitem", "Car")->parent == 1);
    CHECK(tree.by_id("region:a") == tree.find("listitem", "Car"));
    CHECK(tree.find("button", "Car") == nullptr);
    tree.close(); // one too many is harmless
    tree.clear();
    CHECK(tree.nodes().empty());
}
