#include "ui/object_painter.hpp"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstring>
#include <string>
#include <unordered_map>

namespace tw {

namespace {

// A picture of a cluster costs about 1 ms in a browser, now and then far more: the frame stops asking after this.
constexpr double glyph_budget_ms = 6;
constexpr int most_glyphs_a_frame = 64;
constexpr std::size_t many_glyphs = 6000; // beyond, those not seen for a while give their place back
constexpr std::uint64_t stale_after_frames = 600;
constexpr std::size_t many_runs = 4000;
constexpr int most_name_plates = 300; // more cannot be read, and each costs some twenty glyphs
constexpr float plate_height_px = 16, plate_pad_px = 4, plate_min_box_px = 24;
constexpr float flowing_plate_height_px = 12, flowing_plate_text_px = 10;
constexpr float handle_px = 9;
constexpr float smallest_filled_px = 3;
constexpr double nearest_from_scale = 4;
constexpr int most_dashes = 400;

ImU32 packed(Color color) {
    return color.abgr();
}

/// Writes axis-aligned quads of one colour straight into a list's buffers, reserved in chunks. No other call may add to
/// the list before finish().
class QuadWriter {
public:
    explicit QuadWriter(ImDrawList& list) : list_(list), white_(ImGui::GetFontTexUvWhitePixel()) {}
    ~QuadWriter() { finish(); }
    QuadWriter(const QuadWriter&) = delete;
    QuadWriter& operator=(const QuadWriter&) = delete;

    void quad(float x0, float y0, float x1, float y1, ImU32 color) {
        if (left_ == 0) {
            list_.PrimReserve(chunk * 6, chunk * 4);
            left_ = chunk;
        }
        --left_;
        ImDrawVert* v = list_._VtxWritePtr;
        v[0] = {{x0, y0}, white_, color};
        v[1] = {{x1, y0}, white_, color};
        v[2] = {{x1, y1}, white_, color};
        v[3] = {{x0, y1}, white_, color};
        ImDrawIdx* i = list_._IdxWritePtr;
        const ImDrawIdx base = list_._VtxCurrentIdx;
        i[0] = base, i[1] = base + 1, i[2] = base + 2;
        i[3] = base, i[4] = base + 2, i[5] = base + 3;
        list_._VtxWritePtr += 4;
        list_._IdxWritePtr += 6;
        list_._VtxCurrentIdx += 4;
    }
    void finish() {
        if (left_)
            list_.PrimUnreserve(left_ * 6, left_ * 4);
        left_ = 0;
    }

private:
    static constexpr int chunk = 512;
    ImDrawList& list_;
    ImVec2 white_;
    int left_ = 0;
};

struct View {
    float x0, y0, x1, y1;
};

} // namespace

/// Pictures of clusters in ImGui's own texture, so that text, plates and boxes share one draw call.
struct ObjectPainter::Atlas {
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

    GlyphSource* source = nullptr;
    TextShaper* shaper = nullptr;
    float device_px = 1;
    std::uint64_t frame = 0;
    int made = 0;
    double spent_ms = 0;
    bool owed = false;
    std::unordered_map<std::uint32_t, Glyph> glyphs;
    std::unordered_map<std::string, Run> runs;
    std::vector<Placed> placed;
    std::string run_key;
    struct Plate {
        float x, y, named_px;
        Color color;
        std::string_view text;
    };
    std::vector<Plate> plates;

    [[nodiscard]] float snapped(double px) const { return float(std::round(px * device_px) / device_px); }

    void drop_all() {
        for (const auto& [key, glyph] : glyphs)
            if (glyph.rect != ImFontAtlasRectId_Invalid)
                ImGui::GetIO().Fonts->RemoveCustomRect(glyph.rect);
        glyphs.clear();
    }

    void drop_stale() {
        std::erase_if(glyphs, [this](const auto& entry) {
            if (entry.second.used + stale_after_frames >= frame)
                return false;
            if (entry.second.rect != ImFontAtlasRectId_Invalid)
                ImGui::GetIO().Fonts->RemoveCustomRect(entry.second.rect);
            return true;
        });
    }

