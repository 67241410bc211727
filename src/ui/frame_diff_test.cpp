// A plan is carried out by a small software rasteriser on a buffer that keeps its pixels, and compared with the same
// frame painted whole by plain triangles: not one pixel may differ.
#include "ui/frame_diff.hpp"

#include "support/imgui_frames.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstring>
#include <map>
#include <random>

namespace {

using tw::FrameDiff;
using tw::FramePlan;
using tw::FrameStep;
using tw::PixelRect;
using tw::test::ImGuiFrames;

constexpr ImU32 background = IM_COL32(250, 250, 252, 255);

struct Picture {
    int w = 0, h = 0;
    std::vector<ImU32> pixels;
    bool operator==(const Picture&) const = default;
};

class Rasterizer {
public:
    Rasterizer(const ImGuiFrames& frames, const std::map<ImTextureID, std::uint64_t>& versions)
        : frames_(frames), versions_(versions) {}

    void clear(Picture& out, const PixelRect& area, ImU32 color) const {
        for (int y = area.y0; y < area.y1; ++y)
            for (int x = area.x0; x < area.x1; ++x)
                out.pixels[std::size_t(y) * std::size_t(out.w) + std::size_t(x)] = color;
    }
    void triangle(Picture& out, const PixelRect& scissor, const ImDrawVert* const (&v)[3], ImTextureID texture,
                  bool fetch, float scale) const {
        double px[3], py[3];
        for (int i = 0; i < 3; ++i)
            px[i] = double(v[i]->pos.x * scale), py[i] = double(v[i]->pos.y * scale);
        const double area = (px[1] - px[0]) * (py[2] - py[0]) - (px[2] - px[0]) * (py[1] - py[0]);
        if (area == 0)
            return;
        const double sign = area > 0 ? 1 : -1;
        auto low = [](const double(&p)[3]) { return int(std::floor(std::min({p[0], p[1], p[2]}))); };
        auto high = [](const double(&p)[3]) { return int(std::ceil(std::max({p[0], p[1], p[2]}))); };
        for (int y = std::max(scissor.y0, low(py)); y < std::min(scissor.y1, high(py)); ++y) {
            for (int x = std::max(scissor.x0, low(px)); x < std::min(scissor.x1, high(px)); ++x) {
                double w[3];
                bool inside = true;
                for (int i = 0; i < 3 && inside; ++i) {
                    const int a = (i + 1) % 3, b = (i + 2) % 3;
                    const double ex = (px[b] - px[a]) * sign, ey = (py[b] - py[a]) * sign;
                    w[i] = (ex * (y + 0.5 - py[a]) - ey * (x + 0.5 - px[a]));
                    const bool owns_edge = ey < 0 || (ey == 0 && ex > 0); // top-left rule, y down
                    inside = w[i] > 0 || (w[i] == 0 && owns_edge);
                    w[i] /= std::abs(area);
                }
                if (inside)
                    blend(out.pixels[std::size_t(y) * std::size_t(out.w) + std::size_t(x)], v, w, texture, fetch);
            }
        }
    }

private:
    void blend(ImU32& to, const ImDrawVert* const (&v)[3], const double (&w)[3], ImTextureID texture,
               bool fetch) const {
        double color[4], u = 0, t = 0;
        for (int c = 0; c < 4; ++c) {
            color[c] = 0;
            for (int i = 0; i < 3; ++i)
                color[c] += w[i] * double((v[i]->col >> (8 * c)) & 255);
        }
        for (int i = 0; i < 3; ++i)
            u += w[i] * double(v[i]->uv.x), t += w[i] * double(v[i]->uv.y);
        if (fetch) {
            if (const ImTextureData* data = frames_.texture(texture)) {
                const int tx = std::clamp(int(u * data->Width), 0, data->Width - 1);
                const int ty = std::clamp(int(t * data->Height), 0, data->Height - 1);
                const unsigned char* texel = data->Pixels + (tx + ty * data->Width) * data->BytesPerPixel;
                for (int c = 0; c < 4; ++c)
                    color[c] *= (data->BytesPerPixel == 4 ? texel[c] : c == 3 ? texel[0] : 255) / 255.0;
            } else { // a user's picture: stripes that depend on its version
                const auto version = versions_.find(texture);
                color[0] = std::fmod(u * 1000 + double(version == versions_.end() ? 0 : version->second * 40), 255);
            }
        }
        const double alpha = std::round(color[3]) / 255;
        ImU32 result = 0xff000000;
        for (int c = 0; c < 3; ++c) {
            const double mixed = std::round(color[c]) * alpha + double((to >> (8 * c)) & 255) * (1 - alpha);
            result |= ImU32(std::clamp(std::round(mixed), 0.0, 255.0)) << (8 * c);
        }
        to = result;
    }
    const ImGuiFrames& frames_;
    const std::map<ImTextureID, std::uint64_t>& versions_;
};

struct Bench {
    explicit Bench(ImVec2 size = {640, 400}, float scale = 1) : frames(size, scale), scale_(scale) {}

