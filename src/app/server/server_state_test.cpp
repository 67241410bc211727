#include "app/server/server_account.hpp"

#include <doctest/doctest.h>

using namespace tw;

TEST_CASE("server: a user is kept as it came, and called by its names") {
    const auto user =
        user_from_json(*parse_json(R"({"id":7,"organization":2,"email":"ada@example.com","first_name":"Ada",
        "last_name":"Lovelace","initials":"AL","role":"manager","permissions":["x"]})"));
    REQUIRE(user);
    CHECK(user->name() == "Ada Lovelace");
    CHECK_FALSE(user->is_admin());
    const auto kept = user_from_json(to_json(*user));
    REQUIRE(kept);
    CHECK(to_json(*kept) == to_json(*user));
    CHECK(kept->organization_id == 2);
    ServerUser nameless = *user;
    nameless.first_name.clear();
    CHECK(nameless.name() == "Lovelace");
    nameless.last_name.clear();
    CHECK(nameless.name() == "ada@example.com");
    nameless.first_name = "小明";
    nameless.last_name = "王";
    CHECK(nameless.name() == "王小明");
    for (const char* const odd : {"null", "[]", "{}", R"({"id":"7"})", R"({"server":false})"})
        CHECK_FALSE(user_from_json(*parse_json(odd)));
}

TEST_CASE("server: what is wrong with a field is read from Label Studio's error body") {
    ServerAnswer answer;
    answer.status = 400;
    answer.body = *parse_json(R"({"validation_errors":{"email":["Taken."],"odd":"text","none":[]}})");
    CHECK(answer.problem_with("email") == "Taken.");
    for (const char* const field : {"password", "odd", "none"})
        CHECK(answer.problem_with(field).empty());
    CHECK_FALSE(answer.ok());
}
