// Which task a person gets next (spec/datamanager.md, section 6): pool, queues, samplings, locks.
#pragma once

#include "services/task_query.hpp"
#include "services/tasks.hpp"

namespace tw::server {

struct NextTask {
    TaskRow task;
    std::string queue, lock_id;
};

/// With `query` the tasks come in its order. Errors: "not-found" "There are no tasks for <email>".
Result<NextTask> next_task(Services& services, Transaction& transaction, const Caller& caller,
                           const ProjectRow& project, const TaskQuery* query);

} // namespace tw::server
