#include "app/server/sync_push.hpp"

#include "app/server/server_account.hpp"
#include "app/server/sync_ask.hpp"
#include "app/server/sync_pull.hpp"
#include "sync/wire.hpp"

#include <algorithm>

namespace tw {
namespace {

constexpr std::size_t ops_a_push = 200;
constexpr double again_ms = 30'000;

/// What the server says of a change it refused, in our words where its code is known.
std::string refusal_text(const Studio& studio, const std::string& code, const std::string& message) {
    const Message known{"refused." + code, {}};
    return has_words(known.key) ? studio.ui.strings->say(known) : message;
}

void keep_refused(Studio& studio, const OpRecord& record, const Refusal& refusal) {
    SyncState& sync = *studio.sync;
    sync.refused = refusal_text(studio, refusal.code, refusal.message);
    const Json kept = {
        {"op", record.json}, {"task", record.task_id}, {"code", refusal.code}, {"message", refusal.message}};
    studio.store->storage().records().put(
        "refused", {{sync.feed + "/" + record.client_id + "/" + std::to_string(record.sequence), dump_json(kept)}},
        [](const Result<Unit>&) {});
}

/// What an answer says of the records that were sent; empty when it says nothing of them.
std::optional<std::vector<Refusal>> refusals_in(const Studio& studio, const std::vector<OpRecord>& records,
                                                const ServerAnswer& answer) {
    if (answer.ok()) {
        auto refused = read_push_answer(answer.body);
        return refused ? std::optional(std::move(*refused)) : std::nullopt;
    }
    if (answer.status != 403 && answer.status != 404)
        return std::nullopt;
    // The project is gone, or is no longer for this person: every one of them is refused.
    std::string why = string_or(answer.body, "detail", "");
    if (why.empty())
        why = studio.ui.text("sync.refused-all");
    std::vector<Refusal> refused;
    for (const OpRecord& record : records)
        refused.push_back({{record.client_id, record.sequence}, std::to_string(answer.status), why});
    return refused;
}

void pushed(Studio& studio, const std::vector<OpRecord>& records, const ServerAnswer& answer) {
    SyncState& sync = *studio.sync;
    sync.pushing = false;
    const auto refused = refusals_in(studio, records, answer);
    if (!refused) { // they stay; the next try has them
        sync.push_at_ms = studio.ui.now_ms + again_ms;
        return;
    }
    std::vector<OpName> done;
    for (const OpRecord& record : records) {
        const OpName name{record.client_id, record.sequence};
        const auto found = std::ranges::find(*refused, name, &Refusal::name);
        if (found != refused->end() && found->code == "stamp-ahead")
            continue; // it is right as soon as the time it was written at has come
        if (found != refused->end())
            keep_refused(studio, record, *found);
        done.push_back(name);
    }
    sync.clock_ahead = done.size() < records.size();
    if (sync.clock_ahead)
        ask_session(studio); // it says what the time is
    sync.push_at_ms = sync.clock_ahead ? studio.ui.now_ms + again_ms : SyncState::never_ms;
    const bool more = std::exchange(sync.push_again, false) || !sync.clock_ahead;
    studio.store->storage().op_log().forget_unsent(done, studio.later<Unit>([&studio, more](const Result<Unit>&) {
        if (more)
            push_unsent(studio);
    }));
}

} // namespace

void push_unsent(Studio& studio) {
    SyncState& sync = *studio.sync;
    if (sync_rests(studio))
        return;
    if (sync.pushing) {
        sync.push_again = true;
        return;
    }
    sync.pushing = true;
    sync.push_again = false; // what is kept from here on may be missed below
    const std::string feed = sync.feed;
    OpLog& log = studio.store->storage().op_log();
    log.count_unsent(feed, studio.later<std::uint64_t>([&studio, feed](Result<std::uint64_t> count) {
        SyncState& now = *studio.sync;
        if (now.feed == feed && count && !now.push_again) {
            now.unsent = *count;
            now.counted = true;
        }
    }));
    log.read_unsent(feed, ops_a_push,
                    studio.later<std::vector<OpRecord>>([&studio, feed](Result<std::vector<OpRecord>> records) {
                        SyncState& now = *studio.sync;
                        if (now.feed != feed)
                            return;
                        if (!records || records->empty()) {
                            now.pushing = false;
                            if (now.push_again)
                                push_unsent(studio);
                            else if (records)
                                refresh_tasks(studio, std::exchange(now.behind, {}), [] {});
                            return;
                        }
                        auto sent = std::make_shared<std::vector<OpRecord>>(std::move(*records));
                        ask_project(studio, {.method = "POST", .url = "ops", .body = push_body(*sent)},
                                    [&studio, sent](const ServerAnswer& answer) { pushed(studio, *sent, answer); });
                    }));
}

void ops_were_kept(Studio& studio) {
    if (!studio.sync || studio.sync->feed.empty())
        return;
    ++studio.sync->unsent; // at least; push_unsent() counts
    push_unsent(studio);
}

void read_refused(Studio& studio) {
    const std::string feed = studio.sync->feed;
    studio.store->storage().records().list(
        "refused", feed + "/", feed + "0", 1000,
        studio.later<std::vector<Record>>([&studio, feed](Result<std::vector<Record>> kept) {
            if (!kept || kept->empty() || studio.sync->feed != feed)
                return;
            const auto last = parse_json(kept->back().json);
            studio.sync->refused =
                last ? refusal_text(studio, string_or(*last, "code", ""), string_or(*last, "message", ""))
                     : studio.ui.text("sync.refused-all");
        }));
}

void forget_refused(Studio& studio) {
    const std::string& feed = studio.sync->feed;
    studio.sync->refused.clear();
    studio.store->storage().records().erase("refused", feed + "/", feed + "0", [](const Result<Unit>&) {});
}

} // namespace tw
