#include "app/server/sync_engine.hpp"

#include "app/server/kept_files.hpp"
#include "app/server/remote_next.hpp"
#include "app/server/remote_projects.hpp"
#include "app/server/server_elsewhere.hpp"
#include "app/server/sync_live.hpp"
#include "app/server/sync_pull.hpp"
#include "app/server/sync_push.hpp"

#include <algorithm>

namespace tw {
namespace {

/// When something is to be done though nothing happens until then.
double next_time_ms(const SyncState& sync) {
    double at_ms = std::min(sync.retry_at_ms, sync.push_at_ms);
    if (!sync.offline)
        at_ms = std::min(at_ms, sync.poll_at_ms);
    if (!sync.socket_open && !sync.socket_wanted)
        at_ms = std::min(at_ms, sync.socket_at_ms);
    return at_ms;
}

} // namespace

void follow_open_project(Studio& studio) {
    if (!studio.sync)
        return;
    const std::string feed = studio.project && studio.server->user ? studio.project->stored.feed() : std::string();
    if (feed == studio.sync->feed)
        return;
    if (studio.ports.socket)
        studio.ports.socket->close();
    stop_keeping_files(studio);
    SyncState fresh;
    fresh.user_id = studio.sync->user_id;
    fresh.server = studio.sync->server;
    fresh.wanted = studio.sync->wanted;
    fresh.looked = studio.sync->looked;
    fresh.socket_at_ms = studio.ports.socket ? 0 : SyncState::never_ms;
    *studio.sync = std::move(fresh);
    if (feed.empty())
        return;
    studio.sync->feed = feed;
    studio.sync->project_id = studio.project->stored.project.id;
    studio.sync->cursor = studio.project->stored.remote->cursor;
    read_refused(studio);
    push_unsent(studio);
    pull_feed(studio);
    studio.ports.host->request_frame();
}

void step_sync(Studio& studio) {
    if (!studio.sync)
        return;
    step_token(studio);
    step_remote_projects(studio);
    follow_open_project(studio);
    step_next(studio);
    SyncState& sync = *studio.sync;
    if (sync.feed.empty() || !studio.server->user)
        return;
    step_live(studio);
    const double now_ms = studio.ui.now_ms;
    const bool again = sync.offline && now_ms >= sync.retry_at_ms;
    if (again || now_ms >= sync.push_at_ms) {
        sync.push_at_ms = SyncState::never_ms;
        push_unsent(studio);
    }
    if (again || (!sync.offline && now_ms >= sync.poll_at_ms))
        pull_feed(studio);
    if (const double at_ms = next_time_ms(sync); at_ms < SyncState::never_ms)
        studio.ports.host->request_frame_in(std::max(50.0, at_ms - now_ms));
}

void sync_now(Studio& studio) {
    if (!studio.sync)
        return;
    studio.sync->retry_at_ms = 0;
    push_unsent(studio);
    pull_feed(studio);
}

SyncLight sync_light(const Studio& studio) {
    if (!studio.sync || !studio.project || !studio.project->stored.remote)
        return SyncLight::none;
    if (!studio.server->user)
        return SyncLight::signed_out;
    const SyncState& sync = *studio.sync;
    if (!sync.refused.empty() || sync.clock_ahead)
        return SyncLight::refused;
    if (sync.offline)
        return SyncLight::offline;
    return sync.pushing || sync.unsent > 0 || !sync.counted ? SyncLight::sending : SyncLight::synced;
}

} // namespace tw
