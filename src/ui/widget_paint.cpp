#include "ui/widget_core.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <cmath>

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

/// Of the type size: what a paragraph's lines stand apart, so that they read as text and not as a list.
constexpr double paragraph_line_height = 1.4;

/// Calls `line` for each line of `text` wrapped at `wrap_px` (0: at newlines only); answers how many there are.
template <class Line>
std::size_t each_line(ImFont* font, float size_px, std::string_view text, double wrap_px, const Line& line) {
    const char* at = text.data();
    const char* const end = at + text.size();
    std::size_t count = 0;
    while (at < end) {
        const char* newline = std::find(at, end, '\n');
        const char* stop = newline;
        if (wrap_px > 0)
            stop = std::max(font->CalcWordWrapPosition(size_px, at, newline, static_cast<float>(wrap_px)), at + 1);
        stop = std::min(stop, newline);
        // Never inside a character.
        while (stop < newline && (static_cast<unsigned char>(*stop) & 0xC0) == 0x80)
            ++stop;
        line(count++, std::string_view(at, stop));
        at = stop;
        while (at < newline && *at == ' ')
            ++at;
        if (at == newline && at < end)
            ++at;
    }
    return count;
}

} // namespace

ImFont* font_of(const Ui& ui, const TextStyle& style) {
    return style.monospace ? ui.font_mono : style.bold ? ui.font_bold : ui.font;
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
    double width = 0;
    const std::size_t lines = each_line(font, style.size_px, text, wrap_px, [&](std::size_t, std::string_view line) {
        width = std::max(width, width_of(font, style.size_px, line));
    });
    const double between = static_cast<double>(std::max<std::size_t>(lines, 1) - 1) * paragraph_line_height;
    return {width, std::round(style.size_px * (1 + between))};
}

double text(Ui& ui, const Rect& box_px, std::string_view text, const TextStyle& style, Color color, TextFit fit,
            double align) {
    ImFont* font = font_of(ui, style);
    ImDrawList* list = ImGui::GetWindowDrawList();
    if (fit == TextFit::wrap) {
        each_line(font, style.size_px, text, box_px.w, [&](std::size_t i, std::string_view line) {
            const double free_px = std::max(0.0, box_px.w - width_of(font, style.size_px, line));
            const Vec2 at{box_px.x + free_px * align,
                          box_px.y + static_cast<double>(i) * style.size_px * paragraph_line_height};
            list->AddText(font, style.size_px, {static_cast<float>(snap(ui, at.x)), static_cast<float>(snap(ui, at.y))},
                          color.abgr(), line.data(), line.data() + line.size());
        });
        return measure(ui, text, style, box_px.w).h;
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
    const double y = box_px.y + std::max(0.0, (box_px.h - style.size_px) / 2);
    list->AddText(font, style.size_px,
                  {static_cast<float>(snap(ui, box_px.x + std::max(0.0, box_px.w - width) * align)),
                   static_cast<float>(snap(ui, y))},
                  color.abgr(), shown.data(), shown.data() + shown.size());
    return style.size_px;
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