    void ensure(std::uint32_t key) {
        if (const auto found = glyphs.find(key); found != glyphs.end()) {
            found->second.used = frame;
            return;
        }
        if (made >= most_glyphs_a_frame || spent_ms >= glyph_budget_ms) {
            owed = true;
            return;
        }
        const auto start = std::chrono::steady_clock::now();
        GlyphBitmap bitmap;
        Glyph glyph;
        glyph.used = frame;
        if (source->rasterize(key, device_px, bitmap) && bitmap.width > 0 && bitmap.height > 0 &&
            bitmap.rgba.size() >= std::size_t(bitmap.width) * std::size_t(bitmap.height) * 4) {
            glyph.left_px = bitmap.left_px;
            glyph.top_px = bitmap.top_px;
            glyph.colored = bitmap.colored;
            glyph.rect = place(bitmap);
        }
        glyphs.emplace(key, glyph);
        ++made;
        spent_ms += std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
    }

    static ImFontAtlasRectId place(const GlyphBitmap& bitmap) {
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

    /// Draws what was collected in `placed`. Pictures are made first: a growing atlas changes texture and coordinates.
    void draw_placed(ImDrawList& list) {
        for (const Placed& one : placed)
            ensure(one.key);
        ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
        list.PushTexture(atlas.TexRef);
        list.PrimReserve(int(placed.size()) * 6, int(placed.size()) * 4);
        int drawn = 0;
        for (const Placed& one : placed) {
            const auto found = glyphs.find(one.key);
            ImFontAtlasRect rect;
            if (found == glyphs.end() || found->second.rect == ImFontAtlasRectId_Invalid ||
                !atlas.GetCustomRect(found->second.rect, &rect))
                continue;
            const Glyph& glyph = found->second;
            const float x = snapped(double(one.x_px + glyph.left_px)),
                        y = snapped(double(one.baseline_px + glyph.top_px));
            const ImU32 color = glyph.colored ? one.color | 0x00ffffff : one.color;
            list.PrimRectUV({x, y}, {x + rect.w / device_px, y + rect.h / device_px}, rect.uv0, rect.uv1, color);
            ++drawn;
        }
        const int unused = int(placed.size()) - drawn;
        list.PrimUnreserve(unused * 6, unused * 4);
        list.PopTexture();
        placed.clear();
    }

    const Run& run(std::string_view text, const TextStyle& style) {
        run_key.assign(reinterpret_cast<const char*>(&style.size_px), sizeof style.size_px);
        run_key.push_back(char('a' + (style.bold ? 1 : 0) + (style.italic ? 2 : 0) + (style.monospace ? 4 : 0)));
        run_key.append(text);
        if (const auto found = runs.find(run_key); found != runs.end())
            return found->second;
        if (runs.size() > many_runs)
            runs.clear();
        Run& made_run = runs[run_key];
        made_run.clusters = shaper->shape(text, 0, style);
        for (const Cluster& cluster : made_run.clusters)
            made_run.width_px += double(cluster.advance_px);
        return made_run;
    }

    /// Collects a run that ends in an ellipsis when it is wider than `width_px`; answers its width.
    double place_run(Vec2 baseline, std::string_view text, const TextStyle& style, ImU32 color, double width_px) {
        const double ellipsis_px = run("…", style).width_px;
        const Run& whole = run(text, style);
        const bool cut = whole.width_px > width_px;
        double pen = 0;
        for (const Cluster& cluster : whole.clusters) {
            if (cut && pen + double(cluster.advance_px) > width_px - ellipsis_px)
                break;
            if (cluster.key)
                placed.push_back({cluster.key, float(baseline.x + pen), float(baseline.y), color});
            pen += double(cluster.advance_px);
        }
        if (!cut)
            return pen;
        for (const Cluster& cluster : run("…", style).clusters) {
            if (cluster.key)
                placed.push_back({cluster.key, float(baseline.x + pen), float(baseline.y), color});
            pen += double(cluster.advance_px);
        }
        return pen;
    }
};

ObjectPainter::ObjectPainter(GlyphSource& glyphs, TextShaper& shaper)
    : atlas_(std::make_unique<Atlas>()), shaper_(&shaper) {
    atlas_->source = &glyphs;
    atlas_->shaper = &shaper;
}

ObjectPainter::~ObjectPainter() = default;

void ObjectPainter::begin_frame(float device_px_per_px) {
    Atlas& atlas = *atlas_;
    ++atlas.frame;
    atlas.made = 0;
    atlas.spent_ms = 0;
    atlas.owed = false;
    if (device_px_per_px != atlas.device_px && device_px_per_px > 0) {
        atlas.drop_all();
        atlas.device_px = device_px_per_px;
    }
    if (atlas.glyphs.size() > many_glyphs)
        atlas.drop_stale();
}

bool ObjectPainter::wants_frame() const {
    return atlas_->owed;
}

void ObjectPainter::image(const PaintArea& area, const ImageState& image, bool smooth) {
    const bool nearest = !smooth || area.transform.scale >= nearest_from_scale;
    for (const ImageTile& tile : image.tiles) {
        const Rect at = area.transform.to_view(tile.rect_px);
        if (tile.texture == 0 || !at.touches(area.clip_px))
            continue;
        const ImTextureID id = tile.texture | (nearest ? nearest_sampling : 0);
        area.list->AddImage(ImTextureRef(id), {float(at.x), float(at.y)}, {float(at.right()), float(at.bottom())});
    }
}

void ObjectPainter::text_lines(const PaintArea& area, const ObjectModel& object, Color color) {
    const std::vector<TextLine>* lines = object.lines();
    const std::vector<Cluster>* clusters = object.clusters();
    if (!lines || !clusters)
        return;
    const Rect seen = area.transform.to_content(area.clip_px);
    auto line = std::ranges::lower_bound(*lines, seen.y, {}, [](const TextLine& l) { return l.top_px + l.height_px; });
    for (; line != lines->end() && line->top_px < seen.bottom(); ++line) {
        double pen = 0;
        const std::size_t end = std::min(clusters->size(), std::size_t(line->first_cluster) + line->cluster_count);
        for (std::size_t i = line->first_cluster; i < end; ++i) {
            const Cluster& cluster = (*clusters)[i];
            if (cluster.key) {
                const Vec2 at = area.transform.to_view(Vec2{pen, line->baseline_px});
                atlas_->placed.push_back({cluster.key, float(at.x), float(at.y), packed(color)});
            }
            pen += double(cluster.advance_px);
        }
    }
    atlas_->draw_placed(*area.list);
}

void ObjectPainter::text_run(ImDrawList& list, Vec2 baseline_px, std::string_view text, const TextStyle& style,
                             Color color) {
    atlas_->place_run(baseline_px, text, style, packed(color), 1e9);
    atlas_->draw_placed(list);
}

namespace {

/// Paints the primitives of display lists; name plates are put aside for after all boxes.
class Painting {
public:
    Painting(const PaintArea& area, const Theme& theme, float device_px)
        : area_(area), list_(*area.list), quads_(*area.list), theme_(theme), device_px_(device_px),
          clip_{float(area.clip_px.x), float(area.clip_px.y), float(area.clip_px.right()),
                float(area.clip_px.bottom())} {}

