// A text of several lines being edited: caret, selection, undo, and where characters stand on lines that wrap. Pure: it is
// told what a key or a press means and how wide characters are, and paints nothing. Offsets are bytes of the text and
// always lie between characters; the text is the caller's and changes in the calls only that take it by reference.
#pragma once

#include "base/geometry.hpp"
#include "layout/text_lines.hpp"

#include <string>
#include <utility>
#include <vector>

namespace tw {

/// Where the characters of a text stand when it wraps to a width.
class EditLines {
public:
    EditLines(std::string_view text, double width_px, double line_height_px, std::function<double(char32_t)> advance_px)
        : text_(text), width_px_(width_px), height_px_(line_height_px), advance_px_(std::move(advance_px)),
          lines_(wrap_text(text, width_px, advance_px_)) {}

    /// A place between two characters. Where a full line ends, the next one begins at the same byte: `line_end` tells
    /// which of the two is meant.
    struct Place {
        std::size_t byte = 0;
        bool line_end = false;
        bool operator==(const Place&) const = default;
    };

    [[nodiscard]] const std::vector<WrappedLine>& lines() const { return lines_; }
    [[nodiscard]] double height_px() const { return height_px_ * static_cast<double>(lines_.size()); }
    [[nodiscard]] std::size_t line_of(Place place) const;
    [[nodiscard]] double x_of(std::size_t line, std::size_t byte) const;
    /// Left end and top of a caret there.
    [[nodiscard]] Vec2 pos_of(Place place) const;
    [[nodiscard]] Place place_at(std::size_t line, double x_px) const;
    [[nodiscard]] Place place_at(Vec2 pos_px) const;
    [[nodiscard]] Place line_begin(std::size_t line) const { return {lines_[line].begin, false}; }
    [[nodiscard]] Place line_end(std::size_t line) const { return {lines_[line].end, lines_[line].soft}; }

private:
    std::string_view text_;
    double width_px_, height_px_;
    std::function<double(char32_t)> advance_px_;
    std::vector<WrappedLine> lines_;
};

class TextEdit {
public:
    using Place = EditLines::Place;
    enum class Move : std::uint8_t {
        left,
        right,
        word_left,
        word_right,
        up,
        down,
        page_up,
        page_down,
        line_begin,
        line_end,
        text_begin,
        text_end
    };

    [[nodiscard]] Place caret() const { return caret_; }
    /// First and last byte, equal when nothing is selected.
    [[nodiscard]] std::pair<std::size_t, std::size_t> selection() const { return std::minmax(caret_.byte, anchor_); }
    [[nodiscard]] std::string selected(std::string_view text) const;

    /// The text may have been changed by others since the last call.
    void clamp(std::string_view text);
    void move(std::string_view text, const EditLines& lines, Move move, bool extend, std::size_t page_lines = 1);
    void place(Place place, bool extend);
    void select_word(std::string_view text, std::size_t byte);
    /// The paragraph around a place, with its newline.
    void select_paragraph(std::string_view text, std::size_t byte);
    void select_all(std::string_view text);

    /// Replaces what is selected. Characters typed one after the other are one step of undo.
    void insert(std::string& text, std::string_view what);
    /// What is selected, or else what `move` (left, right, by character or word, to a line's begin) passes over.
    void erase(std::string& text, const EditLines& lines, Move move);
    bool undo(std::string& text);
    bool redo(std::string& text);

private:
    struct Step {
        std::string text;
        std::size_t caret = 0, anchor = 0;
    };
    enum class Kind : std::uint8_t { none, typing, erasing, other };

    void remember(const std::string& text, Kind kind);
    static bool exchange(std::string& text, TextEdit& edit, std::vector<Step>& from, std::vector<Step>& to);

    Place caret_;
    std::size_t anchor_ = 0;
    double wanted_x_px_ = -1; ///< kept while going up and down
    std::vector<Step> undo_, redo_;
    Kind last_ = Kind::none; ///< what the last step of undo goes on with
};

} // namespace tw
