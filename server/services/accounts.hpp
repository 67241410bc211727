// Who a person is: sign-in, sessions, tokens, members, invites. Passwords are hashed with Argon2id (libsodium); session
// and refresh tokens are stored as hashes only; access tokens are HS256 JWTs signed with a secret in the data directory.
#pragma once

#include "base/error.hpp"
#include "http/message.hpp"
#include "services/caller.hpp"
#include "services/services.hpp"

namespace tw::server {

/// Who sent this request, by X-Api-Key, Authorization (Token, Bearer) or the session cookie. user_id 0 when it names
/// nobody. Errors: "unauthorized" for credentials that are wrong, revoked or expired.
Result<Caller> authenticate(Services& services, const Request& request);

/// May this request change something? Cross-site requests of browsers are refused by Sec-Fetch-Site and Origin; a client
/// that sends neither is no browser. Errors: "forbidden".
Result<void> check_same_site(const Services& services, const Request& request, const Caller& caller);

} // namespace tw::server