    /// Everything but name plates.
    void paint(const DisplayList& list, const Primitive& item) {
        switch (item.kind) {
        case PrimitiveKind::box:
        case PrimitiveKind::fill:
            if (item.rotation_deg == 0)
                box(item);
            else
                rotated_box(item);
            break;
        case PrimitiveKind::polyline:
        case PrimitiveKind::polygon:
            points(list, item);
            break;
        case PrimitiveKind::ellipse:
            ellipse(item);
            break;
        case PrimitiveKind::handle:
            handle(item);
            break;
        case PrimitiveKind::tag:
            break;
        }
    }
    [[nodiscard]] View view(const Rect& rect) const {
        const double scale = area_.transform.scale;
        const Vec2 offset = area_.transform.offset_in_view;
        return {snap(float(rect.x * scale + offset.x)), snap(float(rect.y * scale + offset.y)),
                snap(float(rect.right() * scale + offset.x)), snap(float(rect.bottom() * scale + offset.y))};
    }
    void finish() { quads_.finish(); }

private:
    [[nodiscard]] float snap(float px) const { return std::floor(px * device_px_ + 0.5F) / device_px_; }
    [[nodiscard]] float line_width(float stroke_px) const {
        return std::max(1.0F, std::round(stroke_px * device_px_)) / device_px_;
    }
    [[nodiscard]] bool outside(const View& v, float margin) const {
        return v.x1 + margin < clip_.x0 || v.y1 + margin < clip_.y0 || v.x0 - margin > clip_.x1 ||
               v.y0 - margin > clip_.y1;
    }
    void quad_clipped(float x0, float y0, float x1, float y1, ImU32 color) {
        x0 = std::max(x0, clip_.x0), y0 = std::max(y0, clip_.y0);
        x1 = std::min(x1, clip_.x1), y1 = std::min(y1, clip_.y1);
        if (x0 < x1 && y0 < y1)
            quads_.quad(x0, y0, x1, y1, color);
    }

