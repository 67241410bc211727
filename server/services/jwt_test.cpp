#include "services/jwt.hpp"

#include "services/secrets.hpp"

#include <doctest/doctest.h>

using namespace tw;
using namespace tw::server;

TEST_CASE("a token is read back until it expires") {
    const std::string token = sign_jwt("key", {{"token_type", "access"}, {"exp", 1000}, {"user_id", "7"}});
    CHECK(token.starts_with("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."));
    const auto claims = read_jwt("key", token, 999);
    REQUIRE(claims.has_value());
    CHECK(string_or(*claims, "user_id", "") == "7");
    CHECK(read_jwt("key", token, 1000).error().code == "token-expired");
    CHECK(without_signature("a.b.c") == "a.b");
}

TEST_CASE("what we did not sign is refused") {
    const std::string token = sign_jwt("key", {{"exp", 1000}});
    CHECK(read_jwt("other", token, 0).error().code == "token-invalid");
    for (std::size_t at = 0; at < token.size(); ++at) {
        std::string changed = token;
        changed[at] = changed[at] == 'A' ? 'B' : 'A';
        CHECK_MESSAGE(!read_jwt("key", changed, 0).has_value(), at);
    }
    const std::string none = base64url(R"({"alg":"none","typ":"JWT"})") + "." + base64url(R"({"exp":1000})");
    for (const std::string& bad : {none, none + ".", std::string(), std::string("."), std::string(".."), token + "x",
                                   std::string("a.b.c"), std::string(5000, 'a') + ".a.a"})
        CHECK(read_jwt("key", bad, 0).error().code == "token-invalid");
    CHECK(read_jwt("key", sign_jwt("key", Json::array()), 0).error().code == "token-invalid");
    CHECK(read_jwt("key", sign_jwt("key", Json::object()), 0).error().code == "token-expired");
}
