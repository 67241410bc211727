#include "formats/text_rows.hpp"

#include "base/number.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace tw {
namespace {

constexpr std::size_t most_columns = 10'000;

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

/// Digits that mean a number to everybody: no leading zeros, no plus, few enough to be kept exactly.
bool is_whole(std::string_view cell) {
    const std::string_view digits = cell.starts_with('-') ? cell.substr(1) : cell;
    return !digits.empty() && digits.size() <= 18 && (digits.size() == 1 || digits.front() != '0') &&
           std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_fraction(std::string_view cell) {
    const std::string_view digits = cell.starts_with('-') ? cell.substr(1) : cell;
    const bool zeros = digits.size() > 1 && digits[0] == '0' && digits[1] >= '0' && digits[1] <= '9';
    return !zeros && !digits.empty() && digits[0] >= '0' && digits[0] <= '9' && cell.size() <= 24 &&
           cell.find_first_of(".eE") != std::string_view::npos && parse_double(cell).has_value();
}

} // namespace

std::string_view to_string(RowFormat format) {
    constexpr std::array<std::string_view, 4> names = {"csv", "jsonl", "json", "txt"};
    return names[static_cast<std::size_t>(format)];
}

RowFormat row_format_of(std::string_view name, std::string_view head) {
    const std::string lower = to_lower_ascii(name);
    const std::string_view text = trim(head);
    if (lower.ends_with(".jsonl") || lower.ends_with(".ndjson"))
        return RowFormat::json_lines;
    if (lower.ends_with(".json")) {
        // Tools write lines under this name too: a whole object on the first line, and another behind it.
        const std::size_t line_end = text.find('\n');
        if (text.starts_with('{') && line_end != std::string_view::npos &&
            trim(text.substr(line_end)).starts_with('{') && parse_json(text.substr(0, line_end)))
            return RowFormat::json_lines;
        return RowFormat::json;
    }
    if (lower.ends_with(".csv") || lower.ends_with(".tsv") || lower.ends_with(".tab"))
        return RowFormat::delimited;
    return RowFormat::lines;
}

char detect_separator(std::string_view head) {
    char best = ',';
    double best_score = 0;
    for (const char separator : {',', ';', '\t', '|'}) {
        Diagnostics ignored;
        DelimitedReader reader(separator, ignored);
        std::vector<std::size_t> widths;
        reader.feed(head, [&](std::uint64_t, std::vector<std::string>& cells) {
            if (widths.size() < 50)
                widths.push_back(cells.size());
        });
        if (widths.empty()) // one line: its end was never seen
            reader.finish([&](std::uint64_t, std::vector<std::string>& cells) { widths.push_back(cells.size()); });
        if (widths.empty() || widths.front() < 2)
            continue;
        // Rows as wide as the header speak for a separator, and more columns a little.
        const auto same = static_cast<double>(std::ranges::count(widths, widths.front()));
        const double score = same / static_cast<double>(widths.size()) * 100 +
                             static_cast<double>(std::min<std::size_t>(widths.front(), 50));
        if (score > best_score) {
            best_score = score;
            best = separator;
        }
    }
    return best;
}

// ---- delimited --------------------------------------------------------------------------------------------------------

void DelimitedReader::feed(std::string_view text, const OnRow& on_row) {
    for (const char c : text)
        take(c, on_row);
}

void DelimitedReader::take(char c, const OnRow& on_row) {
    if (place_ == Place::after_cr) {
        place_ = Place::cell_begin;
        if (c == '\n')
            return;
    }
    if (place_ == Place::quoted) {
        quoted_raw_ += c;
        line_ += c == '\n' ? 1 : 0;
        if (c == '"')
            place_ = Place::quote_in_quoted;
        else
            cell_ += c;
        return;
    }
    if (place_ == Place::quote_in_quoted) {
        if (c == '"') {
            quoted_raw_ += c;
            cell_ += c;
            place_ = Place::quoted;
            return;
        }
        place_ = Place::plain;
        quoted_raw_.clear();
    }
    if (c == separator_) {
        if (cells_.size() < most_columns)
            cells_.push_back(std::move(cell_));
        cell_.clear();
        begun_ = true;
        place_ = Place::cell_begin;
    } else if (c == '\n' || c == '\r') {
        ++line_;
        end_row(on_row);
        place_ = c == '\r' ? Place::after_cr : Place::cell_begin;
        row_line_ = line_;
    } else if (c == '"' && quotes_ && place_ == Place::cell_begin) {
        place_ = Place::quoted;
        begun_ = true;
        quote_line_ = line_;
        quoted_raw_.clear();
    } else {
        cell_ += c;
        begun_ = true;
        place_ = Place::plain;
    }
}

void DelimitedReader::end_row(const OnRow& on_row) {
    if (begun_) {
        cells_.push_back(std::move(cell_));
        if (cells_.size() > 1 || !is_blank(cells_.front()))
            on_row(row_line_, cells_);
    }
    cells_.clear();
    cell_.clear();
    begun_ = false;
}

void DelimitedReader::finish(const OnRow& on_row) {
    if (place_ == Place::quoted) {
        problems_->error(say("csv-quote"), {{}, static_cast<std::uint32_t>(quote_line_), 0, {}});
        const std::string swallowed = std::move(quoted_raw_);
        const std::size_t end = swallowed.find('\n');
        quotes_ = false;
        cells_.clear();
        cell_.clear();
        begun_ = false;
        place_ = Place::cell_begin;
        line_ = row_line_ = quote_line_ + 1;
        if (end != std::string::npos)
            feed(std::string_view(swallowed).substr(end + 1), on_row);
    }
    end_row(on_row);
}

// ---- lines ------------------------------------------------------------------------------------------------------------

void LineReader::feed(std::string_view text, const OnLine& on_line) {
    for (;;) {
        const std::size_t end = text.find('\n');
        if (end == std::string_view::npos)
            break;
        std::string_view line = text.substr(0, end);
        if (!rest_.empty()) {
            rest_ += line;
            line = rest_;
        }
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        on_line(line_++, line);
        rest_.clear();
        text.remove_prefix(end + 1);
    }
    rest_ += text;
}

void LineReader::finish(const OnLine& on_line) {
    if (rest_.empty())
        return;
    const std::string line = std::exchange(rest_, {});
    on_line(line_++, std::string_view(line).substr(0, line.size() - (line.ends_with('\r') ? 1 : 0)));
}

// ---- lists of JSON ----------------------------------------------------------------------------------------------------

void JsonListReader::feed(std::string_view text, const OnElement& on_element) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        column_ = c == '\n' ? 0 : column_ + 1;
        line_ += c == '\n' ? 1 : 0;
        switch (place_) {
        case Place::begin:
            if (is_blank({&c, 1}))
                continue;
            element_ = {{}, line_, column_, {}};
            if (c == '[') {
                place_ = Place::between;
                continue;
            }
            if (c == '{') {
                place_ = Place::members;
                take_member(c);
                continue;
            }
            place_ = Place::whole;
            text_ += text.substr(at);
            return;
        case Place::members:
            take_member(c);
            continue;
        case Place::whole:
            text_ += text.substr(at);
            return;
        case Place::between:
            if (is_blank({&c, 1}))
                continue;
            if (c == ',' || c == ']') {
                if (c == ',' ? before_ != Before::value : before_ == Before::comma)
                    complain(say("json-syntax.no-value"));
                before_ = Before::comma;
                if (c == ']')
                    end_list();
                continue;
            }
            if (before_ == Before::value)
                complain(say("json-syntax.no-comma"));
            place_ = Place::element;
            element_ = {{}, line_, column_, std::string(pointer()) + "/" + std::to_string(index_)};
            depth_ = 0;
            in_string_ = escaped_ = false;
            [[fallthrough]];
        case Place::element:
            if (!in_string_ && depth_ == 0 && (c == ',' || c == ']')) { // a bare word ends
                on_element(index_++, text_, false);
                text_.clear();
                before_ = Before::comma;
                place_ = Place::between;
                if (c == ']')
                    end_list();
                continue;
            }
            text_ += c;
            if (in_string_) {
                if (escaped_)
                    escaped_ = false;
                else if (c == '\\')
                    escaped_ = true;
                else if (c == '"')
                    in_string_ = false;
            } else if (c == '"') {
                in_string_ = true;
            } else if (c == '{' || c == '[') {
                ++depth_;
            } else if ((c == '}' || c == ']') && --depth_ == 0) {
                on_element(index_++, text_, false);
                text_.clear();
                before_ = Before::value;
                place_ = Place::between;
            }
            continue;
        case Place::ended:
            take_behind(c);
            continue;
        }
    }
}

