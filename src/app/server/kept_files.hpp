// Copies of the server's files (pictures of tasks) on this device, so that tasks that were read also show what they are
// about when there is no network. A few are fetched at a time; what cannot be had now is had when its task is read again.
#pragma once

#include "base/json.hpp"

#include <functional>
#include <string>
#include <vector>

namespace tw {

class Studio;

/// The addresses in a task's data that are files of the server the page came from.
std::vector<std::string> server_files_in(const Json& data);
/// Keeps those of one task of the open project.
void keep_files_of(Studio& studio, const Json& data);
/// Calls back once all that is wanted is here or cannot be had, with how many are not; a card counts meanwhile and can be
/// cancelled.
void when_files_are_kept(Studio& studio, std::function<void(std::size_t missing)> then);
/// Another project is opened.
void stop_keeping_files(Studio& studio);
/// The project is no longer kept on this device.
void forget_files(Studio& studio, std::int64_t server_project_id);

} // namespace tw
