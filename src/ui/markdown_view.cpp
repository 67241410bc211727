#include "ui/markdown_view.hpp"

#include "base/text.hpp"
#include "ui/widget_core.hpp"

#include <algorithm>
#include <cmath>

namespace tw {
namespace {

using Kind = MarkdownBlock::Kind;
constexpr double item_indent_px = 20, quote_indent_px = 14, code_pad_px = 8;

/// Words one behind the other in lines; with `painter` they are painted, without only measured.
class Flow {
public:
    Flow(Ui& ui, const Rect& box, double size_px, bool paints, std::string id)
        : ui_(ui), box_(box), size_px_(static_cast<float>(size_px)), line_px_(std::round(size_px * 1.5)),
          paints_(paints), id_(std::move(id)), y_(box.y) {}

    void add(const MarkdownSpan& span, bool bold) {
        TextStyle style = span.code ? ui_.theme->mono : ui_.theme->body;
        style.size_px = span.code ? size_px_ - 1 : size_px_;
        style.bold = bold || span.bold;
        for (std::size_t at = 0; at < span.text.size();) {
            if (span.text[at] == '\n') {
                end_run(span, style);
                end_line();
                ++at;
                continue;
            }
            const std::size_t end = word_end(span.text, at);
            const std::string_view word = std::string_view(span.text).substr(at, end - at);
            const double visible_px = measure(ui_, word.substr(0, word.find_last_not_of(' ') + 1), style).w;
            if (x_ + run_px_ + visible_px > box_.w && x_ + run_px_ > 0) {
                end_run(span, style);
                end_line();
            }
            run_ += word;
            run_px_ = measure(ui_, run_, style).w;
            at = end;
        }
        end_run(span, style);
    }
    double finish() {
        end_line();
        return y_ - box_.y;
    }
    std::optional<std::string> pressed;

private:
    /// Behind a word and its spaces; a character of a script without spaces is a word.
    static std::size_t word_end(std::string_view text, std::size_t at) {
        bool any = false;
        while (at < text.size() && text[at] != '\n') {
            const std::size_t here = at;
            const char32_t c = next_code_point(text, at);
            if (c >= 0x2e80)
                return any ? here : at;
            any = true;
            if (c == ' ' && (at == text.size() || text[at] != ' '))
                return at;
        }
        return at;
    }
    void end_run(const MarkdownSpan& span, const TextStyle& style) {
        if (run_.empty())
            return;
        const Rect place = {box_.x + x_, y_, run_px_, line_px_};
        if (paints_) {
            const Theme& theme = *ui_.theme;
            if (span.code)
                fill(ui_, {place.x - 2, place.y + 2, place.w + 4, place.h - 4}, theme.surface_sunken, 4);
            Color color = span.emphasis ? theme.text_muted : theme.text;
            if (!span.link.empty()) {
                color = theme.link;
                const std::string id = id_ + ":link:" + std::to_string(++links_);
                const Press state = press(ui_, place, id, false);
                announce(ui_, place, {.id = id, .role = "link", .name = span.text, .value = {}, .rect_px = {}});
                fill(ui_, {place.x, place.bottom() - 4, place.w, 1}, color);
                if (state.hovered)
                    ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
                if (state.ring)
                    focus_ring(ui_, place, 4);
                if (state.clicked)
                    pressed = span.link;
            }
            text(ui_, {place.x, place.y, place.w + 2, place.h}, run_, style, color);
        }
        x_ += run_px_;
        run_.clear();
        run_px_ = 0;
    }
    void end_line() {
        y_ += line_px_;
        x_ = 0;
    }

    Ui& ui_;
    Rect box_;
    float size_px_;
    double line_px_;
    bool paints_;
    std::string id_;
    double x_ = 0, y_ = 0, run_px_ = 0;
    std::string run_;
    int links_ = 0;
};

double size_of(const Ui& ui, const MarkdownBlock& block) {
    if (block.kind != Kind::heading)
        return static_cast<double>(ui.theme->body.size_px);
    return static_cast<double>(block.level == 1   ? ui.theme->heading.size_px
                               : block.level == 2 ? ui.theme->title.size_px
                                                  : ui.theme->body.size_px);
}

double gap_before(const MarkdownBlock& block, bool first, bool after_item) {
    if (first)
        return 0;
    if (block.kind == Kind::heading)
        return block.level <= 2 ? 16 : 12;
    return block.kind == Kind::item && after_item ? 2 : 10;
}

double flow(Ui& ui, const Rect& box, std::string_view id, const std::vector<MarkdownBlock>& blocks, bool paints,
            std::optional<std::string>& pressed) {
    const Theme& theme = *ui.theme;
    double y = box.y;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        const MarkdownBlock& block = blocks[i];
        y += gap_before(block, i == 0, i > 0 && blocks[i - 1].kind == Kind::item);
        Rect place = {box.x, y, box.w, 0};
        if (block.kind == Kind::rule) {
            if (paints)
                fill(ui, {place.x, y + 4, place.w, 1}, theme.border);
            y += 9;
            continue;
        }
        double left = 0, pad = 0;
        if (block.kind == Kind::item)
            left = item_indent_px * (1 + block.level);
        else if (block.kind == Kind::quote)
            left = quote_indent_px;
        else if (block.kind == Kind::code)
            left = pad = code_pad_px;
        place = {box.x + left, y + pad, box.w - left - pad, 0};
        const std::string block_id = std::string(id) + ":" + std::to_string(i);
        const auto run = [&](bool on) {
            Flow words(ui, place, size_of(ui, block), on, block_id);
            for (const MarkdownSpan& span : block.spans)
                words.add(span, block.kind == Kind::heading);
            const double height = words.finish();
            if (words.pressed)
                pressed = words.pressed;
            return height;
        };
        double height = 0;
        if (paints && (block.kind == Kind::code || block.kind == Kind::quote)) { // the ground first
            height = run(false) + 2 * pad;
            if (block.kind == Kind::code)
                fill(ui, {box.x, y, box.w, height}, theme.surface_sunken, theme.radius_px);
            else
                fill(ui, {box.x, y, 3, height}, theme.border_strong);
        }
        if (paints && block.kind == Kind::item)
            text(ui, {place.x - item_indent_px, y, item_indent_px, std::round(size_of(ui, block) * 1.5)}, block.mark,
                 theme.body, theme.text_muted);
        height = run(paints) + 2 * pad;
        if (paints && block.kind == Kind::heading) {
            std::string name;
            for (const MarkdownSpan& span : block.spans)
                name += span.text;
            announce(ui, {place.x, y, place.w, height},
                     {.id = block_id, .role = "heading", .name = std::move(name), .value = {}, .rect_px = {}});
        }
        y += height;
    }
    return y - box.y;
}

} // namespace

double markdown_height(Ui& ui, const std::vector<MarkdownBlock>& blocks, double width_px) {
    std::optional<std::string> pressed;
    return flow(ui, {0, 0, width_px, 0}, "", blocks, false, pressed);
}

std::optional<std::string> draw_markdown(Ui& ui, const Rect& box_px, std::string_view id,
                                         const std::vector<MarkdownBlock>& blocks) {
    std::optional<std::string> pressed;
    flow(ui, box_px, id, blocks, true, pressed);
    return pressed;
}

} // namespace tw
