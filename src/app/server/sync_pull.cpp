#include "app/server/sync_pull.hpp"

#include "app/around/around.hpp"
#include "app/server/kept_files.hpp"
#include "app/server/remote_json.hpp"
#include "app/server/sync_ask.hpp"
#include "app/store/tab_news.hpp"
#include "edit/recovery.hpp"
#include "sync/wire.hpp"

#include <algorithm>

namespace tw {
namespace {

constexpr std::size_t tasks_a_read = 50, most_unsent = 1'000'000;
constexpr double poll_ms = 15'000, between_lists_ms = 5000;

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

/// `unsent`: the tasks of which this device has edits that the server does not know.
void keep_whole(Studio& studio, WholeTask whole, const std::set<std::int64_t>& unsent, std::function<void()> then) {
    auto left = std::make_shared<std::size_t>(whole.documents.size() + 1);
    const auto one_done = [left, then = std::move(then)] {
        if (--*left == 0)
            then();
    };
    OpenProject& open = *studio.project;
    const int row = open.table->row_of(whole.stored.task.id);
    if (unsent.contains(whole.stored.task.id)) {
        studio.sync->behind.insert(whole.stored.task.id);
        one_done();
    } else if (row < 0) {
        one_done();
    } else {
        StoredTask stored = std::move(whole.stored);
        keep_files_of(studio, stored.task.data);
        if (studio.task && open.current == row) { // drafts of this device are the documents that are edited; they stay
            stored.task.drafts = studio.task->stored.task.drafts;
            studio.task->stored = stored;
        }
        TaskSummary summary = summarize(stored, true);
        studio.store->put_task(*open.table, static_cast<std::size_t>(row), stored, std::move(summary),
                               studio.later<Unit>([one_done](const Result<Unit>&) { one_done(); }));
        open.stored.done_count = static_cast<std::int64_t>(open.table->done_count());
    }
    for (Document& document : whole.documents)
        keep_document(studio, std::move(document), one_done);
}

void keep_all(Studio& studio, std::vector<WholeTask> tasks, std::function<void()> then) {
    auto whole = std::make_shared<std::vector<WholeTask>>(std::move(tasks));
    const std::string feed = studio.sync->feed;
    studio.store->storage().op_log().read_unsent(
        feed, most_unsent,
        studio.later<std::vector<OpRecord>>(
            [&studio, feed, whole, then = std::move(then)](const Result<std::vector<OpRecord>>& records) {
                if (!records || !studio.project || studio.sync->feed != feed)
                    return then();
                std::set<std::int64_t> unsent;
                for (const OpRecord& record : *records)
                    unsent.insert(record.task_id);
                auto left = std::make_shared<std::size_t>(whole->size() + 1);
                const auto one_done = [left, then] {
                    if (--*left == 0)
                        then();
                };
                for (WholeTask& task : *whole)
                    keep_whole(studio, std::move(task), unsent, one_done);
                one_done();
            }));
}

/// What the server says of the project itself; what only this device knows of it stays.
void take_settings(StoredProject& stored, const Project& theirs) {
    const std::string uid = stored.project.uid;
    Json extra = std::move(stored.project.extra);
    stored.project = theirs;
    stored.project.uid = uid;
    stored.project.extra = std::move(extra);
}

void refresh_settings(Studio& studio, std::function<void()> then) {
    ask_project(studio, {.url = "mirror?limit=1"}, [&studio, then = std::move(then)](const ServerAnswer& answer) {
        const auto page = read_mirror_page(answer.body);
        if (page && studio.project) {
            take_settings(studio.project->stored, page->project.project);
            studio.store->put_project(studio.project->stored, [](const Result<Unit>&) {});
        }
        then();
    });
}

/// What a page of the feed asks to be done.
struct News {
    bool list = false, settings = false;
    std::set<std::int64_t> tasks;
    std::vector<Op> ops; ///< of the document that is open
};

News news_of(const Studio& studio, const FeedPage& page) {
    News news;
    news.list = page.reset;
    for (const FeedEntry& entry : page.entries) {
        news.list = news.list || entry.kind == FeedKind::tasks;
        news.settings = news.settings || entry.kind == FeedKind::project;
        if (entry.kind == FeedKind::task)
            news.tasks.insert(entry.task_id);
        if (entry.kind != FeedKind::ops || !studio.task || studio.task->document_uid != entry.document_uid)
            continue; // a document that is not open is read whole when it is opened
        for (const std::string& text : entry.ops)
            if (const auto json = parse_json(text))
                if (auto op = op_from_json(*json))
                    news.ops.push_back(std::move(*op));
    }
    return news;
}

void keep_cursor(Studio& studio) {
    SyncState& sync = *studio.sync;
    if (!studio.project || !studio.project->stored.remote || studio.project->stored.remote->cursor == sync.cursor)
        return;
    studio.project->stored.remote->cursor = sync.cursor;
    studio.store->put_project(studio.project->stored, [](const Result<Unit>&) {});
}

void take_feed(Studio& studio, const FeedPage& page) {
    SyncState& sync = *studio.sync;
    News news = news_of(studio, page);
    if (news.list && studio.ui.now_ms < sync.list_at_ms) { // the same page is read again then
        sync.pulling = false;
        sync.poll_at_ms = sync.list_at_ms;
        return;
    }
    if (!news.ops.empty()) {
        own_session(studio).apply_remote(news.ops);
        std::vector<OpRecord> records;
        for (const Op& op : news.ops)
            records.push_back(to_record(op));
        studio.store->storage().op_log().append(std::move(records), [](const Result<std::uint64_t>&) {});
    }
    const auto finish = [&studio, feed = sync.feed, more = page.more, list = news.list, position = page.position] {
        SyncState& now = *studio.sync;
        if (now.feed != feed)
            return;
        now.pulling = false;
        if (now.offline)
            return; // not all of it was read: the page comes again
        if (!list)  // a list brings its own position
            now.cursor = position;
        keep_cursor(studio);
        if ((more && !list) || std::exchange(now.pull_again, false))
            pull_feed(studio);
    };
    if (news.list) {
        sync.list_at_ms = studio.ui.now_ms + between_lists_ms;
        return refresh_list(studio, finish);
    }
    const auto tasks = [&studio, finish, ids = std::move(news.tasks)] { refresh_tasks(studio, ids, finish); };
    if (news.settings)
        refresh_settings(studio, tasks);
    else
        tasks();
}

} // namespace

void pull_feed(Studio& studio) {
    SyncState& sync = *studio.sync;
    if (sync_rests(studio) || !studio.project)
        return;
    if (sync.pulling) {
        sync.pull_again = true;
        return;
    }
    sync.pulling = true;
    sync.poll_at_ms = sync.socket_open ? SyncState::never_ms : studio.ui.now_ms + poll_ms;
    ask_project(studio, {.url = "feed?after=" + std::to_string(sync.cursor)}, [&studio](const ServerAnswer& answer) {
        const auto page = read_feed_page(answer.body);
        if (page)
            take_feed(studio, *page);
        else
            studio.sync->pulling = false;
    });
}

void refresh_tasks(Studio& studio, std::set<std::int64_t> ids, std::function<void()> then) {
    if (ids.empty() || !studio.project || sync_rests(studio))
        return then();
    std::string list;
    for (std::size_t n = 0; n < tasks_a_read && !ids.empty(); ++n) {
        list += (n == 0 ? "" : ",") + std::to_string(*ids.begin());
        ids.erase(ids.begin());
    }
    ask_project(studio, {.url = "mirrored?ids=" + list, .timeout_ms = 10'000},
                [&studio, rest = std::move(ids), then = std::move(then)](const ServerAnswer& answer) {
                    auto tasks = read_mirrored_tasks(answer.body);
                    if (!tasks)
                        return then();
                    keep_all(studio, std::move(*tasks), [&studio, rest, then] { refresh_tasks(studio, rest, then); });
                });
}

void refresh_list(Studio& studio, std::function<void()> then) {
    struct Listing {
        MirrorPage all;
        std::function<void()> then;
        std::function<void(std::int64_t after)> next; ///< asks for a page; does not keep the list alive
    };
    if (!studio.project || sync_rests(studio) || studio.sync->listing)
        return then();
    studio.sync->listing = true;
    auto listing = std::make_shared<Listing>();
    listing->then = std::move(then);
    const auto end = [&studio](Listing& list) {
        studio.sync->listing = false;
        list.then();
    };
    // One page after the other; the list takes the old one's place when it is whole.
    listing->next = [&studio, weak = std::weak_ptr(listing), end](std::int64_t after) {
        ask_project(studio, {.url = "mirror?after=" + std::to_string(after)},
                    [&studio, listing = weak.lock(), end](const ServerAnswer& answer) {
                        SyncState& sync = *studio.sync;
                        auto page = read_mirror_page(answer.body);
                        if (!page || !studio.project)
                            return end(*listing);
                        MirrorPage& all = listing->all;
                        if (all.project.project.uid.empty())
                            all.position = page->position; // of the first page: what changes meanwhile is in the feed
                        all.project = std::move(page->project);
                        std::ranges::move(page->tasks, std::back_inserter(all.tasks));
                        sync.listed = all.tasks.size();
                        sync.to_list = static_cast<std::size_t>(all.project.task_count);
                        if (page->next)
                            return listing->next(*page->next);
                        StoredProject& stored = studio.project->stored;
                        take_settings(stored, all.project.project);
                        stored.remote->listed = true;
                        stored.remote->cursor = sync.cursor = all.position;
                        studio.store->put_mirror(stored, std::move(all.tasks),
                                                 studio.later<Unit>([&studio, listing, end](const Result<Unit>& kept) {
                                                     if (kept)
                                                         return reload_table(studio, [listing, end] { end(*listing); });
                                                     studio.storage_error = kept.error();
                                                     end(*listing);
                                                 }));
                    });
    };
    listing->next(0);
}

} // namespace tw
