// The two ends of an import: the service, which does the work where it is told to, and the import as its page has it, which
// sends wishes and hears how far it is. Both speak JSON, so that the service runs in a worker (a second instance of this
// program, with files and storage of its own but no page) or, where there is none, beside the page: the same code either
// way. One import at a time.
#pragma once

#include "app/transfer/import_run.hpp"

#include <functional>
#include <memory>
#include <string>

namespace tw {

/// {"do": "open" | "look-again" | "keys" | "begin" | "cancel" | "report", ...} in; {"status": ...} or {"report": [error]} out.
class ImportService {
public:
    using Tell = std::function<void(const Json& message)>;
    ImportService(Host& host, DeviceStorage& storage, const Clock& clock, Random& random, ImportRun::Pieces pieces,
                  Tell tell);
    void take(const Json& wish);
    /// After everything that may have changed something: tells what did, figures at most some times a second.
    void step();

private:
    Host* host_;
    const Clock* clock_;
    LocalStore store_;
    ImportRun::Pieces pieces_;
    Tell tell_;
    std::shared_ptr<ImportRun> run_;
    std::uint64_t told_revision_ = 0;
    ImportStatus::State told_state_ = ImportStatus::State::scanning;
    double told_at_ms_ = -1e9;
};

/// What an import works with; all of it outlives the import.
struct ImportPorts {
    Host* host;
    DeviceStorage* storage;
    const Clock* clock;
    Random* random;
};

class Import : public std::enable_shared_from_this<Import> {
public:
    Import(ImportPorts ports, const StoredProject& project, std::vector<WantedKey> wanted,
           const std::vector<PickedFile>& files);
    ~Import();
    Import(const Import&) = delete;
    Import& operator=(const Import&) = delete;
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
    void tell(const Json& wish);
    void hear(const Json& message);
    void work_here();

    ImportPorts ports_;
    std::vector<WantedKey> wanted_;
    std::vector<std::uint32_t> handles_;
    Json opening_; ///< the first wish, for the case that the worker cannot be had
    ImportStatus status_;
    std::unique_ptr<ImportService> here_; ///< without a worker
    bool worker_ = false;
    std::function<void(const std::vector<Error>&)> on_report_;
};

} // namespace tw
