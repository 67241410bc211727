// Time and chance as the outside gives them, so that tests can hold both still.
#pragma once

#include <cstdint>

namespace tw {

class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual std::uint64_t now_ms_utc() const = 0; ///< Unix milliseconds; may jump
    [[nodiscard]] virtual double monotonic_ms() const = 0;      ///< never goes back
};

class Random {
public:
    virtual ~Random() = default;
    virtual std::uint64_t next_u64() = 0; ///< uniform; getRandomValues in the browser
};

} // namespace tw
