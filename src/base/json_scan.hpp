// Looking into JSON text without parsing it: where a value ends, what a member's text is, whether a value somewhere in it
// contains a piece of text. For lists of a hundred thousand tasks, where parsing each would be felt. Works on valid JSON;
// on anything else it answers nonsense, but never reads outside the text.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace tw {

/// End of the JSON value that begins at `at`, found by brackets and quotes alone; npos when it is not complete. A bare
/// word ends before the comma or bracket behind it.
std::size_t json_value_end(std::string_view text, std::size_t at);

/// The text of a member's value in an object's text; empty when there is none. Looks at the object's own members only.
std::string_view json_member(std::string_view object, std::string_view key);

/// A value as a person reads it: a string without quotes and escapes, anything else as it stands.
std::string json_plain(std::string_view value);

/// Order of texts regardless of the case of ASCII letters: negative, zero or positive.
int compare_folded(std::string_view a, std::string_view b);

/// A piece of text to look for: letters of ASCII match both cases, everything else exactly.
class TextNeedle {
public:
    explicit TextNeedle(std::string_view text);
    [[nodiscard]] bool empty() const { return folded_.empty(); }
    /// In plain text.
    [[nodiscard]] bool in(std::string_view text) const {
        return find(folded_, skip_, text, 0) != std::string_view::npos;
    }
    /// In any string, number or word of a JSON text that is not a key.
    [[nodiscard]] bool in_json_values(std::string_view json) const;

private:
    using Skips = std::array<std::uint32_t, 256>;
    static Skips skips_of(std::string_view folded);
    static std::size_t find(std::string_view folded, const Skips& skip, std::string_view text, std::size_t from);
    std::string folded_, escaped_; ///< escaped_: as it stands inside a JSON string
    Skips skip_, escaped_skip_;
};

} // namespace tw
