#include "edit/document.hpp"

#include "support/fixed.hpp"

#include <doctest/doctest.h>

using namespace tw;

namespace {

Json json(std::string_view text) {
    auto parsed = parse_json(text);
    REQUIRE_MESSAGE(parsed.has_value(), text);
    return std::move(*parsed);
}

const char* two_boxes = R"([
 {"id":"b","from_name":"box","to_name":"img","type":"rectanglelabels","origin":"manual","original_width":800,
  "original_height":600,"image_rotation":0,"meta":{"text":["n"]},
  "value":{"x":1,"y":2,"width":3,"height":4,"rotation":0,"rectanglelabels":["Car"]}},
 {"id":"a","from_name":"box","to_name":"img","type":"rectanglelabels","parentID":"b",
  "value":{"x":5,"y":6,"width":7,"height":8,"rotation":0,"rectanglelabels":["Cat"]}},
 {"id":"c1","from_name":"mood","to_name":"img","type":"choices","value":{"choices":["Good"]}},
 {"type":"relation","from_id":"a","to_id":"b","direction":"right","labels":["on"]}])";

Document document_of(std::string_view text) {
    Diagnostics diagnostics;
    Document document = Document::from_result("doc", json(text), diagnostics);
    CHECK(diagnostics.empty());
    return document;
}

/// Ops of one client with rising stamps.
struct Writer {
    std::string client = "client-a";
    std::uint64_t ms = 1000;
    std::uint64_t sequence = 0;
    Op operator()(RegisterAddress address, Json value) {
        ++sequence;
        return {"doc",           client, sequence, sequence, "history.test", {++ms, 0, client}, std::move(address),
                std::move(value)};
    }
};

RegisterAddress geometry_of(std::string id) {
    return {RegisterKind::region_geometry, std::move(id), {}};
}
RegisterAddress deleted_of(std::string id) {
    return {RegisterKind::region_deleted, std::move(id), {}};
}
RegisterAddress order_of(std::string id) {
    return {RegisterKind::region_order, std::move(id), {}};
}
RegisterAddress parent_of(std::string id) {
    return {RegisterKind::region_parent, std::move(id), {}};
}

} // namespace

TEST_CASE("regions, controls and relations are told apart") {
    const Document document = document_of(two_boxes);
    CHECK(document.region_ids() == std::vector<std::string>{"b", "a"});
    const Region* const box = document.region("b");
    REQUIRE(box != nullptr);
    CHECK(box->to_name() == "img");
    CHECK(box->shape() == json(R"({"x":1,"y":2,"width":3,"height":4,"rotation":0})"));
    REQUIRE(box->control("box") != nullptr);
    CHECK(*box->control("box") == json(R"({"type":"rectanglelabels","value":["Car"]})"));
    CHECK(box->control("other") == nullptr);
    CHECK(box->meta.value == json(R"({"text":["n"]})"));
    CHECK(document.parent_of("a") == "b");
    CHECK(document.parent_of("b").empty());
    REQUIRE(document.controls().size() == 1);
    CHECK(document.controls().begin()->first == std::pair<std::string, std::string>("mood", ""));
    CHECK(document.relations().contains({"a", "b"}));
    CHECK(document.kept().empty());
    CHECK(document.region("nobody") == nullptr);
    CHECK(document.find({RegisterKind::kept, "9", ""}) == nullptr);
}

TEST_CASE("an edited region is exported with its edit, all else as it came in") {
    Document document = document_of(two_boxes);
    Writer write;
    Json geometry = document.region("a")->geometry.value;
    geometry["value"]["x"] = 50;
    const ChangeSet changes = document.apply(write(geometry_of("a"), geometry));
    CHECK(changes.regions == std::vector{document.region("a")->index});
    CHECK_FALSE(changes.order_changed);
    Json expected = json(two_boxes);
    expected[1]["value"]["x"] = 50;
    CHECK(same_json(document.to_result(), expected));
}

TEST_CASE("a deleted region takes its relations along and both come back") {
    Document document = document_of(two_boxes);
    Writer write;
    CHECK(document.apply(write(deleted_of("b"), true)).order_changed);
    CHECK(document.region_ids() == std::vector<std::string>{"a"});
    CHECK(document.parent_of("a").empty());
    const Json without = document.to_result();
    REQUIRE(without.size() == 2);
    CHECK(without[0]["id"] == "a");
    CHECK_FALSE(without[0].contains("parentID"));
    CHECK(without[1]["type"] == "choices");
    CHECK(document.apply(write(deleted_of("b"), nullptr)).order_changed);
    CHECK(same_json(document.to_result(), json(two_boxes)));
}

