#include "app/server/sync_engine.hpp"

#include "app/around/around.hpp"
#include "app/server/remote_json.hpp"
#include "app/server/remote_projects.hpp"
#include "app/server/server_account.hpp"
#include "app/store/tab_news.hpp"
#include "edit/recovery.hpp"
#include "sync/wire.hpp"

#include <algorithm>

namespace tw {
namespace {

constexpr std::size_t ops_a_push = 200, tasks_a_read = 50;
constexpr double first_retry_ms = 2000, longest_retry_ms = 30'000, poll_ms = 15'000, socket_retry_ms = 5000;

SyncState& sync_of(Studio& studio) {
    return *studio.sync;
}

std::string address_in(const SyncState& sync, const std::string& what) {
    return "/api/tagwright/projects/" + std::to_string(sync.project_id) + "/" + what;
}

/// Sends a request about the open project; what comes back for another one is dropped.
void ask(Studio& studio, HttpRequest request, std::function<void(const Result<HttpResponse>&)> then) {
    const std::string feed = sync_of(studio).feed;
    studio.ports.http->send(std::move(request), studio.later<HttpResponse>([&studio, feed, then = std::move(then)](
                                                                               const Result<HttpResponse>& response) {
        SyncState& sync = sync_of(studio);
        if (sync.feed != feed)
            return;
        const bool answered = response && response->status != 502 && response->status != 503;
        if (answered) {
            sync.offline = false;
            sync.retry_ms = 0;
        } else {
            sync.offline = true;
            sync.retry_ms = std::clamp(sync.retry_ms * 2, first_retry_ms, longest_retry_ms);
            sync.retry_at_ms = studio.ui.now_ms + sync.retry_ms;
        }
        if (response && response->status == 401)
            session_ended(studio);
        then(response);
    }));
}

bool waits(const Studio& studio) {
    return studio.sync->offline && studio.ui.now_ms < studio.sync->retry_at_ms;
}

void keep_refused(Studio& studio, const OpRecord& record, const Refusal& refusal) {
    SyncState& sync = sync_of(studio);
    sync.refused = refusal.message;
    ++sync.refused_count;
    const Json kept = {
        {"op", record.json}, {"task", record.task_id}, {"code", refusal.code}, {"message", refusal.message}};
    studio.store->storage().records().put(
        "refused", {{sync.feed + "/" + record.client_id + "/" + std::to_string(record.sequence), dump_json(kept)}},
        [](const Result<Unit>&) {});
}

void push(Studio& studio);

void pushed(Studio& studio, const std::vector<OpRecord>& records, const Result<HttpResponse>& response) {
    SyncState& sync = sync_of(studio);
    sync.pushing = false;
    if (!response || response->status == 401 || response->status >= 500)
        return; // they stay; the next try has them
    std::vector<Refusal> refused;
    if (response->status == 200) {
        auto read = read_push_answer(response->body);
        if (!read) {
            sync.refused = read.error().message;
            return;
        }
        refused = std::move(*read);
    } else { // the project is gone, or is no longer for this person: every one of them is refused
        const auto body = parse_json(response->body);
        const std::string why = body ? string_or(*body, "detail", "") : std::string();
        for (const OpRecord& record : records)
            refused.push_back({{record.client_id, record.sequence},
                               std::to_string(response->status),
                               why.empty() ? studio.ui.text("sync.refused-all") : why});
    }
    std::vector<OpName> done;
    bool clock_ahead = false;
    for (const OpRecord& record : records) {
        const OpName name{record.client_id, record.sequence};
        const auto found = std::ranges::find(refused, name, &Refusal::name);
        if (found != refused.end() && found->code == "stamp-ahead") {
            clock_ahead = true; // it is right as soon as the time it was written at has come
            continue;
        }
        if (found != refused.end())
            keep_refused(studio, record, *found);
        done.push_back(name);
    }
    if (clock_ahead) {
        sync.refused = studio.ui.text("sync.clock-ahead");
        sync.retry_at_ms = studio.ui.now_ms + longest_retry_ms;
        sync.push_again = false;
    }
    const bool more = sync.push_again || (!clock_ahead && !done.empty());
    sync.push_again = false;
    studio.store->storage().op_log().forget_unsent(done, studio.later<Unit>([&studio, more](const Result<Unit>&) {
        if (more)
            push(studio);
    }));
}

void push(Studio& studio) {
    SyncState& sync = sync_of(studio);
    if (sync.feed.empty() || waits(studio) || !studio.server->user)
        return;
    if (sync.pushing) {
        sync.push_again = true;
        return;
    }
    sync.pushing = true;
    const std::string feed = sync.feed;
    OpLog& log = studio.store->storage().op_log();
    log.count_unsent(feed, studio.later<std::uint64_t>([&studio, feed](Result<std::uint64_t> count) {
        SyncState& now = sync_of(studio);
        if (now.feed == feed && count) {
            now.unsent = *count;
            now.counted = true;
        }
    }));
    log.read_unsent(feed, ops_a_push,
                    studio.later<std::vector<OpRecord>>([&studio, feed](Result<std::vector<OpRecord>> records) {
                        SyncState& now = sync_of(studio);
                        if (now.feed != feed)
                            return;
                        now.unsent_tasks.clear();
                        if (!records || records->empty()) {
                            now.pushing = false;
                            if (!records)
                                return;
                            now.unsent = 0;
                            return refresh_tasks(studio, std::exchange(now.behind, {}), [] {});
                        }
                        for (const OpRecord& record : *records)
                            now.unsent_tasks.insert(record.task_id);
                        HttpRequest request;
                        request.method = "POST";
                        request.url = address_in(now, "ops");
                        request.body = push_body(*records);
                        auto sent = std::make_shared<std::vector<OpRecord>>(std::move(*records));
                        ask(studio, std::move(request),
                            [&studio, sent](const Result<HttpResponse>& response) { pushed(studio, *sent, response); });
                    }));
}

// --- down ----------------------------------------------------------------------------------------------------------------

/// Registers of theirs that are newer than ours, as ops that bring them into an open session.
std::vector<Op> newer_of(const Document& ours, const Document& theirs) {
    std::vector<Op> ops;
    theirs.for_each([&](const RegisterAddress& address, const Register& of) {
        const Register* const own = ours.find(address);
        if (!of.stamp.is_base() && (own == nullptr || own->stamp < of.stamp))
            ops.push_back({ours.uid(), of.stamp.client_id, 0, 0, "", of.stamp, address, of.value});
    });
    return ops;
}

/// Brings the server's state of a document into this device's, whatever this device has of it that was not sent.
void keep_document(Studio& studio, Document theirs, std::function<void()> then) {
    const std::string uid = theirs.uid();
    if (studio.task && studio.task->document_uid == uid)
        own_session(studio).apply_remote(newer_of(own_session(studio).document(), theirs));
    OpLog& log = studio.store->storage().op_log();
    auto shared = std::make_shared<Document>(std::move(theirs));
    log.read_document(uid, studio.later<DocumentRecords>([&studio, &log, uid, shared,
                                                          then](Result<DocumentRecords> records) {
        if (!records)
            return then();
        const std::uint64_t position = records->ops.empty() ? records->snapshot.position : records->ops.back().position;
        if (!records->ops.empty() || !records->snapshot.json.empty()) {
            Diagnostics ignored;
            auto ours = restore(uid, *records, Json::array(), ignored);
            if (ours) {
                ours->merge(*shared);
                *shared = std::move(*ours);
            }
        }
        log.write_snapshot({uid, position, dump_json(shared->to_snapshot())}, 200,
                           studio.later<Unit>([then](const Result<Unit>&) { then(); }));
    }));
}

void keep_whole(Studio& studio, WholeTask whole, std::function<void()> then) {
    auto left = std::make_shared<std::size_t>(whole.documents.size() + 1);
    const auto one_done = [left, then] {
        if (--*left == 0)
            then();
    };
    OpenProject& open = *studio.project;
    const int row = open.table->row_of(whole.stored.task.id);
    const bool behind = studio.sync->unsent_tasks.contains(whole.stored.task.id);
    if (row >= 0 && !behind) {
        StoredTask stored = std::move(whole.stored);
        const bool is_open = studio.task && open.current == row;
        if (is_open) { // drafts of this device are the documents that are edited; they stay
            stored.task.drafts = studio.task->stored.task.drafts;
            studio.task->stored = stored;
        }
        TaskSummary summary = summarize(stored, true);
        studio.store->put_task(*open.table, static_cast<std::size_t>(row), stored, std::move(summary),
                               studio.later<Unit>([one_done](const Result<Unit>&) { one_done(); }));
        open.stored.done_count = static_cast<std::int64_t>(open.table->done_count());
    } else {
        if (behind)
            studio.sync->behind.push_back(whole.stored.task.id);
        one_done();
    }
    for (Document& document : whole.documents)
        keep_document(studio, std::move(document), one_done);
}

void keep_cursor(Studio& studio) {
    SyncState& sync = sync_of(studio);
    if (!studio.project || !studio.project->stored.remote || studio.project->stored.remote->cursor == sync.cursor)
        return;
    studio.project->stored.remote->cursor = sync.cursor;
    studio.store->put_project(studio.project->stored, [](const Result<Unit>&) {});
}

void pull(Studio& studio);

void take_feed(Studio& studio, const FeedPage& page) {
    SyncState& sync = sync_of(studio);
    std::vector<std::int64_t> tasks;
    std::vector<OpRecord> records;
    std::vector<Op> ops;
    bool list = page.reset;
    for (const FeedEntry& entry : page.entries) {
        if (entry.kind == FeedKind::tasks || entry.kind == FeedKind::project)
            list = true;
        else if (entry.kind == FeedKind::task && std::ranges::find(tasks, entry.task_id) == tasks.end())
            tasks.push_back(entry.task_id);
        else if (entry.kind == FeedKind::ops && studio.task && studio.task->document_uid == entry.document_uid)
            for (const std::string& text : entry.ops)
                if (const auto json = parse_json(text))
                    if (auto op = op_from_json(*json)) {
                        records.push_back(to_record(*op));
                        ops.push_back(std::move(*op));
                    }
    }
    if (!ops.empty()) {
        own_session(studio).apply_remote(ops);
        studio.store->storage().op_log().append(std::move(records), [](const Result<std::uint64_t>&) {});
    }
    const bool more = page.more;
    const auto finish = [&studio, more, list, position = page.position] {
        SyncState& now = sync_of(studio);
        if (!list) // a list brings its own position
            now.cursor = position;
        keep_cursor(studio);
        now.pulling = false;
        if ((more && !list) || std::exchange(now.pull_again, false))
            pull(studio);
    };
    if (list)
        return refresh_list(studio, finish);
    if (tasks.empty())
        return finish();
    sync.poll_at_ms = studio.ui.now_ms + poll_ms;
    refresh_tasks(studio, std::move(tasks), finish);
}

void pull(Studio& studio) {
    SyncState& sync = sync_of(studio);
    if (sync.feed.empty() || waits(studio) || !studio.server->user || !studio.project)
        return;
    if (sync.pulling) {
        sync.pull_again = true;
        return;
    }
    sync.pulling = true;
    sync.poll_at_ms = studio.ui.now_ms + poll_ms;
    ask(studio, {.url = address_in(sync, "feed?after=" + std::to_string(sync.cursor))},
        [&studio](const Result<HttpResponse>& response) {
            SyncState& now = sync_of(studio);
            const auto page = response && response->status == 200 ? read_feed_page(response->body)
                                                                  : Result<FeedPage>(fail("offline", ""));
            if (!page) {
                now.pulling = false;
                return;
            }
            take_feed(studio, *page);
        });
}

void take_message(Studio& studio, const std::string& text) {
    SyncState& sync = sync_of(studio);
    const auto message = parse_json(text);
    if (!message)
        return;
    if (static_cast<std::int64_t>(number_or(*message, "changed", 0)) == sync.project_id)
        pull(studio);
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
    SyncState& sync = sync_of(studio);
    const std::int64_t task = studio.task && studio.project && studio.project->current >= 0
                                  ? studio.project->table->id(static_cast<std::size_t>(studio.project->current))
                                  : 0;
    if (!sync.socket_open || sync.told_task == task)
        return;
    sync.told_task = task;
    studio.ports.socket->send(dump_json(Json{{"follow", sync.project_id}, {"task", task}}));
}

void open_socket(Studio& studio) {
    SyncState& sync = sync_of(studio);
    if (!studio.ports.socket || sync.socket_open || sync.socket_wanted || studio.ui.now_ms < sync.socket_retry_at_ms)
        return;
    sync.socket_wanted = true;
    const auto mine = [&studio, feed = sync.feed] { return studio.sync->feed == feed; };
    // Through later(): the socket may speak when the studio is gone.
    const auto opened = studio.later<Unit>([&studio, mine](const Result<Unit>&) {
        if (!mine())
            return;
        SyncState& now = sync_of(studio);
        now.socket_open = true;
        now.socket_wanted = false;
        now.told_task = -1;
        tell_place(studio);
        sync_now(studio);
    });
    const auto message = studio.later<std::string>([&studio, mine](const Result<std::string>& text) {
        if (mine())
            take_message(studio, *text);
    });
    const auto closed = studio.later<Unit>([&studio, mine](const Result<Unit>&) {
        if (!mine())
            return;
        SyncState& now = sync_of(studio);
        now.socket_open = now.socket_wanted = false;
        now.people.clear();
        now.socket_retry_at_ms = studio.ui.now_ms + socket_retry_ms;
        pull(studio); // is it only the socket, or the server?
    });
    studio.ports.socket->open("/api/tagwright/live", {.opened = [opened] { opened(Unit{}); },
                                                      .message = [message](const std::string& text) { message(text); },
                                                      .closed = [closed] { closed(Unit{}); }});
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
    SyncState fresh;
    fresh.user_id = studio.sync->user_id;
    fresh.wanted = studio.sync->wanted;
    fresh.looked = studio.sync->looked;
    *studio.sync = std::move(fresh);
    if (feed.empty())
        return;
    studio.sync->feed = feed;
    studio.sync->project_id = studio.project->stored.project.id;
    studio.sync->cursor = studio.project->stored.remote->cursor;
    studio.store->storage().records().list(
        "refused", feed + "/", feed + "0", 1000,
        studio.later<std::vector<Record>>([&studio, feed](Result<std::vector<Record>> kept) {
            if (!kept || kept->empty() || studio.sync->feed != feed)
                return;
            studio.sync->refused_count = kept->size();
            const auto last = parse_json(kept->back().json);
            studio.sync->refused = last ? string_or(*last, "message", "") : "";
        }));
    push(studio);
    pull(studio);
    studio.ports.host->request_frame();
}

void step_sync(Studio& studio) {
    if (!studio.sync)
        return;
    step_remote_projects(studio);
    follow_open_project(studio);
    if (studio.sync->feed.empty() || !studio.server->user)
        return;
    SyncState& sync = sync_of(studio);
    open_socket(studio);
    tell_place(studio);
    if (sync.offline && studio.ui.now_ms >= sync.retry_at_ms) {
        push(studio);
        pull(studio);
    } else if (!sync.socket_open && studio.ui.now_ms >= sync.poll_at_ms) {
        pull(studio);
    }
    double wait_ms = 1e9;
    if (sync.offline)
        wait_ms = sync.retry_at_ms - studio.ui.now_ms;
    else if (!sync.socket_open)
        wait_ms =
            std::min(sync.poll_at_ms, std::max(sync.socket_retry_at_ms, studio.ui.now_ms + 100)) - studio.ui.now_ms;
    if (wait_ms < 1e9 && !sync.socket_wanted)
        studio.ports.host->request_frame_in(std::max(50.0, wait_ms));
}

void sync_now(Studio& studio) {
    if (!studio.sync)
        return;
    studio.sync->retry_at_ms = 0;
    push(studio);
    pull(studio);
}

void ops_were_kept(Studio& studio) {
    if (!studio.sync || studio.sync->feed.empty())
        return;
    ++studio.sync->unsent; // at least; push() counts
    push(studio);
}

void refresh_tasks(Studio& studio, std::vector<std::int64_t> ids, std::function<void()> then) {
    if (ids.empty() || !studio.project || studio.sync->feed.empty() || waits(studio))
        return then();
    std::string list;
    const std::size_t count = std::min(tasks_a_read, ids.size());
    for (std::size_t n = 0; n < count; ++n)
        list += (n == 0 ? "" : ",") + std::to_string(ids[n]);
    ids.erase(ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(count));
    auto rest = std::make_shared<std::vector<std::int64_t>>(std::move(ids));
    ask(studio, {.url = address_in(*studio.sync, "mirrored?ids=" + list), .timeout_ms = 10'000},
        [&studio, rest, then](const Result<HttpResponse>& response) {
            auto tasks = response && response->status == 200 ? read_mirrored_tasks(response->body)
                                                             : Result<std::vector<WholeTask>>(fail("offline", ""));
            if (!tasks || !studio.project)
                return then();
            auto left = std::make_shared<std::size_t>(tasks->size() + 1);
            const auto one_done = [&studio, left, rest, then] {
                if (--*left == 0)
                    rest->empty() ? then() : refresh_tasks(studio, std::move(*rest), then);
            };
            for (WholeTask& task : *tasks)
                keep_whole(studio, std::move(task), one_done);
            one_done();
        });
}

void refresh_list(Studio& studio, std::function<void()> then) {
    struct Listing {
        MirrorPage all;
        std::function<void()> then;
    };
    if (!studio.project || studio.sync->feed.empty() || studio.sync->listing)
        return then();
    studio.sync->listing = true;
    auto listing = std::make_shared<Listing>();
    listing->then = std::move(then);
    // One page after the other; the list takes the old one's place when it is whole.
    auto next_page = std::make_shared<std::function<void(std::int64_t)>>();
    *next_page = [&studio, listing, weak = std::weak_ptr(next_page)](std::int64_t after) {
        ask(studio, {.url = address_in(*studio.sync, "mirror?after=" + std::to_string(after))},
            [&studio, listing, again = weak.lock()](const Result<HttpResponse>& response) {
                auto page = response && response->status == 200 ? read_mirror_page(response->body)
                                                                : Result<MirrorPage>(fail("offline", ""));
                SyncState& sync = sync_of(studio);
                if (!page || !studio.project) {
                    sync.listing = false;
                    return listing->then();
                }
                MirrorPage& all = listing->all;
                if (all.project.project.uid.empty())
                    all.position = page->position; // of the first page: what changes meanwhile is in the feed
                all.project = std::move(page->project);
                std::ranges::move(page->tasks, std::back_inserter(all.tasks));
                sync.listed = all.tasks.size();
                sync.to_list = static_cast<std::size_t>(all.project.task_count);
                if (page->next)
                    return (*again)(*page->next);
                StoredProject& stored = studio.project->stored;
                RemoteProject remote = *stored.remote;
                remote.listed = true;
                remote.cursor = sync.cursor = all.position;
                const std::string uid = stored.project.uid;
                Json extra = stored.project.extra;
                stored.project = all.project.project;
                stored.project.uid = uid;
                stored.project.extra = std::move(extra);
                stored.remote = remote;
                studio.store->put_mirror(stored, std::move(all.tasks),
                                         studio.later<Unit>([&studio, listing](const Result<Unit>& kept) {
                                             studio.sync->listing = false;
                                             if (!kept) {
                                                 studio.storage_error = kept.error();
                                                 return listing->then();
                                             }
                                             reload_table(studio, listing->then);
                                         }));
            });
    };
    (*next_page)(0);
}

SyncLight sync_light(const Studio& studio) {
    if (!studio.sync || !studio.project || !studio.project->stored.remote)
        return SyncLight::none;
    if (!studio.server->user)
        return SyncLight::signed_out;
    const SyncState& sync = *studio.sync;
    if (!sync.refused.empty())
        return SyncLight::refused;
    if (sync.offline)
        return SyncLight::offline;
    return sync.pushing || sync.unsent > 0 || !sync.counted ? SyncLight::sending : SyncLight::synced;
}

} // namespace tw
