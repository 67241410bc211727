// Rows of sessions and refresh tokens. Of a session only the hash of its secret is kept, of a refresh token its id (jti)
// and the part without signature, so that the database alone lets nobody in. Legacy tokens are a column of users.
#pragma once

#include "storage/database.hpp"

namespace tw::server {

struct SessionRow {
    std::string token_hash;
    std::int64_t user_id = 0;
    std::string created_at, seen_at, expires_at;
};

void insert_session(Transaction& transaction, const SessionRow& session);
void set_session_seen(Transaction& transaction, std::string_view token_hash, std::string_view at);
void delete_session(Transaction& transaction, std::string_view token_hash);
/// All of a user's, less the one with `except_hash`.
void delete_sessions_of(Transaction& transaction, std::int64_t user_id, std::string_view except_hash = {});
/// Also those that were not used since `seen_after`.
void delete_expired_sessions(Transaction& transaction, std::string_view now, std::string_view seen_after);

struct RefreshTokenRow {
    std::string jti;
    std::int64_t user_id = 0;
    std::string shown; ///< header.payload
    std::string created_at, expires_at, revoked_at;
};

void insert_refresh_token(Transaction& transaction, const RefreshTokenRow& token);
std::optional<RefreshTokenRow> find_refresh_token(Transaction& transaction, std::string_view jti);
/// Neither revoked nor expired at `now`, oldest first.
std::vector<RefreshTokenRow> live_refresh_tokens(Transaction& transaction, std::int64_t user_id, std::string_view now);
void revoke_refresh_token(Transaction& transaction, std::string_view jti, std::string_view now);
void revoke_refresh_tokens_of(Transaction& transaction, std::int64_t user_id, std::string_view now);

} // namespace tw::server
