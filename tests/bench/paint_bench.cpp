// Frame builds of 10,000 rectangles on a 4000 x 3000 picture, and what the renderer's planning of such a frame costs.
#include "bench/bench.hpp"
#include "support/imgui_frames.hpp"
#include "support/plain_text.hpp"
#include "ui/frame_diff.hpp"
#include "ui/object_painter.hpp"

#include <memory>
#include <random>

namespace {

using namespace tw;

struct Page {
    explicit Page(double scale) {
        std::mt19937 random(1);
        auto between = [&](double low, double high) { return std::uniform_real_distribution<>(low, high)(random); };
        layer.set_extent({4000, 3000});
        for (int i = 0; i < 10'000; ++i)
            layer.set(SceneLayer::Key(i),
                      list_at({between(0, 3900), between(0, 2900), between(10, 90), between(10, 90)}, i));
        transform = {scale, {0, 0}};
    }
    static DisplayList list_at(Rect rect, int index) {
        DisplayList list;
        Primitive box;
        box.rect = rect;
        box.fill = {255, 80, 0, 50};
        box.stroke = {255, 80, 0, 255};
        Primitive tag = box;
        tag.kind = PrimitiveKind::tag;
        list.strings = {"Car " + std::to_string(index)};
        list.items = {box, tag};
        return list;
    }
    void build() {
        frames.frame([&] {
            painter.begin_frame(1);
            painter.layer({ImGui::GetBackgroundDrawList(), {0, 0, 1400, 900}, transform}, layer, theme);
        });
    }
    test::ImGuiFrames frames{{1400, 900}};
    test::PlainText text;
    ObjectPainter painter{text, text};
    Theme theme;
    SceneLayer layer;
    Transform transform;
    FrameDiff diff;
    int step = 0;
};

std::function<void()> building(double scale) {
    auto page = std::make_shared<Page>(scale);
    for (int i = 0; i < 60; ++i)
        page->build();
    return [page] { page->build(); };
}

TW_BENCH("paint: build 10,000 boxes at fit", 4.0, [] { return building(0.3); });
TW_BENCH("paint: build 10,000 boxes at 1x", 4.0, [] { return building(1); });
TW_BENCH("paint: build 10,000 boxes at 4x", 4.0, [] { return building(4); });

std::function<void()> dragging(double scale) {
    auto page = std::make_shared<Page>(scale);
    return [page] {
        page->layer.set(5000, Page::list_at({1000.0 + page->step++ % 50, 800, 60, 40}, 5000));
        page->build();
        bench::keep(
            page->diff.plan(*ImGui::GetDrawData(), IM_COL32_WHITE, [](ImTextureID) { return 0; }, false).steps.size());
    };
}

TW_BENCH("paint: one of 10,000 dragged, build and plan, at fit", 8.0, [] { return dragging(0.3); });
TW_BENCH("paint: one of 10,000 dragged, build and plan, at 1x", 8.0, [] { return dragging(1); });
TW_BENCH("paint: plan 10,000 boxes at fit, all of it", 0.0, [] {
    auto page = std::make_shared<Page>(0.3);
    page->build();
    return [page] {
        bench::keep(
            page->diff.plan(*ImGui::GetDrawData(), IM_COL32_WHITE, [](ImTextureID) { return 0; }, true).steps.size());
    };
});

} // namespace
