// This device's clock, put right by what a server says the time is: stamps of edits decide between people (the latest
// wins), and a device whose clock is minutes off would win or lose every time. Owned by the studio; without a server it is
// the device's clock as it is.
#pragma once

#include "ports/clock.hpp"

#include <cmath>

namespace tw {

class CorrectedClock final : public Clock {
public:
    explicit CorrectedClock(const Clock& device) : device_(&device) {}
    [[nodiscard]] std::uint64_t now_ms_utc() const override {
        const double now_ms = static_cast<double>(device_->now_ms_utc()) + ahead_ms_;
        return now_ms > 0 ? static_cast<std::uint64_t>(now_ms) : 0;
    }
    [[nodiscard]] double monotonic_ms() const override { return device_->monotonic_ms(); }

    /// The server's time in an answer that was asked for at `asked_ms` and came at `came_ms` (monotonic). Half of that
    /// time may be error, so a small difference is left alone: clocks that agree should not be made to jump.
    void server_said(std::uint64_t server_ms_utc, double asked_ms, double came_ms) {
        const double way_ms = (came_ms - asked_ms) / 2;
        const double ahead_ms =
            static_cast<double>(server_ms_utc) + way_ms - static_cast<double>(device_->now_ms_utc());
        ahead_ms_ = std::abs(ahead_ms) > most_difference_ms + way_ms ? ahead_ms : 0;
    }
    /// How far the device's clock is behind the server's; negative: it is fast. 0: they agree, or no server said anything.
    [[nodiscard]] double ahead_ms() const { return ahead_ms_; }

private:
    static constexpr double most_difference_ms = 2000;
    const Clock* device_;
    double ahead_ms_ = 0;
};

} // namespace tw
