// Turns a run of text into clusters: what the reader sees as one character, with its advance. Lines, hit tests and
// selection are made of clusters, so scripts that need shaping change nothing above. Advances are exact at once; the
// picture of a cluster (its key) may come later and never moves anything.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tw {

struct TextStyle {
    float size_px = 16;
    bool bold = false;
    bool italic = false;
    bool monospace = false;
    bool operator==(const TextStyle&) const = default;
};

struct Cluster {
    std::uint32_t start_utf16 = 0, end_utf16 = 0; ///< within the whole text
    float advance_px = 0;
    std::uint32_t key = 0; ///< names the picture of this cluster in this style; 0 draws nothing (spaces, newlines)
};

struct LineMetrics {
    float ascent_px = 0, descent_px = 0, line_height_px = 0;
};

class TextShaper {
public:
    virtual ~TextShaper() = default;
    /// Clusters of `utf8`, whose first character has offset `start_utf16`. A "\n" or "\r\n" is one cluster of no advance.
    virtual std::vector<Cluster> shape(std::string_view utf8, std::uint32_t start_utf16, const TextStyle& style) = 0;
    virtual LineMetrics metrics(const TextStyle& style) = 0;
};

/// The picture of a cluster, for the painter's atlas.
struct GlyphBitmap {
    int width = 0, height = 0;      ///< in device pixels
    float left_px = 0, top_px = 0;  ///< from the pen at the baseline to the bitmap's corner, CSS pixels, y down
    bool colored = false;           ///< emoji: keep its colours; else white with alpha
    std::vector<std::uint8_t> rgba; ///< width * height * 4
};

class GlyphSource {
public:
    virtual ~GlyphSource() = default;
    /// Rasterises cluster `key` of a TextShaper for `device_px_per_px`. About 1 ms each in a browser: the caller keeps a
    /// budget a frame. False: nothing to draw.
    virtual bool rasterize(std::uint32_t key, float device_px_per_px, GlyphBitmap& out) = 0;
};

} // namespace tw