TEST_CASE("new regions and controls are added behind what came in") {
    Document document = document_of(two_boxes);
    Writer write;
    document.apply(write(geometry_of("n"), json(R"({"to_name":"img","value":{"x":9}})")));
    document.apply(write({RegisterKind::region_control, "n", "box"}, json(R"({"type":"rectangle"})")));
    document.apply(write(order_of("n"), document.next_order_key()));
    document.apply(write({RegisterKind::region_control, "b", "note"}, json(R"({"type":"textarea","value":["hi"]})")));
    CHECK(document.region_ids() == std::vector<std::string>{"b", "a", "n"});
    const Json out = document.to_result();
    REQUIRE(out.size() == 6);
    CHECK(out[1]["from_name"] == "note"); // behind the last result its region had
    CHECK(out[1]["value"]["text"] == json(R"(["hi"])"));
    CHECK(out[1]["value"]["x"] == 1);
    CHECK(out[5] == json(R"({"id":"n","from_name":"box","to_name":"img","type":"rectangle","value":{"x":9}})"));
}

TEST_CASE("a changed order is exported in that order") {
    Document document = document_of(two_boxes);
    Writer write;
    const ChangeSet changes = document.apply(write(order_of("a"), "0V"));
    CHECK(changes.order_changed);
    CHECK(document.region_ids() == std::vector<std::string>{"a", "b"});
    const Json out = document.to_result();
    CHECK(out[0]["id"] == "a");
    CHECK(out[1]["id"] == "b");
}

TEST_CASE("the newest stamp wins whatever the order of arrival, twice is once") {
    Writer one;
    Writer two{"client-b"};
    const Op early = one(geometry_of("a"), json(R"({"value":{"x":1}})"));
    const Op late = one(geometry_of("a"), json(R"({"value":{"x":2}})"));
    Op tie = two(geometry_of("a"), json(R"({"value":{"x":3}})"));
    tie.stamp = {late.stamp.wall_ms, late.stamp.counter, tie.client_id};
    Document forward = document_of(two_boxes);
    Document backward = document_of(two_boxes);
    for (const Op& op : {early, late, tie, early})
        forward.apply(op);
    for (const Op& op : {tie, tie, late, early})
        backward.apply(op);
    CHECK(forward.region("a")->shape()["x"] == 3);
    CHECK(forward.to_snapshot() == backward.to_snapshot());
    CHECK(backward.apply(late).empty());
    CHECK(forward.seen() == std::map<std::string, std::uint64_t>{{"client-a", 2}, {"client-b", 1}});
}

TEST_CASE("an op of another document changes nothing") {
    Document document = document_of(two_boxes);
    Writer write;
    Op op = write(deleted_of("a"), true);
    op.document_uid = "other";
    CHECK(document.apply(op).empty());
    CHECK(document.seen().empty());
}

TEST_CASE("change sets name each region once and every write") {
    Document document = document_of(two_boxes);
    Writer write;
    const std::vector<Op> ops = {write(geometry_of("a"), json(R"({"value":{"x":1}})")), write(deleted_of("b"), true),
                                 write(parent_of("a"), nullptr),
                                 write({RegisterKind::annotation, "", "ground_truth"}, true)};
    const ChangeSet changes = document.apply(ops);
    CHECK(changes.regions == std::vector{document.region("a")->index, document.region("b")->index});
    CHECK(changes.writes == 4);
    CHECK(changes.parents_changed);
    CHECK(document.region("a")->revision > document.region("b")->revision);
    CHECK(document.fields().at("ground_truth").value == true);
}

TEST_CASE("a region keeps its number and its content's revision while it is deleted and brought back") {
    Document document = document_of(two_boxes);
    Writer write;
    const RegionIndex index = document.region("a")->index;
    const std::uint64_t content = document.region("a")->content_revision;
    document.apply(write(deleted_of("a"), true));
    CHECK(document.region_order() == std::vector{document.region("b")->index});
    document.apply(write(deleted_of("a"), nullptr));
    CHECK(document.region("a")->index == index);
    CHECK(document.region("a")->content_revision == content);
    CHECK(document.region_ids() == std::vector<std::string>{"b", "a"});
    document.apply(write(geometry_of("a"), json(R"({"value":{"x":1}})")));
    CHECK(document.region("a")->content_revision > content);
    document.apply(write(order_of("a"), "!"));
    CHECK(document.region_ids() == std::vector<std::string>{"a", "b"});
    const Document copy = document; // stands on its own
    document.apply(write(deleted_of("b"), true));
    CHECK(copy.region_ids() == std::vector<std::string>{"a", "b"});
    CHECK(&copy.region_at(copy.region("a")->index) == copy.region("a"));
}

