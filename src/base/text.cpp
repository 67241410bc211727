#include "base/text.hpp"

#include <algorithm>

namespace tw {
namespace {

constexpr std::size_t mark_every_bytes = 256;

bool is_continuation(char c) {
    return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U;
}
bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}
std::size_t units_of(char32_t code_point) {
    return code_point > 0xffff ? 2 : 1;
}

std::string from_utf16(std::string_view bytes, bool big_endian) {
    std::string out;
    const auto unit_at = [&](std::size_t at) {
        const auto first = static_cast<unsigned char>(bytes[at]);
        const auto second = static_cast<unsigned char>(bytes[at + 1]);
        return static_cast<char32_t>(big_endian ? first << 8 | second : second << 8 | first);
    };
    for (std::size_t at = 0; at + 1 < bytes.size(); at += 2) {
        const char32_t unit = unit_at(at);
        if (unit >= 0xd800 && unit < 0xdc00 && at + 3 < bytes.size()) {
            const char32_t second = unit_at(at + 2);
            if (second >= 0xdc00 && second < 0xe000) {
                append_utf8(out, 0x10000 + ((unit - 0xd800) << 10) + (second - 0xdc00));
                at += 2;
                continue;
            }
        }
        append_utf8(out, unit); // a lone surrogate becomes U+FFFD
    }
    if (bytes.size() % 2 != 0)
        append_utf8(out, U'\ufffd');
    return out;
}

} // namespace

std::string from_latin1(std::string_view bytes) {
    std::string out;
    for (const char c : bytes)
        append_utf8(out, static_cast<unsigned char>(c));
    return out;
}

char32_t next_code_point(std::string_view text, std::size_t& byte) {
    const auto first = static_cast<unsigned char>(text[byte++]);
    if (first < 0x80)
        return first;
    const std::size_t extra = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
    if (first < 0xc2 || first > 0xf4 || byte + extra > text.size())
        return U'\ufffd';
    char32_t code_point = first & (0x3fU >> extra);
    for (std::size_t i = 0; i < extra; ++i) {
        if (!is_continuation(text[byte + i]))
            return U'\ufffd';
        code_point = code_point << 6 | (static_cast<unsigned char>(text[byte + i]) & 0x3fU);
    }
    const bool overlong = (extra == 2 && code_point < 0x800) || (extra == 3 && code_point < 0x10000);
    const bool surrogate = code_point >= 0xd800 && code_point < 0xe000;
    if (overlong || surrogate || code_point > 0x10ffff)
        return U'\ufffd';
    byte += extra;
    return code_point;
}

void append_utf8(std::string& out, char32_t code_point) {
    if (code_point > 0x10ffff || (code_point >= 0xd800 && code_point < 0xe000))
        code_point = U'\ufffd';
    const auto put = [&out](char32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
    if (code_point < 0x80) {
        put(code_point);
    } else if (code_point < 0x800) {
        put(0xc0 | code_point >> 6);
        put(0x80 | (code_point & 0x3f));
    } else if (code_point < 0x10000) {
        put(0xe0 | code_point >> 12);
        put(0x80 | (code_point >> 6 & 0x3f));
        put(0x80 | (code_point & 0x3f));
    } else {
        put(0xf0 | code_point >> 18);
        put(0x80 | (code_point >> 12 & 0x3f));
        put(0x80 | (code_point >> 6 & 0x3f));
        put(0x80 | (code_point & 0x3f));
    }
}

bool is_valid_utf8(std::string_view text) {
    return first_invalid_utf8(text) == text.size();
}

std::size_t first_invalid_utf8(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        if (static_cast<unsigned char>(text[at]) < 0x80) {
            ++at;
            continue;
        }
        const std::size_t start = at;
        if (next_code_point(text, at) == U'\ufffd' && text.substr(start, at - start) != "\xef\xbf\xbd")
            return start;
    }
    return text.size();
}

