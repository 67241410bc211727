#include "services/permissions.hpp"

namespace tw::server {

std::string_view to_string(Role role) {
    switch (role) {
    case Role::annotator:
        return "annotator";
    case Role::reviewer:
        return "reviewer";
    case Role::manager:
        return "manager";
    case Role::admin:
        return "admin";
    }
    return "annotator";
}

Role role_from(std::string_view name) {
    for (const Role role : {Role::annotator, Role::reviewer, Role::manager, Role::admin})
        if (to_string(role) == name)
            return role;
    return Role::annotator;
}

namespace {

/// The least role that has each right. For now it is what Label Studio's open edition lets every member do; the table of
/// roles comes with the workflow.
Role needed(Right right) {
    return right == Right::manage_server || right == Right::manage_members ? Role::admin : Role::annotator;
}

} // namespace

Result<void> allow(const Caller& caller, Right right) {
    if (caller.role < needed(right))
        return fail("forbidden", "You do not have permission to perform this action.");
    return {};
}

Result<void> allow(const Caller& caller, Right right, std::int64_t object_organization) {
    if (object_organization != caller.organization_id)
        return fail("not-found", "Not found.");
    return allow(caller, right);
}

} // namespace tw::server
