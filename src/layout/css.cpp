#include "layout/css.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace tw {
namespace {

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

std::string without_comments(std::string_view css) {
    std::string out;
    std::size_t at = 0;
    for (std::size_t open = css.find("/*"); open != std::string_view::npos; open = css.find("/*", at)) {
        out += css.substr(at, open - at);
        const std::size_t close = css.find("*/", open + 2);
        if (close == std::string_view::npos)
            return out;
        at = close + 2;
    }
    return out += css.substr(at);
}

/// The first of `marks` outside quotes and parentheses, or the end.
std::size_t find_outside(std::string_view css, std::size_t from, std::string_view marks) {
    char quote = 0;
    int depth = 0;
    for (std::size_t at = from; at < css.size(); ++at) {
        const char c = css[at];
        if (quote != 0) {
            quote = c == quote ? '\0' : quote;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '(') {
            ++depth;
        } else if (c == ')') {
            depth = std::max(0, depth - 1);
        } else if (depth == 0 && marks.find(c) != std::string_view::npos) {
            return at;
        }
    }
    return css.size();
}

/// One compound selector; false when it holds what we do not match.
bool read_compound(std::string_view text, CssCompound& out) {
    std::size_t at = 0;
    while (at < text.size()) {
        const char sign = text[at] == '.' || text[at] == '#' ? text[at++] : '\0';
        const std::size_t end = std::min(text.find_first_of(".#:[", at), text.size());
        const std::string_view name = text.substr(at, end - at);
        if (name.empty() || (end < text.size() && (text[end] == ':' || text[end] == '[')))
            return false;
        if (sign == '.')
            out.classes.emplace_back(name);
        else if (sign == '#')
            out.id = std::string(name);
        else
            out.tag = to_lower_ascii(name);
        at = end;
    }
    return true;
}

bool read_selector(std::string_view text, CssRule& rule) {
    std::string spaced;
    for (const char c : text) {
        if (c == '+' || c == '~')
            return false;
        spaced += c == '>' ? std::string(" > ") : std::string(1, c);
    }
    bool child = false;
    for (const std::string& word : css_words(spaced)) {
        if (word == ">") {
            child = !rule.selector.empty();
            continue;
        }
        CssCompound compound;
        compound.child_of_previous = child;
        child = false;
        if (!read_compound(word, compound))
            return false;
        const auto counted = static_cast<int>(std::min<std::size_t>(compound.classes.size(), 99));
        rule.specificity += (compound.id.empty() ? 0 : 10'000) + counted * 100 + (compound.tag.empty() ? 0 : 1);
        rule.selector.push_back(std::move(compound));
    }
    return !rule.selector.empty();
}

/// The end of a block whose '{' is at `open`, counting blocks inside.
std::size_t block_end(std::string_view css, std::size_t open) {
    int depth = 0;
    for (std::size_t at = open; at < css.size(); at = find_outside(css, at + 1, "{}")) {
        depth += css[at] == '{' ? 1 : -1;
        if (depth == 0)
            return at;
    }
    return css.size();
}

} // namespace

std::vector<std::string> css_words(std::string_view value) {
    std::vector<std::string> words;
    std::size_t at = 0;
    while (at < value.size()) {
        if (is_space(value[at])) {
            ++at;
            continue;
        }
        const std::size_t end = find_outside(value, at, " \t\n\r\f");
        words.emplace_back(value.substr(at, end - at));
        at = end;
    }
    return words;
}

std::vector<CssDeclaration> parse_css_declarations(std::string_view text) {
    const std::string css = without_comments(text);
    std::vector<CssDeclaration> out;
    for (std::size_t at = 0; at < css.size();) {
        const std::size_t end = find_outside(css, at, ";");
        const std::string_view one = std::string_view(css).substr(at, end - at);
        at = end + 1;
        const std::size_t colon = one.find(':');
        if (colon == std::string_view::npos)
            continue;
        std::string_view value = trim(one.substr(colon + 1));
        if (const std::size_t bang = value.find('!'); bang != std::string_view::npos)
            value = trim(value.substr(0, bang));
        out.push_back({to_lower_ascii(trim(one.substr(0, colon))), std::string(value)});
    }
    return out;
}

std::vector<CssRule> parse_css_rules(std::string_view text, const Where& where, Diagnostics* diagnostics) {
    const std::string source = without_comments(text);
    const std::string_view css = source;
    const auto skipped = [&](std::string_view what) {
        if (diagnostics != nullptr)
            diagnostics->info(say("css-selector", "rule"_is(trim(what))), where);
    };
    std::vector<CssRule> rules;
    for (std::size_t at = 0; at < css.size();) {
        const std::size_t open = find_outside(css, at, "{;");
        const std::string_view prelude = trim(css.substr(at, open - at));
        if (open >= css.size() || css[open] == ';') {
            if (!prelude.empty())
                skipped(prelude);
            at = open + 1;
            continue;
        }
        const std::size_t close = block_end(css, open);
        const std::string_view body = css.substr(open + 1, close - open - 1);
        at = close + 1;
        if (prelude.starts_with('@')) {
            skipped(prelude);
            continue;
        }
        const auto declarations = std::make_shared<const std::vector<CssDeclaration>>(parse_css_declarations(body));
        for (std::size_t from = 0; from < prelude.size();) {
            const std::size_t comma = find_outside(prelude, from, ",");
            const std::string_view selector = trim(prelude.substr(from, comma - from));
            from = comma + 1;
            CssRule rule;
            rule.declarations = declarations;
            if (read_selector(selector, rule))
                rules.push_back(std::move(rule));
            else
                skipped(selector);
        }
    }
    return rules;
}

} // namespace tw
