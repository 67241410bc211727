// A data directory in use: its lock, secret and database, and the services that stand on them, for the life of a command.
#pragma once

#include "cli/native_ports.hpp"
#include "http/metrics.hpp"
#include "services/account_state.hpp"
#include "services/services.hpp"

#include <memory>

namespace tw::cli {

class OpenedData {
public:
    /// Makes the directory when it is missing. With `alone` nobody else may have it open for serving. Errors: "data-dir",
    /// "data-dir-in-use", "secret-file", those of open_sqlite.
    static Result<std::unique_ptr<OpenedData>> open(server::Settings settings, bool alone);
    ~OpenedData();
    OpenedData(const OpenedData&) = delete;
    OpenedData& operator=(const OpenedData&) = delete;

    [[nodiscard]] server::Services& services() { return *services_; }
    [[nodiscard]] const server::Settings& settings() const { return settings_; }

private:
    explicit OpenedData(server::Settings settings) : settings_(std::move(settings)), tags_(all_tags()) {}
    server::Settings settings_;
    SystemClock clock_;
    SystemRandom random_;
    TagRegistry tags_;
    int lock_ = -1;
    std::unique_ptr<server::Database> database_;
    std::unique_ptr<server::AccountState> accounts_;
    server::Metrics metrics_;
    std::unique_ptr<server::Services> services_;
};

/// The file of the database in a data directory.
std::filesystem::path database_file(const std::filesystem::path& data_dir);

} // namespace tw::cli
