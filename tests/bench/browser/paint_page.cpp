// A page of nothing but the renderer, for what only a browser can answer: are partly painted frames the same pixels as
// whole ones, does a lost context come back, and what does a mouse move of a drag cost under software GL. Driven by
// tests/e2e/painting.test.mjs and tests/bench/paint.bench.mjs through the exported functions.
#include "platform/web/gl_renderer.hpp"
#include "scene/scene_layer.hpp"
#include "ui/object_painter.hpp"

#include <GLES3/gl3.h>
#include <emscripten.h>

#include <memory>
#include <random>
#include <string>

namespace {

using namespace tw;

constexpr Size photograph_px{4000, 3000};

/// Letters as blocks: what is measured is boxes.
class Blocks final : public TextShaper, public GlyphSource {
public:
    std::vector<Cluster> shape(std::string_view text, std::uint32_t start, const TextStyle& style) override {
        std::vector<Cluster> out;
        for (const char c : text)
            out.push_back({start++, start, style.size_px / 2, std::uint32_t(c)}), out.back().end_utf16 = start;
        return out;
    }
    LineMetrics metrics(const TextStyle& style) override {
        return {style.size_px * 0.8F, style.size_px * 0.2F, style.size_px * 1.4F};
    }
    bool rasterize(std::uint32_t key, float, GlyphBitmap& out) override {
        out.width = 5, out.height = 8, out.top_px = -8;
        out.rgba.assign(5 * 8 * 4, 255);
        for (std::size_t i = 3; i < out.rgba.size(); i += 4)
            out.rgba[i] = std::uint8_t(i * key);
        return true;
    }
};

struct Page {
    GlRenderer renderer;
    Blocks blocks;
    ObjectPainter painter{blocks, blocks};
    Theme theme;
    SceneLayer layer;
    std::uint64_t photograph = 0;
    ImageState image;
    double scale = 0.3, build_ms = 0;
    int boxes = 0;

