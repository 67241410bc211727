// Requests about the open project of the server, for the parts of sync: what comes back when another one is open is dropped,
// and whether there was an answer decides when the next request goes out.
#pragma once

#include "app/server/server_account.hpp"
#include "app/server/sync_state.hpp"
#include "app/studio.hpp"

#include <functional>
#include <string>

namespace tw {

/// `request.url` is what stands behind the project's address: "feed?after=3".
void ask_project(Studio& studio, HttpRequest request, std::function<void(const ServerAnswer&)> then);
/// Nothing goes out: no project of the server is open, nobody is signed in, or the last request found nobody just now.
bool sync_rests(const Studio& studio);

} // namespace tw
