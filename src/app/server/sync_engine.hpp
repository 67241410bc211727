// Keeps the open project of the server in step: sends what the log has not sent, reads the feed when the server calls (or
// now and then, when it cannot), brings what it says into the store and the open annotation. Runs in steps of the frame
// loop; every edit is on this device before it is sent, and is forgotten as unsent only when the server has answered that
// it is on its disk.
#pragma once

#include "app/server/sync_state.hpp"
#include "app/studio.hpp"

#include <functional>
#include <string>
#include <vector>

namespace tw {

/// The open project has changed: follows it when it is the server's, else rests.
void follow_open_project(Studio& studio);
/// Once a frame. Asks for a later frame when there is something to be done then.
void step_sync(Studio& studio);
/// There are new ops in the log.
void ops_were_kept(Studio& studio);
/// Reads these tasks whole and keeps them; `then` is called however that ended, at once when there is no network.
void refresh_tasks(Studio& studio, std::vector<std::int64_t> task_ids, std::function<void()> then);
/// Reads the project's whole list of tasks.
void refresh_list(Studio& studio, std::function<void()> then);
/// Tries at once what waits for its next time.
void sync_now(Studio& studio);

/// What the top bar says of it.
enum class SyncLight : std::uint8_t { none, synced, sending, offline, refused, signed_out };
SyncLight sync_light(const Studio& studio);

} // namespace tw
