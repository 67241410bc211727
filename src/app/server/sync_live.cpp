#include "app/server/sync_live.hpp"

#include "app/server/server_account.hpp"
#include "app/server/sync_pull.hpp"
#include "app/server/sync_push.hpp"
#include "app/server/sync_state.hpp"
#include "ports/http.hpp"

namespace tw {
namespace {

constexpr double socket_retry_ms = 5000;

void take_message(Studio& studio, const std::string& text) {
    SyncState& sync = *studio.sync;
    const auto message = parse_json(text);
    if (!message)
        return;
    if (static_cast<std::int64_t>(number_or(*message, "changed", 0)) == sync.project_id)
        pull_feed(studio);
    const Json* const people = find(*message, "people");
    if (people == nullptr || !people->is_array() ||
        static_cast<std::int64_t>(number_or(*message, "present", 0)) != sync.project_id)
        return;
    sync.people.clear();
    for (const Json& one : *people)
        sync.people.push_back({static_cast<std::int64_t>(number_or(one, "id", 0)),
                               static_cast<std::int64_t>(number_or(one, "task", 0)), string_or(one, "name", ""),
                               string_or(one, "initials", "")});
}

void tell_place(Studio& studio) {
    SyncState& sync = *studio.sync;
    const std::int64_t task = studio.task && studio.project && studio.project->current >= 0
                                  ? studio.project->table->id(static_cast<std::size_t>(studio.project->current))
                                  : 0;
    if (!sync.socket_open || sync.told_task == task)
        return;
    sync.told_task = task;
    studio.ports.socket->send(dump_json(Json{{"follow", sync.project_id}, {"task", task}}));
}

void open_socket(Studio& studio) {
    SyncState& sync = *studio.sync;
    if (sync.socket_open || sync.socket_wanted || studio.ui.now_ms < sync.socket_at_ms)
        return;
    sync.socket_wanted = true;
    const auto mine = [&studio, feed = sync.feed] { return studio.sync->feed == feed; };
    // Through later(): the socket may speak when the studio is gone.
    const auto opened = studio.later<Unit>([&studio, mine](const Result<Unit>&) {
        if (!mine())
            return;
        SyncState& now = *studio.sync;
        now.socket_open = true;
        now.socket_wanted = false;
        now.told_task = -1;
        tell_place(studio);
        now.retry_at_ms = 0; // it answers
        push_unsent(studio);
        pull_feed(studio);
    });
    const auto message = studio.later<std::string>([&studio, mine](const Result<std::string>& text) {
        if (mine())
            take_message(studio, *text);
    });
    const auto closed = studio.later<Unit>([&studio, mine](const Result<Unit>&) {
        if (!mine())
            return;
        SyncState& now = *studio.sync;
        now.socket_open = now.socket_wanted = false;
        now.people.clear();
        now.socket_at_ms = studio.ui.now_ms + socket_retry_ms;
        pull_feed(studio); // is it only the socket, or the server?
    });
    const Socket::Handlers handlers = {.opened = [opened] { opened(Unit{}); },
                                       .message = [message](const std::string& text) { message(text); },
                                       .closed = [closed] { closed(Unit{}); }};
    if (studio.server->address.empty())
        return studio.ports.socket->open("/api/tagwright/live", handlers);
    // No cookie goes there, and no header can: a ticket says who it is.
    ask_server(studio, "POST", "/api/tagwright/ticket", Json::object(),
               [&studio, mine, handlers](const ServerAnswer& answer) {
                   if (!mine())
                       return;
                   const std::string ticket = string_or(answer.body, "ticket", "");
                   if (ticket.empty())
                       return handlers.closed();
                   studio.ports.socket->open("/api/tagwright/live?ticket=" + ticket, handlers);
               });
}

} // namespace

void step_live(Studio& studio) {
    open_socket(studio);
    tell_place(studio);
}

} // namespace tw
