// Lines from shaped clusters: greedy breaking after spaces and between CJK characters, never inside a word that fits,
// with the closing and opening punctuation rules of Chinese text (no line starts with "，" or ends with "（"). Works in
// O(clusters) and keeps every offset.
#pragma once

#include "ports/text_shaper.hpp"
#include "tagkit/hooks.hpp"

#include <functional>
#include <string_view>
#include <vector>

namespace tw {

std::vector<TextLine> break_lines(std::string_view text, const std::vector<Cluster>& clusters,
                                  const LineMetrics& metrics, double width_px);

/// A line of a text whose characters each have a width of their own, in bytes, without its newline. Spaces hang over the
/// edge and belong to the line they end.
struct WrappedLine {
    std::size_t begin = 0, end = 0;
    bool soft = false; ///< ends where it was full, not at a newline or the end of the text

    bool operator==(const WrappedLine&) const = default;
};
/// The same rules for what widgets show and edit. There is always a line, also behind a last newline.
std::vector<WrappedLine> wrap_text(std::string_view text, double width_px,
                                   const std::function<double(char32_t)>& advance_px);

/// Offset nearest a point, and rectangles of a range, by binary search over lines.
std::uint32_t offset_at(const std::vector<TextLine>& lines, const std::vector<Cluster>& clusters, Vec2 pos_px);
std::vector<Rect> range_rects(const std::vector<TextLine>& lines, const std::vector<Cluster>& clusters,
                              std::uint32_t start_utf16, std::uint32_t end_utf16);

/// Height of `text` wrapped to `width_px`, and its widest line: what boxes of labels, headers and choices ask.
Size measure_text(TextShaper& shaper, std::string_view text, const TextStyle& style, double width_px);

} // namespace tw
