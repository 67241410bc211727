// A plain part of Markdown as blocks and spans: headings, paragraphs, lists, quotes, code, rules; bold, emphasis, code and
// links within a line. Whatever is not understood stays as it is written. Pure reading; how it looks is the caller's.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tw {

struct MarkdownSpan {
    std::string text;
    bool bold = false, emphasis = false, code = false;
    std::string link = {}; ///< http, https or mailto; "" for none

    bool operator==(const MarkdownSpan&) const = default;
};

struct MarkdownBlock {
    enum class Kind : unsigned char { paragraph, heading, item, quote, code, rule } kind = Kind::paragraph;
    int level = 0;         ///< of a heading 1..6; of an item how deep it stands, 0 the outermost
    std::string mark = {}; ///< of an item: "•" or "3."
    std::vector<MarkdownSpan> spans = {};

    bool operator==(const MarkdownBlock&) const = default;
};

std::vector<MarkdownBlock> parse_markdown(std::string_view text);

} // namespace tw
