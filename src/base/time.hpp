// Times as Label Studio writes them: ISO-8601 UTC with microseconds and Z.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tw {

/// "2026-01-02T03:04:05.678000Z" from Unix milliseconds.
std::string iso_from_ms(std::uint64_t unix_ms_utc);
/// Reads what iso_from_ms writes, also with fewer fraction digits, none, or an offset (+08:00).
std::optional<std::uint64_t> ms_from_iso(std::string_view text);

} // namespace tw
