// One-time tickets: a page that cannot send credentials with a WebSocket asks for one with its next request and shows it
// when it connects. Kept in memory as hashes, good once, for half a minute.
#pragma once

#include "model/caller.hpp"

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace tw::server {

class Tickets {
public:
    static constexpr double good_for_ms = 30'000;
    std::string issue(const Caller& caller, double now_ms);
    /// Who it was given to; it is worth nothing afterwards.
    std::optional<Caller> redeem(std::string_view ticket, double now_ms);

private:
    struct Issued {
        Caller caller;
        double until_ms = 0;
    };
    std::mutex mutex_;
    std::map<std::string, Issued, std::less<>> issued_;
};

} // namespace tw::server
