#include "ui/widget_core.hpp"

#include "base/text.hpp"
#include "layout/text_lines.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace tw {
namespace {

constexpr std::string_view ellipsis = "\xE2\x80\xA6";

double width_of(ImFont* font, float size_px, std::string_view text) {
    return font->CalcTextSizeA(size_px, FLT_MAX, 0, text.data(), text.data() + text.size()).x;
}

/// How many bytes of one line fit in `width_px`.
std::size_t fitting(ImFont* font, float size_px, std::string_view text, double width_px) {
    std::size_t fits = 0;
    for (std::size_t at = 0; at < text.size();) {
        next_code_point(text, at);
        if (width_of(font, size_px, text.substr(0, at)) > width_px)
            break;
        fits = at;
    }
    return fits;
}

/// Lines of wrapped text, without the spaces they end in.
std::vector<std::string_view> wrapped_lines(ImFont* font, float size_px, std::string_view text, double width_px) {
    std::vector<std::string_view> lines;
    for (const WrappedLine& line : wrap_text(text, width_px, advances(font, size_px))) {
        const std::string_view whole = text.substr(line.begin, line.end - line.begin);
        lines.push_back(line.soft ? whole.substr(0, whole.find_last_not_of(' ') + 1) : whole);
    }
    return lines;
}

} // namespace

std::function<double(char32_t)> advances(ImFont* font, float size_px) {
    ImFontBaked* const baked = font->GetFontBaked(size_px);
    const double scale = static_cast<double>(size_px / baked->Size);
    return [baked, scale](char32_t c) {
        return static_cast<double>(baked->GetCharAdvance(static_cast<ImWchar>(c))) * scale;
    };
}

double line_height_px(const TextStyle& style) {
    return std::round(style.size_px * 1.4);
}

ImFont* font_of(const Ui& ui, const TextStyle& style) {
    return style.monospace ? ui.font_mono : style.bold ? ui.font_bold : ui.font;
}

double text_top(ImFont* font, float size_px, double center_y) {
    const ImFontBaked* baked = font->GetFontBaked(size_px);
    const double ascent = static_cast<double>(baked->Ascent) * static_cast<double>(size_px / baked->Size);
    return center_y + 0.35 * static_cast<double>(size_px) - ascent;
}

double snap(const Ui& ui, double px) {
    return std::round(px * ui.device_px_per_px) / ui.device_px_per_px;
}

void fill(Ui& ui, const Rect& box_px, Color color, float radius_px) {
    if (box_px.empty() || color.a == 0)
        return;
    const Rect box = {snap(ui, box_px.x), snap(ui, box_px.y), snap(ui, box_px.right()) - snap(ui, box_px.x),
                      snap(ui, box_px.bottom()) - snap(ui, box_px.y)};
    ImGui::GetWindowDrawList()->AddRectFilled(min_of(box), max_of(box), color.abgr(), radius_px);
}

void outline(Ui& ui, const Rect& box_px, Color color, float radius_px, float width_px) {
    if (box_px.empty() || color.a == 0)
        return;
    if (radius_px <= 0) { // four plain fills: cheaper than an antialiased path
        const double w = width_px;
        fill(ui, {box_px.x, box_px.y, box_px.w, w}, color);
        fill(ui, {box_px.x, box_px.bottom() - w, box_px.w, w}, color);
        fill(ui, {box_px.x, box_px.y + w, w, box_px.h - 2 * w}, color);
        fill(ui, {box_px.right() - w, box_px.y + w, w, box_px.h - 2 * w}, color);
        return;
    }
    const Rect inner = box_px.expanded(-width_px / 2.0);
    ImGui::GetWindowDrawList()->AddRect(min_of(inner), max_of(inner), color.abgr(), radius_px - width_px / 2, 0,
                                        width_px);
}

void icon(Ui&, Vec2 center_px, Icon icon, double size_px, Color color) {
    const IconShape shape = icon_shape(icon);
    ImDrawList* list = ImGui::GetWindowDrawList();
    const double scale = size_px / 24;
    const float width_px = static_cast<float>(std::max(1.25, 2 * scale));
    ImVec2 points[128];
    std::size_t first = 0;
    for (const std::size_t end : shape.ends) {
        int count = 0;
        float reach_px = 0;
        for (std::size_t i = first; i < end && count < 128; ++i, ++count) {
            points[count] = {static_cast<float>(center_px.x + (shape.points[2 * i] - 12) * scale),
                             static_cast<float>(center_px.y + (shape.points[2 * i + 1] - 12) * scale)};
            reach_px =
                std::max({reach_px, std::abs(points[count].x - points[0].x), std::abs(points[count].y - points[0].y)});
        }
        first = end;
        if (reach_px < 0.1F) // a dot: no length, only its round caps
            list->AddCircleFilled(points[0], width_px * 0.6F, color.abgr(), 8);
        else
            list->AddPolyline(points, count, color.abgr(), 0, width_px);
    }
}

