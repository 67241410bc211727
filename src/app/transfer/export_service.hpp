// The two ends of an export (far_work.hpp): tasks leave as Label Studio JSON, as the same with their files beside it (a zip
// with relative paths), or as a whole project in one file (project.json, tasks.jsonl, media/<sha256>/<name>) that comes
// back by a drop. Files go from the device into the archive by the host; the program sees names and tasks only.
#pragma once

#include "app/store/local_store.hpp"
#include "app/transfer/far_work.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tw {

enum class ExportKind : std::uint8_t { json, json_with_media, project };

struct ExportOrder {
    StoredProject project;
    ExportKind kind = ExportKind::json;
    std::vector<std::int64_t> inner_ids; ///< of the tasks; empty: all
    std::int64_t open_task_id = 0;       ///< its document is in memory and may be ahead of the log
    std::string open_document;           ///< the snapshot of that document
};

struct ExportStatus {
    std::uint64_t done = 0, total = 0;
    bool packing = false; ///< the tasks are written: files are counted, on their way into the archive
    bool ended = false;
    std::optional<Error> error; ///< "cancelled", those of storage, "zip-write"
};

/// {"do": "export" | "cancel", ...} in; {"export": {"done", "total", "packing", "ended", "error"}} out. One at a time.
class ExportService : public WorkService {
public:
    /// `table`: the project's tasks as this instance has them in memory; nullptr: they are read.
    ExportService(const AppPorts& ports, Pieces pieces, std::shared_ptr<TaskTable> table, Tell tell);
    void take(const Json& wish) override;
    void step() override;

private:
    struct Run;
    std::shared_ptr<Run> run_;
    std::function<std::shared_ptr<Run>()> make_run_;
};

/// An export as its page has it.
class Export {
public:
    /// With a table it works beside the page, with what is in memory: it may not be on the disk.
    Export(const AppPorts& ports, const ExportOrder& order, std::shared_ptr<TaskTable> table);
    /// Once a frame.
    void step() { work_->step(); }
    void cancel() { work_->tell({{"do", "cancel"}}); }
    [[nodiscard]] const ExportStatus& status() const { return *status_; }

private:
    std::shared_ptr<ExportStatus> status_ = std::make_shared<ExportStatus>();
    std::shared_ptr<FarWork> work_;
};

} // namespace tw
