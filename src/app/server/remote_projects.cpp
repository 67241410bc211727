#include "app/server/remote_projects.hpp"

#include "app/server/kept_files.hpp"
#include "app/server/remote_json.hpp"
#include "app/server/server_account.hpp"
#include "app/server/sync_engine.hpp"
#include "app/server/sync_pull.hpp"

#include <algorithm>

namespace tw {
namespace {

constexpr std::size_t read_ahead_tasks = 20;

void keep_list(Studio& studio, std::vector<StoredProject> theirs, const std::vector<StoredProject>& ours,
               std::function<void()> then) {
    const std::int64_t user_id = studio.server->user->id;
    std::vector<std::string> uids;
    auto left = std::make_shared<std::size_t>(1);
    const auto one_done = studio.later<Unit>([&studio, left, then = std::move(then)](const Result<Unit>&) {
        if (--*left > 0)
            return;
        if (studio.page == Page::projects)
            studio.load_projects();
        then();
    });
    for (StoredProject& project : theirs) {
        project.project.uid = mirror_uid(project.project.uid, user_id);
        uids.push_back(project.project.uid);
        const auto known = std::ranges::find(ours, project.project.uid, [](const auto& p) { return p.project.uid; });
        project.remote = known == ours.end() ? RemoteProject{.user_id = user_id} : *known->remote;
        project.remote->server = studio.server->address;
        if (known != ours.end()) {
            project.project.extra = known->project.extra;
            if (known->remote->listed) { // its table knows better how this person stands to each task
                project.task_count = known->task_count;
                project.done_count = known->done_count;
            }
            if (to_record(project) == to_record(*known))
                continue;
        }
        if (studio.project && studio.project->stored.project.uid == project.project.uid)
            continue; // its own feed keeps it up to date
        ++*left;
        studio.store->put_project(project, one_done);
    }
    for (const StoredProject& project : ours) {
        const std::string& uid = project.project.uid;
        const bool open = studio.project && studio.project->stored.project.uid == uid;
        if (!project.remote || !is_mine(studio, project) || open || std::ranges::find(uids, uid) != uids.end())
            continue;
        ++*left;
        // Gone there, or no longer for this person. What was not sent is nowhere else: then it stays.
        studio.store->storage().op_log().count_unsent(
            project.feed(), studio.later<std::uint64_t>(
                                [&studio, uid, id = project.project.id, one_done](const Result<std::uint64_t>& unsent) {
                                    if (!unsent || *unsent > 0)
                                        return one_done(Unit{});
                                    forget_files(studio, id);
                                    studio.store->delete_project(uid, one_done);
                                }));
    }
    one_done(Unit{});
}

} // namespace

bool is_mine(const Studio& studio, const StoredProject& stored) {
    const ServerState& server = *studio.server;
    return !stored.remote ||
           (server.user && server.user->id == stored.remote->user_id && server.address == stored.remote->server);
}

void refresh_projects(Studio& studio, std::function<void()> then) {
    if (!then)
        then = [] {};
    if (!studio.ports.http || !studio.store || !studio.server->user || studio.server->reach == ServerState::Reach::none)
        return then();
    const std::int64_t user_id = studio.server->user->id;
    const auto still = [&studio, user_id] { return studio.server->user && studio.server->user->id == user_id; };
    ask_server(studio, {.url = "/api/tagwright/projects"}, [&studio, still, then](const ServerAnswer& answer) {
        auto theirs = read_mirrored_projects(answer.body);
        if (!still() || !theirs)
            return then();
        auto list = std::make_shared<std::vector<StoredProject>>(std::move(*theirs));
        studio.store->list_projects(studio.later<std::vector<StoredProject>>(
            [&studio, list, still, then](const Result<std::vector<StoredProject>>& ours) {
                if (ours && still())
                    keep_list(studio, std::move(*list), *ours, then);
                else
                    then();
            }));
    });
}

void step_remote_projects(Studio& studio) {
    SyncState& sync = *studio.sync;
    const std::int64_t user_id = studio.server->user ? studio.server->user->id : 0;
    if (user_id != sync.user_id || studio.server->address != sync.server) {
        sync.user_id = user_id;
        sync.server = studio.server->address;
        if (studio.page == Page::projects)
            studio.load_projects();
        refresh_projects(studio);
    }
    if (!sync.wanted || studio.server->reach == ServerState::Reach::unknown)
        return;
    if (user_id == 0) {
        if (studio.address == *sync.wanted) // it opens as soon as one is signed in
            studio.go({.place = "sign-in"}, true);
        return;
    }
    if (std::exchange(sync.looked, true))
        return;
    refresh_projects(studio, [&studio] {
        const std::optional<Address> wanted = std::exchange(studio.sync->wanted, {});
        if (wanted)
            studio.go(*wanted, true);
    });
}

void look_for(Studio& studio, const Address& wanted) {
    if (!studio.sync || studio.sync->looked) {
        if (studio.sync)
            studio.sync->looked = false;
        studio.page = Page::missing;
        return;
    }
    studio.page = Page::loading;
    studio.sync->wanted = wanted;
    studio.ports.host->request_frame();
}

void before_task(Studio& studio, int row, std::function<void()> then) {
    if (!studio.project || !studio.project->stored.remote || !studio.sync || studio.sync->feed.empty())
        return then();
    const TaskTable& table = *studio.project->table;
    const std::int64_t id = table.id(static_cast<std::size_t>(row));
    const std::string feed = studio.sync->feed;
    refresh_tasks(studio, {id}, [&studio, row, feed, then] {
        then();
        if (!studio.project || studio.sync->feed != feed)
            return;
        // Those behind it, when this device knows nothing of them yet.
        const TaskTable& now = *studio.project->table;
        std::set<std::int64_t> ahead;
        int at = row;
        for (std::size_t n = 0; n < read_ahead_tasks && (at = studio.project->row_beside(at, 1)) >= 0; ++n)
            if (!now.summary(static_cast<std::size_t>(at)).touched)
                ahead.insert(now.id(static_cast<std::size_t>(at)));
        refresh_tasks(studio, std::move(ahead), [] {});
    });
}

void change_on_server(Studio& studio, const StoredProject& project) {
    ask_server(studio, "PATCH", "/api/projects/" + std::to_string(project.project.id), project_body(project.project),
               [&studio, project](const ServerAnswer& answer) {
                   if (!answer.ok()) {
                       std::string why;
                       for (const char* const field : {"label_config", "title", "color"})
                           if (why.empty())
                               why = answer.problem_with(field);
                       studio.notify(why.empty() ? trouble_text(studio, answer) : why, true);
                       return refresh_projects(studio);
                   }
                   studio.store->put_project(project, studio.later<Unit>([&studio](const Result<Unit>&) {
                       studio.autosave.tell_tabs("projects");
                       refresh_projects(studio);
                       if (studio.page == Page::projects)
                           studio.load_projects();
                   }));
               });
}

void delete_on_server(Studio& studio, const StoredProject& project) {
    ask_server(studio, "DELETE", "/api/projects/" + std::to_string(project.project.id), nullptr,
               [&studio](const ServerAnswer& answer) {
                   if (!answer.ok())
                       studio.notify(trouble_text(studio, answer), true);
                   if (studio.page != Page::projects)
                       studio.go({});
                   else
                       refresh_projects(studio);
               });
}

void export_whole_rows(Studio& studio, std::vector<std::uint32_t> rows) {
    std::set<std::int64_t> ids;
    for (const std::uint32_t row : rows)
        ids.insert(studio.project->table->id(row));
    const std::string feed = studio.sync->feed;
    refresh_tasks(studio, std::move(ids), [&studio, feed, rows = std::move(rows)] {
        if (!studio.project || studio.sync->feed != feed)
            return;
        if (studio.sync->offline) // not all of them may be here
            return studio.notify(studio.ui.text("sync.kept-some"), true);
        studio.export_tasks(studio.project->stored, ExportKind::json, rows);
    });
}

void offer_delete_on_server(Studio& studio, const std::vector<std::uint32_t>& rows) {
    Json ids = Json::array();
    for (const std::uint32_t row : rows)
        ids.push_back(studio.project->table->id(row));
    const std::string url =
        "/api/dm/actions?id=delete_tasks&project=" + std::to_string(studio.project->stored.project.id);
    studio.offer(studio.ui.strings->format("sync.delete-ask", {{"n", std::to_string(rows.size())}}),
                 studio.ui.text("data.delete"), [&studio, url, ids] {
                     ask_server(studio, "POST", url, {{"selectedItems", {{"all", false}, {"included", ids}}}},
                                [&studio](const ServerAnswer& answer) {
                                    if (!answer.ok())
                                        studio.notify(trouble_text(studio, answer), true);
                                    else
                                        sync_now(studio);
                                });
                 });
}

void keep_offline(Studio& studio, bool on) {
    if (!studio.project || !studio.project->stored.remote)
        return;
    studio.project->stored.remote->keep_offline = on;
    studio.store->put_project(studio.project->stored, [](const Result<Unit>&) {});
    if (!on)
        return;
    std::set<std::int64_t> ids;
    const TaskTable& table = *studio.project->table;
    for (std::size_t row = 0; row < table.size(); ++row)
        if (!table.summary(row).touched)
            ids.insert(table.id(row));
    refresh_tasks(studio, std::move(ids), [&studio] {
        when_files_are_kept(studio, [&studio](std::size_t missing) {
            if (missing > 0 && !studio.sync->offline)
                return studio.notify(studio.ui.strings->format("sync.kept-without", {{"n", std::to_string(missing)}}),
                                     true);
            studio.notify(studio.ui.text(studio.sync->offline ? "sync.kept-some" : "sync.kept-offline"));
        });
    });
}

} // namespace tw
