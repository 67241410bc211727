#include "edit/history.hpp"

#include "support/fixed.hpp"
#include "support/random_results.hpp"

#include <doctest/doctest.h>

using namespace tw;

namespace {

Json box(double x) {
    return {{"to_name", "img"}, {"value", {{"x", x}}}};
}
RegisterAddress geometry_of(std::string id) {
    return {RegisterKind::region_geometry, std::move(id), {}};
}
Transaction move(std::string id, double x, std::string key = {}) {
    Transaction transaction{"history.move", {}, std::move(key)};
    transaction.set(geometry_of(std::move(id)), box(x));
    return transaction;
}

/// One client at one document.
struct Desk {
    explicit Desk(std::string client_id = "me") : hybrid(clock, std::move(client_id)) {}
    test::ManualClock clock;
    Document document{"doc"};
    HybridClock hybrid;
    History history{document, hybrid};
    double x(const std::string& id) const {
        const Region* const region = document.region(id);
        return region == nullptr ? -1 : number_or(region->shape(), "x", -1);
    }
};

} // namespace

TEST_CASE("hybrid stamps rise whatever the clock does") {
    test::ManualClock clock(100);
    HybridClock hybrid(clock, "me");
    Stamp last = hybrid.next();
    CHECK(last == Stamp{100, 0, "me"});
    for (const std::uint64_t now : {100, 50, 0, 101, 101}) {
        clock.jump_to(now);
        const Stamp next = hybrid.next();
        CHECK(next > last);
        last = next;
    }
    hybrid.observe({5000, 7, "other"});
    CHECK(hybrid.next() == Stamp{5000, 8, "me"});
    hybrid.observe({9000, UINT32_MAX, "other"});
    CHECK(hybrid.next() == Stamp{9001, 0, "me"});
    test::ManualClock stopped(0);
    CHECK_FALSE(HybridClock(stopped, "me").next().is_base());
}

TEST_CASE("undo and redo walk through the steps") {
    Desk desk;
    desk.history.commit(move("r", 1));
    desk.history.commit(move("r", 2));
    CHECK(desk.x("r") == 2);
    CHECK(desk.history.undo().restored == 1);
    CHECK(desk.x("r") == 1);
    CHECK(desk.history.undo().restored == 1);
    CHECK_FALSE(desk.document.region("r")->alive());
    CHECK_FALSE(desk.history.can_undo());
    CHECK_FALSE(desk.history.undo().ran);
    CHECK(desk.history.redo().action == "history.move");
    CHECK(desk.history.redo().restored == 1);
    CHECK(desk.x("r") == 2);
    for (int i = 0; i < 5; ++i) { // there and back as often as one likes
        CHECK(desk.history.undo().skipped.empty());
        CHECK(desk.history.undo().skipped.empty());
        CHECK(desk.history.redo().skipped.empty());
        CHECK(desk.history.redo().skipped.empty());
    }
    CHECK(desk.x("r") == 2);
    CHECK_FALSE(desk.history.can_redo());
}

TEST_CASE("a new edit clears what could be redone") {
    Desk desk;
    desk.history.commit(move("r", 1));
    desk.history.commit(move("r", 2));
    desk.history.undo();
    CHECK(desk.history.can_redo());
    desk.history.commit(move("r", 3));
    CHECK_FALSE(desk.history.can_redo());
    desk.history.undo();
    CHECK(desk.x("r") == 1);
}

TEST_CASE("writes that change nothing leave no step and no op") {
    Desk desk;
    desk.history.commit(move("r", 1));
    desk.history.take_pending();
    CHECK(desk.history.commit(move("r", 1)).empty());
    CHECK(desk.history.commit({}).empty());
    CHECK(desk.history.steps().size() == 1);
    CHECK(desk.history.take_pending().empty());
}

TEST_CASE("undo leaves alone what somebody else wrote since, and says so") {
    Desk desk;
    Desk other("other");
    other.clock.advance(1000);
    Transaction both{"history.move", {}, {}};
    both.set(geometry_of("r"), box(1)).set(geometry_of("s"), box(1));
    desk.history.commit(both);
    other.history.commit(move("r", 9));
    const ChangeSet changes = desk.history.apply_remote(other.history.take_pending());
    CHECK(changes.regions == std::vector{desk.document.region("r")->index});
    const UndoOutcome outcome = desk.history.undo();
    CHECK(outcome.ran);
    CHECK(outcome.restored == 1);
    CHECK(outcome.skipped == std::vector{geometry_of("r")});
    CHECK(desk.x("r") == 9);
    CHECK_FALSE(desk.document.region("s")->alive());
    desk.history.redo(); // brings back only what undo took
    CHECK(desk.x("r") == 9);
    CHECK(desk.x("s") == 1);
}

TEST_CASE("an older edit under a foreign one is not undone by way of a newer own one") {
    Desk desk;
    Desk other("other");
    other.clock.advance(1000);
    desk.history.commit(move("r", 1));
    other.history.commit(move("r", 9));
    desk.history.apply_remote(other.history.take_pending());
    desk.history.commit(move("r", 2));
    CHECK(desk.history.undo().restored == 1);
    CHECK(desk.x("r") == 9);
    const UndoOutcome outcome = desk.history.undo();
    CHECK(outcome.ran);
    CHECK(outcome.restored == 0);
    CHECK(desk.x("r") == 9);
    CHECK(desk.history.can_redo()); // the newer own edit still
    desk.history.redo();
    CHECK(desk.x("r") == 2);
}