void JsonListReader::complain(Message said) {
    problems_->error(std::move(said), {{}, line_, column_, std::string(pointer())});
}

void JsonListReader::end_list() {
    place_ = Place::ended;
    depth_ = in_member_ ? 1 : 0;
    in_string_ = escaped_ = false;
}

/// Behind the list: the rest of the object it is a member of, and nothing else.
void JsonListReader::take_behind(char c) {
    if (in_string_) {
        in_string_ = escaped_ || c != '"';
        escaped_ = !escaped_ && c == '\\';
        return;
    }
    if (is_blank({&c, 1}))
        return;
    if (depth_ == 0) {
        if (!std::exchange(text_behind_, true))
            complain(say("json-syntax.behind"));
        return;
    }
    in_string_ = c == '"';
    if (c == '{' || c == '[')
        ++depth_;
    else if (c == '}' || c == ']')
        --depth_;
}

/// Inside an object at the top: is there a list of tasks in it?
void JsonListReader::take_member(char c) {
    text_ += c;
    if (in_string_) {
        if (escaped_) {
            escaped_ = false;
        } else if (c == '\\') {
            escaped_ = true;
        } else if (c == '"') {
            in_string_ = false;
            if (depth_ == 1)
                last_string_ = text_.substr(string_begin_, text_.size() - 1 - string_begin_);
        }
        return;
    }
    if (is_blank({&c, 1}))
        return;
    const bool list_of_tasks = std::exchange(tasks_follow_, false) && c == '[';
    if (list_of_tasks) {
        text_.clear();
        in_member_ = true;
        place_ = Place::between;
    } else if (c == '"') {
        in_string_ = true;
        string_begin_ = text_.size();
    } else if (c == ':' && depth_ == 1) {
        is_task_ |= last_string_ == "data";
        tasks_follow_ = last_string_ == "tasks" && !is_task_;
    } else if (c == '{' || c == '[') {
        ++depth_;
    } else if ((c == '}' || c == ']') && --depth_ == 0) {
        place_ = Place::whole;
    }
}

