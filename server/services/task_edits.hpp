// Actions of the data manager that write into many tasks: a data field for each, labels renamed, one annotation copied to
// all, the labels of each summed up in its data. Label Studio calls them experimental: they are not offered, but run.
#pragma once

#include "model/caller.hpp"
#include "services/services.hpp"
#include "storage/projects.hpp"

namespace tw::server {

bool is_task_edit(const std::string& action);

/// Errors: "validation" for what the form lacks, "not-found" for an annotation that is not of this project.
Result<Json> run_task_edit(Services& services, Transaction& transaction, const Caller& caller,
                           const ProjectRow& project, const std::string& action,
                           const std::vector<std::int64_t>& task_ids, const Json& form);

} // namespace tw::server
