#include "app/server/sync_ask.hpp"

#include <algorithm>

namespace tw {
namespace {

constexpr double first_retry_ms = 2000, longest_retry_ms = 30'000;

} // namespace

void ask_project(Studio& studio, HttpRequest request, std::function<void(const ServerAnswer&)> then) {
    request.url.insert(0, "/api/tagwright/projects/" + std::to_string(studio.sync->project_id) + "/");
    ask_server(studio, std::move(request),
               [&studio, feed = studio.sync->feed, then = std::move(then)](const ServerAnswer& answer) {
                   SyncState& sync = *studio.sync;
                   if (sync.feed != feed)
                       return;
                   sync.offline =
                       answer.status == 0 || answer.status >= 500; // a proxy answers for a server that is away
                   sync.retry_ms = sync.offline ? std::clamp(sync.retry_ms * 2, first_retry_ms, longest_retry_ms) : 0;
                   sync.retry_at_ms = sync.offline ? studio.ui.now_ms + sync.retry_ms : SyncState::never_ms;
                   then(answer);
               });
}

bool sync_rests(const Studio& studio) {
    const SyncState& sync = *studio.sync;
    return sync.feed.empty() || !studio.server->user || (sync.offline && studio.ui.now_ms < sync.retry_at_ms);
}

} // namespace tw
