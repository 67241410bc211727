// What the studio knows of the way between this device and the server: what is not sent yet, whether the server answers,
// what it refused, who else is there. Owned by Studio; pages and the top bar read it, sync_engine and remote_projects write
// it.
#pragma once

#include "app/address.hpp"
#include "app/store/task_record.hpp"
#include "ports/op_log.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace tw {

/// Somebody who has the open project before them.
struct Present {
    std::int64_t user_id = 0, task_id = 0;
    std::string name, initials;
};

struct SyncState {
    // --- of the open project ---
    std::string feed;                    ///< "" while no server's project is open
    std::int64_t project_id = 0;         ///< the server's
    std::uint64_t cursor = 0;            ///< how far its feed was read by this tab
    std::uint64_t unsent = 0;            ///< ops of this device that the server has not acknowledged
    std::set<std::int64_t> unsent_tasks; ///< of the ops last looked at: what the server says of them is behind
    std::vector<std::int64_t> behind;    ///< such tasks that the server told of: read again when all is sent
    std::vector<Present> people;

    // --- pushing and pulling ---
    bool pushing = false, push_again = false, pulling = false, pull_again = false;
    bool counted = false; ///< `unsent` is known
    bool listing = false; ///< the whole list is on its way
    std::size_t listed = 0, to_list = 0;
    double retry_at_ms = 0, retry_ms = 0, poll_at_ms = 0;
    bool offline = false; ///< the last request got no answer
    std::string refused;  ///< why the server did not take an edit, in words; "" nothing was refused
    std::size_t refused_count = 0;

    // --- the socket ---
    bool socket_open = false, socket_wanted = false;
    double socket_retry_at_ms = 0;
    std::int64_t told_task = -1; ///< the task that the server was told of

    // --- of the device, whatever project is open ---
    std::int64_t user_id = 0;      ///< whose projects were asked for last
    std::optional<Address> wanted; ///< a project that this device does not know yet: to be opened once it does
    bool looked = false;           ///< the server was asked for it
};

} // namespace tw
