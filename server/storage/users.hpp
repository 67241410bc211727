// Rows of users. SQL only; rules are in services/accounts. Emails are stored in lower case, so that two accounts cannot
// differ by case alone. Members, organizations and tokens have files of their own beside this one.
#pragma once

#include "model/caller.hpp"
#include "storage/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tw::server {

struct UserRow {
    std::int64_t id = 0;
    std::string uid, email, username, first_name, last_name, phone, avatar;
    std::string password_hash, custom_hotkeys = "{}", legacy_token;
    bool is_active = true;
    std::optional<std::int64_t> allow_newsletters, active_organization;
    std::string date_joined, last_activity;
};

std::optional<UserRow> find_user(Transaction& transaction, std::int64_t id);
/// Emails are stored in lower case; `email` may be in any.
std::optional<UserRow> find_user_by_email(Transaction& transaction, std::string_view email);
std::optional<UserRow> find_user_by_legacy_token(Transaction& transaction, std::string_view token);
std::optional<Role> role_in(Transaction& transaction, std::int64_t organization_id,
                            std::int64_t user_id); ///< empty: no member
std::int64_t count_users(Transaction& transaction);
std::vector<UserRow> all_users(Transaction& transaction);                                           ///< by id
std::vector<UserRow> users_of_organization(Transaction& transaction, std::int64_t organization_id); ///< by id

/// Stores a user without its id and answers the new id. Email, uid and token must be new.
std::int64_t insert_user(Transaction& transaction, const UserRow& user);
/// Writes all columns of the row with this id, less id, uid, dates.
void update_user(Transaction& transaction, const UserRow& user);
void delete_user(Transaction& transaction, std::int64_t id);
void set_last_activity(Transaction& transaction, std::int64_t user_id, std::string_view at);

/// {id, first_name, last_name, email, avatar} as JSON text; "null" for a user that is gone.
std::string short_user_json(Transaction& transaction, std::int64_t user_id);

/// What authentication has to know of a user, in one read.
struct IdentityRow {
    std::int64_t user_id = 0, organization_id = 0; ///< organization 0: member of none
    std::string email, role, last_activity;
    std::string session_seen_at; ///< when it came by a session: its own last activity
    bool is_active = false, legacy_tokens_enabled = false, api_tokens_enabled = false;
};
std::optional<IdentityRow> identity_by_user(Transaction& transaction, std::int64_t user_id);
std::optional<IdentityRow> identity_by_legacy_token(Transaction& transaction, std::string_view token);
/// Of a session that has not expired at `now` and was used after `seen_after`.
std::optional<IdentityRow> identity_by_session(Transaction& transaction, std::string_view token_hash,
                                               std::string_view now, std::string_view seen_after);

} // namespace tw::server
