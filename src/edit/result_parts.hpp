// What reading a `result` array and writing one share. The array says some things several times (each result of a region
// repeats its geometry) and may contradict itself; registers say them once. What a result says differently from its
// region's registers is noted in the result's `extra` under one reserved key, together with a hash of the register it
// differs from: the difference holds only while that register holds what came in. Internal to Document.
#pragma once

#include "base/json.hpp"

#include <array>
#include <string>
#include <string_view>

namespace tw::result_parts {

inline constexpr std::string_view differs_key = "$differs";
inline constexpr std::array geometry_keys = std::to_array<std::string_view>(
    {"to_name", "original_width", "original_height", "image_rotation", "item_index", "original_length"});

const std::string* string_at(const Json& json, std::string_view key);
const Json& value_or_null(const Json* value);
void set_absent(Json& object, const std::string& key, const Json& value);
std::string hash_of(const Json& value);

} // namespace tw::result_parts
