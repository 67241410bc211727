// Passwords as Argon2id strings (libsodium). One hash takes tens of megabytes and tens of milliseconds on purpose, so only
// a few run at a time, and when too many wait the next is refused at once: a flood of sign-ins can slow sign-in down, but
// not the server. Knows no users.
#pragma once

#include "base/error.hpp"

#include <condition_variable>
#include <mutex>
#include <string>
#include <string_view>

namespace tw::server {

struct PasswordCost {
    unsigned long long operations = 2;
    std::size_t memory_bytes = 64U << 20U;
    int at_once = 2; ///< hashes computed at the same time
    int waiting = 6; ///< and requests that wait for their turn, each of which holds a worker
};

class Passwords {
public:
    explicit Passwords(PasswordCost cost = {});
    /// Errors: "rate-limited" when too many wait, "password-hash" when memory is short.
    [[nodiscard]] Result<std::string> hash(std::string_view password);
    /// False also for an empty `hash`, after as much work as a real one takes: a stranger cannot tell by the clock which
    /// accounts exist. Errors as above.
    [[nodiscard]] Result<bool> verify(std::string_view hash, std::string_view password);

private:
    class Turn;
    PasswordCost cost_;
    std::mutex mutex_;
    std::condition_variable freed_;
    int running_ = 0, waiting_ = 0;
};

} // namespace tw::server
