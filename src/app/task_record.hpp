// How a local project and its tasks are kept as records of this device, and nothing about where. Label Studio's own task
// JSON is made by `formats`; a record also holds what Label Studio's does not: the uid, the document's uid, the state.
#pragma once

#include "model/entities.hpp"

#include <string>

namespace tw {

enum class TaskState : std::uint8_t { fresh, started, done, skipped };

struct StoredTask {
    Task task;
    std::string document_uid; ///< of this device's own annotation: the uid of task.annotations[0] once it exists
    TaskState state = TaskState::fresh;
    Json base_result = Json::array(); ///< what the document began with; its ops come on top
};

struct StoredProject {
    Project project;
    std::int64_t task_count = 0, done_count = 0;
};

std::string to_record(const StoredTask& task);
std::string to_record(const StoredProject& project);
/// Errors: "record-shape", and those of parse_json.
Result<StoredTask> task_from_record(std::string_view json);
Result<StoredProject> project_from_record(std::string_view json);

/// The annotation of this device in a task, or nullptr.
Annotation* own_annotation(StoredTask& task);
const Annotation* own_annotation(const StoredTask& task);
std::string_view to_string(TaskState state);

} // namespace tw
