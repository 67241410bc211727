// How a local project is kept as a record of this device, and nothing about where. Its tasks are kept by
// formats/task_line.hpp.
#pragma once

#include "model/stored_task.hpp"

#include <string>

namespace tw {

struct StoredProject {
    Project project;
    std::int64_t task_count = 0, done_count = 0;
};

std::string to_record(const StoredProject& project);
/// Errors: "record-shape", and those of parse_json.
Result<StoredProject> project_from_record(std::string_view json);

} // namespace tw
