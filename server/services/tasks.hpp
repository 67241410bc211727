// Tasks: which one a caller may see, and what may be done with it. How they are sent is in task_json.
#pragma once

#include "model/caller.hpp"
#include "services/services.hpp"
#include "storage/annotations.hpp"
#include "storage/predictions.hpp"
#include "storage/projects.hpp"
#include "storage/tasks.hpp"

namespace tw::server {

/// A task that the caller may see, and its project. Errors: "not-found".
struct TaskOfProject {
    TaskRow task;
    ProjectRow project;
};
Result<TaskOfProject> task_for(Transaction& transaction, const Caller& caller, std::int64_t id);

Result<TaskRow> create_task(Services& services, Transaction& transaction, const Caller& caller, const Json& body);
Result<TaskRow> change_task(Services& services, Transaction& transaction, const Caller& caller, TaskOfProject found,
                            const Json& body);
/// With everything that hangs on them; counters follow.
void remove_tasks(Services& services, Transaction& transaction, const ProjectRow& project,
                  const std::vector<std::int64_t>& ids);

} // namespace tw::server
