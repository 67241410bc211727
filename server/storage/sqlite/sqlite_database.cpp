// SQLite through SOCI: WAL, synchronous=FULL, one writer thread that puts what came in the meantime into one commit, and
// reading connections made as they are needed.
#include "storage/sql.hpp"
#include "storage/sqlite/sqlite_functions.hpp"

#include <condition_variable>
#include <future>
#include <mutex>
#include <thread>

#include <fmt/format.h>
#include <soci/sqlite3/soci-sqlite3.h>

namespace tw::server {
namespace {

constexpr std::size_t works_a_commit = 128;

Error storage_error(const std::exception& thrown) {
    const std::string what = thrown.what();
    if (what.find("disk is full") != std::string::npos)
        return {"storage-full", "The server's disk is full; nothing was changed.", {}};
    return {"storage-failed", fmt::format("The database failed: {}", what), {}};
}

/// Work with whatever a library throws contained.
Result<void> guarded(const Database::Work& work, Transaction& transaction) {
    try {
        return work(transaction);
    } catch (const std::exception& thrown) {
        return std::unexpected(storage_error(thrown));
    }
}

class SqliteDatabase final : public Database {
public:
    explicit SqliteDatabase(std::filesystem::path file) : file_(std::move(file)), writer_session_(connect()) {}
    ~SqliteDatabase() override {
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        wake_.notify_all();
        if (writer_.joinable())
            writer_.join();
    }

    Result<void> migrate() {
        soci::session& sql = *writer_session_;
        const auto version = sql::whole(sql, "PRAGMA user_version").value_or(0);
        const auto newest = static_cast<std::int64_t>(migrations().size());
        if (version > newest)
            return fail("storage-version",
                        fmt::format("This data was written by a newer Tagwright (schema {}, this one knows {}).",
                                    version, newest));
        for (std::int64_t step = version; step < newest; ++step) {
            const Migration& migration = migrations()[static_cast<std::size_t>(step)];
            Transaction transaction(sql);
            sql << "BEGIN IMMEDIATE";
            const Result<void> done = guarded(
                [&](Transaction& t) -> Result<void> {
                    for (const std::string_view statement : migration.statements)
                        t.sql << std::string(statement);
                    t.sql << fmt::format("PRAGMA user_version={}", step + 1);
                    t.sql << "COMMIT";
                    return {};
                },
                transaction);
            if (!done) {
                sql << "ROLLBACK";
                return fail("storage-migration", fmt::format("Step {} of the database ({}) failed: {}", step + 1,
                                                             migration.name, done.error().message));
            }
        }
        writer_ = std::thread([this] { write_loop(); });
        return {};
    }

    Result<void> backup(const std::filesystem::path& to) override {
        return run_read([&](Transaction& transaction) -> Result<void> {
            // VACUUM cannot run inside a transaction; what it copies is one moment by itself.
            transaction.sql << "COMMIT";
            sql::run(transaction.sql, "VACUUM INTO ?", to.string());
            transaction.sql << "BEGIN";
            return {};
        });
    }

    std::int64_t schema_version() override {
        std::int64_t version = 0;
        (void)run_read([&](Transaction& transaction) -> Result<void> {
            version = sql::whole(transaction.sql, "PRAGMA user_version").value_or(0);
            return {};
        });
        return version;
    }

protected:
    Result<void> run_read(const Work& work) override {
        std::unique_ptr<soci::session> session;
        {
            const std::lock_guard lock(readers_mutex_);
            if (!readers_.empty()) {
                session = std::move(readers_.back());
                readers_.pop_back();
            }
        }
        try {
            if (!session)
                session = connect();
            Transaction transaction(*session);
            *session << "BEGIN";
            Result<void> done = guarded(work, transaction);
            *session << "COMMIT";
            const std::lock_guard lock(readers_mutex_);
            if (readers_.size() < 16)
                readers_.push_back(std::move(session));
            return done;
        } catch (const std::exception& thrown) {
            return std::unexpected(storage_error(thrown));
        }
    }

    Result<void> run_write(const Work& work) override {
        Waiting waiting{&work, {}};
        std::future<Result<void>> done = waiting.done.get_future();
        {
            const std::lock_guard lock(mutex_);
            queue_.push_back(&waiting);
        }
        wake_.notify_one();
        return done.get();
    }

private:
    struct Waiting {
        const Work* work;
        std::promise<Result<void>> done;
    };

    [[nodiscard]] std::unique_ptr<soci::session> connect() const {
        auto session = std::make_unique<soci::session>(soci::sqlite3, fmt::format("db={} timeout=10", file_.string()));
        *session << "PRAGMA journal_mode=WAL";
        *session << "PRAGMA synchronous=FULL";
        *session << "PRAGMA foreign_keys=ON";
        *session << "PRAGMA temp_store=MEMORY";
        *session << "PRAGMA cache_size=-4000";
        add_sqlite_functions(*session);
        return session;
    }

    void write_loop() {
        for (;;) {
            std::vector<Waiting*> batch;
            {
                std::unique_lock lock(mutex_);
                wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
                if (queue_.empty())
                    return;
                const auto end = queue_.begin() + static_cast<std::ptrdiff_t>(std::min(queue_.size(), works_a_commit));
                batch.assign(queue_.begin(), end);
                queue_.erase(queue_.begin(), end);
            }
            run_batch(batch);
        }
    }

    void run_batch(const std::vector<Waiting*>& batch) {
        soci::session& sql = *writer_session_;
        std::vector<Result<void>> results(batch.size());
        std::vector<std::function<void()>> afterwards;
        try {
            sql << "BEGIN IMMEDIATE";
            for (std::size_t i = 0; i < batch.size(); ++i) {
                sql << "SAVEPOINT work";
                Transaction transaction(sql);
                results[i] = guarded(*batch[i]->work, transaction);
                if (!results[i])
                    sql << "ROLLBACK TO work";
                sql << "RELEASE work";
                if (results[i])
                    for (auto& call : transaction.take_after_commit())
                        afterwards.push_back(std::move(call));
            }
            sql << "COMMIT";
        } catch (const std::exception& thrown) {
            try {
                sql << "ROLLBACK";
            } catch (const std::exception&) {
                // There was no transaction left to take back.
            }
            afterwards.clear();
            for (Result<void>& result : results)
                if (result)
                    result = std::unexpected(storage_error(thrown));
        }
        for (const auto& call : afterwards)
            call();
        for (std::size_t i = 0; i < batch.size(); ++i)
            batch[i]->done.set_value(std::move(results[i]));
    }

    std::filesystem::path file_;
    std::unique_ptr<soci::session> writer_session_;
    std::mutex readers_mutex_;
    std::vector<std::unique_ptr<soci::session>> readers_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::vector<Waiting*> queue_;
    bool stopping_ = false;
    std::thread writer_;
};

} // namespace

Result<std::unique_ptr<Database>> open_sqlite(const std::filesystem::path& file) {
    try {
        auto database = std::make_unique<SqliteDatabase>(file);
        if (auto migrated = database->migrate(); !migrated)
            return std::unexpected(migrated.error());
        return database;
    } catch (const std::exception& thrown) {
        return fail("storage-open", fmt::format("The database {} cannot be opened: {}", file.string(), thrown.what()));
    }
}

} // namespace tw::server
