#include "sync/merge.hpp"

#include <doctest/doctest.h>

using namespace tw;

namespace {
Op op(std::uint64_t sequence, std::uint64_t ms, Json value) {
    return {"doc",           "a", sequence, sequence, "", {ms, 0, "a"}, {RegisterKind::annotation, "", "lead_time"},
            std::move(value)};
}
} // namespace

TEST_CASE("merge takes ops in any order and twice") {
    Document document("doc");
    const std::vector<Op> ops = {op(2, 20, 2), op(1, 10, 1), op(2, 20, 2)};
    CHECK(merge(document, ops).registers.size() == 1);
    CHECK(document.fields().at("lead_time").value == 2);
    CHECK(merge(document, ops).empty());
}

TEST_CASE("the outbox sends again until it is acknowledged") {
    Outbox outbox;
    const std::vector<Op> ops = {op(1, 10, 1), op(2, 20, 2), op(10, 30, 3)};
    outbox.add(ops);
    outbox.add(ops);
    CHECK(outbox.size() == 3);
    CHECK(outbox.batch(2).size() == 2);
    CHECK(outbox.batch(2)[1].sequence == 2);
    const std::vector<OpName> names = {{"a", 1}, {"a", 2}, {"a", 1}, {"b", 10}};
    outbox.acknowledge(names);
    REQUIRE(outbox.size() == 1);
    CHECK(outbox.batch(5)[0].sequence == 10);
}
