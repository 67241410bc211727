#include "storage/tokens.hpp"

#include "storage/sql.hpp"

namespace tw::server {
namespace {

constexpr std::string_view select_refresh_tokens =
    "SELECT jti, user_id, shown, created_at, expires_at, revoked_at FROM refresh_tokens ";

void into(sql::Query& query, RefreshTokenRow& row) {
    query.out(row.jti).out(row.user_id).out(row.shown).out(row.created_at).out(row.expires_at).out(row.revoked_at);
}

} // namespace

void insert_session(Transaction& transaction, const SessionRow& session) {
    sql::run(transaction.sql,
             "INSERT INTO sessions (token_hash, user_id, created_at, seen_at, expires_at) VALUES (?,?,?,?,?)",
             session.token_hash, session.user_id, session.created_at, session.seen_at, session.expires_at);
}

void set_session_seen(Transaction& transaction, std::string_view token_hash, std::string_view at) {
    sql::run(transaction.sql, "UPDATE sessions SET seen_at = ? WHERE token_hash = ?", at, token_hash);
}

void delete_session(Transaction& transaction, std::string_view token_hash) {
    sql::run(transaction.sql, "DELETE FROM sessions WHERE token_hash = ?", token_hash);
}

void delete_sessions_of(Transaction& transaction, std::int64_t user_id, std::string_view except_hash) {
    sql::run(transaction.sql, "DELETE FROM sessions WHERE user_id = ? AND token_hash <> ?", user_id, except_hash);
}

void delete_expired_sessions(Transaction& transaction, std::string_view now, std::string_view seen_after) {
    sql::run(transaction.sql, "DELETE FROM sessions WHERE expires_at <= ? OR seen_at <= ?", now, seen_after);
}

void insert_refresh_token(Transaction& transaction, const RefreshTokenRow& token) {
    sql::run(
        transaction.sql,
        "INSERT INTO refresh_tokens (jti, user_id, shown, created_at, expires_at, revoked_at) VALUES (?,?,?,?,?,?)",
        token.jti, token.user_id, token.shown, token.created_at, token.expires_at, token.revoked_at);
}

std::optional<RefreshTokenRow> find_refresh_token(Transaction& transaction, std::string_view jti) {
    RefreshTokenRow row;
    sql::Query query(transaction.sql, std::string(select_refresh_tokens) + "WHERE jti = ?");
    query.bind(jti);
    into(query, row);
    return query.next() ? std::optional(std::move(row)) : std::nullopt;
}

std::vector<RefreshTokenRow> live_refresh_tokens(Transaction& transaction, std::int64_t user_id, std::string_view now) {
    std::vector<RefreshTokenRow> rows;
    RefreshTokenRow row;
    sql::Query query(transaction.sql,
                     std::string(select_refresh_tokens) +
                         "WHERE user_id = ? AND revoked_at = '' AND expires_at > ? ORDER BY created_at, jti");
    query.bind(user_id).bind(now);
    into(query, row);
    while (query.next())
        rows.push_back(row);
    return rows;
}

void revoke_refresh_token(Transaction& transaction, std::string_view jti, std::string_view now) {
    sql::run(transaction.sql, "UPDATE refresh_tokens SET revoked_at = ? WHERE jti = ? AND revoked_at = ''", now, jti);
}

void revoke_refresh_tokens_of(Transaction& transaction, std::int64_t user_id, std::string_view now) {
    sql::run(transaction.sql, "UPDATE refresh_tokens SET revoked_at = ? WHERE user_id = ? AND revoked_at = ''", now,
             user_id);
}

} // namespace tw::server
