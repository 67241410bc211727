#include "base/markdown.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <utility>

namespace tw {
namespace {

using Kind = MarkdownBlock::Kind;

bool is_link(std::string_view address) {
    return address.starts_with("https://") || address.starts_with("http://") || address.starts_with("mailto:");
}

bool is_letter(char c) {
    return static_cast<unsigned char>(c) >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9');
}

/// Reads the marks within a paragraph.
class SpanReader {
public:
    explicit SpanReader(std::string_view text) : text_(text) {}

    std::vector<MarkdownSpan> read() {
        while (at_ < text_.size())
            step();
        flush();
        return std::move(spans_);
    }

private:
    void step() {
        const char c = text_[at_];
        if (c == '\\' && at_ + 1 < text_.size() && !is_letter(text_[at_ + 1]) && text_[at_ + 1] != ' ') {
            plain_ += text_[at_ + 1];
            at_ += 2;
        } else if (c == '`') {
            take_code();
        } else if (c == '[') {
            take_link();
        } else if (c == '*' || c == '_') {
            take_mark(c);
        } else if (c == 'h' && at_link_start()) {
            const std::size_t end = std::min(text_.find_first_of(" \t\n<>)\"", at_), text_.size());
            std::string_view address = text_.substr(at_, end - at_);
            while (!address.empty() && std::string_view(".,;:!?").find(address.back()) != std::string_view::npos)
                address.remove_suffix(1);
            put_link(address, address);
            at_ += address.size();
        } else {
            plain_ += c;
            ++at_;
        }
    }
    [[nodiscard]] bool at_link_start() const {
        const std::string_view rest = text_.substr(at_);
        return (at_ == 0 || !is_letter(text_[at_ - 1])) &&
               (rest.starts_with("https://") || rest.starts_with("http://"));
    }
    void take_code() {
        const std::size_t end = text_.find('`', at_ + 1);
        if (end == std::string_view::npos || end == at_ + 1) {
            plain_ += '`';
            ++at_;
            return;
        }
        flush();
        spans_.push_back({std::string(text_.substr(at_ + 1, end - at_ - 1)), bold_, emphasis_, true});
        at_ = end + 1;
    }
    void take_link() {
        const std::size_t close = text_.find("](", at_);
        const std::size_t end = close == std::string_view::npos ? close : text_.find(')', close);
        if (end == std::string_view::npos || !is_link(text_.substr(close + 2, end - close - 2))) {
            plain_ += '[';
            ++at_;
            return;
        }
        put_link(text_.substr(at_ + 1, close - at_ - 1), text_.substr(close + 2, end - close - 2));
        at_ = end + 1;
    }
    void put_link(std::string_view words, std::string_view address) {
        flush();
        spans_.push_back({std::string(words), bold_, emphasis_, false, std::string(address)});
    }
    /// A run of one or two marks opens before a word and closes behind one; anything else is a star.
    void take_mark(char c) {
        const std::size_t run = text_.substr(at_).starts_with(std::string(2, c)) ? 2 : 1;
        bool& on = run == 2 ? bold_ : emphasis_;
        const char before = at_ == 0 ? ' ' : text_[at_ - 1];
        const char after = at_ + run < text_.size() ? text_[at_ + run] : ' ';
        const bool inside_word = c == '_' && is_letter(before) && is_letter(after);
        const bool opens = !on && after != ' ' && after != '\n' && !inside_word &&
                           text_.find(std::string(run, c), at_ + run) != std::string_view::npos;
        const bool closes = on && before != ' ' && before != '\n' && !inside_word;
        if (opens || closes) {
            flush();
            on = opens;
        } else {
            plain_.append(run, c);
        }
        at_ += run;
    }
    void flush() {
        if (!plain_.empty())
            spans_.push_back({std::exchange(plain_, {}), bold_, emphasis_, false});
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::string plain_;
    bool bold_ = false, emphasis_ = false;
    std::vector<MarkdownSpan> spans_;
};

int heading_level(std::string_view line) {
    const std::size_t marks = std::min(line.find_first_not_of('#'), line.size());
    return marks >= 1 && marks <= 6 && marks < line.size() && line[marks] == ' ' ? static_cast<int>(marks) : 0;
}

bool is_rule(std::string_view line) {
    const auto all = [&](char c) { return std::ranges::all_of(line, [c](char d) { return d == c || d == ' '; }); };
    return line.size() >= 3 && (all('-') || all('*') || all('_'));
}

/// What stands before an item's words, 0 when it is none.
std::size_t item_mark(std::string_view line) {
    if (line.size() > 1 && (line[0] == '-' || line[0] == '*' || line[0] == '+') && line[1] == ' ')
        return 2;
    const std::size_t digits = std::min(line.find_first_not_of("0123456789"), line.size());
    const bool numbered = digits >= 1 && digits <= 9 && digits + 1 < line.size() &&
                          (line[digits] == '.' || line[digits] == ')') && line[digits + 1] == ' ';
    return numbered ? digits + 2 : 0;
}

} // namespace

std::vector<MarkdownBlock> parse_markdown(std::string_view text) {
    std::vector<MarkdownBlock> blocks;
    std::vector<std::string> words; ///< of each block, still as they are written
    bool goes_on = false, in_code = false;
    const auto begin = [&](MarkdownBlock block, std::string_view line, bool more) {
        blocks.push_back(std::move(block));
        words.emplace_back(line);
        goes_on = more;
    };
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        std::string_view raw = text.substr(at, end - at);
        at = end + 1;
        if (raw.ends_with('\r'))
            raw.remove_suffix(1);
        const std::string_view line = trim(raw);
        if (line.starts_with("```")) {
            if (!in_code)
                begin({Kind::code}, "", false);
            in_code = !in_code;
            continue;
        }
        if (in_code) {
            words.back() += (words.back().empty() ? "" : "\n") + std::string(raw);
            continue;
        }
        const std::size_t indent = static_cast<std::size_t>(line.data() - raw.data());
        if (line.empty()) {
            goes_on = false;
        } else if (const int level = heading_level(line); level > 0) {
            begin({Kind::heading, level}, trim(line.substr(static_cast<std::size_t>(level))), false);
        } else if (is_rule(line)) {
            begin({Kind::rule}, "", false);
        } else if (const std::size_t mark = item_mark(line); mark > 0) {
            const bool bullet = line[0] < '0' || line[0] > '9';
            begin({Kind::item, static_cast<int>(std::min<std::size_t>(indent / 2, 3)),
                   bullet ? "\xe2\x80\xa2" : std::string(line.substr(0, mark - 1))},
                  trim(line.substr(mark)), true);
        } else if (line.starts_with('>')) {
            const std::string_view quoted = trim(line.substr(1));
            if (goes_on && blocks.back().kind == Kind::quote)
                words.back() += " " + std::string(quoted);
            else
                begin({Kind::quote}, quoted, true);
        } else if (goes_on) {
            // One line after the other, as people write without thinking of Markdown.
            words.back() += "\n" + std::string(line);
        } else {
            begin({Kind::paragraph}, line, true);
        }
    }
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        if (blocks[i].kind == Kind::code)
            blocks[i].spans = {{words[i], false, false, true}};
        else
            blocks[i].spans = SpanReader(words[i]).read();
    }
    return blocks;
}

} // namespace tw
