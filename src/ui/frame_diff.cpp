#include "ui/frame_diff.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

namespace tw {

namespace {

constexpr int tile_px = 64;
constexpr std::uint32_t run_limit = 96;         // indices of one element that is no large quad
constexpr double clear_area_px = 128.0 * 128.0; // unclipped: a fill must not change its nature while it is scrolled
constexpr double plain_area_px = 48.0 * 48.0;   // below, switching programs costs more than the fetch it saves
constexpr double repaint_all_above = 0.6;
constexpr std::size_t most_dirty_rects = 12;

std::uint64_t mix(std::uint64_t hash, std::uint64_t word) {
    return (std::rotl(hash, 23) ^ word) * 0x9e3779b97f4a7c15ULL;
}

int to_pixel(float value) {
    // Also for NaN and infinities, which a comparison turns into the lower bound.
    constexpr float limit = 1 << 24;
    return value > -limit ? int(value < limit ? value : limit) : -int(limit);
}
int floor_pixel(float value) {
    return to_pixel(std::floor(value));
}
int ceil_pixel(float value) {
    return to_pixel(std::ceil(value));
}
// A pixel is covered when its centre is: the first such pixel at or right of an edge.
int center_pixel(float value) {
    return to_pixel(std::ceil(value - 0.5F));
}

struct Bounds {
    float x0 = 3e38F, y0 = 3e38F, x1 = -3e38F, y1 = -3e38F;
    void add(const ImVec2& p) {
        x0 = std::min(x0, p.x), y0 = std::min(y0, p.y);
        x1 = std::max(x1, p.x), y1 = std::max(y1, p.y);
    }
};

std::uint64_t hash_vertex(std::uint64_t hash, const ImDrawVert& v) {
    std::uint32_t words[5];
    static_assert(sizeof words == sizeof v);
    std::memcpy(words, &v, sizeof words);
    hash = mix(hash, std::uint64_t(words[0]) << 32 | words[1]);
    hash = mix(hash, std::uint64_t(words[2]) << 32 | words[3]);
    return mix(hash, words[4]);
}

bool is_quad(const ImDrawIdx* i) {
    return i[0] == i[3] && i[2] == i[4];
}

} // namespace

PixelRect PixelRect::intersected(const PixelRect& o) const {
    return {std::max(x0, o.x0), std::max(y0, o.y0), std::min(x1, o.x1), std::min(y1, o.y1)};
}

PixelRect PixelRect::united(const PixelRect& o) const {
    if (empty())
        return o;
    if (o.empty())
        return *this;
    return {std::min(x0, o.x0), std::min(y0, o.y0), std::max(x1, o.x1), std::max(y1, o.y1)};
}

/// The smallest thing an element is made of: a quad or a triangle.
struct FrameDiff::Unit {
    PixelRect box; ///< unclipped, rounded outward
    Bounds bounds; ///< framebuffer pixels
    std::uint64_t hash = 0;
    bool quad = false;
    bool white = false; ///< every vertex samples ImGui's white pixel
    bool one_color = false, opaque = false, axis_aligned = false;
    ImU32 color = 0;
    [[nodiscard]] double area() const { return double(bounds.x1 - bounds.x0) * double(bounds.y1 - bounds.y0); }
};

const FramePlan& FrameDiff::plan(const ImDrawData& data, ImU32 background, const TextureVersion& version,
                                 bool force_full) {
    scale_ = data.FramebufferScale;
    origin_ = data.DisplayPos;
    const PixelRect frame{0, 0, std::max(0, int(data.DisplaySize.x * scale_.x + 0.5F)),
                          std::max(0, int(data.DisplaySize.y * scale_.y + 0.5F))};
    plan_.dirty.clear();
    plan_.steps.clear();
    plan_.vertices.clear();
    plan_.indices.clear();
    plan_.dirty_fraction = 0;
    if (frame.empty()) {
        known_ = false;
        return plan_;
    }
    const bool all = force_full || !known_ || frame != frame_ || background != background_;
    frame_ = frame;
    background_ = background;
    tiles_x_ = (frame.x1 + tile_px - 1) / tile_px;
    tiles_y_ = (frame.y1 + tile_px - 1) / tile_px;
    tiles_.assign(std::size_t(tiles_x_) * std::size_t(tiles_y_), 0);

    cut(data, version);
    if (all)
        plan_.dirty.push_back(frame_);
    else
        find_dirty();
    std::swap(tiles_, last_tiles_);
    known_ = true;
    if (plan_.dirty.empty())
        return plan_;

    PixelRect around;
    std::int64_t area = 0;
    for (const PixelRect& rect : plan_.dirty) {
        around = around.united(rect);
        area += rect.area();
    }
    plan_.dirty_fraction = std::min(1.0, double(area) / double(frame_.area()));
    if (plan_.dirty_fraction > repaint_all_above) {
        plan_.dirty.assign(1, frame_);
        around = frame_;
        plan_.dirty_fraction = 1;
    }
    wanted_.clear();
    for (std::uint32_t i = 0; i < elements_.size(); ++i)
        if (elements_[i].box.touches(around))
            wanted_.push_back(i);
    for (const PixelRect& rect : plan_.dirty)
        write_steps(rect, background);
    return plan_;
}

void FrameDiff::cut(const ImDrawData& data, const TextureVersion& version) {
    commands_.clear();
    elements_.clear();
    // What was drawn before the atlas grew within this frame still speaks of the one before; a fill must be found white
    // there too, or it would be painted in another way for one frame.
    const ImFontAtlas* fonts = ImGui::GetCurrentContext() ? ImGui::GetIO().Fonts : nullptr;
    const Atlas atlas = fonts && fonts->TexData ? Atlas{fonts->TexData->TexID, fonts->TexUvWhitePixel} : Atlas{};
    if (atlas.texture != atlas_.texture) {
        last_atlas_ = atlas_;
        atlas_ = atlas;
    }
    for (const ImDrawList* list : data.CmdLists) {
        for (const ImDrawCmd& draw : list->CmdBuffer) {
            // A callback would draw what no hash can see; nothing of ours uses one.
            if (draw.UserCallback || draw.ElemCount == 0)
                continue;
            Command command{};
            command.list = list;
            command.clip = PixelRect{center_pixel((draw.ClipRect.x - origin_.x) * scale_.x),
                                     center_pixel((draw.ClipRect.y - origin_.y) * scale_.y),
                                     center_pixel((draw.ClipRect.z - origin_.x) * scale_.x),
                                     center_pixel((draw.ClipRect.w - origin_.y) * scale_.y)}
                               .intersected(frame_);
            if (command.clip.empty())
                continue;
            command.texture = draw.GetTexID();
            const Atlas& used = command.texture == last_atlas_.texture ? last_atlas_ : atlas_;
            command.atlas = command.texture == used.texture && command.texture != ImTextureID_Invalid;
            command.white = used.white;
            command.seed = mix(mix(0x2545f4914f6cdd1dULL, std::uint64_t(command.texture)), version(command.texture));
            command.vertex_offset = draw.VtxOffset;
            commands_.push_back(command);
            cut_command(std::uint32_t(commands_.size() - 1), draw.IdxOffset, draw.ElemCount);
        }
    }
}

void FrameDiff::cut_command(std::uint32_t command_index, std::uint32_t first, std::uint32_t count) {
    const Command& command = commands_[command_index];
    const ImDrawVert* vertices = command.list->VtxBuffer.Data + command.vertex_offset;
    const ImDrawIdx* indices = command.list->IdxBuffer.Data;
    Element open{};
    Unit open_unit;
    std::uint64_t hash = 0;
    open.index_count = 0;
    auto close = [&] {
        if (open.index_count)
            finish_element(open, open_unit, hash);
        open.index_count = 0;
    };
    for (std::uint32_t at = first, end = first + count; at + 3 <= end;) {
        const ImDrawIdx* i = indices + at;
        Unit unit;
        unit.quad = at + 6 <= end && is_quad(i);
        const std::uint32_t unit_count = unit.quad ? 6 : 3;
        const ImDrawVert* corners[4] = {vertices + i[0], vertices + i[1], vertices + i[2],
                                        unit.quad ? vertices + i[5] : vertices + i[0]};
        unit.color = corners[0]->col;
        unit.one_color = unit.white = true;
        unit.hash = unit_count;
        const int corner_count = unit.quad ? 4 : 3;
        bool transparent = true;
        for (int c = 0; c < corner_count; ++c) {
            const ImDrawVert& v = *corners[c];
            unit.bounds.add({(v.pos.x - origin_.x) * scale_.x, (v.pos.y - origin_.y) * scale_.y});
            unit.one_color &= v.col == unit.color;
            unit.white &= v.uv.x == command.white.x && v.uv.y == command.white.y;
            transparent &= (v.col & IM_COL32_A_MASK) == 0;
            unit.hash = hash_vertex(unit.hash, v);
        }
        at += unit_count;
        unit.white &= command.atlas;
        unit.opaque = (unit.color & IM_COL32_A_MASK) == IM_COL32_A_MASK;
        unit.box = {floor_pixel(unit.bounds.x0), floor_pixel(unit.bounds.y0), ceil_pixel(unit.bounds.x1),
                    ceil_pixel(unit.bounds.y1)};
        if (transparent || !unit.box.touches(command.clip))
            continue;
        const bool large = unit.quad && unit.area() >= plain_area_px;
        unit.axis_aligned =
            large && ((corners[0]->pos.x == corners[3]->pos.x && corners[1]->pos.x == corners[2]->pos.x &&
                       corners[0]->pos.y == corners[1]->pos.y && corners[2]->pos.y == corners[3]->pos.y) ||
                      (corners[0]->pos.y == corners[3]->pos.y && corners[1]->pos.y == corners[2]->pos.y &&
                       corners[0]->pos.x == corners[1]->pos.x && corners[2]->pos.x == corners[3]->pos.x));
        // Small neighbours (a word's glyphs, the sides of a small box) share an element as long as they lie within
        // about a tile; triangles of one shape follow each other whatever they cover. What was skipped above ends a
        // run, since an element's indices are contiguous.
        if (open.index_count) {
            const PixelRect both = open_unit.box.united(unit.box);
            const bool small = both.x1 - both.x0 <= tile_px && both.y1 - both.y0 <= tile_px;
            if (open.first_index + open.index_count == at - unit_count && open.index_count + unit_count <= run_limit &&
                (small || (!unit.quad && !open_unit.quad)) && !large) {
                open_unit.box = both;
                open_unit.quad &= unit.quad;
                open_unit.white &= unit.white;
                open.index_count += unit_count;
                hash = mix(hash, unit.hash);
                continue;
            }
            close();
        }
        open = {};
        open.command = command_index;
        open.first_index = at - unit_count;
        open.index_count = unit_count;
        open_unit = unit;
        hash = mix(command.seed, unit.hash);
        if (large)
            close();
    }
    close();
}

void FrameDiff::finish_element(Element element, const Unit& unit, std::uint64_t hash) {
    const Command& command = commands_[element.command];
    element.needs_clip = !command.clip.contains(unit.box);
    element.kind = Element::Kind::picture;
    if (unit.white && element.index_count == 6 && unit.quad && unit.area() >= plain_area_px) {
        element.kind = Element::Kind::plain;
        if (unit.axis_aligned && unit.one_color && unit.opaque && unit.area() >= clear_area_px)
            element.kind = Element::Kind::clear;
    }
    element.box = unit.box.intersected(command.clip);
    if (element.kind == Element::Kind::clear) {
        element.box = PixelRect{center_pixel(unit.bounds.x0), center_pixel(unit.bounds.y0),
                                center_pixel(unit.bounds.x1), center_pixel(unit.bounds.y1)}
                          .intersected(command.clip);
    }
    if (element.box.empty())
        return;
    hash = mix(hash, std::uint64_t(std::uint32_t(element.box.x0)) << 32 | std::uint32_t(element.box.y0));
    hash = mix(hash, std::uint64_t(std::uint32_t(element.box.x1)) << 32 | std::uint32_t(element.box.y1));
    elements_.push_back(element);
    const int x0 = element.box.x0 / tile_px, x1 = (element.box.x1 - 1) / tile_px;
    const int y0 = element.box.y0 / tile_px, y1 = (element.box.y1 - 1) / tile_px;
    for (int y = y0; y <= y1; ++y) {
        std::uint64_t* row = tiles_.data() + std::size_t(y) * std::size_t(tiles_x_);
        for (int x = x0; x <= x1; ++x)
            row[x] = mix(row[x], hash);
    }
}

void FrameDiff::find_dirty() {
    // Runs of a row; a run as wide as one that ends just above it makes that one longer.
    std::vector<PixelRect>& rects = plan_.dirty;
    for (int y = 0; y < tiles_y_; ++y) {
        const std::size_t row = std::size_t(y) * std::size_t(tiles_x_);
        for (int x = 0; x < tiles_x_; ++x) {
            if (tiles_[row + std::size_t(x)] == last_tiles_[row + std::size_t(x)])
                continue;
            int end = x + 1;
            while (end < tiles_x_ && tiles_[row + std::size_t(end)] != last_tiles_[row + std::size_t(end)])
                ++end;
            const PixelRect run =
                PixelRect{x * tile_px, y * tile_px, end * tile_px, (y + 1) * tile_px}.intersected(frame_);
            const auto above = std::ranges::find_if(
                rects, [&](const PixelRect& r) { return r.x0 == run.x0 && r.x1 == run.x1 && r.y1 == run.y0; });
            if (above != rects.end())
                above->y1 = run.y1;
            else
                rects.push_back(run);
            x = end;
        }
    }
    // Few rectangles: each costs state changes and is compared with every element. Merge where it adds the least.
    while (rects.size() > most_dirty_rects) {
        std::size_t a = 0, b = 1;
        std::int64_t least = INT64_MAX;
        // Neighbours in reading order are near each other; all pairs would be too many for a scattered change.
        for (std::size_t i = 0; i < rects.size(); ++i) {
            for (std::size_t j = i + 1; j < std::min(rects.size(), i + 9); ++j) {
                const std::int64_t added = rects[i].united(rects[j]).area() - rects[i].area() - rects[j].area();
                if (added < least)
                    least = added, a = i, b = j;
            }
        }
        rects[a] = rects[a].united(rects[b]);
        rects.erase(rects.begin() + std::ptrdiff_t(b));
    }
}

std::uint32_t FrameDiff::copy_vertices(Element& element) {
    const Command& command = commands_[element.command];
    const ImDrawIdx* indices = command.list->IdxBuffer.Data + element.first_index;
    const auto [low, high] = std::minmax_element(indices, indices + element.index_count);
    if (!element.copied) {
        element.copied = std::uint32_t(plan_.vertices.size()) + 1;
        const ImDrawVert* from = command.list->VtxBuffer.Data + command.vertex_offset;
        plan_.vertices.insert(plan_.vertices.end(), from + *low, from + *high + 1);
    }
    return element.copied - 1 - *low; // added to an index; may wrap, and wraps back
}

void FrameDiff::write_steps(const PixelRect& area, ImU32 background) {
    // What lies under the last opaque fill of the whole area cannot be seen.
    std::size_t start = 0;
    FrameStep base{FrameStep::Kind::clear, area, background, 0, 0, 0};
    for (std::size_t i = wanted_.size(); i-- > 0;) {
        const Element& element = elements_[wanted_[i]];
        if (element.kind != Element::Kind::clear || !element.box.contains(area))
            continue;
        const Command& command = commands_[element.command];
        const ImDrawIdx index = command.list->IdxBuffer[int(element.first_index)];
        base.color = command.list->VtxBuffer[int(command.vertex_offset + index)].col;
        start = i + 1;
        break;
    }
    plan_.steps.push_back(base);
    for (std::size_t i = start; i < wanted_.size(); ++i) {
        Element& element = elements_[wanted_[i]];
        if (!element.box.touches(area))
            continue;
        const Command& command = commands_[element.command];
        const ImDrawIdx* indices = command.list->IdxBuffer.Data + element.first_index;
        if (element.kind == Element::Kind::clear) {
            const ImU32 color = command.list->VtxBuffer[int(command.vertex_offset + indices[0])].col;
            plan_.steps.push_back({FrameStep::Kind::clear, element.box.intersected(area), color, 0, 0, 0});
            continue;
        }
        const FrameStep::Kind kind =
            element.kind == Element::Kind::plain ? FrameStep::Kind::plain : FrameStep::Kind::picture;
        const ImTextureID texture = kind == FrameStep::Kind::plain ? ImTextureID_Invalid : command.texture;
        // An element that lies within its clip needs none, so that neighbours of other clips join its draw call.
        const PixelRect scissor = element.needs_clip ? command.clip.intersected(area) : area;
        FrameStep& last = plan_.steps.back();
        if (last.kind != kind || last.texture != texture || last.scissor != scissor)
            plan_.steps.push_back({kind, scissor, 0, texture, std::uint32_t(plan_.indices.size()), 0});
        const std::uint32_t base_vertex = copy_vertices(element);
        for (std::uint32_t k = 0; k < element.index_count; ++k)
            plan_.indices.push_back(std::uint32_t(indices[k]) + base_vertex);
        plan_.steps.back().index_count += element.index_count;
    }
}

} // namespace tw
