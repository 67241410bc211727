// What the data manager asks a person before an action: the fields of its dialog, with the project's own model versions,
// annotators and controls as options. Only says what can be filled in; the actions read it (task_actions, task_edits).
#pragma once

#include "model/caller.hpp"
#include "services/services.hpp"
#include "storage/projects.hpp"

namespace tw::server {

/// JSON text of a list, empty for an action that asks nothing. Errors: "action" for an unknown one.
Result<std::string> data_manager_action_form(Transaction& transaction, const Caller& caller, const ProjectRow& project,
                                             const std::string& action);

} // namespace tw::server
