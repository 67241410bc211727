// The keys under which LocalStore keeps a project's records: "<project uid>/<inner id of the task>", padded so that their
// order is that of the tasks.
#pragma once

#include <cstdint>
#include <string>

namespace tw {

std::string task_key(const std::string& project_uid, std::int64_t inner_id);
/// The key of a chunk of tasks by the inner id of its first.
std::string chunk_key(const std::string& project_uid, std::int64_t first_inner_id);
/// Every key of a project's tasks lies before this one.
std::string after_tasks(const std::string& project_uid);
/// The key right after one.
std::string after(const std::string& key);
std::string inner_ids_key(const std::string& project_uid);
std::int64_t inner_id_of(const std::string& key);

} // namespace tw
