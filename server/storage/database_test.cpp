#include "storage/sql.hpp"
#include "support/scratch_dir.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>

using namespace tw;
using namespace tw::server;

namespace {

Result<void> put(Transaction& t, const std::string& name, const std::string& value) {
    sql::run(t.sql, "INSERT INTO settings (name, value) VALUES (?, ?)", name, value);
    return {};
}

std::int64_t count(Database& database) {
    return *database.read([](Transaction& t) -> Result<std::int64_t> {
        return sql::whole(t.sql, "SELECT count(*) FROM settings").value_or(-1);
    });
}

} // namespace

TEST_CASE("work that fails leaves nothing, and the work beside it stays") {
    const test::ScratchDir dir;
    const auto database = *open_sqlite(dir.path() / "db");
    std::atomic<int> committed = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([&, i] {
            for (int n = 0; n < 20; ++n) {
                const auto done = database->write([&](Transaction& t) -> Result<void> {
                    t.after_commit([&] { ++committed; });
                    if (auto first = put(t, std::to_string(i * 100 + n), "x"); !first)
                        return first;
                    if (n % 2 == 1)
                        return fail("refused", "On purpose.");
                    return {};
                });
                CHECK(done.has_value() == (n % 2 == 0));
            }
        });
    for (std::thread& thread : threads)
        thread.join();
    CHECK(count(*database) == 80);
    CHECK(committed == 80);
}

TEST_CASE("an error of the database is an Error, and the next work goes on") {
    const test::ScratchDir dir;
    const auto database = *open_sqlite(dir.path() / "db");
    CHECK(database->write([](Transaction& t) { return put(t, "a", "1"); }).has_value());
    const auto twice = database->write([](Transaction& t) { return put(t, "a", "2"); });
    REQUIRE_FALSE(twice.has_value());
    CHECK(twice.error().code == "storage-failed");
    CHECK(database->write([](Transaction& t) { return put(t, "b", "1"); }).has_value());
    CHECK(count(*database) == 2);
}

TEST_CASE("NULL, empty, wide and strange values come back as they went in") {
    const test::ScratchDir dir;
    const auto database = *open_sqlite(dir.path() / "db");
    const std::string strange = "it's \"quoted\" :name ? 汉字 \xF0\x9F\x90\xB1";
    const auto done = database->write([&](Transaction& t) -> Result<void> {
        t.sql << "CREATE TABLE v (id INTEGER PRIMARY KEY, i INTEGER, d DOUBLE PRECISION, s TEXT)";
        sql::run(t.sql, "INSERT INTO v (i, d, s) VALUES (?, ?, ?)", std::optional<std::int64_t>(),
                 std::optional<double>(), std::string());
        sql::run(t.sql, "INSERT INTO v (i, d, s) VALUES (?, ?, ?)", std::int64_t{9'007'199'254'740'993}, 0.1, strange);
        return {};
    });
    REQUIRE(done.has_value());
    (void)database->read([&](Transaction& t) -> Result<void> {
        std::optional<std::int64_t> i = 7;
        std::optional<double> d = 7;
        std::string s = "before";
        sql::Query query(t.sql, "SELECT i, d, s FROM v ORDER BY id");
        query.out(i).out(d).out(s);
        REQUIRE(query.next());
        CHECK_FALSE(i.has_value());
        CHECK_FALSE(d.has_value());
        CHECK(s.empty());
        REQUIRE(query.next());
        CHECK(i == 9'007'199'254'740'993);
        CHECK(d == 0.1);
        CHECK(s == strange);
        CHECK_FALSE(query.next());
        return {};
    });
}

TEST_CASE("a copy made while others write opens as a database of the same schema") {
    const test::ScratchDir dir;
    const auto database = *open_sqlite(dir.path() / "db");
    CHECK(database->write([](Transaction& t) { return put(t, "a", "1"); }).has_value());
    REQUIRE(database->backup(dir.path() / "copy").has_value());
    CHECK(database->write([](Transaction& t) { return put(t, "b", "1"); }).has_value());
    const auto copy = open_sqlite(dir.path() / "copy");
    REQUIRE(copy.has_value());
    CHECK((*copy)->schema_version() == database->schema_version());
    CHECK(count(**copy) == 1);
}

TEST_CASE("data of a newer program is refused, not harmed") {
    const test::ScratchDir dir;
    {
        const auto database = *open_sqlite(dir.path() / "db");
        (void)database->write([](Transaction& t) -> Result<void> {
            t.sql << "PRAGMA user_version=9999";
            return {};
        });
    }
    const auto again = open_sqlite(dir.path() / "db");
    REQUIRE_FALSE(again.has_value());
    CHECK(again.error().code == "storage-version");
}
