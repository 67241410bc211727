// What the studio knows of the way between this device and the server: what is not sent yet, whether the server answers,
// what it refused, who else is there. Owned by Studio; pages and the top bar read it, sync_engine and remote_projects write
// it.
#pragma once

#include "app/address.hpp"
#include "app/store/task_record.hpp"
#include "ports/op_log.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace tw {

struct CountedWork;

/// Somebody who has the open project before them.
struct Present {
    std::int64_t user_id = 0, task_id = 0;
    std::string name, initials;
};

/// The server is to say which task comes next (remote_next).
struct NextWish {
    Address from;        ///< good for as long as one stays there
    double until_ms = 0; ///< then this device goes on by itself
    bool asked = false;
    std::function<void()> otherwise;
};

/// Files of the open project's tasks that this device is to have copies of (kept_files).
struct FileWishes {
    std::deque<std::string> wanted;                   ///< addresses
    std::size_t under_way = 0, kept = 0, missing = 0; ///< missing: could not be had or kept
    std::shared_ptr<CountedWork> card;                ///< counts and can be cancelled, when somebody waits for them
    std::function<void(std::size_t missing)> then;
};

struct SyncState {
    static constexpr double never_ms = 1e18;

    // --- of the open project ---
    std::string feed;              ///< "" while no server's project is open
    std::int64_t project_id = 0;   ///< the server's
    std::uint64_t cursor = 0;      ///< how far its feed was read by this tab
    bool offline = false;          ///< the last request got no answer
    double retry_ms = 0;           ///< how long the next one waits after it
    double retry_at_ms = never_ms; ///< while offline
    std::vector<Present> people;
    std::shared_ptr<NextWish> next; ///< empty: nobody waits for one

    // --- up (sync_push) ---
    bool pushing = false, push_again = false;
    std::uint64_t unsent = 0;     ///< ops of this device that the server has not acknowledged
    bool counted = false;         ///< `unsent` is known
    bool clock_ahead = false;     ///< the server does not take what this device's clock stamps
    double push_at_ms = never_ms; ///< when it is tried again then
    std::string refused;          ///< why the server did not take an edit, in words; "" nothing was refused

    // --- down (sync_pull) ---
    bool pulling = false, pull_again = false;
    double poll_at_ms = 0;         ///< when the feed is asked for though nobody called
    std::set<std::int64_t> behind; ///< tasks that changed there while this device had not sent what it did to them
    bool listing = false;          ///< the whole list of tasks is on its way
    std::size_t listed = 0, to_list = 0;
    FileWishes files;
    double list_at_ms = 0; ///< not before: a script that makes a thousand tasks calls a thousand times

    // --- the socket (sync_live) ---
    bool socket_open = false, socket_wanted = false;
    double socket_at_ms = 0;     ///< when it is opened again
    std::int64_t told_task = -1; ///< the task that the server was told of

    // --- of the device, whatever project is open (remote_projects) ---
    std::int64_t user_id = 0;      ///< whose projects were asked for last,
    std::string server;            ///< and of which server
    std::optional<Address> wanted; ///< a project that this device does not know yet: to be opened once it does
    bool looked = false;           ///< the server was asked for it
};

} // namespace tw
