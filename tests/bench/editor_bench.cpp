// Ten thousand boxes on a 4000 x 3000 photograph: the bars of the labeling page that need no screen.
#include "bench/bench.hpp"

#include "editor/editor_session.hpp"

#include <algorithm>
#include <functional>
#include <memory>
#include <vector>

namespace {

using namespace tw;

constexpr int box_count = 10000;
constexpr std::string_view config_xml = R"(<View><Image name="img" value="$image"/>
  <RectangleLabels name="box" toName="img"><Label value="Car"/><Label value="Tree"/></RectangleLabels></View>)";

class BenchClock final : public Clock {
public:
    std::uint64_t now_ms_utc() const override { return 1'750'000'000'000; }
    double monotonic_ms() const override { return 0; }
};
class BenchRandom final : public Random {
public:
    std::uint64_t next_u64() override { return state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL; }

private:
    std::uint64_t state_ = 1;
};
class BenchImages final : public ImageSource {
public:
    BenchImages() {
        state_.status = ImageState::Status::ready;
        state_.natural_px = {4000, 3000};
    }
    const ImageState& image(const std::string&) override { return state_; }
    void release_unused() override {}

private:
    ImageState state_;
};

Json ten_thousand_boxes() {
    Json out = Json::array();
    for (int i = 0; i < box_count; ++i)
        out.push_back({{"id", "box" + std::to_string(i)},
                       {"from_name", "box"},
                       {"to_name", "img"},
                       {"type", "rectanglelabels"},
                       {"original_width", 4000},
                       {"original_height", 3000},
                       {"image_rotation", 0},
                       {"value",
                        {{"x", i % 100},
                         {"y", i / 100},
                         {"width", 1.5},
                         {"height", 1.5},
                         {"rotation", 0},
                         {"rectanglelabels", {i % 2 == 0 ? "Car" : "Tree"}}}}});
    return out;
}

struct Bench {
    BenchClock clock;
    BenchRandom random;
    BenchImages images;
    TagRegistry registry{all_tags()};
    std::shared_ptr<const ConfigTree> config;
    Json result = ten_thousand_boxes();
    std::unique_ptr<EditorSession> session;

    Bench() {
        Diagnostics diagnostics;
        config = ConfigTree::parse(config_xml, registry, diagnostics);
    }
    void open() {
        EditorServices services{&registry, &clock, &random, {nullptr, &images}};
        EditorSetup setup;
        setup.config = config;
        setup.task.data = {{"image", "photo.jpg"}};
        setup.document_uid = "bench";
        setup.result = result;
        setup.client_id = "aaaaaaaaaaaaaaaa";
        session = std::make_unique<EditorSession>(services, std::move(setup));
        session->poll();
        tw::bench::keep(session->scene("img").size());
        tw::bench::keep(session->rows().size());
    }
};

PointerEvent at(PointerPhase phase, Vec2 pos) {
    PointerEvent event;
    event.phase = phase;
    event.object = "img";
    event.pos_in_content = event.pos_in_view = pos;
    return event;
}

std::shared_ptr<Bench> opened() {
    auto bench = std::make_shared<Bench>();
    bench->open();
    return bench;
}

TW_BENCH("editor: open 10,000 boxes", 500, [] {
    auto bench = std::make_shared<Bench>();
    return [bench] { bench->open(); };
});

TW_BENCH("editor: 100 hit tests among 10,000 boxes", 20, [] {
    auto bench = opened();
    return [bench] {
        for (int i = 0; i < 100; ++i)
            bench->session->input(at(PointerPhase::hover, {37.0 * i + 5, 29.0 * i + 5}));
    };
});

TW_BENCH("editor: one step of dragging a box among 10,000, list and scene included", 2, [] {
    auto bench = opened();
    bench->session->input(at(PointerPhase::down, {10, 10}));
    auto x = std::make_shared<double>(10);
    return [bench, x] {
        bench->session->input(at(PointerPhase::move, {* x += 7, 20}));
        tw::bench::keep(bench->session->scene("img").revision());
        tw::bench::keep(bench->session->rows().size());
    };
});

/// What a person waits for: the step itself, the scene, and the rows that are in sight.
void seen(EditorSession& session) {
    tw::bench::keep(session.scene("img").size());
    const RegionRows rows = session.rows();
    for (std::size_t row = 0; row < std::min<std::size_t>(rows.size(), 30); ++row)
        tw::bench::keep(rows[row].labels.size());
}

std::function<void()> undo_and_redo_by_turns(std::shared_ptr<Bench> bench) {
    return [bench, undone = false]() mutable {
        undone = !undone;
        bench->session->run(undone ? "annotation:undo" : "annotation:redo");
        seen(*bench->session);
    };
}

TW_BENCH("editor: undo, or redo, of deleting 10,000 boxes, list and scene too", 5, [] {
    auto bench = opened();
    bench->session->run("region:delete-all");
    bench->session->take_pending_ops();
    return undo_and_redo_by_turns(bench);
});

/// All of its boxes have another label than they had.
auto relabelled() {
    auto bench = opened();
    bench->session->run("region:select-all");
    bench->session->run("label:choose", "Tree");
    bench->session->take_pending_ops();
    return bench;
}

TW_BENCH("editor: undo, or redo, of relabelling 10,000 boxes, list and scene too", 5, [] {
    auto bench = relabelled();
    return undo_and_redo_by_turns(bench);
});

TW_BENCH("editor: undo, or redo, of relabelling 10,000 boxes, less what is seen", 5, [] {
    auto bench = relabelled();
    return [bench, undone = false]() mutable {
        undone = !undone;
        bench->session->run(undone ? "annotation:undo" : "annotation:redo");
    };
});

TW_BENCH("editor: undo and redo of moving one box among 10,000", 10, [] {
    auto bench = opened();
    bench->session->input(at(PointerPhase::down, {10, 10}));
    bench->session->input(at(PointerPhase::move, {200, 200}));
    bench->session->input(at(PointerPhase::up, {200, 200}));
    return [bench] {
        bench->session->run("annotation:undo");
        tw::bench::keep(bench->session->scene("img").size());
        tw::bench::keep(bench->session->rows().size());
        bench->session->run("annotation:redo");
        tw::bench::keep(bench->session->scene("img").size());
        tw::bench::keep(bench->session->rows().size());
    };
});

TW_BENCH("editor: lists of 10,000 boxes in view, all of them", 4, [] {
    auto bench = opened();
    auto lists = std::make_shared<std::vector<const DisplayList*>>();
    return [bench, lists] {
        bench->session->scene("img").visible({0, 0, 4000, 3000}, *lists);
        tw::bench::keep(lists->size());
    };
});

} // namespace
