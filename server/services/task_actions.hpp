// The data manager's actions on many tasks at once, and what it is told of columns (spec/datamanager.md, 1 and 5).
#pragma once

#include "model/caller.hpp"
#include "services/task_query.hpp"

namespace tw::server {

std::string data_manager_columns(Transaction& transaction, const Caller& caller, const ProjectRow* project);
std::string data_manager_actions();
bool is_action(const std::string& action);
std::unexpected<Error> unknown_action(const std::string& action);

/// Errors: "action" for an unknown one, and for a selection that names nothing (Label Studio takes that as everything).
Result<Json> run_action(Services& services, Transaction& transaction, const Caller& caller, const ProjectRow& project,
                        const std::string& action, const TaskQuery& query, const Json& form);

} // namespace tw::server