    void box(const Primitive& item) {
        const View v = view(item.rect);
        const float w = line_width(item.stroke_px);
        if (outside(v, w))
            return;
        const bool stroked = item.stroke.a != 0 && item.stroke_px > 0 && item.kind == PrimitiveKind::box;
        const float smallest = std::min(v.x1 - v.x0, v.y1 - v.y0);
        if (item.fill.a != 0 && (!stroked || smallest >= smallest_filled_px))
            quad_clipped(v.x0, v.y0, v.x1, v.y1, packed(item.fill));
        if (!stroked)
            return;
        const ImU32 color = packed(item.stroke);
        // The border is centred on the edge, in whole device pixels.
        const float out = std::floor(w * device_px_ / 2) / device_px_, in = w - out;
        const View o{v.x0 - out, v.y0 - out, v.x1 + out, v.y1 + out};
        if (smallest <= 2 * in) {
            quad_clipped(o.x0, o.y0, std::max(o.x1, o.x0 + w), std::max(o.y1, o.y0 + w), color);
            return;
        }
        if (item.dash_px > 0 && dashed(o, w, item.dash_px, color))
            return;
        quad_clipped(o.x0, o.y0, o.x1, o.y0 + w, color);
        quad_clipped(o.x0, o.y1 - w, o.x1, o.y1, color);
        quad_clipped(o.x0, o.y0 + w, o.x0 + w, o.y1 - w, color);
        quad_clipped(o.x1 - w, o.y0 + w, o.x1, o.y1 - w, color);
    }

    /// False when there would be too many: a solid border then says enough.
    bool dashed(const View& o, float w, float dash, ImU32 color) {
        const float period = dash * 2;
        const float from_x = std::max(o.x0, clip_.x0), to_x = std::min(o.x1, clip_.x1);
        const float from_y = std::max(o.y0, clip_.y0), to_y = std::min(o.y1, clip_.y1);
        if ((to_x - from_x + to_y - from_y) / period > most_dashes)
            return false;
        for (float x = o.x0 + std::floor((from_x - o.x0) / period) * period; x < to_x; x += period) {
            quad_clipped(x, o.y0, std::min(x + dash, o.x1), o.y0 + w, color);
            quad_clipped(x, o.y1 - w, std::min(x + dash, o.x1), o.y1, color);
        }
        for (float y = o.y0 + std::floor((from_y - o.y0) / period) * period; y < to_y; y += period) {
            quad_clipped(o.x0, std::max(y, o.y0 + w), o.x0 + w, std::min(y + dash, o.y1 - w), color);
            quad_clipped(o.x1 - w, std::max(y, o.y0 + w), o.x1, std::min(y + dash, o.y1 - w), color);
        }
        return true;
    }

    void rotated_box(const Primitive& item) {
        const Vec2 corner{item.rect.x, item.rect.y};
        std::array<ImVec2, 4> at;
        const std::array<Vec2, 4> sides{Vec2{0, 0}, {item.rect.w, 0}, {item.rect.w, item.rect.h}, {0, item.rect.h}};
        for (std::size_t i = 0; i < 4; ++i) {
            const Vec2 p = area_.transform.to_view(corner + rotate(sides[i], item.rotation_deg));
            at[i] = {float(p.x), float(p.y)};
        }
        outline(at.data(), 4, item, true, true);
    }

