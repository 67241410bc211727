// People of an organization as others see and manage them: profiles, membership, roles, invites, the organization's own
// settings. Every function asks the caller's rights itself; another organization's people are not found.
#pragma once

#include "base/json.hpp"
#include "services/accounts.hpp"
#include "storage/organizations.hpp"

namespace tw::server {

// --- users, as Label Studio shows them ---

/// Two letters for a picture that is not there: of the names, else of the email.
std::string initials(const UserRow& user);
/// All of a user but secrets. `organization` is the one the user works in, if any.
Json user_json(Transaction& transaction, const UserRow& user);
/// The caller, with what it may do ("permissions") and its role.
Result<Json> whoami(Services& services, const Caller& caller);
/// The same for somebody who has just signed in.
Result<Json> account_json(Services& services, std::int64_t user_id);
Result<Json> list_users(Services& services, const Caller& caller);
Result<Json> get_user(Services& services, const Caller& caller, std::int64_t id);
/// `body` needs email; username, names and phone are taken too. The new user is a member. Errors: "validation".
Result<Json> create_user(Services& services, const Caller& caller, const Json& body);
/// One's own profile, or anybody's for who may manage members. Errors: "method" for a changed email, "validation".
Result<Json> change_user(Services& services, const Caller& caller, std::int64_t id, const Json& body);
/// Errors: "conflict" for the last admin.
Result<void> remove_user(Services& services, const Caller& caller, std::int64_t id);
/// `avatar`: an address below /data/avatars, or "" for none.
Result<void> set_avatar(Services& services, const Caller& caller, std::int64_t id, std::string avatar);

Result<Json> hotkeys(Services& services, const Caller& caller);
/// `custom`: {"section:action": {key, active}}. Errors: "hotkeys" naming what is wrong.
Result<Json> set_hotkeys(Services& services, const Caller& caller, const Json& custom);

// --- organizations ---

/// With the ids of its users; `with_token` shows what an invite link carries.
Json organization_json(Transaction& transaction, const OrganizationRow& organization, bool with_token);
Result<Json> list_organizations(Services& services, const Caller& caller);
Result<Json> get_organization(Services& services, const Caller& caller, std::int64_t id);
Result<Json> change_organization(Services& services, const Caller& caller, std::int64_t id, const Json& body);

struct MemberPage {
    std::int64_t count = 0;
    Json results;
};
Result<MemberPage> list_members(Services& services, const Caller& caller, std::int64_t organization_id,
                                std::int64_t limit, std::int64_t offset, bool with_projects);
Result<Json> get_member(Services& services, const Caller& caller, std::int64_t organization_id, std::int64_t user_id);
/// Errors: "validation" for an unknown role, "conflict" when no admin would be left.
Result<Json> set_member_role(Services& services, const Caller& caller, std::int64_t organization_id,
                             std::int64_t user_id, std::string_view role);
/// Errors: "method" for oneself.
Result<void> remove_member(Services& services, const Caller& caller, std::int64_t organization_id,
                           std::int64_t user_id);

Result<std::string> invite_token(Services& services, const Caller& caller);
Result<std::string> reset_invite_token(Services& services, const Caller& caller);

struct TokenSettings {
    bool api_tokens = true, legacy_tokens = true;
};
Result<TokenSettings> token_settings(Services& services, const Caller& caller);
/// What is absent stays as it is.
Result<TokenSettings> set_token_settings(Services& services, const Caller& caller, std::optional<bool> api_tokens,
                                         std::optional<bool> legacy_tokens);

} // namespace tw::server
