// Down: reads the feed of the open project and brings what it says into the store and the open annotation. What this device
// has not sent of a task goes before what the server says of it.
#pragma once

#include "app/studio.hpp"

#include <functional>
#include <set>

namespace tw {

void pull_feed(Studio& studio);
/// Reads these tasks whole and keeps them; `then` is called however that ended, at once when nothing can be asked.
void refresh_tasks(Studio& studio, std::set<std::int64_t> task_ids, std::function<void()> then);
/// Reads the project's settings and its whole list of tasks.
void refresh_list(Studio& studio, std::function<void()> then);

} // namespace tw
