#include "http/log.hpp"

#include "base/json.hpp"

#include <doctest/doctest.h>

using namespace tw;
using namespace tw::server;

TEST_CASE("a line is text for people or members of an object for programs") {
    CHECK(log_line("request", {{"path", "/a b"}, {"status", 200}, {"empty", ""}, {"ms", 1.5}}, false) ==
          R"(request path="/a b" status=200 empty="" ms=1.500)");
    const auto json = parse_json("{" + log_line("request", {{"path", "/\"\n"}, {"status", 200}}, true) + "}");
    REQUIRE(json.has_value());
    CHECK(string_or(*json, "path", "") == "/\"\n");
    CHECK(number_or(*json, "status", 0) == 200);
}

TEST_CASE("what may be secret is cut out of addresses") {
    CHECK(loggable("/api/tasks/?project=3&page=2") == "/api/tasks/?project=3&page=2");
    CHECK(loggable("/user/signup/?token=abc&next=/x") == "/user/signup/?token=***&next=/x");
    CHECK(loggable("/ws?TICKET=abc&%74oken=def&password=&api_key=1") ==
          "/ws?TICKET=***&%74oken=***&password=***&api_key=***");
    CHECK(loggable("/x?flag&a=b?token=c") == "/x?flag&a=b?token=c");
    CHECK(loggable("/x\ny\x7f") == "/x%0Ay%7F");
    CHECK(loggable("/" + std::string(100'000, 'a')).size() == 2000);
}

TEST_CASE("levels have the names that people write") {
    CHECK(log_level_from("DEBUG") == LogLevel::debug);
    CHECK(log_level_from("Warning") == LogLevel::warning);
    CHECK(log_level_from("loud").error().code == "log-level");
}
