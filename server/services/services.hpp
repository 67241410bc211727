// What every service works with, put together once by whoever starts the server (cli/serve, or a test) and handed down
// by reference. Owns nothing.
#pragma once

#include "services/settings.hpp"
#include "storage/database.hpp"
#include "sync/wire.hpp"
#include "tagkit/registry.hpp"

#include <functional>
#include <string>

namespace tw {
class Clock;
class Random;
} // namespace tw

namespace tw::server {

struct AccountState;
class Metrics;

struct Services {
    Database& database;
    const Settings& settings;
    const TagRegistry& tags;
    const Clock& clock;
    Random& random;                   ///< may be called from many threads at once
    AccountState* accounts = nullptr; ///< needed by sign-in and tokens (services/account_state.hpp)
    Metrics* metrics = nullptr;       ///< http/metrics.hpp
    /// Something changed in a project: whoever follows it live should look. Called after the commit; may be empty.
    std::function<void(std::int64_t project_id)> project_changed = {};
};

/// Puts it in the project's feed; whoever follows the project live hears of it after the commit.
void tell_followers(Services& services, Transaction& transaction, std::int64_t project_id,
                    FeedKind kind = FeedKind::tasks, std::int64_t task_id = 0);

/// Now, as Label Studio writes it.
std::string now_iso(const Services& services);

} // namespace tw::server
