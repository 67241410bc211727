#include "layout/text_lines.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace tw {
namespace {

enum class Kind : std::uint8_t { word, space, newline, ideograph, opening, closing, break_after };

constexpr std::u32string_view closing_marks =
    U"!),.:;?]}%\u00a2\u00b0\u00b7\u2019\u201d\u2026\u2030\u2032\u2033\u203a\u00bb\u2103"
    U"\u3001\u3002\u3005\u3009\u300b\u300d\u300f\u3011\u3015\u3017\u3019\u301b\u301e\u301f"
    U"\u3041\u3043\u3045\u3047\u3049\u3063\u3083\u3085\u3087\u308e\u309b\u309c\u309d\u309e"
    U"\u30a1\u30a3\u30a5\u30a7\u30a9\u30c3\u30e3\u30e5\u30e7\u30ee\u30fb\u30fc\u30fd\u30fe"
    U"\ufe50\ufe51\ufe52\ufe54\ufe55\ufe56\ufe57\uff01\uff05\uff09\uff0c\uff0e\uff1a\uff1b\uff1f\uff3d\uff5d\uff5e"
    U"\uff60\uff61\uff63\uff64\u2014";
constexpr std::u32string_view opening_marks =
    U"([{\u00a3\u00a5\u2018\u201c\u2039\u00ab\u3008\u300a\u300c\u300e\u3010\u3014\u3016\u3018\u301a\u301d"
    U"\uff04\uff08\uff3b\uff5b\uff5f\uff62\uffe1\uffe5";

bool in(char32_t c, char32_t first, char32_t last) {
    return c >= first && c <= last;
}

/// Scripts without spaces between words, and emoji: a line may break on either side of one.
bool is_ideograph(char32_t c) {
    return in(c, 0x2e80, 0x312f) || in(c, 0x3130, 0x4dbf) || in(c, 0x4e00, 0x9fff) || in(c, 0xa000, 0xa4cf) ||
           in(c, 0xac00, 0xd7a3) || in(c, 0xf900, 0xfaff) || in(c, 0xfe30, 0xfe4f) || in(c, 0xff00, 0xffef) ||
           in(c, 0x2600, 0x27bf) || in(c, 0x1f000, 0x1faff) || in(c, 0x20000, 0x3fffd);
}

Kind kind_of(char32_t c) {
    if (in(c, 'a', 'z') || in(c, 'A', 'Z') || in(c, '0', '9'))
        return Kind::word;
    if (in(c, 0x3400, 0x9fff)) // most of what is read here; no mark is among them
        return Kind::ideograph;
    if (c == '\n' || c == '\r')
        return Kind::newline;
    if (c == ' ' || c == '\t' || c == 0x3000 || in(c, 0x2000, 0x2006) || in(c, 0x2008, 0x200b))
        return Kind::space;
    if (c == '-' || c == 0x2010 || c == 0x2013 || c == 0xad)
        return Kind::break_after;
    if (opening_marks.find(c) != std::u32string_view::npos)
        return Kind::opening;
    if (closing_marks.find(c) != std::u32string_view::npos)
        return Kind::closing;
    return is_ideograph(c) ? Kind::ideograph : Kind::word;
}

/// The closing punctuation of Chinese text, after which a line may end without a space.
bool is_wide(char32_t c) {
    return c >= 0x2e80 || c == 0x2014 || c == 0x2026 || c == 0x201d || c == 0x2019;
}

struct Mark {
    Kind kind = Kind::word;
    bool wide = false;
};

bool may_break(Mark before, Mark after) {
    if (after.kind == Kind::space || after.kind == Kind::newline || after.kind == Kind::closing ||
        before.kind == Kind::opening)
        return false;
    switch (before.kind) {
    case Kind::space:
    case Kind::ideograph:
        return true;
    case Kind::closing:
        return before.wide || after.kind == Kind::ideograph;
    case Kind::break_after:
        return true;
    default:
        return after.kind == Kind::ideograph || (after.kind == Kind::opening && after.wide);
    }
}

/// Walks a text once, handing out the mark of each cluster in turn.
class Marker {
public:
    explicit Marker(std::string_view text) : text_(text) {}
    Mark next(const Cluster& cluster) {
        // A shaper may leave gaps; both walk forward only.
        while (utf16_ < cluster.start_utf16 && byte_ < text_.size())
            step();
        if (byte_ >= text_.size())
            return {};
        const char32_t first = step();
        const bool number_follows = byte_ < text_.size() && text_[byte_] >= '0' && text_[byte_] <= '9';
        Mark mark{kind_of(first), is_wide(first)};
        // "-5" and "2020-01-02" stay whole.
        if (mark.kind == Kind::break_after && number_follows)
            mark.kind = Kind::word;
        return mark;
    }

private:
    char32_t step() {
        const char32_t c = next_code_point(text_, byte_);
        utf16_ += c >= 0x10000 ? 2 : 1;
        return c;
    }
    std::string_view text_;
    std::size_t byte_ = 0;
    std::uint32_t utf16_ = 0;
};

class LineBreaker {
public:
    LineBreaker(const LineMetrics& metrics, double width_px) : metrics_(metrics), width_px_(width_px) {}

