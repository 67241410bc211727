// Keeps the open project of the server in step, in steps of the frame loop: what is sent is in sync_push, what is read in
// sync_pull, the socket in sync_live. Every edit is on this device before any of it begins.
#pragma once

#include "app/server/sync_state.hpp"
#include "app/studio.hpp"

namespace tw {

/// The open project has changed: follows it when it is the server's, else rests.
void follow_open_project(Studio& studio);
/// Once a frame. Asks for a later frame when there is something to be done then.
void step_sync(Studio& studio);
/// Tries at once what waits for its next time.
void sync_now(Studio& studio);

/// What the top bar says of it.
enum class SyncLight : std::uint8_t { none, synced, sending, offline, refused, signed_out };
SyncLight sync_light(const Studio& studio);

} // namespace tw
