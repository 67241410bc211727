#include "ui/glyph_atlas.hpp"

#include <chrono>
#include <cmath>
#include <cstring>

namespace tw {
namespace {

// A picture of a cluster costs about 1 ms in a browser, now and then far more: the frame stops asking after this.
constexpr double glyph_budget_ms = 6;
constexpr int most_glyphs_a_frame = 64;
constexpr std::size_t many_glyphs = 6000; // beyond, those not seen for a while give their place back
constexpr std::uint64_t stale_after_frames = 600;
constexpr std::size_t many_runs = 4000;

} // namespace

void GlyphAtlas::begin_frame(float device_px_per_px) {
    ++frame_;
    made_ = 0;
    spent_ms_ = 0;
    owed_ = false;
    if (device_px_per_px != device_px_ && device_px_per_px > 0) {
        drop_all();
        device_px_ = device_px_per_px;
    }
    if (glyphs_.size() > many_glyphs)
        drop_stale();
}

float GlyphAtlas::snapped(double px) const {
    return float(std::round(px * device_px_) / device_px_);
}

void GlyphAtlas::place(std::uint32_t key, Vec2 baseline_px, ImU32 color) {
    if (key != 0)
        placed_.push_back({key, float(baseline_px.x), float(baseline_px.y), color});
}

void GlyphAtlas::drop_all() {
    for (const auto& [key, glyph] : glyphs_)
        if (glyph.rect != ImFontAtlasRectId_Invalid)
            ImGui::GetIO().Fonts->RemoveCustomRect(glyph.rect);
    glyphs_.clear();
}

void GlyphAtlas::drop_stale() {
    std::erase_if(glyphs_, [this](const auto& entry) {
        if (entry.second.used + stale_after_frames >= frame_)
            return false;
        if (entry.second.rect != ImFontAtlasRectId_Invalid)
            ImGui::GetIO().Fonts->RemoveCustomRect(entry.second.rect);
        return true;
    });
}

void GlyphAtlas::ensure(std::uint32_t key) {
    if (const auto found = glyphs_.find(key); found != glyphs_.end()) {
        found->second.used = frame_;
        return;
    }
    if (made_ >= most_glyphs_a_frame || spent_ms_ >= glyph_budget_ms) {
        owed_ = true;
        return;
    }
    const auto start = std::chrono::steady_clock::now();
    GlyphBitmap bitmap;
    Glyph glyph;
    glyph.used = frame_;
    if (source_->rasterize(key, device_px_, bitmap) && bitmap.width > 0 && bitmap.height > 0 &&
        bitmap.rgba.size() >= std::size_t(bitmap.width) * std::size_t(bitmap.height) * 4) {
        glyph.left_px = bitmap.left_px;
        glyph.top_px = bitmap.top_px;
        glyph.colored = bitmap.colored;
        glyph.rect = store(bitmap);
    }
    glyphs_.emplace(key, glyph);
    ++made_;
    spent_ms_ += std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

ImFontAtlasRectId GlyphAtlas::store(const GlyphBitmap& bitmap) {
    ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
    ImFontAtlasRect rect;
    const ImFontAtlasRectId id = atlas.AddCustomRect(bitmap.width, bitmap.height, &rect);
    if (id == ImFontAtlasRectId_Invalid)
        return id;
    ImTextureData& texture = *atlas.TexData;
    if (bitmap.colored)
        atlas.TexPixelsUseColors = true;
    for (int y = 0; y < bitmap.height; ++y) {
        const std::uint8_t* from = bitmap.rgba.data() + std::size_t(y) * std::size_t(bitmap.width) * 4;
        auto* to = static_cast<unsigned char*>(texture.GetPixelsAt(rect.x, rect.y + y));
        if (texture.BytesPerPixel == 4)
            std::memcpy(to, from, std::size_t(bitmap.width) * 4);
        else
            for (int x = 0; x < bitmap.width; ++x)
                to[x] = from[x * 4 + 3];
    }
    return id;
}

void GlyphAtlas::draw_placed(ImDrawList& list) {
    for (const Placed& one : placed_)
        ensure(one.key);
    ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
    list.PushTexture(atlas.TexRef);
    list.PrimReserve(int(placed_.size()) * 6, int(placed_.size()) * 4);
    int drawn = 0;
    for (const Placed& one : placed_) {
        const auto found = glyphs_.find(one.key);
        ImFontAtlasRect rect;
        if (found == glyphs_.end() || found->second.rect == ImFontAtlasRectId_Invalid ||
            !atlas.GetCustomRect(found->second.rect, &rect))
            continue;
        const Glyph& glyph = found->second;
        const float x = snapped(double(one.x_px + glyph.left_px)), y = snapped(double(one.baseline_px + glyph.top_px));
        const ImU32 color = glyph.colored ? one.color | 0x00ffffff : one.color;
        list.PrimRectUV({x, y}, {x + rect.w / device_px_, y + rect.h / device_px_}, rect.uv0, rect.uv1, color);
        ++drawn;
    }
    const int unused = int(placed_.size()) - drawn;
    list.PrimUnreserve(unused * 6, unused * 4);
    list.PopTexture();
    placed_.clear();
}

const GlyphAtlas::Run& GlyphAtlas::run(std::string_view text, const TextStyle& style) {
    run_key_.assign(reinterpret_cast<const char*>(&style.size_px), sizeof style.size_px);
    run_key_.push_back(char('a' + (style.bold ? 1 : 0) + (style.italic ? 2 : 0) + (style.monospace ? 4 : 0)));
    run_key_.append(text);
    if (const auto found = runs_.find(run_key_); found != runs_.end())
        return found->second;
    if (runs_.size() > many_runs)
        runs_.clear();
    Run& made_run = runs_[run_key_];
    made_run.clusters = shaper_->shape(text, 0, style);
    for (const Cluster& cluster : made_run.clusters)
        made_run.width_px += double(cluster.advance_px);
    return made_run;
}

double GlyphAtlas::place_run(Vec2 baseline_px, std::string_view text, const TextStyle& style, ImU32 color,
                             double width_px) {
    const double ellipsis_px = run("…", style).width_px;
    const Run& whole = run(text, style);
    const bool cut = whole.width_px > width_px;
    double pen = 0;
    for (const Cluster& cluster : whole.clusters) {
        if (cut && pen + double(cluster.advance_px) > width_px - ellipsis_px)
            break;
        place(cluster.key, {baseline_px.x + pen, baseline_px.y}, color);
        pen += double(cluster.advance_px);
    }
    if (!cut)
        return pen;
    for (const Cluster& cluster : run("…", style).clusters) {
        place(cluster.key, {baseline_px.x + pen, baseline_px.y}, color);
        pen += double(cluster.advance_px);
    }
    return pen;
}

} // namespace tw
