#include "ui/object_painter.hpp"

#include "support/imgui_frames.hpp"
#include "support/plain_text.hpp"

#include <doctest/doctest.h>

namespace {

using namespace tw;
using tw::test::ImGuiFrames;
using tw::test::PlainText;

Theme plain_theme() {
    Theme theme;
    theme.surface = {255, 255, 255, 255};
    theme.selection = {0, 90, 255, 255};
    return theme;
}

Primitive box(Rect rect, double rotation_deg = 0) {
    Primitive p;
    p.rect = rect;
    p.rotation_deg = rotation_deg;
    p.fill = {255, 0, 0, 50};
    p.stroke = {255, 0, 0, 255};
    p.stroke_px = 2;
    return p;
}

struct Scene {
    explicit Scene(float scale = 1) : frames({640, 400}, scale), scale_(scale) {}
    /// Draws over the whole display; answers the triangles this added.
    template <class Draw>
    int triangles(Draw draw) {
        int before = 0, after = 0;
        frames.frame([&] {
            painter.begin_frame(scale_);
            ImDrawList& list = *ImGui::GetBackgroundDrawList();
            before = list.IdxBuffer.Size;
            draw(PaintArea{&list, {0, 0, 640, 400}, transform});
            after = list.IdxBuffer.Size;
            vertices.assign(list.VtxBuffer.begin(), list.VtxBuffer.end());
        });
        return (after - before) / 3;
    }
    ImGuiFrames frames;
    PlainText text;
    ObjectPainter painter{text, text};
    Theme theme = plain_theme();
    Transform transform;
    std::vector<ImDrawVert> vertices;
    float scale_;
};

} // namespace

TEST_CASE("painter: a box is a fill and four sides, a tiny one a dot, one outside nothing") {
    Scene scene;
    DisplayList list;
    auto paint = [&](const PaintArea& area) { scene.painter.display_list(area, list, scene.theme); };
    list.items = {box({10, 10, 100, 50})};
    CHECK(scene.triangles(paint) == 10);
    list.items = {box({10, 10, 2.4, 2.4})};
    CHECK(scene.triangles(paint) == 2);
    list.items = {box({10, 10, 0.4, 0.4})};
    CHECK(scene.triangles(paint) == 2);
    list.items = {box({900, 10, 100, 50}), box({10, 500, 100, 50})};
    CHECK(scene.triangles(paint) == 0);
    list.items = {box({-100, -100, 1000, 1000})}; // no side is in sight, the fill is
    CHECK(scene.triangles(paint) == 2);
}

TEST_CASE("painter: sides stand on device pixels at any zoom") {
    for (const float scale : {1.0F, 2.0F}) {
        Scene scene(scale);
        scene.transform = {0.37, {11.13, 7.77}};
        DisplayList list;
        list.items = {box({33.3, 21.7, 301.9, 147.1})};
        scene.triangles([&](const PaintArea& area) { scene.painter.display_list(area, list, scene.theme); });
        for (const ImDrawVert& v : scene.vertices) {
            CHECK(v.pos.x * scale == doctest::Approx(std::round(v.pos.x * scale)));
            CHECK(v.pos.y * scale == doctest::Approx(std::round(v.pos.y * scale)));
        }
    }
}

TEST_CASE("painter: rotated boxes, polygons, ellipses, dashes and handles draw something, and nothing outside") {
    Scene scene;
    DisplayList list;
    list.points = {{10, 10}, {100, 20}, {60, 90}};
    Primitive polygon = box({}), polyline = box({}), ellipse = box({200, 100, 80, 40}, 30),
              handle = box({50, 50, 0, 0});
    polygon.kind = PrimitiveKind::polygon, polygon.count = 3;
    polyline.kind = PrimitiveKind::polyline, polyline.count = 3, polyline.dash_px = 4;
    ellipse.kind = PrimitiveKind::ellipse;
    handle.kind = PrimitiveKind::handle;
    Primitive dashed = box({20, 20, 200, 100});
    dashed.dash_px = 6;
    for (const Primitive& one : {polygon, polyline, ellipse, handle, dashed, box({100, 100, 90, 60}, 45)}) {
        list.items = {one};
        CAPTURE(int(one.kind));
        scene.transform = {};
        auto paint = [&](const PaintArea& area) { scene.painter.display_list(area, list, scene.theme); };
        CHECK(scene.triangles(paint) > 3);
        scene.transform = {1, {5000, 0}};
        CHECK(scene.triangles(paint) == 0);
        scene.transform = {1e6, {0, 0}}; // nothing explodes far in
        CHECK(scene.triangles(paint) < 5000);
    }
}

TEST_CASE("painter: name plates only where they can be read") {
    Scene scene;
    DisplayList list;
    list.strings = {"Car 1"};
    auto plate = [](Rect rect) {
        Primitive p = box(rect);
        p.kind = PrimitiveKind::tag;
        return p;
    };
    auto paint = [&](const PaintArea& area) { scene.painter.display_list(area, list, scene.theme); };
    list.items = {box({20, 100, 100, 50}), plate({20, 100, 0, 0})};
    CHECK(scene.triangles(paint) == 10 + 2 + 2 * 4); // ground and four glyphs
    list.items = {box({20, 100, 10, 50}), plate({20, 100, 0, 0})};
    CHECK(scene.triangles(paint) == 10);
    list.items.assign(400, plate({20, 100, 0, 0}));
    list.items.front() = box({20, 100, 100, 50});
    CHECK(scene.triangles(paint) == 10);
}

TEST_CASE("painter: pictures of clusters come under a budget and survive a larger atlas") {
    Scene scene;
    std::string many;
    for (char32_t c = 0x4e00; c < 0x4e00 + 200; ++c)
        append_utf8(many, c);
    auto paint = [&](const PaintArea& area) {
        scene.painter.text_run(*area.list, {5, 50}, many, TextStyle{40}, {0, 0, 0, 255});
    };
    const int first = scene.triangles(paint);
    CHECK(first < 400);
    CHECK(scene.painter.wants_frame());
    int frames = 1;
    while (scene.painter.wants_frame() && frames < 100) {
        scene.triangles(paint);
        ++frames;
    }
    CHECK(scene.triangles(paint) == 400);
    CHECK(scene.text.rasterized == 200);
    CHECK(scene.text.shaped <= 2); // the run and the ellipsis
    for (const ImDrawVert& v : scene.vertices) {
        CHECK(v.uv.x >= 0);
        CHECK(v.uv.x <= 1);
    }
    scene.scale_ = 2; // other pictures are needed
    scene.triangles(paint);
    CHECK(scene.text.rasterized > 200);
}

TEST_CASE("painter: tiles are culled, and sharp when far in") {
    Scene scene;
    ImageState image;
    image.tiles = {{{0, 0, 100, 100}, 7}, {{100, 0, 100, 100}, 8}, {{0, 100, 100, 100}, 0}};
    auto textures = [&] {
        std::vector<ImTextureID> out;
        scene.frames.frame([&] {
            ImDrawList& list = *ImGui::GetBackgroundDrawList();
            scene.painter.image({&list, {0, 0, 640, 400}, scene.transform}, image, true);
            for (const ImDrawCmd& command : list.CmdBuffer)
                if (command.ElemCount)
                    out.push_back(command.TexRef._TexID);
        });
        return out;
    };
    CHECK(textures() == std::vector<ImTextureID>{7, 8});
    scene.transform.scale = 8;
    CHECK(textures() == std::vector<ImTextureID>{7 | nearest_sampling});
}
