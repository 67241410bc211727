#include "services/accounts.hpp"

#include "base/hash.hpp"
#include "services/api_tokens.hpp"
#include "storage/organizations.hpp"
#include "support/test_server.hpp"

#include <doctest/doctest.h>

using namespace tw;
using namespace tw::server;
using tw::test::TestServer;

namespace {

Request with(std::initializer_list<std::pair<std::string, std::string>> headers, Method method = Method::get) {
    Request request;
    request.method = method;
    request.host = "labels.example";
    for (const auto& [name, value] : headers)
        request.headers.add(name, value);
    return request;
}

std::int64_t who(TestServer& server, const Request& request) {
    const auto caller = authenticate(server.services, request);
    return caller ? caller->user_id : -1;
}

} // namespace

TEST_CASE("the first account makes the organization and rules it, the next one joins") {
    TestServer server;
    CHECK(*is_empty_server(server.services));
    const auto first = sign_up(server.services, {.email = "Ann@Example.com", .password = "correct horse"});
    REQUIRE(first.has_value());
    CHECK_FALSE(*is_empty_server(server.services));
    const auto second = sign_up(server.services, {.email = "bob@example.com", .password = "battery staple"});
    REQUIRE(second.has_value());
    const auto read = server.database->read([&](Transaction& transaction) -> Result<void> {
        const auto organization = first_organization(transaction);
        REQUIRE(organization.has_value());
        CHECK(organization->created_by == first->user_id);
        CHECK(role_in(transaction, organization->id, first->user_id) == Role::admin);
        CHECK(role_in(transaction, organization->id, second->user_id) == Role::annotator);
        CHECK(find_user_by_email(transaction, "ANN@example.COM")->username == "ann");
        CHECK(find_user(transaction, first->user_id)->password_hash.starts_with("$argon2id$"));
        return {};
    });
    CHECK(read.has_value());
}

TEST_CASE("sign-up says what is wrong with which field") {
    TestServer server;
    server.add("ann@example.com");
    const auto problem = [&](NewAccount account) {
        account.remote_address = "192.0.2.1";
        const auto made = sign_up(server.services, account);
        return made ? std::string("made") : made.error().code + made.error().where.pointer;
    };
    CHECK(problem({.email = "nobody", .password = "long enough"}) == "validation/email");
    CHECK(problem({.email = "ANN@example.com", .password = "long enough"}) == "validation/email");
    CHECK(problem({.email = "bob@example.com", .password = "short"}) == "validation/password");
    CHECK(problem({.email = "bob@example.com", .password = std::string(129, 'x')}) == "validation/password");
    CHECK(problem({.email = "bob@example.com", .password = "long enough", .invite = "wrong"}) == "forbidden");
    server.settings.signup_needs_link = true;
    CHECK(problem({.email = "bob@example.com", .password = "long enough"}) == "forbidden");
    std::string token;
    (void)server.database->read([&](Transaction& transaction) -> Result<void> {
        token = first_organization(transaction)->token;
        return {};
    });
    CHECK(problem({.email = "bob@example.com", .password = "long enough", .invite = token}) == "made");
}

TEST_CASE("emails are checked for shape") {
    for (const std::string_view good : {"a@b.c", "first.last+tag@sub.example.com", "x@localhost", "名@例子.中国"})
        CHECK_MESSAGE(check_email(good).has_value(), good);
    for (const std::string_view bad :
         {"", "@", "a", "a@", "@b.c", "a@b", "a b@c.d", "a@b@c.d", "a@.b.c", "a@b..c", "a@b.c.", "<a>@b.c", "a@b.c\n"})
        CHECK_MESSAGE(!check_email(bad).has_value(), bad);
    CHECK_FALSE(check_email(std::string(300, 'a') + "@b.c").has_value());
}

