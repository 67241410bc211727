#include "services/permissions.hpp"

namespace tw::server {

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
