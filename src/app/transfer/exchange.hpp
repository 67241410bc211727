// Tasks in and out of the studio as Label Studio JSON: what a dropped .json holds, and what Export downloads. Only joins
// `formats` with the records of this device; long exports go slice by slice, so that the page stays alive.
#pragma once

#include "app/store/local_store.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tw {

/// The tasks of a JSON file: one object, a list, or {"tasks": [...]}. What cannot be read is named and left out.
std::vector<Task> read_task_file(std::string_view text, const std::string& file, Diagnostics& diagnostics);

/// A task as exports have it: an edit that is not submitted is a draft.
Task task_for_export(TaskWithDocument task);

/// An export under way: whole tasks are read a slice a frame and written one behind the other.
struct ExportRun {
    StoredProject project;
    std::shared_ptr<TaskTable> table;
    std::vector<std::uint32_t> rows;                  ///< in order
    std::int64_t open_task_id = 0;                    ///< its document is in memory and may be ahead of the log
    std::string open_document;                        ///< the snapshot of that document
    bool lines = false;                               ///< a task a line, not a list
    std::function<void(Json& task)> change;           ///< each task before it is written; may be empty
    std::function<void(std::string_view part)> write; ///< takes the text, part by part
    bool cancelled = false;
    std::size_t next = 0; ///< how many are written
};

/// Calls `each` with every address of a blob in a value; what it answers takes its place unless it is empty.
void for_each_blob(
    Json& value,
    const std::function<std::string(const std::string& address, std::string_view sha256, std::string_view name)>& each);

/// Writes a list of tasks. Errors: those of storage, "cancelled".
void run_export(LocalStore& store, const std::shared_ptr<ExportRun>& run, Completion<Unit> done);

} // namespace tw
