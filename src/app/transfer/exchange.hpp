// Tasks in and out of the studio as Label Studio JSON: what a dropped .json holds, and what Export downloads. Only joins
// `formats` with the records of this device.
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

/// Calls `each` with every address of a blob in a value; what it answers takes its place unless it is empty.
void for_each_blob(
    Json& value,
    const std::function<std::string(const std::string& address, std::string_view sha256, std::string_view name)>& each);

} // namespace tw
