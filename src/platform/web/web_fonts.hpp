// Widget fonts for ImGui by the browser's canvas: an ImFontLoader whose sources are the styles of imports.hpp. Only so
// many glyphs are drawn a frame; the others stand as blanks of their right width until a later frame draws them, so
// nothing moves. One per studio; outlives the ImGui context it gave fonts to.
#pragma once

#include <imgui.h>

#include <memory>
#include <vector>

namespace tw::web {

class WebFonts {
public:
    /// Adds the three faces to the atlas of the current ImGui context.
    WebFonts();
    ~WebFonts();
    WebFonts(const WebFonts&) = delete;
    WebFonts& operator=(const WebFonts&) = delete;

    ImFont *regular = nullptr, *bold = nullptr, *mono = nullptr;

    /// Before NewFrame: takes back as many blanks as this frame may draw.
    void begin_frame();
    [[nodiscard]] bool owes_glyphs() const { return !owed_.empty(); }

private:
    struct Owed {
        ImFont* font;
        float size, density;
        ImWchar codepoint;
    };
    static bool load_glyph(ImFontAtlas* atlas, ImFontConfig* source, ImFontBaked* baked, void*, ImWchar codepoint,
                           ImFontGlyph* glyph, float* advance_only);
    std::vector<Owed> owed_;
    int budget_ = 64; ///< glyphs still allowed this frame; the first frame's page may draw all it shows of Latin
    struct Loader;
    std::unique_ptr<Loader> loader_;
};

} // namespace tw::web
