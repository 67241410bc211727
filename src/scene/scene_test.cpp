#include "scene/scene_layer.hpp"
#include "scene/semantics.hpp"

#include <doctest/doctest.h>

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

std::vector<std::string_view> at(const SceneLayer& layer, Vec2 pos, double tolerance = 0) {
    std::vector<std::string_view> out;
    layer.candidates(pos, tolerance, out);
    return out;
}

std::vector<std::string_view> in(const SceneLayer& layer, Rect area) {
    std::vector<std::string_view> out;
    layer.touching(area, out);
    return out;
}

using Ids = std::vector<std::string_view>;

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

TEST_CASE("a layer answers in paint order, hits topmost first, and forgets what is erased") {
    SceneLayer layer;
    layer.set_extent({100, 100});
    layer.set("a", box_list({0, 0, 50, 50}));
    layer.set("b", box_list({40, 40, 50, 50}));
    layer.set("c", box_list({45, 45, 2, 2}));
    layer.set_order({"b", "a", "c"});
    CHECK(at(layer, {46, 46}) == Ids{"c", "a", "b"});
    CHECK(in(layer, {0, 0, 100, 100}) == Ids{"b", "a", "c"});
    CHECK(in(layer, {45, 45, 1, 1}) == Ids{"b", "a", "c"});
    CHECK(at(layer, {92, 92}).empty());
    CHECK(at(layer, {92, 92}, 3) == Ids{"b"});
    layer.erase("a");
    CHECK(at(layer, {46, 46}) == Ids{"c", "b"});
    CHECK(layer.find("a") == nullptr);
    layer.set("d", box_list({46, 46, 1, 1}));
    CHECK(layer.size() == 3);
    CHECK(in(layer, {46, 46, 1, 1}) == Ids{"d", "b", "c"}); // what set_order did not name lies below
}

TEST_CASE("replacing a list moves it in the index and counts one built list") {
    SceneLayer layer;
    layer.set_extent({1000, 1000});
    layer.set("a", box_list({0, 0, 10, 10}));
    const auto built = layer.lists_built();
    const auto revision = layer.revision();
    layer.set("a", box_list({900, 900, 10, 10}));
    CHECK(layer.lists_built() == built + 1);
    CHECK(layer.revision() > revision);
    CHECK(at(layer, {5, 5}).empty());
    CHECK(at(layer, {905, 905}) == Ids{"a"});
}

TEST_CASE("regions outside the extent and larger than it are found") {
    SceneLayer layer;
    layer.set_extent({100, 100});
    layer.set("huge", box_list({-1000, -1000, 3000, 3000}));
    layer.set("outside", box_list({-50, 150, 10, 10}));
    layer.set_order({"huge", "outside"});
    CHECK(at(layer, {-45, 155}) == Ids{"outside", "huge"});
    layer.set_extent({10, 10});
    CHECK(at(layer, {-45, 155}) == Ids{"outside", "huge"});
    CHECK(at(layer, {5, 5}) == Ids{"huge"});
}

TEST_CASE("any area gives the same as looking at every list") {
    SceneLayer layer;
    layer.set_extent({4000, 3000});
    std::vector<std::pair<std::string, Rect>> all;
    std::uint32_t state = 7;
    const auto next = [&state](double most) {
        state = state * 1664525 + 1013904223;
        return double(state >> 8) / double(1 << 24) * most;
    };
    std::vector<std::string> order;
    for (int i = 0; i < 500; ++i) {
        all.emplace_back(std::to_string(i), Rect{next(4000), next(3000), next(i % 50 == 0 ? 3000 : 90), next(90)});
        order.push_back(all.back().first);
        layer.set(order.back(), box_list(all.back().second));
    }
    layer.set_order(order);
    for (int i = 0; i < 200; ++i) {
        const Rect area{next(4000), next(3000), next(i % 4 == 0 ? 4000 : 200), next(200)};
        Ids expected;
        for (const auto& [id, rect] : all)
            if (rect.touches(area))
                expected.push_back(id);
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
