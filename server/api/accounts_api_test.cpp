#include "api/accounts.hpp"

#include "support/test_server.hpp"

#include <doctest/doctest.h>

#include <fstream>

using namespace tw;
using namespace tw::server;
using tw::test::TestServer;

namespace {

struct Team : TestServer {
    Team() {
        add_account_routes(api);
        admin = add("admin@example.com");
        worker = add("worker@example.com");
    }
    int status(const UserRow& user, Method method, const std::string& target, const std::string& body = {}) {
        return send_as(user, method, target, body).status;
    }
    UserRow admin, worker;
};

} // namespace

TEST_CASE("a user's JSON has every key, and initials by whole characters") {
    Team team;
    CHECK(team.status(team.worker, Method::patch, "/api/users/2/", R"({"first_name":"小明","last_name":"王"})") == 200);
    const Json user = Team::json(team.send_as(team.worker, Method::get, "/api/current-user/whoami"));
    CHECK(string_or(user, "initials", "") == "小王");
    CHECK(string_or(user["active_organization_meta"], "email", "") == "admin@example.com");
    CHECK(user["avatar"].is_null());
    CHECK(user["permissions"].size() > 30);
    CHECK_FALSE(user.contains("password_hash"));
    CHECK_FALSE(user.contains("legacy_token"));
}

TEST_CASE("who may do what to whom") {
    Team team;
    CHECK(team.status(team.worker, Method::get, "/api/users/1/") == 200);
    CHECK(team.status(team.worker, Method::patch, "/api/users/1/", R"({"first_name":"x"})") == 403);
    CHECK(team.status(team.worker, Method::del, "/api/users/1/") == 403);
    CHECK(team.status(team.worker, Method::patch, "/api/organizations/1/memberships/2/", R"({"role":"admin"})") == 403);
    CHECK(team.status(team.worker, Method::get, "/api/invite") == 403);
    CHECK(Team::json(team.send_as(team.worker, Method::get, "/api/organizations/1"))["token"] == "");
    CHECK(Team::json(team.send_as(team.admin, Method::get, "/api/organizations/1"))["token"] != "");
    CHECK(team.status(team.admin, Method::patch, "/api/organizations/1/memberships/2/", R"({"role":"manager"})") ==
          200);
    CHECK(team.status(team.admin, Method::patch, "/api/organizations/1/memberships/2/", R"({"role":"king"})") == 400);
    CHECK(team.status(team.admin, Method::patch, "/api/organizations/1/memberships/1/", R"({"role":"annotator"})") ==
          409);
    CHECK(team.status(team.admin, Method::del, "/api/users/1/") == 409);
    CHECK(team.status(team.admin, Method::patch, "/api/organizations/1/memberships/2/", R"({"role":"admin"})") == 200);
    CHECK(team.status(team.worker, Method::del, "/api/users/1/") == 204);
    CHECK(team.status(team.admin, Method::get, "/api/users/") == 401);
}

TEST_CASE("people and settings of another organization are not found") {
    Team team;
    const UserRow stranger = team.add_stranger("stranger@example.com");
    CHECK(team.status(team.admin, Method::get, "/api/users/3/") == 404);
    CHECK(team.status(team.admin, Method::patch, "/api/users/3/", R"({"first_name":"x"})") == 404);
    CHECK(team.status(team.admin, Method::del, "/api/users/3/") == 404);
    CHECK(team.status(team.admin, Method::get, "/api/organizations/2") == 404);
    CHECK(team.status(team.admin, Method::get, "/api/organizations/2/memberships") == 404);
    CHECK(team.status(team.admin, Method::patch, "/api/organizations/2", R"({"title":"x"})") == 404);
    CHECK(team.status(team.admin, Method::patch, "/api/organizations/2/memberships/3/", R"({"role":"annotator"})") ==
          404);
    CHECK(Team::json(team.send_as(team.admin, Method::get, "/api/users/")).size() == 2);
    CHECK(team.status(stranger, Method::get, "/api/users/1/") == 404);
    CHECK(team.status(stranger, Method::get, "/api/users/3/") == 200);
}

TEST_CASE("a removed member sees nothing any more") {
    Team team;
    CHECK(team.status(team.admin, Method::del, "/api/organizations/1/memberships/2/") == 204);
    CHECK(team.status(team.admin, Method::del, "/api/organizations/1/memberships/1/") == 405);
    CHECK(Team::json(team.send_as(team.worker, Method::get, "/api/users/")).empty());
    CHECK(team.status(team.worker, Method::get, "/api/organizations/1") == 404);
    CHECK(team.status(team.admin, Method::get, "/api/users/2/") == 404);
}

