// Words, sentences and paragraphs of a text by UTF-16 offsets: what a double click takes and what a selection snaps to. A
// word is a run of one kind of character (letters and digits of one writing system, Han, kana, ...), so Chinese without
// spaces selects by runs of Han. Pure functions over UTF-8.
#pragma once

#include "base/text.hpp"

#include <cstdint>
#include <string_view>
#include <utility>

namespace tw::text {

using Range = std::pair<std::uint32_t, std::uint32_t>; ///< [start, end) in UTF-16 units

/// The unit that holds the character at `offset_utf16`; granularity symbol | word | sentence | paragraph (without its
/// newline). At the end of the text: the last unit.
Range unit_around(std::string_view text, const TextOffsets& offsets, std::uint32_t offset_utf16,
                  std::string_view granularity);
/// The range without white space at its ends (also U+00A0 and U+3000); empty when there is nothing else.
Range trimmed(std::string_view text, const TextOffsets& offsets, Range range);

} // namespace tw::text
