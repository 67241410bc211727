// Paints the content of objects: picture tiles, glyph runs and display lists, from content space through a Transform
// into an ImDrawList. Owns the GlyphAtlas and the rules that keep a crowded canvas cheap: cull by area, thin borders of one
// quad a side, no fill and no name plate below a readable size. Holds no document; what it is handed it paints.
#pragma once

#include "ports/image_source.hpp"
#include "ports/text_shaper.hpp"
#include "scene/scene_layer.hpp"
#include "tagkit/hooks.hpp"
#include "ui/theme.hpp"

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

struct ImDrawList;

namespace tw {

class GlyphAtlas;

/// Set in an ImTextureID of a picture that is to be sampled without smoothing; the renderer takes it off.
inline constexpr std::uint64_t nearest_sampling = std::uint64_t(1) << 62;

struct PaintArea {
    ImDrawList* list = nullptr;
    Rect clip_px;         ///< CSS pixels of the element
    Transform transform;  ///< content to CSS pixels of the element
    bool flowing = false; ///< lines of text stand close: name plates are small
};

class ObjectPainter {
public:
    ObjectPainter(GlyphSource& glyphs, TextShaper& shaper);
    ~ObjectPainter();
    /// Once a frame, before anything is painted.
    void begin_frame(float device_px_per_px);
    /// True when pictures of clusters are still owed: the frame loop asks for another frame.
    [[nodiscard]] bool wants_frame() const;

    void image(const PaintArea& area, const ImageState& image, bool smooth);
    /// Lines of a text object; selected ranges are painted by display lists under it.
    void text_lines(const PaintArea& area, const ObjectModel& object, Color color);
    /// A short run at a baseline, in view pixels (name plates).
    void text_run(ImDrawList& list, Vec2 baseline_px, std::string_view text, const TextStyle& style, Color color);
    void display_list(const PaintArea& area, const DisplayList& list, const Theme& theme);
    /// Everything of a layer that touches the clip.
    void layer(const PaintArea& area, const SceneLayer& layer, const Theme& theme);

private:
    void paint_lists(const PaintArea& area, const Theme& theme); ///< those in visible_
    void paint_plates(const PaintArea& area, const Theme& theme);
    struct Plate {
        float x, y, named_px;
        Color color;
        std::string_view text;
    };
    std::unique_ptr<GlyphAtlas> atlas_;
    TextShaper* shaper_;
    std::vector<const DisplayList*> visible_;
    std::vector<Plate> plates_;
};

} // namespace tw
