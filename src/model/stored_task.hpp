// A task as this device keeps it: the task itself, the document its own annotation is edited in, and the summary that
// lists, counts and filters need without reading the heavy parts. Values only; nothing here reads or writes.
#pragma once

#include "model/entities.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace tw {

enum class TaskState : std::uint8_t { fresh, started, done, skipped };
std::string_view to_string(TaskState state);

inline bool is_finished(TaskState state) {
    return state == TaskState::done || state == TaskState::skipped;
}

struct StoredTask {
    Task task;
    std::string document_uid; ///< of this device's own annotation: the uid of task.annotations[0] once it exists
    std::string created_at_utc;
    TaskState state = TaskState::fresh;
    Json base_result = Json::array(); ///< what the document began with; its ops come on top
};

/// What is known of a task without its annotations.
struct TaskSummary {
    TaskState state = TaskState::fresh;
    std::uint32_t annotations = 0; ///< that count: not the cancelled ones
    std::uint32_t cancelled = 0, predictions = 0;
    bool has_work = false; ///< annotations, predictions or the like are kept beside the data
    bool touched = false;  ///< something happened since it came in: its document may have ops
    double lead_time_s = 0;
    std::string updated_at_utc;
    std::map<std::string, std::uint32_t, std::less<>> labels; ///< how often each was used in the own annotation

    bool operator==(const TaskSummary&) const = default;
};

/// The annotation of this device in a task, or nullptr.
Annotation* own_annotation(StoredTask& task);
const Annotation* own_annotation(const StoredTask& task);

/// More than data and meta: annotations, predictions, drafts, other keys.
bool has_work(const StoredTask& task);
/// Labels and choices of a result, with their counts.
std::map<std::string, std::uint32_t, std::less<>> labels_of(const Json& result);
/// The summary of a whole task; `touched` is as given.
TaskSummary summarize(const StoredTask& task, bool touched);

} // namespace tw
