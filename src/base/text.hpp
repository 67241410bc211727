// UTF-8 text and its UTF-16 offsets (Label Studio's offsets are JavaScript's: UTF-16 code units). All text in the program
// is valid UTF-8; decode_text turns foreign bytes into it and says what it took them for.
#pragma once

#include "base/error.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tw {

/// Reads one code point at `byte`, advancing it; U+FFFD for a bad byte (advances by one). Requires byte < text.size().
char32_t next_code_point(std::string_view text, std::size_t& byte);
void append_utf8(std::string& out, char32_t code_point);
/// Each byte is the code point of its number.
std::string from_latin1(std::string_view bytes);
bool is_valid_utf8(std::string_view text);
/// Byte offset of the first malformed sequence; text.size() when there is none.
std::size_t first_invalid_utf8(std::string_view text);
std::size_t utf16_length(std::string_view text);

/// Both directions between byte and UTF-16 offsets of one text in O(log n) after an O(n) build. Offsets inside a
/// character move back to its start; offsets past the end are clamped.
class TextOffsets {
public:
    explicit TextOffsets(std::string_view text);
    [[nodiscard]] std::size_t byte_at(std::size_t utf16) const;
    [[nodiscard]] std::size_t utf16_at(std::size_t byte) const;
    [[nodiscard]] std::size_t utf16_size() const { return utf16_size_; }

private:
    struct Mark {
        std::size_t byte, utf16;
    };
    std::string text_;
    std::vector<Mark> marks_; ///< every 256 bytes; empty when the text is ASCII
    std::size_t utf16_size_ = 0;
};

/// Substring by UTF-16 offsets [start, end).
std::string utf16_slice(std::string_view text, std::size_t start_utf16, std::size_t end_utf16);

struct DecodedText {
    std::string text;     ///< valid UTF-8, no BOM
    std::string encoding; ///< "utf-8", "utf-16le", "utf-16be", "latin-1"
    bool lossy = false;   ///< true when the encoding is a guess (latin-1 fallback)
};
/// Bytes of a file to UTF-8: BOM, then valid UTF-8, then UTF-16 by its zero bytes, else latin-1 with lossy set.
DecodedText decode_text(std::string_view bytes);

/// ASCII-only case folding and trimming, as the config language needs.
std::string to_lower_ascii(std::string_view text);
std::string_view trim(std::string_view text);
std::vector<std::string> split_trimmed(std::string_view text, char separator); ///< drops empty parts

} // namespace tw
