// How often somebody may try to sign in: after a few failures of an address or of an account each further try has to
// wait, twice as long every time, up to a limit. Kept in memory, bounded, forgotten a while after the last try. A try
// counts as failed until it is said to have succeeded, so that many at once gain nothing.
#pragma once

#include "base/error.hpp"

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace tw::server {

struct AttemptRules {
    int free_failures = 5;
    double first_wait_ms = 1'000;
    double longest_wait_ms = 15 * 60'000.0;
    double forgotten_after_ms = 60 * 60'000.0;
    std::size_t most_kept = 20'000;
};

class Attempts {
public:
    explicit Attempts(AttemptRules rules = {}) : rules_(rules) {}
    /// May `who` try now? Counts the try. Errors: "rate-limited" with the seconds to wait in its message.
    Result<void> admit(std::string_view who, double now_ms);
    void succeeded(std::string_view who);
    /// Takes one try back. For what many share, such as an address: one who gets in does not make the others welcome.
    void take_back(std::string_view who, double now_ms);

private:
    struct Record {
        int failures = 0;
        double next_at_ms = 0, last_ms = 0;
    };
    void forget_old(double now_ms);
    AttemptRules rules_;
    std::mutex mutex_;
    std::map<std::string, Record, std::less<>> records_;
};

/// What is counted as one address: an IPv4 address, or the /64 that one household of IPv6 has.
std::string address_group(std::string_view remote_address);

} // namespace tw::server
