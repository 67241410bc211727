// What many handlers share: work on the project or the task that the path names, inside one transaction.
#pragma once

#include "api/api.hpp"
#include "services/projects.hpp"
#include "services/tasks.hpp"

namespace tw::server {

template <class F>
Result<Response> with_project(Call& call, F work) {
    return call.services.database.read([&](Transaction& transaction) -> Result<Response> {
        const auto row = project_for(transaction, call.caller, call.params.id());
        if (!row)
            return std::unexpected(row.error());
        return work(transaction, *row);
    });
}

template <class F>
Result<Response> change_with_project(Call& call, F work) {
    return call.services.database.write([&](Transaction& transaction) -> Result<Response> {
        auto row = project_for(transaction, call.caller, call.params.id());
        if (!row)
            return std::unexpected(row.error());
        return work(transaction, *row);
    });
}

template <class F>
Result<Response> with_task(Call& call, F work) {
    return call.services.database.read([&](Transaction& transaction) -> Result<Response> {
        const auto found = task_for(transaction, call.caller, call.params.id());
        if (!found)
            return std::unexpected(found.error());
        return work(transaction, *found);
    });
}

template <class F>
Result<Response> change_with_task(Call& call, F work) {
    return call.services.database.write([&](Transaction& transaction) -> Result<Response> {
        auto found = task_for(transaction, call.caller, call.params.id());
        if (!found)
            return std::unexpected(found.error());
        return work(transaction, *found);
    });
}

} // namespace tw::server