    static DisplayList box_at(Rect rect, int index) {
        DisplayList list;
        Primitive box;
        box.rect = rect;
        box.fill = {std::uint8_t(40 + index % 200), 120, std::uint8_t(255 - index % 200), 50};
        box.stroke = box.fill.with_alpha(1);
        Primitive tag = box;
        tag.kind = PrimitiveKind::tag;
        list.strings = {"Car " + std::to_string(index)};
        list.items = {box, tag};
        return list;
    }
    void set_up(int count) {
        boxes = count;
        layer.clear();
        layer.set_extent(photograph_px);
        std::mt19937 random(7);
        auto between = [&](double low, double high) { return std::uniform_real_distribution<>(low, high)(random); };
        for (int i = 0; i < count; ++i)
            layer.set(SceneLayer::Key(i),
                      box_at({between(0, 3800), between(0, 2800), between(20, 180), between(20, 180)}, i));
    }
    void upload_photograph() {
        if (photograph == 0)
            photograph = renderer.create_texture(2000, 1500, true);
        std::vector<std::uint8_t> pixels(std::size_t(2000) * 1500 * 4);
        for (std::size_t i = 0; i < pixels.size(); ++i)
            pixels[i] = std::uint8_t(i % 4 == 3 ? 255 : i * 7 >> 6);
        renderer.upload(photograph, 0, 0, 2000, 1500, pixels.data());
        image.tiles = {{{0, 0, photograph_px.w, photograph_px.h}, photograph}};
    }
    template <class Draw>
    void frame(bool full, Draw draw) {
        const double start_ms = emscripten_get_now();
        ImGui::GetIO().DeltaTime = 1.0F / 60;
        ImGui::NewFrame();
        painter.begin_frame(ImGui::GetIO().DisplayFramebufferScale.x);
        draw(*ImGui::GetBackgroundDrawList());
        ImGui::Render();
        build_ms = emscripten_get_now() - start_ms;
        renderer.render(ImGui::GetDrawData(), full);
    }
    /// One step of a drag of one box over the photograph.
    void drag(int step, bool full) {
        layer.set(3, box_at({800.0 + 4 * (step % 100), 700.0 + 2 * (step % 100), 120, 90}, 3));
        frame(full, [&](ImDrawList& list) {
            const ImVec2 size = ImGui::GetIO().DisplaySize;
            list.AddRectFilled({0, 0}, size, IM_COL32(245, 246, 248, 255));
            list.AddRectFilled({size.x - 300, 0}, size, IM_COL32(255, 255, 255, 255));
            const PaintArea area{&list, {0, 44, double(size.x) - 300, double(size.y) - 92}, {scale, {0, 44}}};
            list.PushClipRect({0, 44}, {size.x - 300, size.y - 48});
            painter.image(area, image, true);
            painter.layer(area, layer, theme);
            list.PopClipRect();
        });
    }
    /// Steps that would each betray a wrong idea of what changed.
    void tricky(int step, bool full) {
        frame(full, [&](ImDrawList& list) {
            const ImVec2 size = ImGui::GetIO().DisplaySize;
            const float shift = step >= 2 ? 10.4F : 10;
            list.AddRectFilled({0, 0}, size, IM_COL32(240, 240, 240, 255));
            if (step % 7 != 3)
                list.AddImage(ImTextureRef(photograph | (step % 5 == 4 ? nearest_sampling : 0)), {60, 60},
                              {420 + shift, 360});
            const bool swapped = step % 3 == 1;
            list.AddRectFilled({100.5F, 100}, {300, 250.5F},
                               swapped ? IM_COL32(255, 0, 0, 100) : IM_COL32(0, 0, 255, 100));
            list.AddRectFilled({200, 150}, {450, 300}, swapped ? IM_COL32(0, 0, 255, 100) : IM_COL32(255, 0, 0, 100));
            list.PushClipRect({50, 50}, {300 + float(step % 4) * 17.5F, 380}, true);
            list.AddTriangleFilled({60, 60}, {560, 200}, {120, 390}, IM_COL32(20, 200, 20, 90));
            list.AddRectFilled({60 + shift, 200}, {500, 380}, IM_COL32(250, 200, 20, 255), 8);
            list.PopClipRect();
            list.AddRectFilled({300.5F, 300.5F}, {500 + float(step), 460.25F}, IM_COL32(30, 60, 90, 255));
            list.AddText(nullptr, 13 + float(step % 6) * 9, {120, 20 + float(step)}, IM_COL32(0, 0, 0, 255),
                         "New glyphs at a new size");
            list.AddLine({0, 0}, {640, 400 + float(step)}, IM_COL32(0, 0, 0, 255), 3);
            list.AddCircle({500, 120}, 40 + float(step % 3) * 0.3F, IM_COL32(200, 0, 80, 255), 0, 2);
        });
    }
};

std::unique_ptr<Page> page;

std::vector<std::uint8_t> pixels_now() {
    const ImGuiIO& io = ImGui::GetIO();
    const int w = int(io.DisplaySize.x * io.DisplayFramebufferScale.x),
              h = int(io.DisplaySize.y * io.DisplayFramebufferScale.y);
    std::vector<std::uint8_t> out(std::size_t(w) * std::size_t(h) * 4);
    glReadPixels(0, 0, w, h, GL_RGBA, GL_UNSIGNED_BYTE, out.data());
    return out;
}

} // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE void paint_open(double width_px, double height_px, double device_px_per_px) {
    if (!page) {
        ImGui::CreateContext();
        ImGuiIO& io = ImGui::GetIO();
        io.IniFilename = nullptr;
        io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures | ImGuiBackendFlags_RendererHasVtxOffset;
        GlRenderer::create_context("#canvas");
        page = std::make_unique<Page>();
        page->renderer.init();
        page->renderer.set_reupload([] { page->upload_photograph(); });
        page->upload_photograph();
    }
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = {float(width_px), float(height_px)};
    io.DisplayFramebufferScale = {float(device_px_per_px), float(device_px_per_px)};
}

EMSCRIPTEN_KEEPALIVE void paint_boxes(int count, double scale) {
    page->set_up(count);
    page->scale = scale;
}
EMSCRIPTEN_KEEPALIVE double paint_drag(int step, int full) {
    page->drag(step, full != 0);
    return page->renderer.stats().main_ms;
}
EMSCRIPTEN_KEEPALIVE double paint_build_ms() {
    return page->build_ms;
}
EMSCRIPTEN_KEEPALIVE double paint_dirty() {
    return page->renderer.stats().dirty_fraction;
}
EMSCRIPTEN_KEEPALIVE int paint_draw_calls() {
    return page->renderer.stats().draw_calls;
}

/// Pixels in which a partly painted frame differs from the same frame painted whole; -1 when nothing was painted at all.
EMSCRIPTEN_KEEPALIVE int paint_difference(int scene, int step) {
    auto draw = [&](bool full) { scene == 0 ? page->tricky(step, full) : page->drag(step, full); };
    draw(false);
    const auto part = pixels_now();
    draw(true);
    const auto whole = pixels_now();
    int different = 0;
    bool blank = true;
    for (std::size_t i = 0; i < part.size(); i += 4) {
        different += !std::equal(part.begin() + std::ptrdiff_t(i), part.begin() + std::ptrdiff_t(i) + 4,
                                 whole.begin() + std::ptrdiff_t(i));
        blank &= part[i] == part[0];
    }
    return blank ? -1 : different;
}
EMSCRIPTEN_KEEPALIVE unsigned paint_checksum() {
    unsigned sum = 1;
    for (const std::uint8_t byte : pixels_now())
        sum = sum * 31 + byte;
    return sum;
}
EMSCRIPTEN_KEEPALIVE void paint_lost() {
    page->renderer.context_lost();
}
EMSCRIPTEN_KEEPALIVE void paint_restored() {
    page->renderer.init();
}
}
