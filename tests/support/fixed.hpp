// Time and chance that tests hold in their hands.
#pragma once

#include "ports/clock.hpp"

#include <cstdint>

namespace tw::test {

class ManualClock : public Clock {
public:
    explicit ManualClock(std::uint64_t now_ms_utc = 1'750'000'000'000) : now_ms_utc_(now_ms_utc) {}
    [[nodiscard]] std::uint64_t now_ms_utc() const override { return now_ms_utc_; }
    [[nodiscard]] double monotonic_ms() const override { return monotonic_ms_; }
    void advance(std::uint64_t ms) {
        now_ms_utc_ += ms;
        monotonic_ms_ += static_cast<double>(ms);
    }
    /// The wall clock jumps, as when a person corrects it; monotonic time does not notice.
    void jump_to(std::uint64_t now_ms_utc) { now_ms_utc_ = now_ms_utc; }

private:
    std::uint64_t now_ms_utc_;
    double monotonic_ms_ = 0;
};

/// The same numbers for the same seed on every machine (SplitMix64, a published generator).
class SeededRandom : public Random {
public:
    explicit SeededRandom(std::uint64_t seed = 1) : state_(seed) {}
    std::uint64_t next_u64() override {
        std::uint64_t z = state_ += 0x9e3779b97f4a7c15ULL;
        z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ z >> 27) * 0x94d049bb133111ebULL;
        return z ^ z >> 31;
    }
    /// 0 .. count-1.
    std::size_t below(std::size_t count) { return static_cast<std::size_t>(next_u64() % count); }
    bool one_in(std::size_t count) { return below(count) == 0; }

private:
    std::uint64_t state_;
};

} // namespace tw::test
