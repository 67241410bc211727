// Export of a project as Label Studio's JSON, task by task from the database, never all of it in memory.
#pragma once

#include "model/caller.hpp"
#include "services/services.hpp"
#include "storage/projects.hpp"

#include <functional>
#include <optional>
#include <set>

namespace tw::server {

struct ExportOptions {
    bool all_tasks = false;                         ///< also those without an annotation
    std::optional<std::set<std::int64_t>> ids = {}; ///< only these
    bool authors_as_objects = false;                ///< completed_by {id, email, first_name, last_name}
    bool whole_predictions = false;                 ///< objects instead of ids
    bool drafts_as_ids = false;                     ///< snapshots
    // Snapshots choose more finely.
    std::string skipped = {}, finished = {}, annotated = {}; ///< "only", "exclude" or ""
    bool only_with_annotations = false;
    bool usual = true, ground_truth = true, skipped_annotations = true; ///< annotations to keep; all true: all
};

/// A source of pieces of the text, each some tasks long; gives the same text each time it is made anew.
class TaskExporter {
public:
    TaskExporter(Services& services, Caller caller, ProjectRow project, ExportOptions options);
    /// Appends the next piece; false when that was the last. Errors end the text early and are kept.
    bool next(std::string& out);
    [[nodiscard]] std::int64_t tasks() const { return count_; }
    [[nodiscard]] const std::optional<Error>& error() const { return error_; }

private:
    Services* services_;
    Caller caller_;
    ProjectRow project_;
    ExportOptions options_;
    std::int64_t after_ = 0, count_ = 0;
    bool begun_ = false;
    std::optional<Error> error_;
};

/// "project-<id>-at-YYYY-MM-DD-HH-MM-<8 hex>.json"; the hex is of the project's last change, so that the same content has
/// the same name.
std::string export_file_name(const Services& services, const ProjectRow& project, std::string_view extension);

/// Formats of spec/formats.md with what this version can write enabled; JSON text.
std::string export_formats_json();

} // namespace tw::server
