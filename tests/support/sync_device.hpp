// A studio without a screen, for tests of sync: one person's device with a log of its own, that edits documents, pushes
// what the log has not sent and reads the feed, all through a server's routes. Messages can be lost by the test: push() and
// pull() are separate, and nothing is forgotten before it was answered.
#pragma once

#include "edit/history.hpp"
#include "edit/recovery.hpp"
#include "support/labeling_server.hpp"
#include "support/memory_storage.hpp"
#include "sync/wire.hpp"

#include <map>

namespace tw::test {

class SyncDevice {
public:
    SyncDevice(LabelingServer& server, server::UserRow user, std::int64_t project_id, std::string client_id)
        : server_(&server), user_(std::move(user)), project_id_(project_id), client_id_(std::move(client_id)),
          clock(server.clock.now_ms_utc()), stamps_(clock, client_id_) {}

    /// The document, from the log or else from the server; begins empty where neither has it.
    Document& open(const std::string& uid, std::int64_t task_id) {
        if (const auto found = documents_.find(uid); found != documents_.end())
            return found->second.document;
        Document document = kept(uid);
        const Json answer = mirrored(task_id);
        for (const Json& snapshot : answer["tasks"][0]["documents"])
            if (const auto theirs = Document::from_snapshot(snapshot); theirs && theirs->uid() == uid)
                document.merge(*theirs);
        Open& made = documents_.emplace(uid, Open{std::move(document), task_id}).first->second;
        made.document.for_each([&](const RegisterAddress&, const Register& of) { stamps_.observe(of.stamp); });
        return made.document;
    }
    void edit(const std::string& uid, tw::Transaction transaction) {
        Open& open = documents_.at(uid);
        History history(open.document, stamps_, next_sequence_);
        history.commit(std::move(transaction));
        std::vector<OpRecord> records;
        for (const Op& op : history.take_pending()) {
            next_sequence_ = op.sequence + 1;
            records.push_back(to_record(op));
            records.back().feed = "feed";
            records.back().task_id = open.task_id;
        }
        storage_.op_log().append(std::move(records),
                                 [](const Result<std::uint64_t>& kept) { CHECK(kept.has_value()); });
        storage_.run_until_idle();
    }
    void write(const std::string& uid, RegisterAddress address, Json value) {
        edit(uid, std::move(tw::Transaction{"history.test", {}, {}}.set(std::move(address), std::move(value))));
    }
    void submit(const std::string& uid) {
        edit(uid, std::move(
                      tw::Transaction{"history.submit", {}, {}}
                          .set({RegisterKind::annotation, "", "lead_time"}, 4.5)
                          .set({RegisterKind::submitted, "", ""},
                               Json{{"covers", Json::object()}, {"at", client_id_ + std::to_string(++submissions_)}})));
    }
    [[nodiscard]] std::vector<OpRecord> unsent(std::size_t limit = 1000) {
        return *await<std::vector<OpRecord>>([&](auto done) { storage_.op_log().read_unsent("feed", limit, done); },
                                             [&] { storage_.run_completions(); });
    }
    /// Sends the oldest `limit`. `answered` false: the answer is lost on the way back.
    std::vector<Refusal> push(std::size_t limit = 1000, bool answered = true) {
        const std::vector<OpRecord> records = unsent(limit);
        if (records.empty())
            return {};
        const server::Response response =
            server_->send_as(user_, server::Method::post, address("ops"), push_body(records));
        INFO(response.body);
        REQUIRE(response.status == 200);
        if (!answered)
            return {};
        std::vector<OpName> names;
        for (const OpRecord& record : records)
            names.push_back({record.client_id, record.sequence});
        storage_.op_log().forget_unsent(names, [](const Result<Unit>&) {});
        storage_.run_until_idle();
        return *read_push_answer(LabelingServer::json(response));
    }
    /// Reads the feed to its end and applies what concerns open documents.
    std::vector<FeedEntry> pull() {
        std::vector<FeedEntry> all;
        for (bool more = true; more;) {
            const server::Response response =
                server_->send_as(user_, server::Method::get, address("feed?after=" + std::to_string(cursor_)));
            REQUIRE(response.status == 200);
            FeedPage page = *read_feed_page(LabelingServer::json(response));
            cursor_ = page.position;
            more = page.more;
            for (FeedEntry& entry : page.entries) {
                take(entry);
                all.push_back(std::move(entry));
            }
        }
        return all;
    }
    /// The process dies: what is in memory is gone, the log stays.
    void restart() {
        storage_.kill();
        documents_.clear();
    }
    Json mirrored(std::int64_t task_id) {
        return server_->call_as(user_, 200, server::Method::get, address("mirrored?ids=" + std::to_string(task_id)));
    }
    [[nodiscard]] std::string address(const std::string& what) const {
        return fmt::format("/api/tagwright/projects/{}/{}", project_id_, what);
    }
    [[nodiscard]] const server::UserRow& user() const { return user_; }
    [[nodiscard]] const Document& document(const std::string& uid) const { return documents_.at(uid).document; }

private:
    struct Open {
        Document document;
        std::int64_t task_id = 0;
    };
    Document kept(const std::string& uid) {
        const auto records = *await<DocumentRecords>([&](auto done) { storage_.op_log().read_document(uid, done); },
                                                     [&] { storage_.run_completions(); });
        Diagnostics diagnostics;
        Document document = *restore(uid, records, Json::array(), diagnostics);
        CHECK(diagnostics.empty());
        return document;
    }
    void take(const FeedEntry& entry) {
        const auto found = documents_.find(entry.document_uid);
        if (found == documents_.end())
            return;
        std::vector<OpRecord> records;
        for (const std::string& text : entry.ops) {
            const auto op = op_from_json(*parse_json(text));
            REQUIRE(op.has_value());
            stamps_.observe(op->stamp);
            found->second.document.apply(*op);
            records.push_back(to_record(*op));
        }
        storage_.op_log().append(std::move(records), [](const Result<std::uint64_t>&) {});
        storage_.run_until_idle();
    }

    LabelingServer* server_;
    server::UserRow user_;
    std::int64_t project_id_;
    std::string client_id_;

public:
    ManualClock clock;

private:
    HybridClock stamps_;
    MemoryStorage storage_;
    std::map<std::string, Open> documents_;
    std::uint64_t next_sequence_ = 1, cursor_ = 0, submissions_ = 0;
};

} // namespace tw::test
