// The one question every handler asks before it does anything: may this person do that? The rules stand in one table.
// What a person may not even see answers as if it were not there.
#pragma once

#include "base/error.hpp"
#include "model/caller.hpp"

namespace tw::server {

enum class Right : std::uint8_t {
    view_project, ///< and its tasks, annotations, predictions
    create_project,
    change_project, ///< settings, config, views
    delete_project,
    import_tasks, ///< and create, change, delete tasks and predictions
    annotate,     ///< create and change one's own annotations and drafts
    change_any_annotation,
    export_data,
    manage_members, ///< users, roles, invites
    manage_server,
};

/// Is `project_organization` the caller's own, and does the role allow it? Errors: "not-found" for another organization's
/// object, "forbidden".
Result<void> allow(const Caller& caller, Right right, std::int64_t object_organization);
/// The same for what belongs to no object yet.
Result<void> allow(const Caller& caller, Right right);

} // namespace tw::server