TEST_CASE("transactions with one key join while nothing comes between") {
    Desk desk;
    desk.history.commit(move("r", 1));
    for (int i = 2; i < 10; ++i)
        desk.history.commit(move("r", i, "drag"));
    CHECK(desk.history.steps().size() == 2);
    CHECK(desk.history.steps()[1].writes == 1);
    desk.history.undo();
    CHECK(desk.x("r") == 1);
    desk.history.redo();
    CHECK(desk.x("r") == 9);

    desk.history.commit(move("r", 20, "drag")); // an undo or redo came between
    desk.history.break_coalescing();
    desk.history.commit(move("r", 21, "drag"));
    desk.history.commit(move("r", 22, "other drag"));
    CHECK(desk.history.steps().size() == 5);

    Desk other("other");
    other.clock.advance(1000);
    other.history.commit(move("r", 90));
    desk.history.apply_remote(other.history.take_pending());
    desk.history.commit(move("r", 23, "other drag"));
    CHECK(desk.history.steps().size() == 6);
    desk.history.undo();
    CHECK(desk.x("r") == 90);
}

TEST_CASE("joined transactions that touch registers in another order are restored once each") {
    Desk desk;
    Transaction first{"history.move", {}, "drag"};
    first.set(geometry_of("r"), box(1)).set(geometry_of("s"), box(1)).set(geometry_of("r"), box(2));
    desk.history.commit(first);
    Transaction second{"history.move", {}, "drag"};
    second.set(geometry_of("t"), box(3)).set(geometry_of("s"), box(3)).set(geometry_of("r"), box(3));
    desk.history.commit(second);
    REQUIRE(desk.history.steps().size() == 1);
    CHECK(desk.history.steps()[0].writes == 3);
    CHECK(desk.history.steps()[0].regions == std::vector<std::string>{"r", "s", "t"});
    const UndoOutcome outcome = desk.history.undo();
    CHECK(outcome.restored == 3);
    CHECK(outcome.skipped.empty());
    CHECK(desk.document.region_ids().empty());
}

TEST_CASE("steps tell what was done and what is undone") {
    Desk desk;
    desk.history.commit(move("r", 1));
    desk.clock.advance(5);
    desk.history.commit(move("s", 1));
    desk.history.undo();
    const auto& steps = desk.history.steps();
    REQUIRE(steps.size() == 2);
    CHECK(steps[0].action == "history.move");
    CHECK_FALSE(steps[0].undone);
    CHECK(steps[1].undone);
    CHECK(steps[1].regions == std::vector<std::string>{"s"});
    CHECK(steps[1].at_ms_utc == steps[0].at_ms_utc + 5);
}

TEST_CASE("pending ops carry sequence, transaction and stamp and rebuild the document elsewhere") {
    Desk desk;
    Transaction both{"history.draw", {}, {}};
    both.set(geometry_of("r"), box(1)).set(geometry_of("s"), box(2));
    desk.history.commit(both);
    desk.history.commit(move("r", 3));
    desk.history.undo();
    const std::vector<Op> ops = desk.history.take_pending();
    REQUIRE(ops.size() == 4);
    CHECK(ops[0].sequence == 1);
    CHECK(ops[1].sequence == 2);
    CHECK(ops[1].transaction == 1);
    CHECK(ops[2].transaction == 3);
    CHECK(ops[3].action == "history.undo");
    CHECK(ops[3].stamp > ops[2].stamp);
    Document elsewhere("doc");
    elsewhere.apply(ops);
    CHECK(elsewhere.to_snapshot() == desk.document.to_snapshot());

    // The same client after a reload goes on behind its own ops.
    Document reloaded("doc");
    HybridClock hybrid(desk.clock, "me");
    History history(reloaded, hybrid);
    history.apply_remote(ops);
    history.commit(move("r", 7));
    CHECK(history.take_pending()[0].sequence == 5);
    CHECK(number_or(reloaded.region("r")->shape(), "x", 0) == 7);
}

TEST_CASE("undoing everything gives what was there at first, redoing everything what was there at last") {
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        CAPTURE(seed);
        test::SeededRandom random(seed);
        test::ManualClock clock;
        HybridClock hybrid(clock, "me");
        Diagnostics diagnostics;
        Document document = Document::from_result("doc", test::random_result(random, 8, true), diagnostics);
        const Json first = document.to_result();
        History history(document, hybrid);
        for (int i = 0; i < 30; ++i) {
            Transaction transaction{"history.test", {}, random.one_in(3) ? "key" : ""};
            for (std::size_t n = random.below(4); n > 0; --n) {
                const std::string id = "r" + std::to_string(random.below(5));
                switch (random.below(4)) {
                case 0:
                    transaction.set({RegisterKind::region_deleted, id, ""}, random.one_in(2) ? Json(true) : Json());
                    break;
                case 1:
                    transaction.set({RegisterKind::region_control, id, "tool"}, {{"type", "labels"}, {"value", {"A"}}});
                    break;
                case 2:
                    transaction.set({RegisterKind::control, "", "mood"},
                                    random.one_in(2) ? Json() : Json{{"type", "choices"}});
                    break;
                default:
                    transaction.set(geometry_of(id), box(static_cast<double>(random.below(5))));
                }
            }
            history.commit(std::move(transaction));
            if (random.one_in(6))
                history.undo();
            if (random.one_in(6))
                history.redo();
        }
        while (history.can_redo())
            REQUIRE(history.redo().skipped.empty());
        const Json last = document.to_result();
        while (history.can_undo())
            REQUIRE(history.undo().skipped.empty());
        REQUIRE(same_json(document.to_result(), first));
        while (history.can_redo())
            REQUIRE(history.redo().skipped.empty());
        REQUIRE(same_json(document.to_result(), last));
    }
}
