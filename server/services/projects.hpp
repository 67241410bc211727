// Projects as the API speaks of them: the 48 keys of Label Studio's project, their defaults, which of them may be
// changed and to what, and how a change of config or overlap reaches the tasks.
#pragma once

#include "model/caller.hpp"
#include "services/services.hpp"
#include "storage/projects.hpp"

namespace tw::server {

/// A project that the caller may see, with the right asked for. Errors: "not-found" "No Project matches the given query.",
/// "forbidden".
Result<ProjectRow> project_for(Transaction& transaction, const Caller& caller, std::int64_t id);

/// The project as JSON text; `include` keeps only these keys (empty: all). A project just made has null counters.
std::string project_json(Transaction& transaction, const Caller& caller, const ProjectRow& row,
                         const std::vector<std::string>& include = {}, bool null_counters = false);

Result<ProjectRow> create_project(Services& services, Transaction& transaction, const Caller& caller, const Json& body);
Result<ProjectRow> change_project(Services& services, Transaction& transaction, const Caller& caller, ProjectRow row,
                                  const Json& body);

/// What a config would break in what is already annotated. Errors: "validation" at /label_config.
Result<void> check_config_against_data(Transaction& transaction, const ProjectRow& row, const Json& parsed_config,
                                       bool labels_too);

/// A setting of the project: its own, else Label Studio's default.
Json project_setting(const ProjectRow& row, std::string_view name);

} // namespace tw::server
