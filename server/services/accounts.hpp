// Who a person is: sign-in, sign-up, sessions, and who sent a request. Passwords are hashed with Argon2id (passwords.hpp);
// of a session only the hash of its secret is stored. API tokens are in api_tokens.hpp, members and invites in
// members.hpp, the rules about other sites' pages in origins.hpp.
#pragma once

#include "base/error.hpp"
#include "http/message.hpp"
#include "model/caller.hpp"
#include "services/services.hpp"
#include "storage/users.hpp"

namespace tw::server {

/// Who sent this request, by X-Api-Key, Authorization (Token, Bearer), a WebSocket's ticket or the session cookie. user_id
/// 0 when it names nobody. Errors: "unauthorized" for credentials that are wrong, revoked or expired.
Result<Caller> authenticate(Services& services, const Request& request);

/// May this request change something? Cross-site requests of browsers are refused by Sec-Fetch-Site and Origin; a client
/// that sends neither is no browser, and one that sent a token cannot have been tricked. Asked of every request that is
/// no GET or HEAD, and of a WebSocket's. Errors: "forbidden".
Result<void> check_same_site(const Services& services, const Request& request, const Caller& caller);

/// Sessions that nobody used since then are over.
std::string sessions_end_unless_seen_after(const Services& services);

struct SignedIn {
    std::int64_t user_id = 0;
    std::string session_token; ///< for the cookie; cannot be read back later
};

/// Errors: "wrong-credentials", "rate-limited".
Result<SignedIn> sign_in(Services& services, std::string_view email, std::string_view password,
                         std::string_view remote_address);
/// Ends the session; nothing happens when there is none of that token.
Result<void> sign_out(Services& services, std::string_view session_token);

struct NewAccount {
    std::string email = {}, password = {};
    std::string invite = {}; ///< an organization's token, or empty
    std::string first_name = {}, last_name = {};
    bool allow_newsletters = false;
    std::string remote_address = {};
};
/// The first account makes the organization and is its admin; later ones become members of the organization whose invite
/// they hold, or of the first. Errors: "validation" with /email or /password, "forbidden" for an invite that is unknown or
/// missing where one is needed, "rate-limited".
Result<SignedIn> sign_up(Services& services, const NewAccount& account);

/// Would an account be made for whoever holds this invite ("" for none)? Errors: "forbidden".
Result<void> check_invite(Services& services, std::string_view invite);

/// Is there no account at all yet?
Result<bool> is_empty_server(Services& services);

/// Makes the first admin on an empty server as settings say; nothing when they say nothing or there is somebody already.
Result<void> make_first_admin(Services& services);

/// `old_password` may be empty for an account that never had one. Ends the person's other sessions. Errors: "validation"
/// with /password or /old_password, "rate-limited".
Result<void> change_password(Services& services, const Caller& caller, std::string_view old_password,
                             std::string_view new_password, std::string_view session_token);

// For the command line, where whoever runs it may do everything.
struct NewUser {
    std::string email = {}, username = {}, password = {}, first_name = {}, last_name = {}, phone = {},
                legacy_token = {};
    Role role = Role::annotator;
};
/// A member of the first organization, which is made (and the user its admin) when there is none. An empty password lets
/// nobody in by password; an empty token is made up. Errors: "validation".
Result<UserRow> add_user(Services& services, const NewUser& user);
/// Ends all of the user's sessions. Errors: "not-found", "validation".
Result<void> set_password(Services& services, std::string_view email, std::string_view password);

/// Errors: "validation" with /email.
Result<void> check_email(std::string_view email);
/// 8 to 128 characters. Errors: "validation" with `field`.
Result<void> check_password(std::string_view password, std::string_view field = "password");

/// The value of Set-Cookie for a session; `keep` lets it outlive the browser.
std::string session_cookie(const Services& services, const Request& request, std::string_view token, bool keep);
std::string ended_session_cookie(const Request& request);

} // namespace tw::server
