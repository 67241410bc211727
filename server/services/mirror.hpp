// Tasks as a studio keeps them on its own device (its local-first mirror of a project): the list, light and in pages, and
// whole tasks with the documents their annotations are edited in. JSON text; read by src/app/server/mirror_json.
#pragma once

#include "model/caller.hpp"
#include "services/services.hpp"
#include "storage/projects.hpp"

#include <string>
#include <vector>

namespace tw::server {

/// {"projects": [{uid, id, title, ..., task_count, done_count}]} of the projects that the caller may see, newest first.
std::string mirrored_projects(Transaction& transaction, const Caller& caller);

/// {"position", "project": {uid, id, title, ...}, "next": id to ask after or null, "tasks": [{id, inner_id, uid,
/// created_at, updated_at, state, total_annotations, cancelled_annotations, total_predictions, document, data, meta}]}. `state` is as the caller
/// stands to the task, `document` the one the caller's own annotation is edited in.
std::string mirror_page(Transaction& transaction, const Caller& caller, const ProjectRow& project,
                        std::int64_t after_id, std::int64_t limit);

/// {"position", "tasks": [{the same..., "annotations": [as exported], "predictions": [...], "documents": [snapshots]}]} of those
/// of `ids` that are there.
std::string mirrored_tasks(Services& services, Transaction& transaction, const Caller& caller,
                           const ProjectRow& project, const std::vector<std::int64_t>& ids);

} // namespace tw::server
