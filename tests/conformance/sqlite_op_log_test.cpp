// The promises of an op log, asked of the server's database: ops as sync stores them, read by way of the project's feed.
#include "conformance/op_log_suite.hpp"
#include "storage/documents.hpp"
#include "support/labeling_server.hpp"

#include <algorithm>
#include <deque>
#include <map>

using namespace tw;
using namespace tw::server;
using namespace tw::test;

namespace {

class SqliteLog : public OpLog {
public:
    void append(std::vector<OpRecord> records, Completion<std::uint64_t> done) override {
        answer(std::move(done), server_.database->write([&](server::Transaction& transaction) -> Result<std::uint64_t> {
            struct Written {
                std::int64_t first = 0, last = 0;
            };
            std::map<std::string, Written> documents;
            std::int64_t highest = 0;
            for (const OpRecord& record : records) {
                if (!find_document(transaction, record.document_uid))
                    insert_document(transaction, {record.document_uid, project_, task_, server_.admin.id, "", 0});
                const auto position = insert_op(transaction, project_, record);
                if (!position)
                    continue;
                highest = *position;
                Written& written = documents[record.document_uid];
                written.first = written.first == 0 ? *position : written.first;
                written.last = *position;
                if (std::exchange(tear, false))
                    return fail("torn", "The work fails in the middle.");
            }
            for (const auto& [uid, written] : documents)
                note_in_feed(transaction, project_, {0, FeedKind::ops, uid, written.first, written.last});
            return static_cast<std::uint64_t>(highest);
        }));
    }
    void read_document(std::string uid, Completion<DocumentRecords> done) override {
        answer(std::move(done),
               server_.database->read([&](server::Transaction& transaction) -> Result<DocumentRecords> {
                   const auto row = find_document(transaction, uid);
                   if (!row)
                       return DocumentRecords{{uid, 0, ""}, {}};
                   return DocumentRecords{{uid, static_cast<std::uint64_t>(row->position), row->snapshot},
                                          ops_of_document(transaction, uid, row->position)};
               }));
    }
    void read_after(std::uint64_t position, std::string uid, std::size_t limit,
                    Completion<std::vector<OpRecord>> done) override {
        answer(std::move(done),
               server_.database->read([&](server::Transaction& transaction) -> Result<std::vector<OpRecord>> {
                   std::vector<OpRecord> out;
                   for (const FeedRow& row : feed_after(transaction, project_, 0, 1000))
                       if (row.kind == FeedKind::ops && (uid.empty() || uid == row.ref))
                           std::ranges::copy(ops_of_document(transaction, row.ref, row.first_op - 1, row.last_op),
                                             std::back_inserter(out));
                   std::erase_if(out, [&](const OpRecord& op) { return op.position <= position; });
                   std::ranges::sort(out, {}, &OpRecord::position);
                   out.resize(std::min(out.size(), limit));
                   return out;
               }));
    }
    void write_snapshot(SnapshotRecord snapshot, std::size_t, Completion<Unit> done) override {
        answer(std::move(done), server_.database->write([&](server::Transaction& transaction) -> Result<Unit> {
            auto row = find_document(transaction, snapshot.document_uid);
            if (!row)
                return fail("not-found", "There is no such document.");
            row->snapshot = snapshot.json;
            row->position = static_cast<std::int64_t>(snapshot.position);
            update_document_snapshot(transaction, *row);
            return Unit{};
        }));
    }
    void read_unsent(std::string, std::size_t, Completion<std::vector<OpRecord>>) override {}
    void count_unsent(std::string, Completion<std::uint64_t>) override {}
    void forget_unsent(std::vector<OpName>, Completion<Unit>) override {}

    void run() {
        for (; !answers_.empty(); answers_.pop_front())
            answers_.front()();
    }
    void reopen() {
        answers_.clear();
        server_.database.reset();
        server_.database = std::move(*open_sqlite(server_.dir.path() / "tagwright.sqlite3"));
    }

    bool tear = false; ///< the next append

private:
    template <class T>
    void answer(Completion<T> done, Result<T> result) {
        answers_.push_back([done = std::move(done), result = std::move(result)] { done(result); });
    }

    LabelingServer server_;
    std::int64_t project_ = server_.project(), task_ = server_.texts(project_, 1).at(0);
    std::deque<std::function<void()>> answers_;
};

class SqliteBench : public OpLogBench {
public:
    OpLog& log() override { return log_; }
    void run() override { log_.run(); }
    void reopen() override { log_.reopen(); }
    bool tear_next_write() override { return log_.tear = true; }

private:
    SqliteLog log_;
};

} // namespace

TEST_CASE("the server's database keeps the promises of an op log") {
    check_op_log([] { return std::make_unique<SqliteBench>(); });
}
