// Tasks in and out of the studio as Label Studio JSON: what a dropped .json holds, and what Export downloads. Only joins
// `formats` with the records of this device.
#pragma once

#include "app/local_store.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tw {

/// The tasks of a JSON file: one object, a list, or {"tasks": [...]}. What cannot be read is named and left out.
std::vector<Task> read_task_file(std::string_view text, const std::string& file, Diagnostics& diagnostics);

/// Label Studio JSON of a project. `documents` are what the log holds, in the order of `tasks`: an edit that is not
/// submitted is exported as a draft.
std::string export_project(const StoredProject& project, const std::vector<StoredTask>& tasks,
                           const std::vector<DocumentRecords>& documents);

} // namespace tw
