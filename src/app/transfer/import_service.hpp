// The two ends of an import (far_work.hpp). One at a time.
#pragma once

#include "app/transfer/far_work.hpp"
#include "app/transfer/import_run.hpp"

#include <functional>
#include <memory>
#include <string>

namespace tw {

/// {"do": "import" | "look-again" | "keys" | "begin" | "cancel" | "report", ...} in; {"status": ...} or {"report": [error]} out.
class ImportService : public WorkService {
public:
    ImportService(const AppPorts& ports, Pieces pieces, Tell tell);
    void take(const Json& wish) override;
    void step() override;

private:
    Host* host_;
    const Clock* clock_;
    LocalStore store_;
    Pieces pieces_;
    Tell tell_;
    std::shared_ptr<ImportRun> run_;
    std::uint64_t told_revision_ = 0;
    ImportStatus::State told_state_ = ImportStatus::State::scanning;
    double told_at_ms_ = -1e9;
};

class Import : public std::enable_shared_from_this<Import> {
public:
    Import(const AppPorts& ports, const StoredProject& project, std::vector<WantedKey> wanted,
           const std::vector<PickedFile>& files);
    void start();
    /// Once a frame.
    void step();

    [[nodiscard]] const ImportStatus& status() const { return status_; }
    [[nodiscard]] const std::vector<WantedKey>& wanted() const { return wanted_; }
    void look_again(std::size_t source, const std::string& encoding, std::optional<char> separator);
    void set_key(std::size_t source, std::size_t column, const std::string& key);
    void begin();
    void cancel();
    void ask_report(std::function<void(const std::vector<Error>&)> done);

private:
    void hear(const Json& message);

    AppPorts ports_;
    std::vector<WantedKey> wanted_;
    std::vector<std::uint32_t> handles_;
    Json opening_; ///< the first wish
    ImportStatus status_;
    std::shared_ptr<FarWork> work_;
    std::function<void(const std::vector<Error>&)> on_report_;
};

} // namespace tw
