#include "ui/object_painter.hpp"

#include "ui/glyph_atlas.hpp"
#include "ui/primitive_painter.hpp"

#include <imgui.h>

#include <algorithm>

namespace tw {
namespace {

constexpr int most_name_plates = 300; // more cannot be read, and each costs some twenty glyphs
constexpr float plate_height_px = 16, plate_pad_px = 4, plate_min_box_px = 24;
constexpr float flowing_plate_height_px = 12, flowing_plate_text_px = 10;
constexpr double nearest_from_scale = 4;

} // namespace

ObjectPainter::ObjectPainter(GlyphSource& glyphs, TextShaper& shaper)
    : atlas_(std::make_unique<GlyphAtlas>(glyphs, shaper)), shaper_(&shaper) {}

ObjectPainter::~ObjectPainter() = default;

void ObjectPainter::begin_frame(float device_px_per_px) {
    atlas_->begin_frame(device_px_per_px);
}

bool ObjectPainter::wants_frame() const {
    return atlas_->owed();
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
            atlas_->place(cluster.key, area.transform.to_view(Vec2{pen, line->baseline_px}), color.abgr());
            pen += double(cluster.advance_px);
        }
    }
    atlas_->draw_placed(*area.list);
}

void ObjectPainter::text_run(ImDrawList& list, Vec2 baseline_px, std::string_view text, const TextStyle& style,
                             Color color) {
    atlas_->place_run(baseline_px, text, style, color.abgr(), 1e9);
    atlas_->draw_placed(list);
}

void ObjectPainter::paint_lists(const PaintArea& area, const Theme& theme) {
    ImDrawList& list = *area.list;
    list.PushTexture(ImGui::GetIO().Fonts->TexRef);
    PrimitivePainter painting(area, theme, atlas_->device_px());
    plates_.clear();
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
            const SnappedRect at = painting.view(item.rect);
            const Rect reach{double(at.x0), double(at.y0 - plate_height_px), named_px, 2.0 * double(plate_height_px)};
            if (!readable || !area.clip_px.touches(reach))
                continue;
            plates_.push_back(
                {at.x0, at.y0, float(named_px), item.fill.a ? item.fill : item.stroke, one->strings[item.first]});
            crowded = plates_.size() > std::size_t(most_name_plates);
        }
    }
    painting.finish();
    if (!crowded && !plates_.empty())
        paint_plates(area, theme);
    list.PopTexture();
}

void ObjectPainter::paint_plates(const PaintArea& area, const Theme& theme) {
    GlyphAtlas& atlas = *atlas_;
    TextStyle style = theme.small;
    if (area.flowing)
        style.size_px = flowing_plate_text_px;
    const float height = area.flowing ? flowing_plate_height_px : plate_height_px;
    const LineMetrics metrics = shaper_->metrics(style);
    const float ascent = (height - (metrics.ascent_px + metrics.descent_px)) / 2 + metrics.ascent_px;
    constexpr Color dark{17, 24, 39, 255}, light{255, 255, 255, 255};
    QuadWriter quads(*area.list);
    for (const Plate& plate : plates_) {
        // Above the box; inside it where the clip would hide that.
        float y = plate.y - height;
        if (double(y) < area.clip_px.y && !area.flowing)
            y = plate.y;
        const Color ground = plate.color.with_alpha(1);
        const ImU32 ink = (contrast(ground, dark) >= contrast(ground, light) ? dark : light).abgr();
        const double room = std::max(double(plate.named_px) - 2.0 * double(plate_pad_px), 56.0);
        const double width =
            atlas.place_run({double(plate.x + plate_pad_px), double(y + ascent)}, plate.text, style, ink, room);
        quads.quad(plate.x, y, plate.x + atlas.snapped(width) + 2 * plate_pad_px, y + height, ground.abgr());
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
