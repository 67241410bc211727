// Rows of users, organizations and members. SQL only; rules are in services/accounts.
#pragma once

#include "services/caller.hpp"
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
std::optional<UserRow> find_user_by_email(Transaction& transaction, std::string_view email);
std::optional<Role> role_in(Transaction& transaction, std::int64_t organization_id, std::int64_t user_id); ///< empty: no member

/// {id, first_name, last_name, email, avatar} as JSON text; "null" for a user that is gone.
std::string short_user_json(Transaction& transaction, std::int64_t user_id);

} // namespace tw::server
