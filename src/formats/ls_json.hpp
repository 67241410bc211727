// Label Studio's task JSON, in and out. Import takes what people have (one task, a list, bare data, a list under "tasks",
// a file that breaks off) and goes on behind a bad item; export writes the keys of Label Studio's own JSON export. Keys
// nobody knows survive the way there and back, and so does a known key whose value is of an unexpected kind.
#pragma once

#include "base/json.hpp"
#include "model/entities.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tw {

/// Tasks out of the text of a file. Bad items are named in `diagnostics` by JSON pointer and left out: "task-shape",
/// "task-data", "annotation-shape", "prediction-shape". When the text breaks off, what stands before the break is
/// returned and the break is in `diagnostics`. Errors: those of parse_json when nothing could be read, "tasks-shape".
Result<std::vector<Task>> import_tasks(std::string_view text, std::string_view file, Diagnostics& diagnostics);

/// The same for JSON that is already parsed; pointers begin at `json`.
Result<std::vector<Task>> tasks_from_json(const Json& json, std::string_view file, Diagnostics& diagnostics);

struct TaskExport {
    std::int64_t project_id = 0;      ///< 0: as each task says
    bool prediction_ids_only = false; ///< as Label Studio's own export; else predictions are whole and come back
};

/// A list of tasks with the keys of Label Studio's JSON export, in its order.
Json export_tasks(const std::vector<Task>& tasks, const TaskExport& options = {});
Json export_task(const Task& task, const TaskExport& options = {});

} // namespace tw
