// Files of rows, read piece by piece: CSV and TSV, JSON lines, lists of JSON, plain lines. A reader is fed UTF-8 text cut
// anywhere and hands each row on as soon as it is whole, so a file of any size passes through a small buffer. A bad row is
// named with the line it begins at and left out, and the rest goes on. What a row means is the caller's business.
#pragma once

#include "base/error.hpp"
#include "base/json.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace tw {

/// What a file of rows is, by its name and its first bytes of text.
enum class RowFormat : std::uint8_t { delimited, json_lines, json, lines };
std::string_view to_string(RowFormat format);
RowFormat row_format_of(std::string_view name, std::string_view head);

/// Comma, semicolon, tab or pipe: the one that cuts the first lines into equally many cells, and most of them.
char detect_separator(std::string_view head);

/// CSV by RFC 4180, as people write it: either line end, quotes within unquoted cells, newlines within quotes. Blank
/// lines are no rows. A quote that is never closed costs its row; from the line behind it on, quotes mean nothing.
class DelimitedReader {
public:
    using OnRow = std::function<void(std::uint64_t line, std::vector<std::string>& cells)>;
    DelimitedReader(char separator, Diagnostics& problems) : separator_(separator), problems_(&problems) {}
    void feed(std::string_view text, const OnRow& on_row);
    void finish(const OnRow& on_row);

private:
    void take(char c, const OnRow& on_row);
    void end_row(const OnRow& on_row);

    enum class Place : std::uint8_t { cell_begin, plain, quoted, quote_in_quoted, after_cr };
    char separator_;
    Diagnostics* problems_;
    Place place_ = Place::cell_begin;
    bool quotes_ = true, begun_ = false;
    std::string cell_, quoted_raw_; ///< quoted_raw_: everything since the quote that is open
    std::vector<std::string> cells_;
    std::uint64_t line_ = 1, row_line_ = 1, quote_line_ = 1;
};

/// One line at a time, without its end. The newline that ends the file begins no line.
class LineReader {
public:
    using OnLine = std::function<void(std::uint64_t line, std::string_view text)>;
    void feed(std::string_view text, const OnLine& on_line);
    void finish(const OnLine& on_line);

private:
    std::string rest_;
    std::uint64_t line_ = 1;
};

/// Each element of a JSON list as text, with its index, also of a list that is the member "tasks" of an object; of anything
/// else the whole text, as element 0, at the end. A list that breaks off, or has values missing or commas too many, is named
/// in the problems; what its elements hold is the caller's to find out.
class JsonListReader {
public:
    using OnElement = std::function<void(std::uint64_t index, std::string_view text, bool whole_file)>;
    explicit JsonListReader(Diagnostics& problems) : problems_(&problems) {}
    void feed(std::string_view text, const OnElement& on_element);
    void finish(const OnElement& on_element);
    /// JSON pointer of the list: "" or "/tasks".
    [[nodiscard]] std::string_view pointer() const { return in_member_ ? "/tasks" : ""; }
    /// Where the element that is handed on begins, with its pointer.
    [[nodiscard]] const Where& element_place() const { return element_; }

private:
    enum class Place : std::uint8_t { begin, members, whole, between, element, ended };
    enum class Before : std::uint8_t { nothing, value, comma };
    void take_member(char c);
    void take_behind(char c);
    void end_list();
    void complain(Message said);
    Diagnostics* problems_;
    Place place_ = Place::begin;
    Before before_ = Before::nothing; ///< what stands before this place in the list
    bool text_behind_ = false;
    std::uint32_t line_ = 1, column_ = 0; ///< of the character being read
    Where element_;
    std::string text_;
    std::size_t depth_ = 0, string_begin_ = 0;
    bool in_string_ = false, escaped_ = false;
    bool in_member_ = false, tasks_follow_ = false; ///< tasks_follow_: the key "tasks" and its colon were read
    bool is_task_ = false;                          ///< the object has "data": it is a task itself
    std::string last_string_;                       ///< of the object's own keys and values
    std::uint64_t index_ = 0;
};

/// What the cells of one column are, found by looking at all of them: whole numbers, numbers, else text. As Label Studio
/// does, a column of numbers with gaps becomes one of fractions; unlike it, "007" stays text.
class ColumnType {
public:
    void look(std::string_view cell);
    [[nodiscard]] Json value(std::string_view cell) const;
    [[nodiscard]] bool numeric() const { return numbers_ > 0 && !text_; }

private:
    std::uint64_t numbers_ = 0;
    bool text_ = false, fractions_ = false, gaps_ = false;
};

} // namespace tw
