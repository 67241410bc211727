#include "platform/web/web_text.hpp"

#include "base/text.hpp"
#include "platform/web/imports.hpp"

#include <cmath>
#include <memory>

namespace tw::web {
namespace {

/// Characters that are a cluster by themselves unless something combining follows.
bool is_plain(char32_t c) {
    return (c >= 0x20 && c < 0x7F) || (c >= 0xA1 && c < 0x250 && c != 0xAD && c != 0xA9 && c != 0xAE) ||
           (c >= 0x2010 && c <= 0x2027) || (c >= 0x3000 && c <= 0x3029) || (c >= 0x3040 && c < 0x3099) ||
           (c >= 0x309B && c < 0x3130) || (c >= 0x3400 && c < 0x4DC0) || (c >= 0x4E00 && c < 0xA000) ||
           (c >= 0xFF01 && c <= 0xFF60);
}
bool is_space(char32_t c) {
    return c == ' ' || c == 0xA0 || c == '\t' || c == 0x3000 || (c >= 0x2000 && c <= 0x200A);
}
bool is_control(char32_t c) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0);
}

} // namespace

int font_flags(const TextStyle& style) {
    return (style.bold ? 1 : 0) | (style.italic ? 2 : 0) | (style.monospace ? 4 : 0);
}

bool draw_glyph(std::string_view text, double size_device_px, int flags, GlyphBitmap& out) {
    float box[4] = {};
    const std::unique_ptr<std::uint8_t, decltype(&std::free)> pixels(
        twjs_glyph(text.data(), text.size(), size_device_px, flags, box), &std::free);
    if (!pixels)
        return false;
    out.left_px = box[0];
    out.top_px = box[1];
    out.width = static_cast<int>(box[2]);
    out.height = static_cast<int>(box[3]);
    const std::size_t size = static_cast<std::size_t>(out.width) * static_cast<std::size_t>(out.height) * 4;
    out.rgba.assign(pixels.get(), pixels.get() + size);
    out.colored = false;
    bool visible = false;
    for (std::size_t i = 0; i < size; i += 4) {
        const std::uint8_t* p = &out.rgba[i];
        visible |= p[3] != 0;
        // Text was drawn in white; faint pixels lose precision in the canvas and prove nothing.
        if (p[3] > 64 && (p[0] < 200 || p[1] < 200 || p[2] < 200))
            out.colored = true;
    }
    if (!out.colored)
        for (std::size_t i = 0; i < size; i += 4)
            out.rgba[i] = out.rgba[i + 1] = out.rgba[i + 2] = 255;
    return visible;
}

std::uint32_t WebText::face_of(const TextStyle& style) {
    for (std::size_t i = 0; i < faces_.size(); ++i)
        if (faces_[i].style == style)
            return static_cast<std::uint32_t>(i);
    Face face;
    face.style = style;
    float ascent_descent[2] = {};
    twjs_font_metrics(style.size_px, font_flags(style), ascent_descent);
    face.metrics.ascent_px = ascent_descent[0];
    face.metrics.descent_px = ascent_descent[1];
    face.metrics.line_height_px =
        std::max(std::round(style.size_px * 1.5F), std::ceil(ascent_descent[0] + ascent_descent[1]));
    faces_.push_back(std::move(face));
    return static_cast<std::uint32_t>(faces_.size() - 1);
}

LineMetrics WebText::metrics(const TextStyle& style) {
    return faces_[face_of(style)].metrics;
}

void WebText::measure(Entry& entry, std::uint32_t face, std::string_view cluster) {
    std::size_t byte = 0;
    const char32_t first = next_code_point(cluster, byte);
    if (first == '\t') {
        entry.advance_px =
            static_cast<float>(4 * twjs_measure(" ", 1, faces_[face].style.size_px, font_flags(faces_[face].style)));
        return;
    }
    if (is_control(first) || (is_invisible(first) && byte == cluster.size())) {
        entry.advance_px = 0;
        return;
    }
    entry.advance_px = static_cast<float>(
        twjs_measure(cluster.data(), cluster.size(), faces_[face].style.size_px, font_flags(faces_[face].style)));
    if (is_space(first) && byte == cluster.size())
        return;
    named_.push_back({face, std::string(cluster)});
    entry.key = static_cast<std::uint32_t>(named_.size());
}

std::vector<Cluster> WebText::shape(std::string_view utf8, std::uint32_t start_utf16, const TextStyle& style) {
    const std::uint32_t face = face_of(style);
    std::vector<Cluster> out;
    out.reserve(utf8.size());
    std::uint32_t at_utf16 = start_utf16;
    std::size_t byte = 0;
    std::size_t run_byte = 0; ///< start of text that the segmenter must see
    std::uint32_t run_utf16 = at_utf16;
    const auto flush = [&](std::size_t end_byte) {
        if (run_byte < end_byte)
            shape_complex(out, utf8.substr(run_byte, end_byte - run_byte), run_utf16, face);
    };
    while (byte < utf8.size()) {
        const std::size_t begin = byte;
        char32_t c = next_code_point(utf8, byte);
        std::uint32_t units = c > 0xFFFF ? 2 : 1;
        const bool newline = c == '\n' || c == '\r';
        if (c == '\r' && byte < utf8.size() && utf8[byte] == '\n') {
            ++byte;
            units = 2;
        }
        std::size_t peek = byte;
        const char32_t next = byte < utf8.size() ? next_code_point(utf8, peek) : U' ';
        const bool alone = newline || (is_plain(c) && (is_plain(next) || next == '\n' || next == '\r'));
        if (alone) {
            flush(begin);
            Entry& entry = c < 128 ? faces_[face].ascii[c] : faces_[face].single[c];
            if (entry.advance_px < 0)
                measure(entry, face, newline ? "\n" : utf8.substr(begin, byte - begin));
            out.push_back({at_utf16, at_utf16 + units, entry.advance_px, entry.key});
            run_byte = byte;
            run_utf16 = at_utf16 + units;
        }
        at_utf16 += units;
    }
    flush(utf8.size());
    return out;
}

void WebText::shape_complex(std::vector<Cluster>& out, std::string_view text, std::uint32_t start_utf16,
                            std::uint32_t face) {
    std::vector<std::uint32_t> lengths(text.size());
    const std::size_t count = twjs_segment(text.data(), text.size(), lengths.data(), lengths.size());
    std::size_t byte = 0;
    std::uint32_t at_utf16 = start_utf16;
    for (std::size_t i = 0; i < count && byte < text.size(); ++i) {
        const std::string cluster(text.substr(byte, lengths[i]));
        byte += lengths[i];
        const auto units = static_cast<std::uint32_t>(utf16_length(cluster));
        Entry& entry = faces_[face].clusters[cluster];
        if (entry.advance_px < 0)
            measure(entry, face, cluster);
        out.push_back({at_utf16, at_utf16 + units, entry.advance_px, entry.key});
        at_utf16 += units;
    }
}

bool WebText::rasterize(std::uint32_t key, float device_px_per_px, GlyphBitmap& out) {
    if (key == 0 || key > named_.size())
        return false;
    const Named& named = named_[key - 1];
    const TextStyle& style = faces_[named.face].style;
    if (!draw_glyph(named.text, static_cast<double>(style.size_px) * device_px_per_px, font_flags(style), out))
        return false;
    out.left_px /= device_px_per_px;
    out.top_px /= device_px_per_px;
    return true;
}

} // namespace tw::web