TEST_CASE("hotkeys, product tours and bodies that are no objects") {
    Team team;
    const auto patch = [&](const std::string& body) {
        return team.status(team.worker, Method::patch, "/api/current-user/hotkeys/", body);
    };
    CHECK(patch(R"({"custom_hotkeys":{"annotation:undo":{"key":"ctrl+z","active":true},"a:b":{"key":null}}})") == 200);
    for (const char* const bad : {R"({})", R"({"custom_hotkeys":[]})", R"({"custom_hotkeys":{"x":{"key":"a"}}})",
                                  R"({"custom_hotkeys":{"a:b":{}}})", R"({"custom_hotkeys":{"a:b":{"key":""}}})",
                                  R"({"custom_hotkeys":{"a:b":{"key":"x","active":1}}})", R"([])", R"({)"})
        CHECK_MESSAGE(patch(bad) == 400, bad);
    CHECK(team.status(team.worker, Method::get, "/api/current-user/product-tour?name=prompts_page") == 200);
    CHECK(team.status(team.worker, Method::get, "/api/current-user/product-tour?name=other") == 400);
    CHECK(team.status(team.admin, Method::post, "/api/users/", R"(["username"])") == 400);
    CHECK(team.status(team.admin, Method::post, "/api/users/", R"({"username":5,"email":"a@b.c"})") == 400);
}

TEST_CASE("the studio asks who is here, signs in and out without a form") {
    Team team;
    CHECK(Team::json(team.send(Method::get, "/api/tagwright/session"))["signed_in"] == false);
    const Response wrong =
        team.send(Method::post, "/api/tagwright/sign-in", R"({"email":"worker@example.com","password":"wrong"})");
    CHECK(wrong.status == 400);
    CHECK(Team::json(wrong)["validation_errors"].contains("password"));
    const Response in =
        team.send(Method::post, "/api/tagwright/sign-in", R"({"email":"worker@example.com","password":"password"})");
    REQUIRE(in.status == 200);
    const std::string cookie = Team::cookie(in, "sessionid");
    const Json session = Team::json(team.send(Method::get, "/api/tagwright/session", {}, {{"Cookie", cookie}}));
    CHECK(session["user"]["email"] == "worker@example.com");
    CHECK(session["user"]["role"] == "annotator");
    CHECK(team.send(Method::post, "/api/tagwright/sign-out", "{}",
                    {{"Cookie", cookie}, {"Origin", "https://evil.example"}})
              .status == 403);
    CHECK(team.send(Method::post, "/api/tagwright/sign-out", "{}", {{"Cookie", cookie}}).status == 204);
    CHECK(team.send(Method::get, "/api/users/", {}, {{"Cookie", cookie}}).status == 401);
}

TEST_CASE("an invite can be sent as it is, and a personal token is ended by what is shown of it") {
    Team team;
    const Json invite = Team::json(team.send_as(team.admin, Method::get, "/api/invite"));
    const std::string token = string_or(invite, "token", "");
    CHECK(string_or(invite, "studio_url", "") == "http://labels.example/#/sign-up?token=" + token);
    team.settings.public_url = "https://labels.example/team/";
    CHECK(string_or(Team::json(team.send_as(team.admin, Method::get, "/api/invite")), "studio_url", "") ==
          "https://labels.example/team/#/sign-up?token=" + token);

    CHECK(team.status(team.worker, Method::post, "/api/token/") == 201);
    const Json shown = Team::json(team.send_as(team.worker, Method::get, "/api/token/"));
    REQUIRE(shown.size() == 1);
    const std::string body = dump_json({{"refresh", shown[0]["token"]}});
    CHECK(team.status(team.admin, Method::post, "/api/token/blacklist/", body) == 404);
    CHECK(team.status(team.worker, Method::post, "/api/token/blacklist/", body) == 204);
    CHECK(team.status(team.worker, Method::post, "/api/token/blacklist/", body) == 404);
    CHECK(Team::json(team.send_as(team.worker, Method::get, "/api/token/")).empty());
}

TEST_CASE("admins, and nobody else, see how the server was started, without its secrets") {
    Team team;
    team.settings.allowed_origins = {"https://portal.example"};
    team.settings.first_password = team.settings.first_token = "hush hush";
    std::ofstream(team.dir.path() / "uploads.bin") << std::string(5000, 'x');
    CHECK(team.status(team.worker, Method::get, "/api/tagwright/server") == 403);
    CHECK(team.send(Method::get, "/api/tagwright/server").status == 401);
    const Response response = team.send_as(team.admin, Method::get, "/api/tagwright/server");
    REQUIRE(response.status == 200);
    CHECK(response.body.find("hush") == std::string::npos);
    const Json report = Team::json(response);
    CHECK(string_or(report, "address", "") == "http://labels.example");
    CHECK(report["allowed_origins"] == Json::array({"https://portal.example"}));
    CHECK(report["tls"] == false);
    CHECK(number_or(report, "database_bytes", 0) > 0);
    CHECK(number_or(report, "data_bytes", 0) >= number_or(report, "database_bytes", 0) + 5000);
    CHECK(number_or(report, "free_bytes", 0) > 0);
}
