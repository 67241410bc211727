// What a document of ten thousand boxes costs: to open, to export, to change, to undo.
#include "bench/bench.hpp"
#include "edit/history.hpp"
#include "support/fixed.hpp"

#include <memory>

namespace {

using namespace tw;

constexpr int region_count = 10'000;

Json many_boxes() {
    Json result = Json::array();
    for (int i = 0; i < region_count; ++i)
        result.push_back({{"id", "region" + std::to_string(i)},
                          {"from_name", "box"},
                          {"to_name", "img"},
                          {"type", "rectanglelabels"},
                          {"origin", "manual"},
                          {"original_width", 4000},
                          {"original_height", 3000},
                          {"image_rotation", 0},
                          {"value",
                           {{"x", i % 100 / 1.7},
                            {"y", i / 100 * 0.97},
                            {"width", 0.7},
                            {"height", 0.8},
                            {"rotation", 0},
                            {"rectanglelabels", {"Car"}}}}});
    return result;
}

/// A document under edit.
struct Desk {
    test::ManualClock clock;
    Document document;
    HybridClock hybrid{clock, "0123456789abcdef"};
    History history{document, hybrid};

    Desk() : document(opened()) {}
    static Document opened() {
        Diagnostics diagnostics;
        return Document::from_result("01906f2a-0000-7000-8000-000000000000", many_boxes(), diagnostics);
    }
};

} // namespace

TW_BENCH("json: read the text of 10,000 boxes", 0,
         [] { return [text = dump_json(many_boxes())] { bench::keep(parse_json(text)); }; });

TW_BENCH("json: the same by the library alone", 0,
         [] { return [text = dump_json(many_boxes())] { bench::keep(Json::parse(text)); }; });

TW_BENCH("document: open 10,000 boxes", 150, [] {
    return [result = many_boxes()] {
        Diagnostics diagnostics;
        bench::keep(Document::from_result("doc", result, diagnostics));
    };
});

TW_BENCH("document: export 10,000 boxes", 0,
         [] { return [desk = std::make_shared<Desk>()] { bench::keep(desk->document.to_result()); }; });

TW_BENCH("document: snapshot of 10,000 boxes", 0,
         [] { return [desk = std::make_shared<Desk>()] { bench::keep(desk->document.to_snapshot()); }; });

TW_BENCH("document: apply 1,000 moves among 10,000 boxes", 5, [] {
    std::vector<Op> ops;
    for (std::uint64_t i = 0; i < 1000; ++i)
        ops.push_back({"01906f2a-0000-7000-8000-000000000000",
                       "fedcba9876543210",
                       i + 1,
                       i + 1,
                       "history.move",
                       {1, 0, "fedcba9876543210"},
                       {RegisterKind::region_geometry, "region" + std::to_string(i * 7), {}},
                       {{"to_name", "img"}, {"value", {{"x", i}, {"y", 2}, {"width", 3}, {"height", 4}}}}});
    return [desk = std::make_shared<Desk>(), ops = std::move(ops)]() mutable {
        for (Op& op : ops)
            ++op.stamp.wall_ms;
        bench::keep(desk->document.apply(ops));
        bench::keep(desk->document.region_ids());
    };
});

TW_BENCH("history: undo, or redo, of deleting 10,000 boxes", 5, [] {
    auto desk = std::make_shared<Desk>();
    Transaction transaction;
    transaction.action = "history.delete";
    for (const std::string& id : desk->document.region_ids())
        transaction.set({RegisterKind::region_deleted, id, {}}, true);
    desk->history.commit(std::move(transaction));
    desk->history.take_pending();
    return [desk, deleted = true]() mutable {
        bench::keep(deleted ? desk->history.undo() : desk->history.redo());
        deleted = !deleted;
    };
});

TW_BENCH("history: delete 10,000 boxes, undo it, hand both over to be saved", 0, [] {
    return [desk = std::make_shared<Desk>()] {
        Transaction transaction;
        transaction.action = "history.delete";
        for (const std::string& id : desk->document.region_ids())
            transaction.set({RegisterKind::region_deleted, id, {}}, true);
        desk->history.commit(std::move(transaction));
        bench::keep(desk->history.take_pending());
        bench::keep(desk->history.undo());
        bench::keep(desk->history.take_pending());
    };
});
