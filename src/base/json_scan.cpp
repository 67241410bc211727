#include "base/json_scan.hpp"

#include "base/json.hpp"

#include <algorithm>

namespace tw {
namespace {

constexpr auto fold = [] {
    std::array<unsigned char, 256> table{};
    for (std::size_t c = 0; c < 256; ++c)
        table[c] = static_cast<unsigned char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    return table;
}();

unsigned char folded(char c) {
    return fold[static_cast<unsigned char>(c)];
}

std::string fold_all(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        c = static_cast<char>(folded(c));
    return out;
}

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

std::size_t skip_spaces(std::string_view text, std::size_t at) {
    while (at < text.size() && is_space(text[at]))
        ++at;
    return at;
}

/// Behind the quote that ends the string whose opening quote is at `at`; npos when there is none.
std::size_t string_end(std::string_view text, std::size_t at) {
    for (++at; at < text.size(); ++at) {
        if (text[at] == '\\')
            ++at;
        else if (text[at] == '"')
            return at + 1;
    }
    return std::string_view::npos;
}

} // namespace

std::size_t json_value_end(std::string_view text, std::size_t at) {
    std::size_t depth = 0;
    while (at < text.size()) {
        const char c = text[at];
        if (c == '"') {
            at = string_end(text, at);
            if (at == std::string_view::npos || depth == 0)
                return at;
            continue;
        }
        if (c == '{' || c == '[') {
            ++depth;
        } else if (c == '}' || c == ']') {
            if (depth == 0)
                return at;
            if (--depth == 0)
                return at + 1;
        } else if (c == ',' && depth == 0) {
            return at;
        }
        ++at;
    }
    return std::string_view::npos;
}

std::string_view json_member(std::string_view object, std::string_view key) {
    std::size_t at = skip_spaces(object, 0);
    if (at >= object.size() || object[at] != '{')
        return {};
    for (++at; at < object.size();) {
        at = skip_spaces(object, at);
        if (at >= object.size() || object[at] != '"')
            return {};
        const std::size_t key_end = string_end(object, at);
        if (key_end == std::string_view::npos)
            return {};
        const std::string_view name = object.substr(at + 1, key_end - at - 2);
        at = skip_spaces(object, key_end);
        if (at >= object.size() || object[at] != ':')
            return {};
        at = skip_spaces(object, at + 1);
        const std::size_t end = json_value_end(object, at);
        if (end == std::string_view::npos)
            return {};
        const bool same = name.find('\\') == std::string_view::npos
                              ? name == key
                              : json_plain(object.substr(key_end - name.size() - 2, name.size() + 2)) == key;
        if (same) {
            std::string_view value = object.substr(at, end - at);
            while (!value.empty() && is_space(value.back()))
                value.remove_suffix(1);
            return value;
        }
        at = skip_spaces(object, end);
        if (at >= object.size() || object[at] != ',')
            return {};
        ++at;
    }
    return {};
}

std::string json_plain(std::string_view value) {
    if (value.size() < 2 || value.front() != '"')
        return std::string(value);
    const std::string_view inner = value.substr(1, value.size() - 2);
    if (inner.find('\\') == std::string_view::npos)
        return std::string(inner);
    const auto parsed = parse_json(value);
    return parsed && parsed->is_string() ? parsed->get<std::string>() : std::string(inner);
}

int compare_folded(std::string_view a, std::string_view b) {
    const std::size_t size = std::min(a.size(), b.size());
    for (std::size_t i = 0; i < size; ++i)
        if (const int order = folded(a[i]) - folded(b[i]); order != 0)
            return order;
    return a.size() < b.size() ? -1 : a.size() > b.size() ? 1 : 0;
}

TextNeedle::TextNeedle(std::string_view text) : folded_(fold_all(text)) {
    const std::string quoted = dump_json(Json(std::string(text)));
    escaped_ = fold_all(std::string_view(quoted).substr(1, quoted.size() - 2));
    skip_ = skips_of(folded_);
    escaped_skip_ = skips_of(escaped_);
}

TextNeedle::Skips TextNeedle::skips_of(std::string_view folded) {
    Skips skip;
    skip.fill(static_cast<std::uint32_t>(std::max<std::size_t>(1, folded.size())));
    for (std::size_t i = 0; i + 1 < folded.size(); ++i) {
        const auto c = static_cast<unsigned char>(folded[i]);
        const auto left = static_cast<std::uint32_t>(folded.size() - 1 - i);
        skip[c] = left;
        if (c >= 'a' && c <= 'z')
            skip[c - 32U] = left;
    }
    return skip;
}

/// Horspool's search: looks at the last byte first and jumps by what it is.
std::size_t TextNeedle::find(std::string_view folded, const Skips& skip, std::string_view text, std::size_t from) {
    const std::size_t size = folded.size();
    if (size == 0)
        return from <= text.size() ? from : std::string_view::npos;
    const auto last = static_cast<unsigned char>(folded[size - 1]);
    for (std::size_t at = from; at + size <= text.size();) {
        const char end = text[at + size - 1];
        if (fold[static_cast<unsigned char>(end)] == last) {
            std::size_t i = 0;
            while (i + 1 < size &&
                   fold[static_cast<unsigned char>(text[at + i])] == static_cast<unsigned char>(folded[i]))
                ++i;
            if (i + 1 == size)
                return at;
        }
        at += skip[static_cast<unsigned char>(end)];
    }
    return std::string_view::npos;
}

bool TextNeedle::in_json_values(std::string_view json) const {
    if (find(escaped_, escaped_skip_, json, 0) == std::string_view::npos)
        return false;
    // Somewhere it is; a key or punctuation does not count.
    for (std::size_t at = 0; at < json.size();) {
        const char c = json[at];
        if (c == '"') {
            const std::size_t end = std::min(string_end(json, at), json.size());
            const std::size_t behind = skip_spaces(json, end);
            const bool is_key = behind < json.size() && json[behind] == ':';
            if (!is_key &&
                find(escaped_, escaped_skip_, json.substr(at + 1, end - at - 2), 0) != std::string_view::npos)
                return true;
            at = end;
        } else if (c == '{' || c == '}' || c == '[' || c == ']' || c == ',' || c == ':' || is_space(c)) {
            ++at;
        } else {
            const std::size_t end = std::min(json.find_first_of(",]} \t\r\n", at), json.size());
            if (find(escaped_, escaped_skip_, json.substr(at, end - at), 0) != std::string_view::npos)
                return true;
            at = end;
        }
    }
    return false;
}

} // namespace tw
