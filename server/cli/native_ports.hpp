// Time and chance as this machine gives them.
#pragma once

#include "ports/clock.hpp"

namespace tw::cli {

class SystemClock final : public Clock {
public:
    [[nodiscard]] std::uint64_t now_ms_utc() const override;
    [[nodiscard]] double monotonic_ms() const override;
};

/// From the system's generator; may be called from many threads at once.
class SystemRandom final : public Random {
public:
    std::uint64_t next_u64() override;
};

} // namespace tw::cli
