// A shaper and glyph source whose figures are simple enough to know by heart: half an em a character (a whole em from
// U+2E80 on), a filled square for a picture. One cluster a code point.
#pragma once

#include "base/text.hpp"
#include "ports/text_shaper.hpp"

namespace tw::test {

class PlainText : public TextShaper, public GlyphSource {
public:
    std::vector<Cluster> shape(std::string_view utf8, std::uint32_t start_utf16, const TextStyle& style) override {
        ++shaped;
        std::vector<Cluster> out;
        std::uint32_t offset = start_utf16;
        for (std::size_t byte = 0; byte < utf8.size();) {
            const char32_t c = next_code_point(utf8, byte);
            Cluster cluster{offset, offset + (c > 0xffff ? 2U : 1U), 0, 0};
            offset = cluster.end_utf16;
            if (c == '\n') {
                // no advance, no picture
            } else {
                cluster.advance_px = style.size_px * (c >= 0x2e80 ? 1.0F : 0.5F);
                cluster.key = c <= ' ' ? 0 : std::uint32_t(c) | std::uint32_t(style.size_px) << 21;
            }
            out.push_back(cluster);
        }
        return out;
    }
    LineMetrics metrics(const TextStyle& style) override {
        return {style.size_px * 0.75F, style.size_px * 0.25F, style.size_px * 1.5F};
    }
    bool rasterize(std::uint32_t key, float device_px_per_px, GlyphBitmap& out) override {
        ++rasterized;
        const float size = float(key >> 21) * device_px_per_px;
        out.width = int(size / 2);
        out.height = int(size * 0.75F);
        out.left_px = 0;
        out.top_px = -float(key >> 21) * 0.75F;
        out.colored = (key & 0x1fffff) >= 0x1f000;
        out.rgba.assign(std::size_t(out.width) * std::size_t(out.height) * 4, 255);
        return true;
    }
    int shaped = 0, rasterized = 0;
};

} // namespace tw::test
