#include "edit/document_difference.hpp"

#include "support/fixed.hpp"
#include "support/random_results.hpp"

#include <doctest/doctest.h>

using namespace tw;
using namespace tw::test;

namespace {

Document document_of(const Json& result) {
    Diagnostics diagnostics;
    return Document::from_result("doc", result, diagnostics);
}

/// Applies the difference as one transaction; how many registers it wrote.
std::size_t turn_into(Document& from, const Json& wanted) {
    ManualClock clock(5000);
    HybridClock stamps(clock, "0123456789abcdef");
    History history(from, stamps);
    Transaction transaction;
    transaction.writes = difference(from, document_of(wanted));
    history.commit(std::move(transaction));
    return history.take_pending().size();
}

Json box(const std::string& id, double x, const std::string& label) {
    return {{"id", id},
            {"from_name", "box"},
            {"to_name", "img"},
            {"type", "rectanglelabels"},
            {"original_width", 10},
            {"original_height", 10},
            {"image_rotation", 0},
            {"value",
             {{"x", x},
              {"y", 1},
              {"width", 2},
              {"height", 3},
              {"rotation", 0},
              {"rectanglelabels", Json::array({label})}}}};
}

} // namespace

TEST_CASE("the difference to the same result is nothing") {
    const Json result = Json::array({box("a", 1, "Car"), box("b", 2, "Bus")});
    Document document = document_of(result);
    CHECK(turn_into(document, result) == 0);
}

TEST_CASE("a difference writes what differs and nothing else") {
    Document document = document_of(Json::array({box("a", 1, "Car"), box("b", 2, "Bus")}));
    CHECK(turn_into(document, Json::array({box("a", 1, "Car"), box("b", 9, "Bus")})) == 1); // one geometry
    CHECK(turn_into(document, Json::array({box("a", 1, "Bus"), box("b", 9, "Bus")})) == 1); // one label
    CHECK(turn_into(document, Json::array({box("b", 9, "Bus")})) == 1);                     // one deletion
    CHECK(document.to_result() == Json::array({box("b", 9, "Bus")}));
    const Json back = Json::array({box("b", 9, "Bus"), box("a", 1, "Bus"), box("c", 4, "Car")});
    turn_into(document, back);
    CHECK(document.to_result() == back);
}

TEST_CASE("regions take the order that is wanted") {
    Document document = document_of(Json::array({box("a", 1, "Car"), box("b", 2, "Bus"), box("c", 3, "Bus")}));
    turn_into(document, Json::array({box("c", 3, "Bus"), box("a", 1, "Car"), box("b", 2, "Bus")}));
    CHECK(document.region_ids() == std::vector<std::string>{"c", "a", "b"});
}

TEST_CASE("the difference leads from any result to any other") {
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        CAPTURE(seed);
        SeededRandom random(seed);
        const Json before = random_result(random, 6, false), after = random_result(random, 6, false);
        Document document = document_of(before);
        turn_into(document, after);
        const Document wanted = document_of(after);
        CHECK(document.region_ids() == wanted.region_ids());
        // Equal results but for ends of relations and parents that are nowhere, which an edited document leaves out.
        CHECK(difference(document, wanted).empty());
        for (const std::string& id : wanted.region_ids())
            CHECK(document.region(id)->geometry.value == wanted.region(id)->geometry.value);
    }
}

TEST_CASE("merging two documents gives what all their ops give") {
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
        CAPTURE(seed);
        SeededRandom random(seed);
        const Json base = random_result(random, 6, false);
        Document one = document_of(base), two = document_of(base), both = document_of(base);
        int client = 0;
        for (Document* const document : {&one, &two}) {
            ManualClock clock(5000 + random.below(3));
            HybridClock stamps(clock, "000000000000000" + std::to_string(++client));
            History history(*document, stamps);
            for (int n = 0; n < 3; ++n)
                history.commit(
                    {"history.test", difference(*document, document_of(random_result(random, 6, false))), {}});
            for (const Op& op : history.take_pending())
                both.apply(op);
        }
        Document left = one, right = two;
        left.merge(two);
        right.merge(one);
        CHECK(left.to_snapshot() == both.to_snapshot());
        CHECK(right.to_snapshot() == both.to_snapshot());
        CHECK(left.merge(right).empty());
    }
}