TEST_CASE("cycles of parents are broken at their smallest id") {
    Document document = document_of(R"([
      {"id":"a","from_name":"f","to_name":"i","type":"ellipse","value":{"x":1},"parentID":"b"},
      {"id":"b","from_name":"f","to_name":"i","type":"ellipse","value":{"x":1},"parentID":"c"},
      {"id":"c","from_name":"f","to_name":"i","type":"ellipse","value":{"x":1},"parentID":"a"},
      {"id":"d","from_name":"f","to_name":"i","type":"ellipse","value":{"x":1},"parentID":"c"},
      {"id":"e","from_name":"f","to_name":"i","type":"ellipse","value":{"x":1},"parentID":"e"},
      {"id":"f","from_name":"f","to_name":"i","type":"ellipse","value":{"x":1},"parentID":"gone"}])");
    CHECK(document.parent_of("a").empty());
    CHECK(document.parent_of("b") == "c");
    CHECK(document.parent_of("c") == "a");
    CHECK(document.parent_of("d") == "c");
    CHECK(document.parent_of("e").empty());
    CHECK(document.parent_of("f").empty());
    Writer write;
    document.apply(write(parent_of("d"), "a")); // an edit: what is exported has no cycle any more
    const Json out = document.to_result();
    CHECK_FALSE(out[0].contains("parentID"));
    CHECK(out[3]["parentID"] == "a");
}

TEST_CASE("a snapshot is an equal document, and a damaged one is refused") {
    Document document = document_of(two_boxes);
    Writer write;
    document.apply(write(deleted_of("a"), true));
    document.apply(write({RegisterKind::submitted, "", ""}, json(R"({"covers":{"client-a":1}})")));
    document.apply(write({RegisterKind::kept, "7", ""}, nullptr)); // a cleared register is remembered
    const Json snapshot = document.to_snapshot();
    const auto again = Document::from_snapshot(*parse_json(dump_json(snapshot)));
    REQUIRE(again.has_value());
    CHECK(again->to_snapshot() == snapshot);
    CHECK(again->to_result() == document.to_result());
    CHECK(again->region_ids() == document.region_ids());
    CHECK(again->submitted().stamp == document.submitted().stamp);
    CHECK(again->seen() == document.seen());

    for (const char* patch :
         {R"({"version":2})", R"({"document":1})", R"({"seen":[]})", R"({"seen":{"x":-1}})", R"({"registers":{}})",
          R"({"registers":[["nothing","",""]]})", R"({"registers":[["kept","1",""]]})",
          R"({"registers":[["kept","1","",2,[1]]]})", R"({"layout":null})", R"({"layout":[["control","x","y"]]})"}) {
        Json damaged = snapshot;
        damaged.merge_patch(json(patch));
        const auto refused = Document::from_snapshot(damaged);
        REQUIRE_MESSAGE(!refused.has_value(), patch);
        CHECK(refused.error().code == "snapshot-shape");
    }
    CHECK_FALSE(Document::from_snapshot(Json(5)).has_value());
}

TEST_CASE("values of any shape in ops are survived") {
    Document document = document_of(two_boxes);
    test::SeededRandom random(11);
    Writer write;
    const std::vector<Json> values = {
        nullptr,
        5,
        "text",
        json("[1]"),
        json(R"({"value":7,"type":3})"),
        json(R"({"value":{"x":1},"id":2,"$differs":[{"of":"geometry","base":"x"}]})"),
        json(R"({"$differs":[{"of":"parent","base":"1","drop":["value/x",5],"set":{"value":1}},8]})")};
    for (int i = 0; i < 3000; ++i) {
        const RegisterAddress address{static_cast<RegisterKind>(random.below(12)),
                                      std::string(1, char('a' + random.below(3))), random.one_in(2) ? "box" : "mood"};
        document.apply(write(address, values[random.below(values.size())]));
        if (i % 10 == 0) {
            CHECK(document.to_result().is_array());
            CHECK(document.next_order_key() > "");
            CHECK(document.parent_of("a") != "a");
            REQUIRE(Document::from_snapshot(document.to_snapshot()).has_value());
        }
    }
}

TEST_CASE("a document takes ops in any order and twice") {
    const auto op = [](std::uint64_t sequence, std::uint64_t ms, Json value) {
        return Op{
            "doc",           "a", sequence, sequence, "", {ms, 0, "a"}, {RegisterKind::annotation, "", "lead_time"},
            std::move(value)};
    };
    Document document("doc");
    const std::vector<Op> ops = {op(2, 20, 2), op(1, 10, 1), op(2, 20, 2)};
    CHECK(document.apply(ops).writes == 1);
    CHECK(document.fields().at("lead_time").value == 2);
    CHECK(document.apply(ops).empty());
}
