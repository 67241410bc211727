// Doubles to text and back, the same on every machine: no locale, no library difference. Text of outside numbers is read
// here and nowhere else; what format_double writes, parse_double reads back to the same bits.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tw {

/// The whole of `text` as a finite decimal number: sign, digits, fraction, exponent. No spaces, no hex, no inf or nan.
std::optional<double> parse_double(std::string_view text);
/// The whole of `text` as a whole number: a minus, if any, and digits. Empty when it is none, or does not fit.
std::optional<std::int64_t> parse_integer(std::string_view text);
/// The shortest text that reads back to the same value: "0.1", "5", "1e+21"; "0" for what is not finite.
std::string format_double(double value);

} // namespace tw
