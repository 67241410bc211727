#include "edit/document.hpp"

#include "support/random_results.hpp"

#include <algorithm>

#include <doctest/doctest.h>

using namespace tw;

namespace {

Json json(std::string_view text) {
    auto parsed = parse_json(text);
    REQUIRE_MESSAGE(parsed.has_value(), text);
    return std::move(*parsed);
}

Json without_session_keys(Json result) {
    if (result.is_array()) {
        for (Json& item : result) {
            if (item.is_object()) {
                item.erase("hidden");
                item.erase("locked");
            }
        }
    }
    return result;
}

/// Takes apart and puts together, checks that nothing was lost, and gives the document for a closer look.
Document round_trip(const Json& result) {
    Diagnostics diagnostics;
    Document document = Document::from_result("doc", result, diagnostics);
    const Json out = document.to_result();
    if (!same_json(out, without_session_keys(result)))
        FAIL("in:  ", dump_json(result), "\nout: ", dump_json(out));
    if (result.is_array())
        CHECK(diagnostics.items().size() == document.kept().size() + std::size_t(std::ranges::count(result, Json())));
    return document;
}

} // namespace

TEST_CASE("results of one region become one geometry and a register for each control") {
    const Document document = round_trip(json(R"([
      {"id":"r2","from_name":"rect","to_name":"img","type":"rectangle","original_width":800,"value":{"x":1,"y":2}},
      {"id":"r9","from_name":"rect","to_name":"img","type":"rectangle","original_width":800,"value":{"x":7,"y":7}},
      {"id":"r2","from_name":"lab","to_name":"img","type":"labels","original_width":800,"value":{"x":1,"y":2,"labels":["Sign"]}},
      {"id":"r2","from_name":"txt","to_name":"img","type":"textarea","original_width":800,"score":0.5,
       "value":{"x":1,"y":2,"text":["STOP"]}}])"));
    CHECK(document.region_ids() == std::vector<std::string>{"r2", "r9"});
    const Region& region = *document.region("r2");
    CHECK(region.geometry.value == json(R"({"value":{"x":1,"y":2},"to_name":"img","original_width":800})"));
    CHECK(region.controls.size() == 3);
    CHECK(*region.control("rect") == json(R"({"type":"rectangle"})"));
    CHECK(*region.control("txt") == json(R"({"type":"textarea","value":["STOP"]})"));
    CHECK(region.extra.size() == 1);
    CHECK(region.extra.at("txt").value == json(R"({"score":0.5})"));
}

TEST_CASE("a result that tells its region differently is exported so, until the region is edited") {
    const Json in = json(R"([
      {"id":"r","from_name":"a","to_name":"t","type":"labels","value":{"start":1,"end":5,"text":"word","labels":["L"]}},
      {"id":"r","from_name":"b","to_name":"t","type":"choices","value":{"choices":["c"]}},
      {"id":"r","from_name":"c","to_name":"t","type":"textarea","parentID":null,"value":{"start":1,"end":6,"text":["said"]}}])");
    Document document = round_trip(in);
    const Region& region = *document.region("r");
    CHECK(region.shape() == json(R"({"start":1,"end":5,"text":"word"})"));

    Json geometry = region.geometry.value;
    geometry["value"]["end"] = 9;
    const auto set_geometry = [&](std::uint64_t ms, const Json& value) {
        document.apply(Op{"doc", "c", ms, ms, "", {ms, 0, "c"}, {RegisterKind::region_geometry, "r", ""}, value});
    };
    const Json before = region.geometry.value;
    set_geometry(1, geometry);
    const Json moved = document.to_result();
    CHECK(moved[0]["value"] == json(R"({"start":1,"end":9,"text":"word","labels":["L"]})"));
    CHECK(moved[1]["value"] == json(R"({"start":1,"end":9,"text":"word","choices":["c"]})"));
    CHECK(moved[2]["value"] == json(R"({"start":1,"end":9,"text":["said"]})"));
    CHECK(moved[2].contains("parentID")); // that was said of the parent, which nobody edited
    set_geometry(2, before);
    CHECK(same_json(document.to_result(), in));
}