Size measure(Ui& ui, std::string_view text, const TextStyle& style, double wrap_px) {
    ImFont* font = font_of(ui, style);
    if (wrap_px <= 0)
        return {width_of(font, style.size_px, text), line_height_px(style)};
    Size size;
    for (const std::string_view line : wrapped_lines(font, style.size_px, text, wrap_px)) {
        size.w = std::max(size.w, width_of(font, style.size_px, line));
        size.h += line_height_px(style);
    }
    return size;
}

double text(Ui& ui, const Rect& box_px, std::string_view text, const TextStyle& style, Color color, TextFit fit,
            double align) {
    ImFont* font = font_of(ui, style);
    ImDrawList* list = ImGui::GetWindowDrawList();
    const auto put = [&](std::string_view line, double x, double center_y) {
        list->AddText(
            font, style.size_px,
            {static_cast<float>(snap(ui, x)), static_cast<float>(snap(ui, text_top(font, style.size_px, center_y)))},
            color.abgr(), line.data(), line.data() + line.size());
    };
    if (fit == TextFit::wrap) {
        double y = box_px.y;
        for (const std::string_view line : wrapped_lines(font, style.size_px, text, box_px.w)) {
            const double spare = align > 0 ? std::max(0.0, box_px.w - width_of(font, style.size_px, line)) : 0;
            put(line, box_px.x + spare * align, y + line_height_px(style) / 2);
            y += line_height_px(style);
        }
        return y - box_px.y;
    }
    if (const std::size_t line_end = text.find('\n'); line_end != std::string_view::npos && line_end > 0) {
        std::string one_line(text);
        for (char& c : one_line)
            if (c == '\n' || c == '\r')
                c = ' ';
        return tw::text(ui, box_px, one_line, style, color, fit, align);
    }
    double width = width_of(font, style.size_px, text);
    std::string cut;
    std::string_view shown = text;
    if (width > box_px.w + 0.5) {
        const double room = box_px.w - width_of(font, style.size_px, ellipsis);
        cut = std::string(text.substr(0, fitting(font, style.size_px, text, room))) + std::string(ellipsis);
        shown = cut;
        width = width_of(font, style.size_px, shown);
        tooltip(ui, box_px, text);
    }
    put(shown, box_px.x + std::max(0.0, box_px.w - width) * align,
        box_px.y + std::max(box_px.h, static_cast<double>(style.size_px)) / 2);
    return line_height_px(style);
}

double text_clamped(Ui& ui, const Rect& box_px, std::string_view text, const TextStyle& style, Color color,
                    int most_lines) {
    // The narrowest letters in use are some two pixels wide; no line holds more of them than this.
    const auto lines_hold =
        static_cast<std::size_t>(std::max(8.0, box_px.w / 2)) * static_cast<std::size_t>(most_lines);
    std::size_t end = std::min(text.size(), lines_hold);
    while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
        --end;
    const std::string_view head = text.substr(0, end);
    ImFont* font = font_of(ui, style);
    const std::vector<std::string_view> lines = wrapped_lines(font, style.size_px, head, box_px.w);
    const auto shown = std::min(lines.size(), static_cast<std::size_t>(most_lines));
    const bool cut = shown < lines.size() || end < text.size();
    double y = box_px.y;
    for (std::size_t i = 0; i < shown; ++i, y += line_height_px(style)) {
        std::string_view line = lines[i];
        std::string last;
        if (cut && i + 1 == shown) {
            const double room = box_px.w - width_of(font, style.size_px, ellipsis);
            last = std::string(line.substr(0, fitting(font, style.size_px, line, room))) + std::string(ellipsis);
            line = last;
        }
        ImGui::GetWindowDrawList()->AddText(
            font, style.size_px,
            {static_cast<float>(snap(ui, box_px.x)),
             static_cast<float>(snap(ui, text_top(font, style.size_px, y + line_height_px(style) / 2)))},
            color.abgr(), line.data(), line.data() + line.size());
    }
    if (cut)
        tooltip(ui, box_px, text.substr(0, std::min<std::size_t>(end, 600)));
    return y - box_px.y;
}

Color text_on(Color background) {
    const Color dark{0x1c, 0x1c, 0x22}, light{255, 255, 255};
    return contrast(background, dark) >= contrast(background, light) ? dark : light;
}

double badge_width(Ui& ui, std::string_view label) {
    return measure(ui, label, ui.theme->small).w + 2 * ui.theme->space_1_px + 4;
}

double badge(Ui& ui, Vec2 top_left_px, std::string_view label, Color color, Color background) {
    const double width = badge_width(ui, label);
    const Rect box = {top_left_px.x, top_left_px.y, width, 18};
    fill(ui, box, background, 4);
    tw::text(ui, box, label, ui.theme->small, color, TextFit::ellipsis, 0.5);
    return width;
}

void focus_ring(Ui& ui, const Rect& box_px, float radius_px) {
    outline(ui, box_px.expanded(2), ui.theme->focus, radius_px + 2, 2);
}

void begin_clip(Ui&, const Rect& box_px) {
    ImGui::PushClipRect(min_of(box_px), max_of(box_px), true);
}
void end_clip(Ui&) {
    ImGui::PopClipRect();
}

} // namespace tw