    void points(const DisplayList& list, const Primitive& item) {
        const std::size_t end = std::min(list.points.size(), std::size_t(item.first) + item.count);
        at_.clear();
        for (std::size_t i = item.first; i < end; ++i) {
            const Vec2 p = area_.transform.to_view(list.points[i]);
            at_.push_back({float(p.x), float(p.y)});
        }
        outline(at_.data(), int(at_.size()), item, item.closed || item.kind == PrimitiveKind::polygon, false);
    }

    void outline(const ImVec2* at, int count, const Primitive& item, bool closed, bool convex) {
        if (count < 2)
            return;
        View v{at[0].x, at[0].y, at[0].x, at[0].y};
        for (int i = 1; i < count; ++i)
            v = {std::min(v.x0, at[i].x), std::min(v.y0, at[i].y), std::max(v.x1, at[i].x), std::max(v.y1, at[i].y)};
        if (outside(v, item.stroke_px))
            return;
        quads_.finish();
        const bool filled = item.kind != PrimitiveKind::polyline && item.fill.a != 0 && count >= 3;
        if (filled && convex)
            list_.AddConvexPolyFilled(at, count, packed(item.fill));
        else if (filled)
            list_.AddConcavePolyFilled(at, count, packed(item.fill));
        if (item.stroke.a == 0 || item.stroke_px <= 0 || item.kind == PrimitiveKind::fill)
            return;
        if (item.dash_px > 0) {
            for (int i = 0; i + 1 < count + (closed ? 1 : 0); ++i)
                dashed_line(at[i], at[(i + 1) % count], item);
        } else {
            list_.AddPolyline(at, count, packed(item.stroke), closed ? ImDrawFlags_Closed : ImDrawFlags_None,
                              item.stroke_px);
        }
    }

    void dashed_line(ImVec2 a, ImVec2 b, const Primitive& item) {
        const float length_px = std::hypot(b.x - a.x, b.y - a.y);
        if (length_px <= 0)
            return;
        if (length_px / (item.dash_px * 2) > most_dashes) {
            list_.AddLine(a, b, packed(item.stroke), item.stroke_px);
            return;
        }
        const ImVec2 step{(b.x - a.x) / length_px, (b.y - a.y) / length_px};
        for (float s = 0; s < length_px; s += item.dash_px * 2) {
            const float e = std::min(s + item.dash_px, length_px);
            list_.AddLine({a.x + step.x * s, a.y + step.y * s}, {a.x + step.x * e, a.y + step.y * e},
                          packed(item.stroke), item.stroke_px);
        }
    }

    void ellipse(const Primitive& item) {
        const View v = view(item.rect);
        const float reach = std::hypot(v.x1 - v.x0, v.y1 - v.y0) / 2; // whatever its rotation
        const ImVec2 center{(v.x0 + v.x1) / 2, (v.y0 + v.y1) / 2};
        if (outside({center.x, center.y, center.x, center.y}, reach + item.stroke_px))
            return;
        quads_.finish();
        const ImVec2 radius{(v.x1 - v.x0) / 2, (v.y1 - v.y0) / 2};
        const float turn = float(item.rotation_deg) * 3.14159265F / 180;
        const int segments = std::clamp(int(reach), 16, 256);
        if (item.fill.a != 0)
            list_.AddEllipseFilled(center, radius, packed(item.fill), turn, segments);
        if (item.stroke.a != 0 && item.stroke_px > 0)
            list_.AddEllipse(center, radius, packed(item.stroke), turn, segments, item.stroke_px);
    }

