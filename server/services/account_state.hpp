// What accounts keep beside the database, for as long as the server runs: its secret, who tried to sign in lately, tickets
// not yet used. Made once by whoever starts the server; each part guards itself against many threads.
#pragma once

#include "services/attempts.hpp"
#include "services/passwords.hpp"
#include "services/tickets.hpp"

#include <string>

namespace tw::server {

struct AccountState {
    explicit AccountState(std::string secret_in, PasswordCost cost = {})
        : secret(std::move(secret_in)), passwords(cost) {}
    const std::string secret; ///< signs tokens
    Passwords passwords;
    // An account is held back for a minute at most, so that nobody can lock another out; an address may be a whole
    // company's, so it has more tries.
    Attempts accounts{{.free_failures = 5, .longest_wait_ms = 60'000}};
    Attempts addresses{{.free_failures = 50}};
    Tickets tickets;
};

} // namespace tw::server