TEST_CASE("what cannot be taken apart is kept and named") {
    const Json in = json(R"([5, {"id":"x"}, {"id":"r","from_name":"f","to_name":"t","type":"ellipse","value":{"x":1}},
      {"id":"r","from_name":"f","to_name":"t","type":"ellipse","value":{"x":1}},
      {"from_name":"f","to_name":"t","type":"ellipse","value":{"x":1}},
      {"type":"relation","from_id":"r"}, {"type":"relation","from_id":"r","to_id":"q"}, {"type":"relation","from_id":"r","to_id":"q"},
      {"from_name":"c","type":"choices","value":{"choices":[]}}, {"from_name":"c","type":"choices","value":{"choices":["a"]}},
      {"from_name":"c","type":"choices","item_index":2,"value":{"choices":["a"]}}, {"id":"n","type":"nothing","value":5}])");
    Diagnostics diagnostics;
    const Document document = Document::from_result("doc", in, diagnostics);
    CHECK(same_json(document.to_result(), in));
    std::vector<std::string> places;
    for (const Diagnostic& diagnostic : diagnostics.items()) {
        CHECK(diagnostic.error.code == "result-kept");
        places.push_back(diagnostic.error.where.pointer);
    }
    CHECK(places == std::vector<std::string>{"/0", "/1", "/3", "/4", "/5", "/7", "/9", "/11"});
    CHECK(document.controls().contains({"c", "2"}));
}

TEST_CASE("kept results of a deleted region go with it") {
    Diagnostics diagnostics;
    Document document = Document::from_result("doc", json(R"([
      {"id":"r","from_name":"f","to_name":"t","type":"ellipse","value":{"x":1}},
      {"id":"r","from_name":"f","to_name":"t","type":"ellipse","value":{"x":2}}])"),
                                              diagnostics);
    document.apply(Op{"doc", "c", 1, 1, "", {1, 0, "c"}, {RegisterKind::region_deleted, "r", ""}, true});
    CHECK(document.to_result() == Json::array());
}

TEST_CASE("hidden and locked are session state: neither read nor written") {
    const Document document = round_trip(json(R"([
      {"id":"r","from_name":"f","to_name":"t","type":"ellipse","hidden":true,"locked":true,"readonly":true,"value":{"x":1}},
      {"id":"c","from_name":"c","to_name":"t","type":"choices","hidden":true,"value":{"choices":["a"]}},
      {"id":"k","locked":false}])"));
    CHECK(document.to_result()[0]["readonly"] == true);
    CHECK_FALSE(document.to_result()[0].contains("hidden"));
}

TEST_CASE("a result without from_name is a region still") {
    const Document document =
        round_trip(json(R"([{"id":"r","to_name":"t","type":"ellipse","value":{"x":1,"ellipse":2}}])"));
    REQUIRE(document.region("r") != nullptr);
    CHECK(document.region("r")->control("") != nullptr);
}

TEST_CASE("controls that share an id without saying where are no region") {
    const Document document = round_trip(json(R"([
      {"id":"same","from_name":"c","to_name":"t","type":"choices","value":{"choices":["a"]}},
      {"id":"same","from_name":"n","to_name":"t","type":"number","value":{"number":3}}])"));
    CHECK(document.region_ids().empty());
    CHECK(document.controls().size() == 2);
}

TEST_CASE("no list is no result") {
    Diagnostics diagnostics;
    CHECK(Document::from_result("doc", nullptr, diagnostics).to_result() == Json::array());
    CHECK(diagnostics.empty());
    CHECK(Document::from_result("doc", 5, diagnostics).to_result() == Json::array());
    CHECK(diagnostics.items()[0].error.code == "result-shape");
}

TEST_CASE("any array comes out as it went in, also through a snapshot") {
    for (std::uint64_t seed = 1; seed <= 3000; ++seed) {
        CAPTURE(seed);
        test::SeededRandom random(seed);
        const Json result = test::random_result(random, 12, seed % 3 != 0);
        const Document document = round_trip(result);
        if (seed % 4 != 0)
            continue;
        const auto again = Document::from_snapshot(document.to_snapshot());
        REQUIRE(again.has_value());
        REQUIRE(same_json(again->to_result(), without_session_keys(result)));
    }
}
