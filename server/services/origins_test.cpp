#include "services/origins.hpp"

#include <doctest/doctest.h>

using namespace tw::server;

namespace {

Request from(std::string_view origin, Method method = Method::get) {
    Request request;
    request.method = method;
    request.headers.add("Origin", std::string(origin));
    return request;
}

} // namespace

TEST_CASE("an origin is scheme, host and port, and nothing else passes for one") {
    CHECK(origin_of("https://A.example/path?q#f") == "https://a.example");
    CHECK(origin_of("http://a.example:80/") == "http://a.example");
    CHECK(origin_of("https://a.example:443") == "https://a.example");
    CHECK(origin_of("http://a.example:443") == "http://a.example:443");
    CHECK(origin_of("http://[::1]:8080/x") == "http://[::1]:8080");
    for (const char* const bad : {"", "null", "a.example", "ftp://a.example", "https://", "https://user@a.example",
                                  "https://a b", "https://a<b", "javascript:alert(1)", "data:text/html,x"})
        CHECK_MESSAGE(origin_of(bad).empty(), bad);
}

TEST_CASE("only pages of allowed origins may read answers, and never with cookies") {
    Settings settings;
    Response response;
    add_cors(settings, from("https://a.example"), response);
    CHECK(response.headers.items().empty());
    settings.allowed_origins = {"https://a.example"};
    add_cors(settings, from("https://a.example"), response);
    CHECK(response.headers.get("Access-Control-Allow-Origin") == "https://a.example");
    CHECK_FALSE(response.headers.find("Access-Control-Allow-Credentials"));
    Response other;
    add_cors(settings, from("https://b.example"), other);
    CHECK_FALSE(other.headers.find("Access-Control-Allow-Origin"));
    CHECK(other.headers.get("Vary") == "Origin");
    settings.allowed_origins = {"*"};
    CHECK(is_allowed_origin(settings, "http://anything.example"));
    CHECK_FALSE(is_allowed_origin(settings, "null"));
}

TEST_CASE("a browser that asks first is told what it may send") {
    Settings settings;
    settings.allowed_origins = {"https://a.example"};
    CHECK_FALSE(preflight(settings, from("https://a.example", Method::options)).has_value());
    Request request = from("https://a.example", Method::options);
    request.headers.add("Access-Control-Request-Method", "PATCH");
    const auto answer = preflight(settings, request);
    REQUIRE(answer.has_value());
    CHECK(answer->status == 204);
    CHECK(answer->headers.get("Access-Control-Allow-Methods").find("PATCH") != std::string::npos);
    Request stranger = from("https://b.example", Method::options);
    stranger.headers.add("Access-Control-Request-Method", "PATCH");
    CHECK_FALSE(preflight(settings, stranger)->headers.find("Access-Control-Allow-Methods"));
}
