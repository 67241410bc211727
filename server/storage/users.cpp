#include "storage/users.hpp"

#include "base/json.hpp"
#include "base/text.hpp"
#include "storage/sql.hpp"

namespace tw::server {
namespace {

constexpr std::string_view columns =
    "u.id, u.uid, u.email, u.username, u.first_name, u.last_name, u.phone, u.avatar, u.password_hash, "
    "u.custom_hotkeys, "
    "u.legacy_token, u.is_active, u.allow_newsletters, u.active_organization, u.date_joined, u.last_activity";

void into(sql::Query& query, UserRow& row) {
    query.out(row.id).out(row.uid).out(row.email).out(row.username).out(row.first_name).out(row.last_name);
    query.out(row.phone).out(row.avatar).out(row.password_hash).out(row.custom_hotkeys).out(row.legacy_token);
    query.out(row.is_active).out(row.allow_newsletters).out(row.active_organization);
    query.out(row.date_joined).out(row.last_activity);
}

std::string select_users(std::string_view rest) {
    return "SELECT " + std::string(columns) + " FROM users u " + std::string(rest);
}

template <class Value>
std::optional<UserRow> one_user(Transaction& transaction, std::string_view rest, const Value& value) {
    UserRow row;
    sql::Query query(transaction.sql, select_users(rest));
    query.bind(value);
    into(query, row);
    return query.next() ? std::optional(std::move(row)) : std::nullopt;
}

std::vector<UserRow> rows_of(sql::Query& query) {
    std::vector<UserRow> rows;
    UserRow row;
    into(query, row);
    while (query.next())
        rows.push_back(row);
    return rows;
}

// A user works in the organization it chose, else in the first it joined.
constexpr std::string_view identity_columns =
    "SELECT u.id, u.email, u.is_active, u.last_activity, m.organization_id, m.role, o.legacy_tokens_enabled, "
    "o.api_tokens_enabled, ";
constexpr std::string_view identity_joins =
    "LEFT JOIN members m ON m.user_id = u.id AND m.organization_id = COALESCE(u.active_organization, "
    "(SELECT MIN(j.organization_id) FROM members j WHERE j.user_id = u.id)) "
    "LEFT JOIN organizations o ON o.id = m.organization_id ";

template <class... Values>
std::optional<IdentityRow> identity(Transaction& transaction, std::string_view from, std::string_view where,
                                    const Values&... values) {
    IdentityRow row;
    sql::Query query(transaction.sql, std::string(identity_columns) + std::string(from) + std::string(identity_joins) +
                                          std::string(where));
    (query.bind(values), ...);
    query.out(row.user_id).out(row.email).out(row.is_active).out(row.last_activity);
    query.out(row.organization_id).out(row.role).out(row.legacy_tokens_enabled).out(row.api_tokens_enabled);
    query.out(row.session_seen_at);
    return query.next() ? std::optional(std::move(row)) : std::nullopt;
}

} // namespace

std::optional<UserRow> find_user(Transaction& transaction, std::int64_t id) {
    return one_user(transaction, "WHERE u.id = ?", id);
}

std::optional<UserRow> find_user_by_email(Transaction& transaction, std::string_view email) {
    return one_user(transaction, "WHERE u.email = ?", to_lower_ascii(email));
}

std::optional<UserRow> find_user_by_legacy_token(Transaction& transaction, std::string_view token) {
    return one_user(transaction, "WHERE u.legacy_token = ?", token);
}

std::optional<Role> role_in(Transaction& transaction, std::int64_t organization_id, std::int64_t user_id) {
    const auto role = sql::text(transaction.sql, "SELECT role FROM members WHERE organization_id = ? AND user_id = ?",
                                organization_id, user_id);
    return role ? std::optional(role_from(*role)) : std::nullopt;
}

std::int64_t count_users(Transaction& transaction) {
    return sql::whole(transaction.sql, "SELECT COUNT(*) FROM users").value_or(0);
}

std::vector<UserRow> all_users(Transaction& transaction) {
    sql::Query query(transaction.sql, select_users("ORDER BY u.id"));
    return rows_of(query);
}

std::vector<UserRow> users_of_organization(Transaction& transaction, std::int64_t organization_id) {
    sql::Query query(transaction.sql,
                     select_users("JOIN members m ON m.user_id = u.id WHERE m.organization_id = ? ORDER BY u.id"));
    query.bind(organization_id);
    return rows_of(query);
}

std::int64_t insert_user(Transaction& transaction, const UserRow& user) {
    sql::run(transaction.sql,
             "INSERT INTO users (uid, email, username, first_name, last_name, phone, avatar, password_hash, "
             "custom_hotkeys, legacy_token, is_active, allow_newsletters, active_organization, date_joined, "
             "last_activity) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
             user.uid, to_lower_ascii(user.email), user.username, user.first_name, user.last_name, user.phone,
             user.avatar, user.password_hash, user.custom_hotkeys, user.legacy_token, user.is_active,
             user.allow_newsletters, user.active_organization, user.date_joined, user.last_activity);
    return sql::last_id(transaction.sql, "users");
}

void update_user(Transaction& transaction, const UserRow& user) {
    sql::run(transaction.sql,
             "UPDATE users SET email = ?, username = ?, first_name = ?, last_name = ?, phone = ?, avatar = ?, "
             "password_hash = ?, custom_hotkeys = ?, legacy_token = ?, is_active = ?, allow_newsletters = ?, "
             "active_organization = ? WHERE id = ?",
             to_lower_ascii(user.email), user.username, user.first_name, user.last_name, user.phone, user.avatar,
             user.password_hash, user.custom_hotkeys, user.legacy_token, user.is_active, user.allow_newsletters,
             user.active_organization, user.id);
}

void delete_user(Transaction& transaction, std::int64_t id) {
    sql::run(transaction.sql, "DELETE FROM users WHERE id = ?", id);
}

void set_last_activity(Transaction& transaction, std::int64_t user_id, std::string_view at) {
    sql::run(transaction.sql, "UPDATE users SET last_activity = ? WHERE id = ?", at, user_id);
}

std::string short_user_json(Transaction& transaction, std::int64_t user_id) {
    const auto user = find_user(transaction, user_id);
    if (!user)
        return "null";
    return dump_json({{"id", user->id},
                      {"first_name", user->first_name},
                      {"last_name", user->last_name},
                      {"email", user->email},
                      {"avatar", user->avatar.empty() ? Json() : Json(user->avatar)}});
}

std::optional<IdentityRow> identity_by_user(Transaction& transaction, std::int64_t user_id) {
    return identity(transaction, "'' FROM users u ", "WHERE u.id = ?", user_id);
}

std::optional<IdentityRow> identity_by_legacy_token(Transaction& transaction, std::string_view token) {
    return identity(transaction, "'' FROM users u ", "WHERE u.legacy_token = ?", token);
}

std::optional<IdentityRow> identity_by_session(Transaction& transaction, std::string_view token_hash,
                                               std::string_view now, std::string_view seen_after) {
    return identity(transaction, "s.seen_at FROM sessions s JOIN users u ON u.id = s.user_id ",
                    "WHERE s.token_hash = ? AND s.expires_at > ? AND s.seen_at > ?", token_hash, now, seen_after);
}

} // namespace tw::server
