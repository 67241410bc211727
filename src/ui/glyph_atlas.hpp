// Pictures of clusters in ImGui's own texture, so that text, plates and boxes share one draw call. Pictures are made under
// a budget a frame; what is still owed shows in a later one and moves nothing. Owned by the ObjectPainter.
#pragma once

#include "base/geometry.hpp"
#include "ports/text_shaper.hpp"

#include <imgui.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tw {

class GlyphAtlas {
public:
    GlyphAtlas(GlyphSource& source, TextShaper& shaper) : source_(&source), shaper_(&shaper) {}
    void begin_frame(float device_px_per_px);
    /// Pictures did not fit into this frame's budget.
    [[nodiscard]] bool owed() const { return owed_; }
    [[nodiscard]] float device_px() const { return device_px_; }
    /// To the nearest whole device pixel.
    [[nodiscard]] float snapped(double px) const;

    /// Collects one cluster at a baseline; key 0 draws nothing.
    void place(std::uint32_t key, Vec2 baseline_px, ImU32 color);
    /// Collects a run that ends in an ellipsis when it is wider than `width_px`; answers its width.
    double place_run(Vec2 baseline_px, std::string_view text, const TextStyle& style, ImU32 color, double width_px);
    /// Draws what was collected. Pictures are made first: a growing atlas changes texture and coordinates.
    void draw_placed(ImDrawList& list);

private:
    struct Glyph {
        ImFontAtlasRectId rect = ImFontAtlasRectId_Invalid; ///< invalid: nothing to draw
        float left_px = 0, top_px = 0;
        bool colored = false;
        std::uint64_t used = 0;
    };
    struct Placed {
        std::uint32_t key;
        float x_px, baseline_px;
        ImU32 color;
    };
    struct Run {
        std::vector<Cluster> clusters;
        double width_px = 0;
    };
    void drop_all();
    void drop_stale();
    void ensure(std::uint32_t key);
    static ImFontAtlasRectId store(const GlyphBitmap& bitmap);
    const Run& run(std::string_view text, const TextStyle& style);

    GlyphSource* source_;
    TextShaper* shaper_;
    float device_px_ = 1;
    std::uint64_t frame_ = 0;
    int made_ = 0;
    double spent_ms_ = 0;
    bool owed_ = false;
    std::unordered_map<std::uint32_t, Glyph> glyphs_;
    std::unordered_map<std::string, Run> runs_;
    std::vector<Placed> placed_;
    std::string run_key_;
};

} // namespace tw