    void handle(const Primitive& item) {
        const Vec2 p = area_.transform.to_view(Vec2{item.rect.x, item.rect.y});
        const float x = snap(float(p.x) - handle_px / 2), y = snap(float(p.y) - handle_px / 2);
        if (outside({x, y, x + handle_px, y + handle_px}, 0))
            return;
        const float w = line_width(1.5F);
        quads_.quad(x, y, x + handle_px, y + handle_px, packed(item.stroke.a ? item.stroke : theme_.selection));
        quads_.quad(x + w, y + w, x + handle_px - w, y + handle_px - w,
                    packed(item.fill.a ? item.fill : theme_.surface));
    }

    const PaintArea& area_;
    ImDrawList& list_;
    QuadWriter quads_;
    const Theme& theme_;
    float device_px_;
    View clip_;
    std::vector<ImVec2> at_;
};

} // namespace

void ObjectPainter::paint_lists(const PaintArea& area, const Theme& theme) {
    ImDrawList& list = *area.list;
    Atlas& atlas = *atlas_;
    list.PushTexture(ImGui::GetIO().Fonts->TexRef);
    Painting painting(area, theme, atlas.device_px);
    atlas.plates.clear();
    bool crowded = false;
    for (const DisplayList* one : visible_) {
        double named_px = 0; // how wide what the plate names is on screen
        for (const Primitive& item : one->items) {
            if (item.kind != PrimitiveKind::tag) {
                painting.paint(*one, item);
                named_px = std::max(named_px, item.rect.w * area.transform.scale);
                continue;
            }
            if (crowded || item.first >= one->strings.size() || one->strings[item.first].empty())
                continue;
            const bool readable = area.flowing || named_px >= double(plate_min_box_px);
            const View at = painting.view(item.rect);
            const Rect reach{double(at.x0), double(at.y0 - plate_height_px), named_px, 2.0 * double(plate_height_px)};
            if (!readable || !area.clip_px.touches(reach))
                continue;
            atlas.plates.push_back(
                {at.x0, at.y0, float(named_px), item.fill.a ? item.fill : item.stroke, one->strings[item.first]});
            crowded = atlas.plates.size() > std::size_t(most_name_plates);
        }
    }
    painting.finish();
    if (!crowded && !atlas.plates.empty())
        paint_plates(area, theme);
    list.PopTexture();
}

void ObjectPainter::paint_plates(const PaintArea& area, const Theme& theme) {
    Atlas& atlas = *atlas_;
    TextStyle style = theme.small;
    if (area.flowing)
        style.size_px = flowing_plate_text_px;
    const float height = area.flowing ? flowing_plate_height_px : plate_height_px;
    const LineMetrics metrics = shaper_->metrics(style);
    const float ascent = (height - (metrics.ascent_px + metrics.descent_px)) / 2 + metrics.ascent_px;
    constexpr Color dark{17, 24, 39, 255}, light{255, 255, 255, 255};
    QuadWriter quads(*area.list);
    for (const Atlas::Plate& plate : atlas.plates) {
        // Above the box; inside it where the clip would hide that.
        float y = plate.y - height;
        if (double(y) < area.clip_px.y && !area.flowing)
            y = plate.y;
        const Color ground = plate.color.with_alpha(1);
        const ImU32 ink = packed(contrast(ground, dark) >= contrast(ground, light) ? dark : light);
        const double room = std::max(double(plate.named_px) - 2.0 * double(plate_pad_px), 56.0);
        const double width =
            atlas.place_run({double(plate.x + plate_pad_px), double(y + ascent)}, plate.text, style, ink, room);
        quads.quad(plate.x, y, plate.x + atlas.snapped(width) + 2 * plate_pad_px, y + height, packed(ground));
    }
    quads.finish();
    atlas.draw_placed(*area.list);
}

void ObjectPainter::display_list(const PaintArea& area, const DisplayList& list, const Theme& theme) {
    visible_.assign(1, &list);
    paint_lists(area, theme);
}

void ObjectPainter::layer(const PaintArea& area, const SceneLayer& layer, const Theme& theme) {
    visible_.clear();
    // What is sized in view pixels (plates, handles, borders) reaches beyond the bounds the layer knows.
    layer.visible(area.transform.to_content(area.clip_px.expanded(double(plate_height_px))), visible_);
    paint_lists(area, theme);
}

} // namespace tw