TEST_CASE("signing in needs the right password, and guessing is slowed down for the account and the address") {
    TestServer server;
    server.add("ann@example.com");
    const auto attempt = [&](std::string_view email, std::string_view password, std::string_view address) {
        const auto done = sign_in(server.services, email, password, address);
        return done ? std::string("in") : done.error().code;
    };
    CHECK(attempt("ann@example.com", "password", "192.0.2.1") == "in");
    CHECK(attempt("ANN@example.com", "password", "192.0.2.1") == "in");
    CHECK(attempt("nobody@example.com", "password", "192.0.2.1") == "wrong-credentials");
    CHECK(attempt("nobody@example.com", "", "192.0.2.1") == "wrong-credentials");
    for (int i = 0; i < 5; ++i)
        CHECK(attempt("ann@example.com", "guess", "192.0.2." + std::to_string(i)) == "wrong-credentials");
    CHECK(attempt("ann@example.com", "password", "192.0.2.99") == "rate-limited");
    server.clock.advance(60'000);
    CHECK(attempt("ann@example.com", "password", "192.0.2.99") == "in");
    int refused = 0;
    for (int i = 0; i < 100; ++i)
        refused +=
            attempt("user" + std::to_string(i) + "@example.com", "guess", "203.0.113.1") == "rate-limited" ? 1 : 0;
    CHECK(refused >= 45);
    CHECK(attempt("ann@example.com", "password", "203.0.113.2") == "in");
}

TEST_CASE("a session lasts as long as it is set to, and ends with signing out") {
    TestServer server;
    const UserRow ann = server.add("ann@example.com");
    const auto in = sign_in(server.services, "ann@example.com", "password", "");
    REQUIRE(in.has_value());
    const Request request = with({{"Cookie", "other=1; sessionid=" + in->session_token}});
    CHECK(who(server, request) == ann.id);
    CHECK(authenticate(server.services, request)->role == Role::admin);
    server.clock.advance(static_cast<std::uint64_t>(server.settings.session_age_s) * 1000 - 1000);
    CHECK(who(server, request) == ann.id);
    server.clock.advance(1000);
    CHECK(who(server, request) == 0);

    server.settings.session_age_s = 100 * 86'400;
    const auto kept = sign_in(server.services, "ann@example.com", "password", "");
    REQUIRE(kept.has_value());
    const Request used = with({{"Cookie", "sessionid=" + kept->session_token}});
    for (int i = 0; i < 3; ++i) {
        server.clock.advance(static_cast<std::uint64_t>(server.settings.session_idle_s) * 1000 - 60'000);
        CHECK(who(server, used) == ann.id); // each use counts
    }
    const auto other = sign_in(server.services, "ann@example.com", "password", "");
    server.clock.advance(static_cast<std::uint64_t>(server.settings.session_idle_s) * 1000 - 60'000);
    CHECK(who(server, with({{"Cookie", "sessionid=" + other->session_token}})) == ann.id);
    server.clock.advance(60'000);
    CHECK(who(server, used) == 0);

    const auto again = sign_in(server.services, "ann@example.com", "password", "");
    REQUIRE(again.has_value());
    const Request second = with({{"Cookie", "sessionid=" + again->session_token}});
    CHECK(who(server, second) == ann.id);
    CHECK(sign_out(server.services, again->session_token).has_value());
    CHECK(who(server, second) == 0);
    CHECK(who(server, with({{"Cookie", "sessionid=made-up"}})) == 0);
    CHECK(who(server, with({{"Cookie", "sessionid=" + sha256_hex(again->session_token)}})) == 0);
}

TEST_CASE("the key of a request may stand in three places, and a wrong one is an error") {
    TestServer server;
    const UserRow ann = server.add("ann@example.com");
    CHECK(who(server, with({{"Authorization", "Token " + ann.legacy_token}})) == ann.id);
    CHECK(who(server, with({{"authorization", "token  " + ann.legacy_token}})) == ann.id);
    CHECK(who(server, with({{"X-Api-Key", ann.legacy_token}})) == ann.id);
    CHECK(who(server, with({})) == 0);
    CHECK(who(server, with({{"Authorization", "Basic YTpi"}})) == 0);
    CHECK(authenticate(server.services, with({{"Authorization", "Token nonsense"}})).error().message ==
          "Invalid token.");
    CHECK(authenticate(server.services, with({{"Authorization", "Token "}})).error().code == "unauthorized");
    CHECK(authenticate(server.services, with({{"Authorization", "Bearer " + ann.legacy_token}})).error().code ==
          "unauthorized");
    CHECK(ann.legacy_token.size() == 40);
}

TEST_CASE("activity is noted once a minute") {
    TestServer server;
    const UserRow ann = server.add("ann@example.com");
    const auto last = [&] {
        return *server.database->read([&](Transaction& transaction) -> Result<std::string> {
            return find_user(transaction, ann.id)->last_activity;
        });
    };
    const Request request = with({{"X-Api-Key", ann.legacy_token}});
    const std::string before = last();
    server.clock.advance(59'000);
    CHECK(who(server, request) == ann.id);
    CHECK(last() == before);
    server.clock.advance(1'000);
    CHECK(who(server, request) == ann.id);
    CHECK(last() > before);
}

TEST_CASE("pages of other sites may not act in somebody's name") {
    TestServer server;
    const Caller ann{1, 1, Role::admin, Caller::By::session, ""};
    const auto may = [&](const Request& request, const Caller& caller) {
        return check_same_site(server.services, request, caller).has_value();
    };
    CHECK(may(with({}, Method::post), ann));
    CHECK(may(with({{"Sec-Fetch-Site", "same-origin"}}, Method::post), ann));
    CHECK(may(with({{"Sec-Fetch-Site", "none"}}, Method::post), ann));
    CHECK(may(with({{"Origin", "http://labels.example"}}, Method::post), ann));
    CHECK_FALSE(may(with({{"Sec-Fetch-Site", "cross-site"}}, Method::post), ann));
    CHECK_FALSE(may(with({{"Sec-Fetch-Site", "same-site"}}, Method::del), ann));
    CHECK_FALSE(may(with({{"Origin", "http://evil.example"}}, Method::post), ann));
    CHECK_FALSE(may(with({{"Origin", "http://labels.example.evil.example"}}, Method::post), ann));
    CHECK_FALSE(may(with({{"Origin", "https://labels.example"}}, Method::post), ann));
    CHECK_FALSE(may(with({{"Origin", "null"}}, Method::post), ann));
    CHECK_FALSE(may(with({{"Origin", ""}}, Method::post), ann));
    CHECK_FALSE(may(with({{"Sec-Fetch-Site", "cross-site"}}, Method::post), Caller{}));
    CHECK(may(with({{"Sec-Fetch-Site", "cross-site"}}, Method::get), ann));
    CHECK_FALSE(may(with({{"Sec-Fetch-Site", "cross-site"}, {"Upgrade", "websocket"}}, Method::get), ann));
    Caller program = ann;
    program.by = Caller::By::legacy_token;
    CHECK(may(with({{"Sec-Fetch-Site", "cross-site"}, {"Origin", "http://evil.example"}}, Method::post), program));
    server.settings.public_url = "https://Labels.Team/base";
    CHECK(may(with({{"Origin", "https://labels.team"}}, Method::post), ann));
}

TEST_CASE("the first admin comes from settings, once") {
    TestServer server;
    server.settings.first_username = "admin@example.com";
    server.settings.first_password = "long enough";
    server.settings.first_token = "abcdefghij";
    REQUIRE(make_first_admin(server.services).has_value());
    CHECK(who(server, with({{"Authorization", "Token abcdefghij"}})) == 1);
    CHECK(sign_in(server.services, "admin@example.com", "long enough", "").has_value());
    server.settings.first_username = "other@example.com";
    REQUIRE(make_first_admin(server.services).has_value());
    CHECK_FALSE(sign_in(server.services, "other@example.com", "long enough", "").has_value());
}

TEST_CASE("a changed password ends the other sessions and not this one") {
    TestServer server;
    const UserRow ann = server.add("ann@example.com");
    const auto here = sign_in(server.services, "ann@example.com", "password", "");
    const auto there = sign_in(server.services, "ann@example.com", "password", "");
    const Caller caller = *authenticate(server.services, with({{"Cookie", "sessionid=" + here->session_token}}));
    CHECK(
        change_password(server.services, caller, "wrong", "new password", here->session_token).error().where.pointer ==
        "/old_password");
    CHECK(change_password(server.services, caller, "password", "short", here->session_token).error().where.pointer ==
          "/password");
    REQUIRE(change_password(server.services, caller, "password", "new password", here->session_token).has_value());
    CHECK(who(server, with({{"Cookie", "sessionid=" + here->session_token}})) == ann.id);
    CHECK(who(server, with({{"Cookie", "sessionid=" + there->session_token}})) == 0);
    CHECK_FALSE(sign_in(server.services, "ann@example.com", "password", "").has_value());
    CHECK(sign_in(server.services, "ann@example.com", "new password", "").has_value());
}

TEST_CASE("cookies are hidden from scripts and from other sites, and secure where they can be") {
    TestServer server;
    Request request = with({});
    CHECK(session_cookie(server.services, request, "t", false) == "sessionid=t; Path=/; HttpOnly; SameSite=Lax");
    request.secure = true;
    CHECK(session_cookie(server.services, request, "t", true) ==
          "sessionid=t; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=1209600");
}