    std::vector<TextLine> run(std::string_view text, const std::vector<Cluster>& clusters) {
        Marker marker(text);
        Mark before;
        for (std::uint32_t i = 0; i < clusters.size(); ++i) {
            const Mark mark = marker.next(clusters[i]);
            const double advance_px = std::max(0.0F, clusters[i].advance_px);
            if (i > first_ && may_break(before, mark))
                remember_break(i);
            // Spaces hang over the edge: they never open a line of their own.
            const bool hangs = mark.kind == Kind::space || mark.kind == Kind::newline;
            if (!hangs && i > first_ && x_px_ + advance_px > width_px_ + tolerance_px) {
                if (break_at_ <= first_)
                    remember_break(i); // one word wider than the line: broken where it ends
                close_line(clusters, break_at_, break_ink_px_);
                x_px_ -= break_x_px_;
                ink_px_ = std::max(0.0, ink_px_ - break_x_px_);
                // What is carried over may itself be too wide when its break was a poor one.
                if (i > first_ && x_px_ + advance_px > width_px_ + tolerance_px) {
                    remember_break(i);
                    close_line(clusters, i, break_ink_px_);
                    x_px_ = ink_px_ = 0;
                }
            }
            x_px_ += advance_px;
            if (!hangs)
                ink_px_ = x_px_;
            if (mark.kind == Kind::newline) {
                close_line(clusters, i + 1, ink_px_);
                x_px_ = ink_px_ = 0;
            }
            before = mark;
        }
        // A text, and what follows a newline, has a line even when it is empty: a caret stands there.
        const bool ends_with_newline = !clusters.empty() && before.kind == Kind::newline;
        if (first_ < clusters.size() || clusters.empty() || ends_with_newline)
            close_line(clusters, static_cast<std::uint32_t>(clusters.size()), ink_px_);
        return std::move(lines_);
    }

private:
    static constexpr double tolerance_px = 0.01;

    void remember_break(std::uint32_t at) {
        break_at_ = at;
        break_x_px_ = x_px_;
        break_ink_px_ = ink_px_;
    }

    void close_line(const std::vector<Cluster>& clusters, std::uint32_t end, double ink_px) {
        TextLine line;
        line.first_cluster = first_;
        line.cluster_count = end - first_;
        const std::uint32_t end_of_text = clusters.empty() ? 0 : clusters.back().end_utf16;
        line.start_utf16 = first_ < clusters.size() ? clusters[first_].start_utf16 : end_of_text;
        line.end_utf16 = end > first_ ? clusters[end - 1].end_utf16 : line.start_utf16;
        line.height_px = metrics_.line_height_px;
        line.top_px = static_cast<double>(lines_.size()) * line.height_px;
        const double leading_px = line.height_px - double{metrics_.ascent_px} - double{metrics_.descent_px};
        line.baseline_px = line.top_px + leading_px / 2 + double{metrics_.ascent_px};
        line.width_px = ink_px;
        lines_.push_back(line);
        first_ = end;
    }

    LineMetrics metrics_;
    double width_px_;
    std::vector<TextLine> lines_;
    std::uint32_t first_ = 0;      ///< of the open line
    double x_px_ = 0, ink_px_ = 0; ///< of the open line: all advances, and those up to its last visible cluster
    std::uint32_t break_at_ = 0;   ///< last place where the open line may end, when it is past first_
    double break_x_px_ = 0, break_ink_px_ = 0;
};

} // namespace

