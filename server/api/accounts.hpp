// The parts of add_account_routes, a file each.
#pragma once

#include "api/api.hpp"

namespace tw::server {

void add_user_routes(Api& api);           ///< users, current user, hotkeys, avatars
void add_token_routes(Api& api);          ///< legacy and personal access tokens, their switches
void add_organization_routes(Api& api);   ///< organizations, members, invites
void add_studio_account_routes(Api& api); ///< what the studio needs beyond Label Studio's API, under /api/tagwright

} // namespace tw::server
