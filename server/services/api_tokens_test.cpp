#include "services/api_tokens.hpp"

#include "base/hash.hpp"
#include "services/jwt.hpp"
#include "services/members.hpp"
#include "support/test_server.hpp"

#include <doctest/doctest.h>

using namespace tw;
using namespace tw::server;
using tw::test::TestServer;

namespace {

Caller caller_of(TestServer& server, const UserRow& user) {
    Request request;
    request.headers.add("X-Api-Key", user.legacy_token);
    return *authenticate(server.services, request);
}

Result<Caller> by_bearer(TestServer& server, const std::string& token) {
    Request request;
    request.headers.add("Authorization", "Bearer " + token);
    return authenticate(server.services, request);
}

} // namespace

TEST_CASE("a refresh token gives access for five minutes at a time until it is revoked") {
    TestServer server;
    const Caller ann = caller_of(server, server.add("ann@example.com"));
    const auto token = create_refresh_token(server.services, ann);
    REQUIRE(token.has_value());
    CHECK(create_refresh_token(server.services, ann).error().code == "conflict");
    CHECK(*shown_refresh_tokens(server.services, ann) ==
          std::vector<std::string>{std::string(without_signature(*token))});
    CHECK_FALSE(by_bearer(server, *token).has_value());

    const auto access = refresh_access_token(server.services, *token);
    REQUIRE(access.has_value());
    CHECK(by_bearer(server, *access)->user_id == ann.user_id);
    CHECK_FALSE(refresh_access_token(server.services, *access).has_value());
    server.clock.advance(299'000);
    CHECK(by_bearer(server, *access).has_value());
    server.clock.advance(2'000);
    CHECK(by_bearer(server, *access).error().code == "unauthorized");

    const auto rotated = rotate_refresh_token(server.services, ann, *token);
    REQUIRE(rotated.has_value());
    CHECK(refresh_access_token(server.services, *token).error().message == "Token is blacklisted");
    CHECK(refresh_access_token(server.services, *rotated).has_value());
    CHECK(revoke_refresh_token(server.services, ann, *rotated).has_value());
    CHECK(revoke_refresh_token(server.services, ann, *rotated).error().code == "not-found");
    CHECK(refresh_access_token(server.services, "nonsense").error().message == "Token is invalid");
    CHECK(create_refresh_token(server.services, ann).has_value());
}

TEST_CASE("claims are those that label-studio-sdk reads") {
    TestServer server;
    const Caller ann = caller_of(server, server.add("ann@example.com"));
    const auto claims = read_jwt(server.accounts.secret, *create_refresh_token(server.services, ann), 0);
    REQUIRE(claims.has_value());
    CHECK(string_or(*claims, "token_type", "") == "refresh");
    CHECK(string_or(*claims, "user_id", "") == "1");
    CHECK(number_or(*claims, "exp", 0) > number_or(*claims, "iat", 0) + 199.0 * 365 * 86'400);
    CHECK(string_or(*claims, "jti", "").size() == 32);
}

TEST_CASE("somebody else's token is not found, and a removed user's is worth nothing") {
    TestServer server;
    const UserRow first = server.add("ann@example.com");
    const Caller ann = caller_of(server, first);
    const Caller bob = caller_of(server, server.add("bob@example.com"));
    const std::string token = *create_refresh_token(server.services, bob);
    const std::string access = *refresh_access_token(server.services, token);
    CHECK(revoke_refresh_token(server.services, ann, token).error().code == "not-found");
    CHECK_FALSE(rotate_refresh_token(server.services, ann, token).has_value());
    CHECK(by_bearer(server, access)->user_id == bob.user_id);
    REQUIRE(remove_user(server.services, ann, bob.user_id).has_value());
    CHECK_FALSE(by_bearer(server, access).has_value());
    CHECK_FALSE(refresh_access_token(server.services, token).has_value());
}

TEST_CASE("each kind of token can be switched off") {
    TestServer server;
    const UserRow row = server.add("ann@example.com");
    const Caller ann = caller_of(server, row);
    const std::string token = *create_refresh_token(server.services, ann);
    REQUIRE(set_token_settings(server.services, ann, false, std::nullopt).has_value());
    CHECK_FALSE(refresh_access_token(server.services, token).has_value());
    CHECK(create_refresh_token(server.services, ann).error().code == "forbidden");
    CHECK(caller_of(server, row).user_id == ann.user_id);
    REQUIRE(set_token_settings(server.services, ann, true, false).has_value());
    Request request;
    request.headers.add("X-Api-Key", row.legacy_token);
    CHECK(
        authenticate(server.services, request).error().message.find("legacy token authentication has been disabled") !=
        std::string::npos);
    CHECK(refresh_access_token(server.services, token).has_value());
}

TEST_CASE("a page's token ends with the session of whoever gave it") {
    TestServer server;
    const UserRow ann = server.add("ann@example.com");
    const auto session = sign_in(server.services, ann.email, "password", "");
    const PageToken given = page_token(server.services, ann.id, sha256_hex(session->session_token));
    CHECK(by_bearer(server, given.token)->user_id == ann.id);
    CHECK(by_bearer(server, given.token)->by == Caller::By::access_token);
    REQUIRE(sign_out(server.services, session->session_token).has_value());
    CHECK_FALSE(by_bearer(server, given.token).has_value());
}

TEST_CASE("a ticket opens one WebSocket, soon") {
    TestServer server;
    const Caller ann = caller_of(server, server.add("ann@example.com"));
    const auto connect = [&](const std::string& ticket, bool websocket) {
        Request request;
        request.query.add("ticket", ticket);
        if (websocket)
            request.headers.add("Upgrade", "websocket");
        const auto caller = authenticate(server.services, request);
        return caller ? caller->user_id : -1;
    };
    const std::string ticket = server.accounts.tickets.issue(ann, server.clock.monotonic_ms());
    CHECK(connect(ticket, false) == 0);
    CHECK(connect(ticket, true) == ann.user_id);
    CHECK(connect(ticket, true) == -1);
    CHECK(connect("made up", true) == -1);
    const std::string late = server.accounts.tickets.issue(ann, server.clock.monotonic_ms());
    server.clock.advance(30'000);
    CHECK(connect(late, true) == -1);
}
