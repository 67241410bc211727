// Reads JSON text that is as it should be into a value, more quickly than the library: objects and arrays are made at their
// size, numbers of up to 19 digits without long arithmetic (which WebAssembly does in software). What it does not like it
// does not explain: the caller asks the library, which knows the words. Invariant: what it reads, the library reads alike.
#pragma once

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tw {

/// `text` is UTF-8. Nothing for what is no JSON, nests more than `most_levels` deep, or is unusual.
std::optional<nlohmann::ordered_json> read_json(std::string_view text, std::size_t most_levels);

/// The double nearest to digits * 10^exponent_10, as strtod gives it; nothing where that takes long arithmetic.
std::optional<double> nearest_double(std::uint64_t digits, int exponent_10);

} // namespace tw
