// Tokens of programs. A legacy token is 40 hex digits that stay good until they are replaced. A personal access token is
// a refresh JWT that lives for years, is known by its jti, and is exchanged for access JWTs of five minutes. A page of an
// allowed origin gets an access token bound to the session of whoever signed in for it, and ends with that session.
#pragma once

#include "services/accounts.hpp"

#include <string>
#include <vector>

namespace tw::server {

struct AccessClaims {
    std::int64_t user_id = 0;
    std::string session_hash; ///< bound to this session; "": to none
};
/// Errors: "token-invalid", "token-expired".
Result<AccessClaims> read_access_token(const Services& services, std::string_view token);

/// A fresh legacy token in place of the old one.
Result<std::string> reset_legacy_token(Services& services, const Caller& caller);
Result<std::string> legacy_token(Services& services, const Caller& caller);
std::string new_legacy_token();

/// What is left to show of the caller's live refresh tokens: header.payload.
Result<std::vector<std::string>> shown_refresh_tokens(Services& services, const Caller& caller);
/// Errors: "conflict" while one is live, "forbidden" when the organization has them switched off.
Result<std::string> create_refresh_token(Services& services, const Caller& caller);
/// An access token. Errors: "unauthorized".
Result<std::string> refresh_access_token(Services& services, std::string_view refresh_token);
/// A new refresh token in place of one of the caller's. Errors: "unauthorized".
Result<std::string> rotate_refresh_token(Services& services, const Caller& caller, std::string_view refresh_token);
/// By the token or by what is shown of it. Errors: "not-found" when it is unknown, not the caller's, or revoked already.
Result<void> revoke_refresh_token(Services& services, const Caller& caller, std::string_view refresh_token);

struct PageToken {
    std::string token;
    std::int64_t expires_in_s = 0;
};
/// For a page of another origin, bound to the session of that hash.
PageToken page_token(const Services& services, std::int64_t user_id, const std::string& session_hash);

} // namespace tw::server
