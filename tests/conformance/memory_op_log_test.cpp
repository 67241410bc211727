#include "conformance/op_log_suite.hpp"

#include "support/memory_storage.hpp"

#include <doctest/doctest.h>

using namespace tw;
using namespace tw::test;

namespace {

class MemoryBench : public OpLogBench {
public:
    OpLog& log() override { return storage_.op_log(); }
    void run() override { storage_.run_completions(); }
    void reopen() override { storage_.kill(); }
    bool tear_next_write() override {
        storage_.faults().tear_write = 1;
        return true;
    }

private:
    MemoryStorage storage_;
};

} // namespace

TEST_CASE("the op log in memory keeps the promises of an op log") {
    check_op_log([] { return std::make_unique<MemoryBench>(); });
}
TEST_CASE("the op log in memory keeps what is to be sent") {
    check_outbox([] { return std::make_unique<MemoryBench>(); });
}

TEST_CASE("storage in memory fails when it is told to") {
    MemoryStorage storage;
    storage.faults() = {.fail_write = 2, .fail_ever_after = true};
    const auto put = [&](std::string key) {
        return await<Unit>([&](auto done) { storage.records().put("c", {{key, "1"}}, done); },
                           [&] { storage.run_completions(); });
    };
    CHECK(put("a").has_value());
    CHECK(put("b").error().code == "storage-full");
    CHECK(put("c").error().code == "storage-full");
    storage.faults() = {};
    CHECK(put("d").has_value());
    const auto listed = await<std::vector<Record>>([&](auto done) { storage.records().list("c", "", "", 10, done); },
                                                   [&] { storage.run_completions(); });
    REQUIRE(listed->size() == 2);
    CHECK((*listed)[1].key == "d");
}

TEST_CASE("a kill forgets what was not answered") {
    MemoryStorage storage;
    storage.blobs().put("aa", "image/png", {1, 2, 3}, [](auto) { FAIL_CHECK("nobody lives to hear this"); });
    storage.kill();
    storage.run_until_idle();
    const auto got =
        await<Bytes>([&](auto done) { storage.blobs().get("aa", done); }, [&] { storage.run_completions(); });
    CHECK(got.error().code == "not-found");
}

TEST_CASE("records are listed by range and deleted by an empty text") {
    MemoryStorage storage;
    const auto run = [&] { storage.run_completions(); };
    storage.records().put("c", {{"a", "1"}, {"b", "2"}, {"c", "3"}}, [](auto) {});
    storage.records().put("c", {{"b", ""}}, [](auto) {});
    const auto some =
        await<std::vector<Record>>([&](auto done) { storage.records().list("c", "a", "c", 9, done); }, run);
    REQUIRE(some->size() == 1);
    CHECK((*some)[0].json == "1");
    CHECK(await<std::string>([&](auto done) { storage.records().get("c", "b", done); }, run).error().code ==
          "not-found");
    CHECK(await<std::string>([&](auto done) { storage.records().get("c", "c", done); }, run).value() == "3");
}
