// Decides what of a frame has to be painted: it cuts ImGui's triangles into elements, hashes what covers each 64-px
// tile, and plans the clears and draws that repaint the tiles whose hash differs from the last frame's. Pure CPU, knows
// no GL; a renderer owns one, carries the plan out on a buffer that keeps its pixels, and calls forget() when it did
// not keep them. The invariant: carrying out a plan gives, pixel for pixel, what painting the whole frame would have
// given.
#pragma once

#include <imgui.h>

#include <cstdint>
#include <functional>
#include <vector>

namespace tw {

/// Whole framebuffer pixels, y down, right and bottom exclusive.
struct PixelRect {
    int x0 = 0, y0 = 0, x1 = 0, y1 = 0;
    bool operator==(const PixelRect&) const = default;
    [[nodiscard]] bool empty() const { return x0 >= x1 || y0 >= y1; }
    [[nodiscard]] bool touches(const PixelRect& o) const { return x0 < o.x1 && o.x0 < x1 && y0 < o.y1 && o.y0 < y1; }
    [[nodiscard]] bool contains(const PixelRect& o) const {
        return x0 <= o.x0 && y0 <= o.y0 && x1 >= o.x1 && y1 >= o.y1;
    }
    [[nodiscard]] PixelRect intersected(const PixelRect& o) const;
    [[nodiscard]] PixelRect united(const PixelRect& o) const;
    [[nodiscard]] std::int64_t area() const { return empty() ? 0 : std::int64_t(x1 - x0) * (y1 - y0); }
};

/// One step of a plan, to be carried out in order within its scissor.
struct FrameStep {
    enum class Kind : std::uint8_t {
        clear,  ///< fill the scissor with `color`
        plain,  ///< draw triangles that need no texture fetch
        picture ///< draw triangles of `texture`
    };
    Kind kind = Kind::clear;
    PixelRect scissor;
    ImU32 color = 0; ///< ImGui's packing
    ImTextureID texture = 0;
    std::uint32_t first_index = 0, index_count = 0; ///< into FramePlan::indices
};

struct FramePlan {
    std::vector<PixelRect> dirty; ///< empty: nothing to do, not even a GL call
    std::vector<FrameStep> steps;
    std::vector<ImDrawVert> vertices; ///< only those the steps need
    std::vector<std::uint32_t> indices;
    double dirty_fraction = 0; ///< of the framebuffer
};

class FrameDiff {
public:
    /// Rises whenever the pixels of a texture that may already be on screen changed; a texture made anew has a new id
    /// or version.
    using TextureVersion = std::function<std::uint64_t(ImTextureID)>;

    /// Good until the next call. `background` is what lies under everything, opaque.
    const FramePlan& plan(const ImDrawData& data, ImU32 background, const TextureVersion& version, bool force_full);
    /// The buffer no longer holds the last frame: the next plan repaints all.
    void forget() { known_ = false; }

private:
    struct Command {
        const ImDrawList* list;
        PixelRect clip;
        ImTextureID texture;
        std::uint64_t seed;
        std::uint32_t vertex_offset;
        bool atlas;   ///< ImGui's own texture
        ImVec2 white; ///< where that one is white
    };
    struct Element {
        PixelRect box; ///< clipped, rounded outward; a clear's exact pixels
        std::uint32_t command, first_index, index_count;
        std::uint32_t copied = 0; ///< where its vertices lie in the plan, plus 1
        enum class Kind : std::uint8_t { clear, plain, picture } kind;
        bool needs_clip; ///< some of it lies outside of the command's clip
    };
    struct Unit;

    void cut(const ImDrawData& data, const TextureVersion& version);
    void cut_command(std::uint32_t command, std::uint32_t first, std::uint32_t count);
    void finish_element(Element element, const Unit& unit, std::uint64_t hash);
    void find_dirty();
    void write_steps(const PixelRect& area, ImU32 background);
    std::uint32_t copy_vertices(Element& element);

    PixelRect frame_;
    ImVec2 origin_, scale_;
    struct Atlas {
        ImTextureID texture = ImTextureID_Invalid;
        ImVec2 white;
    };
    Atlas atlas_, last_atlas_;
    int tiles_x_ = 0, tiles_y_ = 0;
    ImU32 background_ = 0;
    bool known_ = false;
    std::vector<Command> commands_;
    std::vector<Element> elements_;
    std::vector<std::uint64_t> tiles_, last_tiles_;
    std::vector<std::uint32_t> wanted_; ///< elements that touch something dirty
    FramePlan plan_;
};

} // namespace tw
