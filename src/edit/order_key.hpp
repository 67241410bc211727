// Fractional keys that put things in an order two devices can both insert into: base-62 strings compared byte by byte.
// There is always another key between two; keys at either end are counted on, so that ten thousand appended things have
// short keys. Keys made here never end in '0', which keeps room before each of them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tw {

/// A key strictly between two keys ("" is the open end). When `low` is not below `high`, or either is no such key, the
/// answer only sorts after `low`.
std::string order_key_between(std::string_view low, std::string_view high);

/// The key of the `index`th of `count` things that come in order.
std::string initial_order_key(std::size_t index, std::size_t count);

} // namespace tw
