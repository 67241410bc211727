// Identifiers born on this device: UUIDv7 for entities, ten-character ids for regions, 64-bit client ids for tabs. All
// take their randomness from the Random port, so tests have fixed ids.
#pragma once

#include <cstdint>
#include <string>

namespace tw {

class Random;

/// RFC 9562 version 7: 48 bits of Unix milliseconds, then random. 36 characters, lower case.
std::string make_uid(std::uint64_t now_ms_utc, Random& random);
/// Ten characters of A-Z a-z 0-9 _ -, as Label Studio's editor makes them.
std::string make_region_id(Random& random);

} // namespace tw
