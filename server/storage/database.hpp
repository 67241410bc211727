// The one door to the server's database. Readers get a connection of their own and see one moment; everything that
// writes goes through one writer in the order it came, many pieces of work to one commit, and an answer is given only
// after that commit is on disk. A piece of work that fails leaves nothing behind. SQL lives in storage/ and nowhere
// else; a second kind of database is a second folder that implements this and its dialect.
#pragma once

#include "base/error.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace soci {
class session;
}

namespace tw::server {

/// What a piece of work on the database is handed.
class Transaction {
public:
    explicit Transaction(soci::session& sql_in) : sql(sql_in) {}
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    soci::session& sql;
    /// Called once after the commit is on disk, in order, on the writer's thread; never when the work failed.
    void after_commit(std::function<void()> call) { after_commit_.push_back(std::move(call)); }
    [[nodiscard]] std::vector<std::function<void()>> take_after_commit() { return std::exchange(after_commit_, {}); }

private:
    std::vector<std::function<void()>> after_commit_;
};

class Database {
public:
    using Work = std::function<Result<void>(Transaction&)>;
    virtual ~Database() = default;

    /// Reads on one consistent moment. `work` returns Result<T>. May be called from many threads at once. Errors: those
    /// of `work`; "storage-failed".
    template <class F>
    auto read(F&& work) -> decltype(work(std::declval<Transaction&>())) {
        return run(std::forward<F>(work), [this](const Work& w) { return run_read(w); });
    }
    /// Writes; returns when it is durable. Not to be called from inside another work. Errors: those of `work`;
    /// "storage-failed", "storage-full".
    template <class F>
    auto write(F&& work) -> decltype(work(std::declval<Transaction&>())) {
        return run(std::forward<F>(work), [this](const Work& w) { return run_write(w); });
    }
    /// A consistent copy while others go on.
    virtual Result<void> backup(const std::filesystem::path& to) = 0;
    [[nodiscard]] virtual std::int64_t schema_version() = 0;

protected:
    virtual Result<void> run_read(const Work& work) = 0;
    virtual Result<void> run_write(const Work& work) = 0;

private:
    template <class F, class Runner>
    static auto run(F&& work, Runner&& runner) -> decltype(work(std::declval<Transaction&>())) {
        using Answer = decltype(work(std::declval<Transaction&>()));
        std::optional<Answer> answer;
        const Result<void> done = runner([&](Transaction& transaction) -> Result<void> {
            answer.emplace(work(transaction));
            if (!*answer)
                return std::unexpected(answer->error());
            return {};
        });
        if (!done)
            return std::unexpected(done.error());
        return std::move(*answer);
    }
};

/// A database in one file, made and migrated when needed. Errors: "storage-open", "storage-version" (made by a newer
/// program), "storage-migration".
Result<std::unique_ptr<Database>> open_sqlite(const std::filesystem::path& file);

/// The numbered steps from an empty database to today's; step n leads to version n+1. Portable SQL, one statement each.
struct Migration {
    std::string_view name;
    std::vector<std::string_view> statements;
};
const std::vector<Migration>& migrations();

} // namespace tw::server
