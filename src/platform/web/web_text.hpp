// Text of objects by the browser's fonts: TextShaper and GlyphSource over one table of clusters. A cluster in a style has
// one key for as long as the studio lives; its advance is measured once. Plain Latin and CJK characters are clusters by
// themselves and are never sent to the browser's segmenter; everything else is. No joining of Arabic letters, no bidi.
#pragma once

#include "ports/text_shaper.hpp"

#include <array>
#include <unordered_map>

namespace tw::web {

class WebText final : public TextShaper, public GlyphSource {
public:
    std::vector<Cluster> shape(std::string_view utf8, std::uint32_t start_utf16, const TextStyle& style) override;
    LineMetrics metrics(const TextStyle& style) override;
    bool rasterize(std::uint32_t key, float device_px_per_px, GlyphBitmap& out) override;

private:
    struct Entry {
        float advance_px = -1; ///< below zero: not measured yet
        std::uint32_t key = 0;
    };
    struct Face { ///< one style
        TextStyle style;
        std::array<Entry, 128> ascii;
        std::unordered_map<char32_t, Entry> single;
        std::unordered_map<std::string, Entry> clusters;
        LineMetrics metrics;
    };
    struct Named { ///< what a key names
        std::uint32_t face;
        std::string text;
    };
    std::uint32_t face_of(const TextStyle& style);
    void measure(Entry& entry, std::uint32_t face, std::string_view cluster);
    void shape_complex(std::vector<Cluster>& out, std::string_view text, std::uint32_t start_utf16, std::uint32_t face);

    std::vector<Face> faces_;
    std::vector<Named> named_;
};

/// Font flags of the imports for a style.
int font_flags(const TextStyle& style);

/// Draws `text` at `size_device_px` and tells colour from white; false when there is nothing to see. `box` is {left, top}
/// from the pen in device pixels.
bool draw_glyph(std::string_view text, double size_device_px, int flags, GlyphBitmap& out);

/// Takes no room and shows nothing: joiners, marks of direction, variation selectors.
constexpr bool is_invisible(char32_t c) {
    return (c >= 0x200B && c <= 0x200F) || (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF || (c >= 0x2060 && c <= 0x2064);
}

} // namespace tw::web