std::size_t utf16_length(std::string_view text) {
    std::size_t units = 0;
    for (std::size_t at = 0; at < text.size();)
        units += units_of(next_code_point(text, at));
    return units;
}

TextOffsets::TextOffsets(std::string_view text) : text_(text) {
    if (is_ascii(text)) {
        utf16_size_ = text.size();
        return;
    }
    std::size_t next_mark = 0;
    std::size_t units = 0;
    for (std::size_t at = 0; at < text.size();) {
        if (at >= next_mark) {
            marks_.push_back({at, units});
            next_mark = at + mark_every_bytes;
        }
        units += units_of(next_code_point(text, at));
    }
    utf16_size_ = units;
}

std::size_t TextOffsets::byte_at(std::size_t utf16) const {
    if (utf16 >= utf16_size_)
        return text_.size();
    if (marks_.empty())
        return utf16;
    const Mark mark = *std::prev(std::ranges::upper_bound(marks_, utf16, {}, &Mark::utf16));
    std::size_t at = mark.byte;
    for (std::size_t units = mark.utf16; at < text_.size();) {
        std::size_t next = at;
        units += units_of(next_code_point(text_, next));
        if (units > utf16)
            break;
        at = next;
    }
    return at;
}

std::size_t TextOffsets::utf16_at(std::size_t byte) const {
    if (byte >= text_.size())
        return utf16_size_;
    if (marks_.empty())
        return byte;
    const Mark mark = *std::prev(std::ranges::upper_bound(marks_, byte, {}, &Mark::byte));
    std::size_t units = mark.utf16;
    for (std::size_t at = mark.byte; at < byte;) {
        const char32_t code_point = next_code_point(text_, at);
        if (at > byte)
            break;
        units += units_of(code_point);
    }
    return units;
}

std::string utf16_slice(std::string_view text, std::size_t start_utf16, std::size_t end_utf16) {
    const TextOffsets offsets(text);
    const std::size_t start = offsets.byte_at(start_utf16);
    const std::size_t end = offsets.byte_at(end_utf16);
    return end > start ? std::string(text.substr(start, end - start)) : std::string();
}

DecodedText decode_text(std::string_view bytes) {
    if (bytes.starts_with("\xef\xbb\xbf") && is_valid_utf8(bytes))
        return {std::string(bytes.substr(3)), "utf-8"};
    if (bytes.starts_with("\xff\xfe"))
        return {from_utf16(bytes.substr(2), false), "utf-16le"};
    if (bytes.starts_with("\xfe\xff"))
        return {from_utf16(bytes.substr(2), true), "utf-16be"};
    const bool valid = is_valid_utf8(bytes);
    if (valid && bytes.find('\0') == std::string_view::npos)
        return {std::string(bytes), "utf-8"};
    // Western text in UTF-16 has a zero in most pairs, always on the same side.
    std::size_t zeros[2] = {0, 0};
    for (std::size_t at = 0; at < bytes.size(); ++at)
        zeros[at % 2] += bytes[at] == '\0' ? 1 : 0;
    const std::size_t pairs = bytes.size() / 2;
    if (pairs > 0 && bytes.size() % 2 == 0) {
        if (zeros[1] * 10 > pairs * 3 && zeros[0] * 10 < pairs)
            return {from_utf16(bytes, false), "utf-16le"};
        if (zeros[0] * 10 > pairs * 3 && zeros[1] * 10 < pairs)
            return {from_utf16(bytes, true), "utf-16be"};
    }
    if (valid)
        return {std::string(bytes), "utf-8"};
    return {from_latin1(bytes), "latin-1", true};
}

std::string to_lower_ascii(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

std::string_view trim(std::string_view text) {
    constexpr std::string_view spaces = " \t\r\n\f\v";
    const std::size_t first = text.find_first_not_of(spaces);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(spaces) - first + 1);
}

std::vector<std::string> split_trimmed(std::string_view text, char separator) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(separator), text.size());
        const std::string_view part = trim(text.substr(0, end));
        if (!part.empty())
            parts.emplace_back(part);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

} // namespace tw
