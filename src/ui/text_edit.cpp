#include "ui/text_edit.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <tuple>

namespace tw {
namespace {

constexpr std::size_t most_steps = 100;

std::size_t next(std::string_view text, std::size_t byte) {
    if (byte < text.size())
        next_code_point(text, byte);
    return std::min(byte, text.size());
}

std::size_t previous(std::string_view text, std::size_t byte) {
    byte = std::min(byte, text.size());
    while (byte > 0 && (static_cast<unsigned char>(text[--byte]) & 0xC0) == 0x80) {
    }
    return byte;
}

enum class Class : std::uint8_t { blank, mark, word };

Class class_at(std::string_view text, std::size_t byte) {
    const char32_t c = next_code_point(text, byte);
    if (c <= ' ' || c == 0xA0 || c == 0x3000)
        return Class::blank;
    const bool mark = (c < 0x80 && c != '_' && std::isalnum(static_cast<int>(c)) == 0) ||
                      (c >= 0x2010 && c <= 0x205E) || (c >= 0x3001 && c <= 0x301F) || (c >= 0xFF01 && c <= 0xFF0F) ||
                      (c >= 0xFF1A && c <= 0xFF20);
    return mark ? Class::mark : Class::word;
}

std::size_t word_left(std::string_view text, std::size_t byte) {
    while (byte > 0 && class_at(text, previous(text, byte)) == Class::blank)
        byte = previous(text, byte);
    if (byte == 0)
        return 0;
    const Class kind = class_at(text, previous(text, byte));
    while (byte > 0 && class_at(text, previous(text, byte)) == kind)
        byte = previous(text, byte);
    return byte;
}

std::size_t word_right(std::string_view text, std::size_t byte) {
    if (byte < text.size()) {
        const Class kind = class_at(text, byte);
        while (byte < text.size() && class_at(text, byte) == kind)
            byte = next(text, byte);
    }
    while (byte < text.size() && class_at(text, byte) == Class::blank)
        byte = next(text, byte);
    return byte;
}

} // namespace

// ---- where characters stand --------------------------------------------------------------------------------------------

std::size_t EditLines::line_of(Place place) const {
    const auto behind =
        std::ranges::upper_bound(lines_, place.byte, {}, [](const WrappedLine& line) { return line.begin; });
    auto line = static_cast<std::size_t>(std::max<std::ptrdiff_t>(behind - lines_.begin() - 1, 0));
    if (place.line_end && line > 0 && lines_[line].begin == place.byte && lines_[line - 1].soft)
        --line;
    return line;
}

double EditLines::x_of(std::size_t line, std::size_t byte) const {
    double x_px = 0;
    for (std::size_t at = lines_[line].begin; at < std::min(byte, lines_[line].end);)
        x_px += advance_px_(next_code_point(text_, at));
    return std::min(x_px, width_px_); // spaces that hang over the edge are not seen
}

Vec2 EditLines::pos_of(Place place) const {
    const std::size_t line = line_of(place);
    return {x_of(line, place.byte), static_cast<double>(line) * height_px_};
}

EditLines::Place EditLines::place_at(std::size_t line, double x_px) const {
    double x = 0;
    for (std::size_t at = lines_[line].begin; at < lines_[line].end;) {
        const std::size_t here = at;
        const double advance = advance_px_(next_code_point(text_, at));
        if (x_px < x + advance / 2)
            return {here, false};
        x += advance;
    }
    return line_end(line);
}

EditLines::Place EditLines::place_at(Vec2 pos_px) const {
    const double row = std::clamp(std::floor(pos_px.y / height_px_), 0.0, static_cast<double>(lines_.size() - 1));
    return place_at(static_cast<std::size_t>(row), pos_px.x);
}

// ---- caret and selection -----------------------------------------------------------------------------------------------

std::string TextEdit::selected(std::string_view text) const {
    const auto [begin, end] = selection();
    return std::string(text.substr(std::min(begin, text.size()), end - begin));
}

void TextEdit::clamp(std::string_view text) {
    const auto between = [text](std::size_t byte) {
        byte = std::min(byte, text.size());
        while (byte > 0 && byte < text.size() && (static_cast<unsigned char>(text[byte]) & 0xC0) == 0x80)
            --byte;
        return byte;
    };
    caret_.byte = between(caret_.byte);
    anchor_ = between(anchor_);
}

void TextEdit::place(Place place, bool extend) {
    caret_ = place;
    if (!extend)
        anchor_ = place.byte;
    wanted_x_px_ = -1;
    last_ = Kind::none;
}

void TextEdit::move(std::string_view text, const EditLines& lines, Move move, bool extend, std::size_t page_lines) {
    const auto [begin, end] = selection();
    const bool collapses = !extend && begin != end;
    const std::size_t line = lines.line_of(caret_), last_line = lines.lines().size() - 1;
    const auto by_lines = [&](std::size_t to, bool past_end, Place beyond) {
        const double x_px = wanted_x_px_ >= 0 ? wanted_x_px_ : lines.x_of(line, caret_.byte);
        place(past_end ? beyond : lines.place_at(to, x_px), extend);
        wanted_x_px_ = x_px;
    };
    const std::size_t page = std::max<std::size_t>(1, page_lines);
    switch (move) {
    case Move::left:
        return place({collapses ? begin : previous(text, caret_.byte)}, extend);
    case Move::right:
        return place({collapses ? end : next(text, caret_.byte)}, extend);
    case Move::word_left:
        return place({word_left(text, caret_.byte)}, extend);
    case Move::word_right:
        return place({word_right(text, caret_.byte)}, extend);
    case Move::up:
        return by_lines(line - 1, line == 0, {});
    case Move::down:
        return by_lines(line + 1, line == last_line, {text.size()});
    case Move::page_up:
        return by_lines(line - std::min(line, page), line == 0, {});
    case Move::page_down:
        return by_lines(std::min(line + page, last_line), line == last_line, {text.size()});
    case Move::line_begin:
        return place(lines.line_begin(line), extend);
    case Move::line_end:
        return place(lines.line_end(line), extend);
    case Move::text_begin:
        return place({}, extend);
    case Move::text_end:
        return place({text.size()}, extend);
    }
}

void TextEdit::select_word(std::string_view text, std::size_t byte) {
    if (text.empty())
        return;
    std::size_t begin = std::min(byte, previous(text, text.size())), end = begin;
    const Class kind = class_at(text, begin);
    const auto inside = [&](std::size_t at) { return class_at(text, at) == kind && text[at] != '\n'; };
    while (begin > 0 && inside(previous(text, begin)))
        begin = previous(text, begin);
    while (end < text.size() && inside(end))
        end = next(text, end);
    place({begin}, false);
    place({end}, true);
}

void TextEdit::select_paragraph(std::string_view text, std::size_t byte) {
    const std::size_t before = byte == 0 ? std::string_view::npos : text.rfind('\n', byte - 1);
    const std::size_t behind = text.find('\n', byte);
    place({before == std::string_view::npos ? 0 : before + 1}, false);
    place({behind == std::string_view::npos ? text.size() : behind + 1}, true);
}

void TextEdit::select_all(std::string_view text) {
    place({}, false);
    place({text.size()}, true);
}

// ---- changes -----------------------------------------------------------------------------------------------------------

void TextEdit::remember(const std::string& text, Kind kind) {
    redo_.clear();
    const bool goes_on = kind != Kind::other && kind == last_;
    last_ = kind;
    if (goes_on)
        return;
    if (undo_.size() == most_steps)
        undo_.erase(undo_.begin());
    undo_.push_back({text, caret_.byte, anchor_});
}

void TextEdit::insert(std::string& text, std::string_view what) {
    const auto [begin, end] = selection();
    if (what.empty() && begin == end)
        return;
    const bool one_character = begin == end && what != "\n" && next(what, 0) == what.size();
    remember(text, one_character ? Kind::typing : Kind::other);
    text.replace(begin, end - begin, what);
    const Kind kind = last_;
    place({begin + what.size()}, false);
    last_ = kind;
}

void TextEdit::erase(std::string& text, const EditLines& lines, Move direction) {
    auto [begin, end] = selection();
    const bool whole_selection = begin != end;
    if (!whole_selection) {
        TextEdit probe;
        probe.caret_ = caret_;
        probe.anchor_ = anchor_;
        probe.move(text, lines, direction, true);
        std::tie(begin, end) = probe.selection();
    }
    if (begin == end)
        return;
    const bool one = !whole_selection && (direction == Move::left || direction == Move::right);
    remember(text, one ? Kind::erasing : Kind::other);
    text.erase(begin, end - begin);
    const Kind kind = last_;
    place({begin}, false);
    last_ = kind;
}

bool TextEdit::exchange(std::string& text, TextEdit& edit, std::vector<Step>& from, std::vector<Step>& to) {
    if (from.empty())
        return false;
    to.push_back({text, edit.caret_.byte, edit.anchor_});
    const Step step = std::move(from.back());
    from.pop_back();
    text = step.text;
    edit.place({step.anchor}, false);
    edit.place({step.caret}, true);
    return true;
}

bool TextEdit::undo(std::string& text) {
    return exchange(text, *this, undo_, redo_);
}

bool TextEdit::redo(std::string& text) {
    return exchange(text, *this, redo_, undo_);
}

} // namespace tw