    /// Draws a frame; checks that what the plan leaves in the kept buffer is what the whole frame looks like.
    template <class Draw>
    double step(Draw draw, bool force = false) {
        const ImDrawData& data = frames.frame([&] {
            ImGui::SetNextWindowPos({0, 0});
            ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
            ImGui::Begin("whole", nullptr,
                         ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoBackground |
                             ImGuiWindowFlags_NoBringToFrontOnFocus);
            draw(*ImGui::GetWindowDrawList());
            ImGui::End();
        });
        const FramePlan& plan = diff.plan(
            data, background, [&](ImTextureID id) { return versions.contains(id) ? versions.at(id) : 0; }, force);
        const Rasterizer paint(frames, versions);
        const PixelRect all{0, 0, int(data.DisplaySize.x * scale_), int(data.DisplaySize.y * scale_)};
        if (kept.w != all.x1 || kept.h != all.y1)
            kept = {all.x1, all.y1, std::vector<ImU32>(std::size_t(all.area()), 0xdeadbeef)};
        std::uint32_t drawn = 0;
        for (const FrameStep& one : plan.steps) {
            REQUIRE(all.contains(one.scissor));
            if (one.kind == FrameStep::Kind::clear) {
                paint.clear(kept, one.scissor, one.color);
                ++clears;
                continue;
            }
            drawn += one.index_count;
            for (std::uint32_t i = one.first_index; i < one.first_index + one.index_count; i += 3) {
                const ImDrawVert* corners[3];
                for (std::uint32_t c = 0; c < 3; ++c) {
                    REQUIRE(plan.indices[i + c] < plan.vertices.size());
                    corners[c] = &plan.vertices[plan.indices[i + c]];
                }
                paint.triangle(kept, one.scissor, corners, one.texture, one.kind == FrameStep::Kind::picture, scale_);
            }
        }
        REQUIRE(drawn == plan.indices.size());
        Picture whole{all.x1, all.y1, std::vector<ImU32>(std::size_t(all.area()), background)};
        for (const ImDrawList* list : data.CmdLists) {
            for (const ImDrawCmd& command : list->CmdBuffer) {
                auto edge = [&](float v) { return int(std::ceil(v * scale_ - 0.5F)); };
                const PixelRect clip = PixelRect{edge(command.ClipRect.x), edge(command.ClipRect.y),
                                                 edge(command.ClipRect.z), edge(command.ClipRect.w)}
                                           .intersected(all);
                for (unsigned i = 0; i < command.ElemCount; i += 3) {
                    const ImDrawVert* corners[3];
                    for (unsigned c = 0; c < 3; ++c)
                        corners[c] =
                            &list->VtxBuffer[int(list->IdxBuffer[int(command.IdxOffset + i + c)] + command.VtxOffset)];
                    paint.triangle(whole, clip, corners, command.GetTexID(), true, scale_);
                }
            }
        }
        std::size_t different = 0;
        for (std::size_t i = 0; i < whole.pixels.size(); ++i)
            different += whole.pixels[i] != kept.pixels[i];
        CHECK(different == 0);
        return plan.dirty_fraction;
    }

    ImGuiFrames frames;
    FrameDiff diff;
    Picture kept;
    std::map<ImTextureID, std::uint64_t> versions;
    int clears = 0;
    float scale_;
};

void window(const char* name, ImVec2 pos, const char* text) {
    ImGui::SetNextWindowPos(pos);
    ImGui::SetNextWindowSize({180, 120});
    ImGui::Begin(name);
    ImGui::TextUnformatted(text);
    ImGui::Button("Press");
    ImGui::End();
}

} // namespace

TEST_CASE("frame diff: a still frame costs nothing, a small change little") {
    for (const float scale : {1.0F, 2.0F}) {
        CAPTURE(scale);
        Bench bench({640, 400}, scale);
        float x = 100;
        auto draw = [&](ImDrawList& list) {
            list.AddRectFilled({0, 0}, {640, 400}, IM_COL32(240, 240, 240, 255));
            list.AddRectFilled({20, 20}, {400, 300}, IM_COL32(30, 60, 90, 255));
            list.AddRect({x, 100}, {x + 20, 120}, IM_COL32(255, 0, 0, 255), 0, 0, 2);
            list.AddText({300, 40}, IM_COL32(255, 255, 255, 255), "Some words to read");
        };
        CHECK(bench.step(draw) == 1);
        bench.step(draw); // glyphs may have come
        CHECK(bench.step(draw) == 0);
        CHECK(bench.diff.plan(*ImGui::GetDrawData(), background, [](ImTextureID) { return 0; }, false).steps.empty());
        x = 140.25F;
        const double fraction = bench.step(draw);
        CHECK(fraction > 0);
        CHECK(fraction < 0.15);
        CHECK(bench.clears > 2);
        CHECK(bench.step(draw, true) == 1);
    }
}

