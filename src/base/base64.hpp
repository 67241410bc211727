// Bytes that came as base64 (RFC 4648), with either alphabet.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tw {

/// White space and padding are passed over; empty for any other character.
std::optional<std::string> decode_base64(std::string_view text);

} // namespace tw
