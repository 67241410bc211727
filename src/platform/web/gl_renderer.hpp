// Draws ImGui's frames with WebGL2, and owns every texture there is: ImGui's own atlas and the pictures of objects. One
// per editor, made by the browser's main once a context is current. No GL call of a frame waits for the GPU process: it
// reads no state back, sets its uniforms as constant vertex attributes (whose places need no query), and uploads one
// vertex and one index buffer. It relies on a drawing buffer that is preserved, and paints only what changed.
// Invariant: a texture's handle never changes its meaning and is never used again, also across a lost context.
#pragma once

#include "ui/frame_diff.hpp"

#include <cstdint>
#include <functional>
#include <unordered_map>
#include <vector>

namespace tw {

class GlRenderer {
public:
    struct Stats {
        int draw_calls = 0; ///< clears included
        std::size_t vertices = 0;
        double dirty_fraction = 0;
        double main_ms = 0; ///< main thread, textures included
    };

    /// Makes a WebGL2 context on the canvas as this renderer needs it (no alpha, depth, stencil or multisampling,
    /// buffer preserved) and makes it current; false when the browser has none.
    static bool create_context(const char* canvas_selector);

    ~GlRenderer();
    /// With a current context: at the start, and again when a lost context came back (then every texture is made anew,
    /// those of ImGui with their pixels, and `reupload` is called for the rest).
    bool init();
    void context_lost();
    /// Called when textures made by create_texture() have lost what was in them.
    void set_reupload(std::function<void()> reupload) { reupload_ = std::move(reupload); }

    /// What lies under everything, ImGui's packing.
    void set_background(ImU32 color) { background_ = color; }
    void render(ImDrawData* data, bool force_full = false);
    [[nodiscard]] const Stats& stats() const { return stats_; }

    /// An empty RGBA texture; the handle is an ImTextureID. 0 when there is no context now.
    std::uint64_t create_texture(int width, int height, bool mipmaps);
    void destroy_texture(std::uint64_t handle);
    void upload(std::uint64_t handle, int x, int y, int width, int height, const std::uint8_t* rgba);
    /// For an upload by JavaScript: binds it to TEXTURE_2D of unit 0; end_upload() when its pixels are there.
    bool begin_upload(std::uint64_t handle);
    void end_upload(std::uint64_t handle);
    [[nodiscard]] std::size_t texture_bytes() const;

private:
    struct Texture {
        unsigned name = 0;
        int width = 0, height = 0;
        bool mipmaps = false;
        std::uint64_t version = 0;
    };
    void allocate(Texture& texture);
    void update_imgui_textures(ImDrawData& data);
    void upload_region(const ImTextureData& data, const ImTextureRect& region);
    void carry_out(const FramePlan& plan, const ImDrawData& data);

    FrameDiff diff_;
    std::unordered_map<std::uint64_t, Texture> textures_;
    std::uint64_t last_handle_ = 0;
    std::function<void()> reupload_;
    ImU32 background_ = IM_COL32_WHITE;
    bool ready_ = false;
    unsigned plain_program_ = 0, picture_program_ = 0, arrays_ = 0, vertices_ = 0, indices_ = 0, nearest_ = 0;
    std::vector<std::uint8_t> rows_;
    Stats stats_;
};

} // namespace tw
