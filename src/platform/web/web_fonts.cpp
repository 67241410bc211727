#include "platform/web/web_fonts.hpp"

#include "base/text.hpp"
#include "platform/web/imports.hpp"
#include "platform/web/web_text.hpp"

#include <imgui_internal.h>

#include <cmath>

namespace tw::web {
namespace {

constexpr int glyphs_a_frame = 24;
constexpr float nominal_size_px = 13;

std::string text_of(ImWchar codepoint) {
    std::string text;
    append_utf8(text, codepoint);
    // Ask for the picture, not the outline, of what has both.
    if (codepoint >= 0x1F000)
        append_utf8(text, 0xFE0F);
    return text;
}

} // namespace

struct WebFonts::Loader : ImFontLoader {
    WebFonts* owner = nullptr; ///< ImGui hands its callbacks the loader, not a context
};

WebFonts::WebFonts() : loader_(std::make_unique<Loader>()) {
    loader_->owner = this;
    loader_->Name = "browser canvas";
    loader_->FontSrcInit = [](ImFontAtlas*, ImFontConfig*) { return true; };
    loader_->FontSrcContainsGlyph = [](ImFontAtlas*, ImFontConfig*, ImWchar c) {
        return c >= 0x20 && c != 0xFFFE && c != 0xFFFF;
    };
    loader_->FontBakedInit = [](ImFontAtlas*, ImFontConfig* source, ImFontBaked* baked, void*) {
        float ascent_descent[2] = {};
        twjs_font_metrics(baked->Size, static_cast<int>(source->FontNo), ascent_descent);
        // ImGui's line is exactly Size high; the browser's box is taller. Centre it.
        const float spare = baked->Size - ascent_descent[0] - ascent_descent[1];
        baked->Ascent = std::round(ascent_descent[0] + spare / 2);
        baked->Descent = baked->Ascent - baked->Size;
        return true;
    };
    loader_->FontBakedLoadGlyph = &WebFonts::load_glyph;

    ImFontAtlas* atlas = ImGui::GetIO().Fonts;
    atlas->SetFontLoader(loader_.get());
    atlas->TexDesiredFormat = ImTextureFormat_RGBA32;
    const auto add = [&](int flags, const char* name) {
        ImFontConfig config;
        config.FontLoader = loader_.get();
        config.FontNo = static_cast<ImU32>(flags);
        config.SizePixels = nominal_size_px;
        ImStrncpy(config.Name, name, sizeof config.Name);
        return atlas->AddFont(&config);
    };
    regular = add(0, "regular");
    bold = add(1, "bold");
    mono = add(4, "mono");
}

WebFonts::~WebFonts() = default;

bool WebFonts::load_glyph(ImFontAtlas* atlas, ImFontConfig* source, ImFontBaked* baked, void*, ImWchar codepoint,
                          ImFontGlyph* glyph, float* advance_only) {
    WebFonts& self = *static_cast<const Loader*>(source->FontLoader)->owner;
    const int flags = static_cast<int>(source->FontNo);
    const std::string text = text_of(codepoint);
    const bool invisible = is_invisible(codepoint);
    const float advance =
        invisible ? 0 : static_cast<float>(twjs_measure(text.data(), text.size(), baked->Size, flags));
    if (advance_only) {
        *advance_only = advance;
        return true;
    }
    glyph->Codepoint = codepoint;
    glyph->AdvanceX = advance;
    if (invisible || codepoint == ' ' || codepoint == '\t')
        return true;

    const ImFont* font = baked->ContainerFont;
    const bool must = codepoint == font->FallbackChar || codepoint == font->EllipsisChar; // cannot be taken back
    if (self.budget_ <= 0 && !must) {
        self.owed_.push_back({baked->ContainerFont, baked->Size, baked->RasterizerDensity, codepoint});
        return true;
    }
    --self.budget_;
    const float density = source->RasterizerDensity * baked->RasterizerDensity;
    GlyphBitmap picture;
    if (!draw_glyph(text, static_cast<double>(baked->Size) * density, flags, picture))
        return true;
    const ImFontAtlasRectId id = ImFontAtlasPackAddRect(atlas, picture.width, picture.height);
    if (id == ImFontAtlasRectId_Invalid)
        return true;
    ImTextureRect* place = ImFontAtlasPackGetRect(atlas, id);
    glyph->X0 = picture.left_px / density;
    glyph->Y0 = picture.top_px / density + baked->Ascent;
    glyph->X1 = glyph->X0 + static_cast<float>(picture.width) / density;
    glyph->Y1 = glyph->Y0 + static_cast<float>(picture.height) / density;
    glyph->Visible = true;
    glyph->Colored = picture.colored;
    glyph->PackId = id;
    ImFontAtlasBakedSetFontGlyphBitmap(atlas, baked, source, glyph, place, picture.rgba.data(), ImTextureFormat_RGBA32,
                                       picture.width * 4);
    return true;
}

void WebFonts::begin_frame() {
    budget_ = std::max(budget_, glyphs_a_frame);
    const std::size_t some = std::min(owed_.size(), static_cast<std::size_t>(glyphs_a_frame));
    for (std::size_t i = 0; i < some; ++i) {
        const Owed& owed = owed_[i];
        ImFontBaked* baked = owed.font->GetFontBaked(owed.size, owed.density);
        if (!baked->IsGlyphLoaded(owed.codepoint))
            continue;
        ImFontGlyph* blank = baked->FindGlyphNoFallback(owed.codepoint);
        if (!blank)
            continue;
        const float advance = blank->AdvanceX;
        ImFontAtlasBakedDiscardFontGlyph(owed.font->ContainerAtlas, owed.font, baked, blank);
        // Discarding forgets the width; keep it, so that a line measured before it is drawn does not move.
        baked->IndexAdvanceX[static_cast<int>(owed.codepoint)] = advance;
    }
    owed_.erase(owed_.begin(), owed_.begin() + static_cast<std::ptrdiff_t>(some));
}

} // namespace tw::web
