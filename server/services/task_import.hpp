// Import: bodies and files to tasks with their annotations and predictions, all or nothing. Items come one by one from
// their source (import_source), are checked (import_item) and wait in a temporary file (import_spool) until the last is
// known to be good; then one transaction inserts them all. Memory does not grow with the number of tasks.
#pragma once

#include "http/multipart.hpp"
#include "model/caller.hpp"
#include "services/services.hpp"
#include "storage/projects.hpp"

#include <map>
#include <optional>
#include <vector>

namespace tw::server {

struct ImportOptions {
    bool commit = true;
    bool return_ids = false;
    std::vector<std::string> preannotated_from_fields;
};

struct ImportAnswer {
    std::int64_t task_count = 0, annotation_count = 0, prediction_count = 0;
    double duration_s = 0;
    std::vector<std::int64_t> file_upload_ids, task_ids;
    std::optional<bool> could_be_tasks_list = false;   ///< empty: not asked
    std::map<std::string, std::int64_t> found_formats; ///< of files: {".csv": 1}
    std::vector<std::string> data_columns;
    bool committed = true;
    std::vector<std::string> warnings;
};
std::string import_answer_json(const ImportAnswer& answer, bool with_ids);

/// JSON text of a body: an object, a list, or {"tasks": [...]}. Errors: "validation" and "json-parse" with the item's place.
Result<ImportAnswer> import_json(Services& services, const Caller& caller, std::int64_t project_id, const Body& body,
                                 const ImportOptions& options);
/// Uploaded files; kept under data_dir/media/upload/<project>/.
Result<ImportAnswer> import_files(Services& services, const Caller& caller, std::int64_t project_id,
                                  std::vector<UploadedFile> files, const ImportOptions& options);
/// Uploads that are here already, read again; their tasks of before are replaced. Without `as_tasks_list` a file of rows is
/// one task, which shows the file.
Result<ImportAnswer> reimport(Services& services, const Caller& caller, std::int64_t project_id,
                              const std::vector<std::int64_t>& upload_ids, bool as_tasks_list);

} // namespace tw::server