TEST_CASE("frame diff: windows moved, swapped and gone; items that vanish") {
    Bench bench;
    ImVec2 a{30, 30}, b{150.5F, 90.25F};
    bool show_b = true, item = true;
    auto draw = [&](ImDrawList& list) {
        list.AddCircleFilled({500, 200}, 80, IM_COL32(0, 120, 60, 255));
        window("a", a, "first");
        if (show_b)
            window("b", b, item ? "second" : "");
    };
    for (int i = 0; i < 4; ++i)
        bench.step(draw);
    a = {61.3F, 44.7F};
    bench.step(draw);
    ImGui::SetWindowFocus("a");
    bench.step(draw);
    ImGui::SetWindowFocus("b");
    bench.step(draw);
    item = false;
    bench.step(draw);
    b = {-60, 350};
    bench.step(draw);
    show_b = false;
    bench.step(draw);
    bench.step(draw);
}

TEST_CASE("frame diff: order of translucent shapes, clips, textures and their versions") {
    Bench bench;
    bool swapped = false;
    float clip = 300, shift = 0;
    const ImTextureID picture = 77;
    auto draw = [&](ImDrawList& list) {
        list.AddRectFilled({10, 10}, {600, 390}, IM_COL32(200, 220, 240, 255));
        list.AddImage(picture, {40 + shift, 40}, {400 + shift, 360});
        const ImU32 first = swapped ? IM_COL32(255, 0, 0, 100) : IM_COL32(0, 0, 255, 100);
        const ImU32 second = swapped ? IM_COL32(0, 0, 255, 100) : IM_COL32(255, 0, 0, 100);
        list.AddRectFilled({100.5F, 100}, {300, 250.5F}, first);
        list.AddRectFilled({200, 150}, {450, 300}, second);
        list.PushClipRect({50, 50}, {clip, 380}, true);
        list.AddTriangleFilled({60, 60}, {560, 200}, {120, 390}, IM_COL32(20, 200, 20, 90));
        list.AddRectFilled({60, 200}, {500, 380}, IM_COL32(250, 200, 20, 255), 8);
        list.PopClipRect();
        list.AddLine({0, 0}, {640, 400}, IM_COL32(0, 0, 0, 255), 3);
    };
    bench.step(draw);
    bench.step(draw);
    swapped = true;
    CHECK(bench.step(draw) > 0);
    clip = 317.5F;
    CHECK(bench.step(draw) > 0);
    bench.versions[picture] = 2;
    CHECK(bench.step(draw) > 0);
    CHECK(bench.step(draw) == 0);
    shift = 0.4F;
    CHECK(bench.step(draw) > 0);
}

TEST_CASE("frame diff: new glyphs, resize, background, forgotten buffer") {
    Bench bench;
    std::string words = "abc";
    float size = 13;
    auto draw = [&](ImDrawList& list) {
        list.AddText(nullptr, size, {20, 20}, IM_COL32(0, 0, 0, 255), words.c_str());
        list.AddRectFilled({300, 100}, {500, 300}, IM_COL32(30, 60, 90, 255));
    };
    bench.step(draw);
    bench.step(draw);
    words = "abc XYZ @#%";
    bench.step(draw);
    size = 37;
    bench.step(draw);
    size = 90; // enough for a larger atlas
    words = "The quick brown fox 0123456789";
    bench.step(draw);
    bench.step(draw);
    ImGui::GetIO().DisplaySize = {611, 337};
    CHECK(bench.step(draw) == 1);
    CHECK(bench.step(draw) == 0);
    bench.diff.forget();
    CHECK(bench.step(draw) == 1);
    ImGui::GetIO().DisplaySize = {0, 0};
    CHECK(bench.step(draw) == 0);
    ImGui::GetIO().DisplaySize = {640, 400};
    CHECK(bench.step(draw) == 1);
}

TEST_CASE("frame diff: random scenes") {
    const unsigned seed = std::random_device{}();
    CAPTURE(seed);
    std::mt19937 random(seed);
    auto between = [&](float low, float high) { return std::uniform_real_distribution<float>(low, high)(random); };
    struct Shape {
        int kind;
        ImVec2 a, b;
        ImU32 color;
    };
    std::vector<Shape> shapes;
    auto make = [&] {
        const ImVec2 a{between(-50, 640), between(-50, 400)};
        return Shape{int(between(0, 5)),
                     a,
                     {a.x + between(1, 250), a.y + between(1, 250)},
                     ImU32(random()) | (random() % 2 ? 0xff000000U : 0)};
    };
    for (int i = 0; i < 40; ++i)
        shapes.push_back(make());
    Bench bench;
    for (int step = 0; step < 12; ++step) {
        for (int i = 0; i < 3; ++i)
            shapes[random() % shapes.size()] = make();
        Shape& moved = shapes[random() % shapes.size()];
        moved.a.x += between(-1, 1);
        std::swap(shapes[random() % shapes.size()], shapes[random() % shapes.size()]);
        bench.step([&](ImDrawList& list) {
            for (const Shape& s : shapes) {
                if (s.kind == 0)
                    list.AddRectFilled(s.a, s.b, s.color);
                else if (s.kind == 1)
                    list.AddRect(s.a, s.b, s.color, 3, 0, 2);
                else if (s.kind == 2)
                    list.AddCircleFilled(s.a, 30, s.color);
                else if (s.kind == 3)
                    list.AddText(s.a, s.color, "text");
                else
                    list.AddImage(5, s.a, s.b);
            }
        });
    }
}