void JsonListReader::finish(const OnElement& on_element) {
    if (place_ == Place::whole || place_ == Place::members)
        on_element(0, text_, true);
    else if (place_ == Place::between || place_ == Place::element)
        problems_->error(say("json-syntax.list-breaks"),
                         {{}, 0, 0, std::string(pointer()) + "/" + std::to_string(index_)});
    else if (place_ == Place::ended && depth_ > 0)
        complain(say("json-syntax.object-breaks"));
    else if (place_ == Place::begin)
        problems_->error(say("json-syntax.nothing"));
}

// ---- columns ----------------------------------------------------------------------------------------------------------

void ColumnType::look(std::string_view cell) {
    if (text_)
        return;
    if (cell.empty()) {
        gaps_ = true;
    } else if (is_whole(cell)) {
        ++numbers_;
    } else if (is_fraction(cell)) {
        ++numbers_;
        fractions_ = true;
    } else {
        text_ = true;
    }
}

Json ColumnType::value(std::string_view cell) const {
    if (!numeric() || cell.empty())
        return std::string(cell);
    if (fractions_ || gaps_)
        if (const auto number = parse_double(cell))
            return *number;
    std::int64_t whole = 0;
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), whole);
    if (error != std::errc() || end != cell.data() + cell.size())
        return std::string(cell);
    return whole;
}

} // namespace tw
