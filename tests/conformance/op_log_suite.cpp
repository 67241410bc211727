#include "conformance/op_log_suite.hpp"

#include "support/memory_storage.hpp"

#include <doctest/doctest.h>

namespace tw::test {
namespace {

OpRecord record(std::string document, std::string client, std::uint64_t sequence) {
    std::string json = "{\"n\":" + std::to_string(sequence) + ",\"text\":\"\xe4\xb8\xad \\u0000\"}";
    return {std::move(document), std::move(client), sequence, std::move(json), 0};
}

/// The calls of a log, waited for.
struct Waited {
    OpLogBench& bench;

    template <class T, class Call>
    Result<T> wait(Call call) {
        return await<T>(call, [this] { bench.run(); });
    }
    Result<std::uint64_t> append(std::vector<OpRecord> records) {
        return wait<std::uint64_t>([&](auto done) { bench.log().append(std::move(records), done); });
    }
    DocumentRecords document(const std::string& uid) {
        auto out = wait<DocumentRecords>([&](auto done) { bench.log().read_document(uid, done); });
        REQUIRE(out.has_value());
        return std::move(*out);
    }
    std::vector<OpRecord> unsent(const std::string& feed, std::size_t limit = 1000) {
        auto out = wait<std::vector<OpRecord>>([&](auto done) { bench.log().read_unsent(feed, limit, done); });
        REQUIRE(out.has_value());
        const auto count = wait<std::uint64_t>([&](auto done) { bench.log().count_unsent(feed, done); });
        CHECK(count.value_or(0) >= out->size());
        return std::move(*out);
    }
    void forget(std::vector<OpName> sent) {
        CHECK(wait<Unit>([&](auto done) { bench.log().forget_unsent(std::move(sent), done); }).has_value());
    }
    std::vector<OpRecord> after(std::uint64_t position, const std::string& uid = {}, std::size_t limit = 1000) {
        auto out = wait<std::vector<OpRecord>>([&](auto done) { bench.log().read_after(position, uid, limit, done); });
        REQUIRE(out.has_value());
        return std::move(*out);
    }
    Result<Unit> snapshot(SnapshotRecord snapshot, std::size_t keep_ops) {
        return wait<Unit>([&](auto done) { bench.log().write_snapshot(std::move(snapshot), keep_ops, done); });
    }
};

std::vector<std::uint64_t> sequences(const std::vector<OpRecord>& records) {
    std::vector<std::uint64_t> out;
    for (const OpRecord& r : records)
        out.push_back(r.sequence);
    return out;
}

using Sequences = std::vector<std::uint64_t>;

} // namespace

void check_op_log(const std::function<std::unique_ptr<OpLogBench>()>& make) {
    const std::unique_ptr<OpLogBench> bench = make();
    Waited log{*bench};

    SUBCASE("nothing is answered from inside the call") {
        bool answered = false;
        bench->log().append({record("d", "a", 1)}, [&](auto) { answered = true; });
        CHECK_FALSE(answered);
        for (int turn = 0; turn < 1000 && !answered; ++turn)
            bench->run();
        CHECK(answered);
    }

    SUBCASE("an empty log answers with nothing") {
        CHECK(log.after(0).empty());
        const DocumentRecords nobody = log.document("nobody");
        CHECK(nobody.snapshot.json.empty());
        CHECK(nobody.ops.empty());
    }

    SUBCASE("records come back whole, in order, with rising positions") {
        const auto highest = log.append({record("d", "a", 1), record("e", "b", 1), record("d", "a", 2)});
        REQUIRE(highest.has_value());
        const std::vector<OpRecord> all = log.after(0);
        REQUIRE(all.size() == 3);
        CHECK(all[0].position > 0);
        CHECK(all[0].position < all[1].position);
        CHECK(all[1].position < all[2].position);
        CHECK(all[2].position == *highest);
        CHECK(all[0].json == record("d", "a", 1).json);
        CHECK(all[1].document_uid == "e");
        CHECK(all[1].client_id == "b");
        CHECK(log.append({record("d", "a", 3)}).value() > *highest);
    }

    SUBCASE("a record that is there already is skipped, the rest of its batch is not") {
        REQUIRE(log.append({record("d", "a", 1), record("d", "a", 2)}).has_value());
        OpRecord other = record("d", "a", 2);
        other.json = "{}";
        REQUIRE(log.append({other, record("d", "a", 3), record("d", "a", 3)}).has_value());
        const std::vector<OpRecord> all = log.after(0);
        CHECK(sequences(all) == Sequences{1, 2, 3});
        CHECK(all[1].json != "{}");
    }

    SUBCASE("reading goes on after a cursor, within one document if asked, up to a limit") {
        REQUIRE(log.append({record("d", "a", 1), record("e", "a", 2), record("d", "a", 3), record("d", "b", 1)})
                    .has_value());
        const std::vector<OpRecord> first = log.after(0, "", 2);
        CHECK(sequences(first) == Sequences{1, 2});
        CHECK(sequences(log.after(first.back().position)) == Sequences{3, 1});
        CHECK(sequences(log.after(0, "d")) == Sequences{1, 3, 1});
        CHECK(sequences(log.after(0, "d", 2)) == Sequences{1, 3});
        CHECK(log.after(log.after(0).back().position).empty());
        CHECK(sequences(log.document("d").ops) == Sequences{1, 3, 1});
    }

    SUBCASE("a snapshot stands for the records up to its position") {
        REQUIRE(log.append({record("d", "a", 1), record("d", "a", 2), record("e", "a", 3)}).has_value());
        const std::uint64_t second = log.after(0)[1].position;
        REQUIRE(log.snapshot({"d", second, "{\"s\":1}"}, 1000).has_value());
        REQUIRE(log.append({record("d", "a", 4)}).has_value());
        const DocumentRecords d = log.document("d");
        CHECK(d.snapshot.json == "{\"s\":1}");
        CHECK(d.snapshot.position == second);
        CHECK(sequences(d.ops) == Sequences{4});
        CHECK(sequences(log.document("e").ops) == Sequences{3});
        CHECK(sequences(log.after(0, "d")) == Sequences{1, 2, 4}); // all kept
    }

    SUBCASE("records a snapshot does not cover are never dropped, nor the newest, nor another document's") {
        REQUIRE(log.append({record("d", "a", 1), record("e", "a", 2), record("d", "a", 3), record("d", "a", 4)})
                    .has_value());
        const std::uint64_t third = log.after(0)[2].position;
        REQUIRE(log.snapshot({"d", third, "{}"}, 0).has_value());
        CHECK(sequences(log.document("d").ops) == Sequences{4});
        CHECK(sequences(log.document("e").ops) == Sequences{2});
        const std::vector<OpRecord> rest = log.after(0, "d");
        CHECK(rest.back().sequence == 4);
        REQUIRE(log.append({record("d", "a", 5), record("d", "a", 6)}).has_value());
        REQUIRE(log.snapshot({"d", log.after(0).back().position, "{}"}, 2).has_value());
        const Sequences kept = sequences(log.after(0, "d"));
        REQUIRE(kept.size() >= 2);
        CHECK(kept[kept.size() - 2] == 5);
        CHECK(kept.back() == 6);
        CHECK(log.document("d").ops.empty());
    }

    SUBCASE("an older snapshot does not replace a newer one") {
        REQUIRE(log.append({record("d", "a", 1), record("d", "a", 2)}).has_value());
        const std::vector<OpRecord> all = log.after(0);
        REQUIRE(log.snapshot({"d", all[1].position, "\"new\""}, 0).has_value());
        REQUIRE(log.snapshot({"d", all[0].position, "\"old\""}, 0).has_value());
        CHECK(log.document("d").snapshot.json == "\"new\"");
    }

    SUBCASE("a torn batch leaves nothing and does no harm to the next") {
        REQUIRE(log.append({record("d", "a", 1)}).has_value());
        if (bench->tear_next_write()) {
            bool answered = false;
            bench->log().append({record("d", "a", 2), record("d", "a", 3)}, [&](auto answer) {
                answered = true;
                CHECK_FALSE(answer.has_value());
            });
            for (int turn = 0; turn < 1000 && !answered; ++turn) // who was killed does not answer at all
                bench->run();
            bench->reopen();
            CHECK(sequences(log.after(0)) == Sequences{1});
            REQUIRE(log.append({record("d", "a", 2), record("d", "a", 3)}).has_value());
            CHECK(sequences(log.after(0)) == Sequences{1, 2, 3});
        }
    }

    SUBCASE("what was answered survives a restart") {
        const auto highest = log.append({record("d", "a", 1), record("d", "a", 2)});
        REQUIRE(highest.has_value());
        REQUIRE(log.snapshot({"d", log.after(0)[0].position, "{}"}, 1000).has_value());
        bench->reopen();
        CHECK(log.document("d").snapshot.json == "{}");
        CHECK(sequences(log.document("d").ops) == Sequences{2});
        REQUIRE(log.append({record("d", "a", 2), record("d", "a", 3)}).has_value());
        CHECK(sequences(log.document("d").ops) == Sequences{2, 3});
        CHECK(log.after(0).back().position > *highest);
    }
}

void check_outbox(const std::function<std::unique_ptr<OpLogBench>()>& make) {
    const std::unique_ptr<OpLogBench> bench = make();
    Waited log{*bench};

    SUBCASE("what is to be sent is kept until it is forgotten, through restarts and snapshots") {
        OpRecord first = record("d", "a", 1), second = record("d", "a", 2), local = record("e", "a", 3);
        first.feed = second.feed = "7/p";
        first.task_id = second.task_id = 12;
        REQUIRE(log.append({first, second, local}).has_value());
        REQUIRE(log.append({first}).has_value()); // twice is once
        REQUIRE(log.snapshot({"d", log.after(0).back().position, "{}"}, 0).has_value());
        bench->reopen();
        std::vector<OpRecord> kept = log.unsent("7/p");
        REQUIRE(sequences(kept) == Sequences{1, 2});
        CHECK(kept[0].json == first.json);
        CHECK(kept[0].task_id == 12);
        CHECK(sequences(log.unsent("7/p", 1)) == Sequences{1});
        CHECK(log.unsent("8/p").empty());
        CHECK(log.unsent("").empty());
        log.forget({{"a", 1}, {"nobody", 9}});
        log.forget({{"a", 1}});
        CHECK(sequences(log.unsent("7/p")) == Sequences{2});
    }
}

} // namespace tw::test