std::vector<WrappedLine> wrap_text(std::string_view text, double width_px,
                                   const std::function<double(char32_t)>& advance_px) {
    std::vector<WrappedLine> lines;
    std::size_t begin = 0, break_at = 0;
    double x_px = 0, break_x_px = 0;
    Mark before;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t here = at;
        const char32_t c = next_code_point(text, at);
        if (c == '\n') {
            lines.push_back({begin, here, false});
            begin = break_at = at;
            x_px = break_x_px = 0;
            before = {};
            continue;
        }
        Mark mark{kind_of(c), is_wide(c)};
        if (mark.kind == Kind::break_after && at < text.size() && in(static_cast<unsigned char>(text[at]), '0', '9'))
            mark.kind = Kind::word; // "-5" and "2020-01-02" stay whole
        if (here > begin && may_break(before, mark)) {
            break_at = here;
            break_x_px = x_px;
        }
        const double advance = advance_px(c);
        if (mark.kind != Kind::space && here > begin && x_px + advance > width_px) {
            if (break_at <= begin) { // one word wider than the line: broken where it is full
                break_at = here;
                break_x_px = x_px;
            }
            lines.push_back({begin, break_at, true});
            begin = break_at;
            x_px -= break_x_px;
            break_x_px = 0;
            if (here > begin && x_px + advance > width_px) { // what is carried over is itself too wide
                lines.push_back({begin, here, true});
                begin = break_at = here;
                x_px = 0;
            }
        }
        x_px += advance;
        before = mark;
    }
    lines.push_back({begin, text.size(), false});
    return lines;
}

std::vector<TextLine> break_lines(std::string_view text, const std::vector<Cluster>& clusters,
                                  const LineMetrics& metrics, double width_px) {
    return LineBreaker(metrics, width_px).run(text, clusters);
}

namespace {

/// The clusters of a line that are there: a line may come from another shaping of the text.
std::pair<std::size_t, std::size_t> clusters_of(const TextLine& line, const std::vector<Cluster>& clusters) {
    const std::size_t first = std::min<std::size_t>(line.first_cluster, clusters.size());
    return {first, std::min<std::size_t>(first + line.cluster_count, clusters.size())};
}

} // namespace

std::uint32_t offset_at(const std::vector<TextLine>& lines, const std::vector<Cluster>& clusters, Vec2 pos_px) {
    if (lines.empty())
        return 0;
    auto below = std::ranges::upper_bound(lines, pos_px.y, {}, &TextLine::top_px);
    const TextLine& line = below == lines.begin() ? *below : *std::prev(below);
    const auto [first, end] = clusters_of(line, clusters);
    double x_px = 0;
    std::uint32_t offset = line.start_utf16;
    for (std::size_t i = first; i < end; ++i) {
        const Cluster& cluster = clusters[i];
        const double advance_px = double{cluster.advance_px};
        // Past the middle of a cluster means after it; a newline is never stepped over.
        const bool invisible_end = i + 1 == end && cluster.key == 0 && advance_px <= 0;
        if (invisible_end || pos_px.x < x_px + advance_px / 2)
            break;
        x_px += advance_px;
        offset = cluster.end_utf16;
    }
    return offset;
}

std::vector<Rect> range_rects(const std::vector<TextLine>& lines, const std::vector<Cluster>& clusters,
                              std::uint32_t start_utf16, std::uint32_t end_utf16) {
    std::vector<Rect> rects;
    if (start_utf16 >= end_utf16)
        return rects;
    auto line = std::ranges::upper_bound(lines, start_utf16, {}, &TextLine::end_utf16);
    for (; line != lines.end() && line->start_utf16 < end_utf16; ++line) {
        const auto [first, end] = clusters_of(*line, clusters);
        double x_px = 0, left_px = 0, right_px = 0;
        bool inside = false;
        for (std::size_t i = first; i < end && clusters[i].start_utf16 < end_utf16; ++i) {
            if (!inside && clusters[i].end_utf16 > start_utf16) {
                inside = true;
                left_px = x_px;
            }
            x_px += double{clusters[i].advance_px};
            right_px = x_px;
        }
        if (inside && right_px > left_px)
            rects.push_back({left_px, line->top_px, right_px - left_px, line->height_px});
    }
    return rects;
}

Size measure_text(TextShaper& shaper, std::string_view text, const TextStyle& style, double width_px) {
    const std::vector<Cluster> clusters = shaper.shape(text, 0, style);
    const std::vector<TextLine> lines = break_lines(text, clusters, shaper.metrics(style), width_px);
    Size size;
    for (const TextLine& line : lines) {
        size.w = std::max(size.w, line.width_px);
        size.h = line.top_px + line.height_px;
    }
    return size;
}

} // namespace tw
