#include "tags/text/text_units.hpp"

#include <algorithm>
#include <vector>

namespace tw::text {
namespace {

enum class Kind : std::uint8_t { space, punctuation, letters, han, kana, hangul };

bool is_space(char32_t c) {
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000 ||
           c == 0xFEFF;
}

/// Ends a sentence wherever it stands; the ASCII ones only before white space.
bool is_wide_sentence_end(char32_t c) {
    return c == 0x3002 || c == 0xFF01 || c == 0xFF1F || c == 0xFF61;
}
bool is_narrow_sentence_end(char32_t c) {
    return c == '.' || c == '!' || c == '?' || c == 0x2026;
}

Kind kind_of(char32_t c) {
    if (is_space(c))
        return Kind::space;
    if (c < 0x80) {
        const bool word = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
        return word ? Kind::letters : Kind::punctuation;
    }
    if ((c >= 0x3400 && c <= 0x4DBF) || (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
        (c >= 0x20000 && c <= 0x3FFFF) || c == 0x3005 || c == 0x3007)
        return Kind::han;
    if ((c >= 0x3041 && c <= 0x30FF && c != 0x30FB) || (c >= 0xFF66 && c <= 0xFF9F))
        return Kind::kana;
    if ((c >= 0xAC00 && c <= 0xD7AF) || (c >= 0x1100 && c <= 0x11FF))
        return Kind::hangul;
    const bool punctuation = (c >= 0x80 && c <= 0xBF && c != 0xAA && c != 0xB5 && c != 0xBA) || c == 0xD7 ||
                             c == 0xF7 || (c >= 0x2010 && c <= 0x206F) || (c >= 0x2190 && c <= 0x2BFF) ||
                             (c >= 0x3001 && c <= 0x303F) || c == 0x30FB || (c >= 0xFF01 && c <= 0xFF0F) ||
                             (c >= 0xFF1A && c <= 0xFF20) || (c >= 0xFF3B && c <= 0xFF40) ||
                             (c >= 0xFF5B && c <= 0xFF65);
    return punctuation ? Kind::punctuation : Kind::letters;
}

struct Character {
    char32_t code;
    std::uint32_t start_utf16;
};

/// The paragraph around a byte, taken apart; units never cross a newline.
struct Paragraph {
    std::vector<Character> characters;
    std::uint32_t start_utf16 = 0, end_utf16 = 0;

    Paragraph(std::string_view text, const TextOffsets& offsets, std::size_t byte) {
        std::size_t from = byte == 0 ? std::string_view::npos : text.rfind('\n', byte - 1);
        from = from == std::string_view::npos ? 0 : from + 1;
        std::size_t to = text.find('\n', byte);
        to = to == std::string_view::npos ? text.size() : to;
        if (to > from && text[to - 1] == '\r')
            --to;
        start_utf16 = end_utf16 = std::uint32_t(offsets.utf16_at(from));
        for (std::size_t at = from; at < to;) {
            const char32_t code = next_code_point(text, at);
            characters.push_back({code, end_utf16});
            end_utf16 += code > 0xFFFF ? 2 : 1;
        }
    }
    [[nodiscard]] std::size_t index_of(std::uint32_t offset_utf16) const {
        std::size_t i = 0;
        while (i + 1 < characters.size() && characters[i + 1].start_utf16 <= offset_utf16)
            ++i;
        return i;
    }
    [[nodiscard]] std::uint32_t start_of(std::size_t index) const {
        return index < characters.size() ? characters[index].start_utf16 : end_utf16;
    }
};

/// An apostrophe or a dot between two letters belongs to the word: "don't", "e.g", "3.5".
bool joins(const std::vector<Character>& all, std::size_t i) {
    const char32_t c = all[i].code;
    if (c != '\'' && c != 0x2019 && c != '.' && c != '-')
        return false;
    if (i == 0 || i + 1 >= all.size())
        return false;
    return kind_of(all[i - 1].code) == Kind::letters && kind_of(all[i + 1].code) == Kind::letters && c != '-' &&
           (c != '.' || (all[i + 1].code >= '0' && all[i + 1].code <= '9'));
}

Range word_in(const Paragraph& paragraph, std::size_t index) {
    const auto& all = paragraph.characters;
    const auto kind_at = [&all](std::size_t i) { return joins(all, i) ? Kind::letters : kind_of(all[i].code); };
    const Kind kind = kind_at(index);
    std::size_t first = index, last = index + 1;
    while (first > 0 && kind_at(first - 1) == kind)
        --first;
    while (last < all.size() && kind_at(last) == kind)
        ++last;
    return {paragraph.start_of(first), paragraph.start_of(last)};
}

Range sentence_in(const Paragraph& paragraph, std::size_t index) {
    const auto& all = paragraph.characters;
    const auto ends_at = [&all](std::size_t i) {
        const char32_t c = all[i].code;
        if (is_wide_sentence_end(c))
            return i + 1 >= all.size() || !is_wide_sentence_end(all[i + 1].code);
        return is_narrow_sentence_end(c) && (i + 1 >= all.size() || is_space(all[i + 1].code));
    };
    std::size_t first = index, last = index;
    while (first > 0 && !ends_at(first - 1))
        --first;
    while (last < all.size() && !ends_at(last))
        ++last;
    return {paragraph.start_of(first), paragraph.start_of(std::min(last + 1, all.size()))};
}

} // namespace

Range unit_around(std::string_view text, const TextOffsets& offsets, std::uint32_t offset_utf16,
                  std::string_view granularity) {
    const Paragraph paragraph(text, offsets, offsets.byte_at(offset_utf16));
    if (granularity == "paragraph")
        return {paragraph.start_utf16, paragraph.end_utf16};
    if (paragraph.characters.empty())
        return {paragraph.start_utf16, paragraph.start_utf16};
    const std::size_t index = paragraph.index_of(offset_utf16);
    if (granularity == "word")
        return word_in(paragraph, index);
    if (granularity == "sentence")
        return sentence_in(paragraph, index);
    return {paragraph.start_of(index), paragraph.start_of(index + 1)};
}

Range trimmed(std::string_view text, const TextOffsets& offsets, Range range) {
    std::size_t from = offsets.byte_at(range.first);
    const std::size_t to = offsets.byte_at(range.second);
    while (from < to) {
        std::size_t next = from;
        if (!is_space(next_code_point(text, next)))
            break;
        from = next;
    }
    std::size_t end = from;
    for (std::size_t at = from; at < to;)
        if (!is_space(next_code_point(text, at)))
            end = at;
    return {std::uint32_t(offsets.utf16_at(from)), std::uint32_t(offsets.utf16_at(std::min(end, to)))};
}

} // namespace tw::text
