#include "services/secrets.hpp"

#include "support/scratch_dir.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <set>

using namespace tw::server;

TEST_CASE("random secrets have their size and do not repeat") {
    CHECK(random_hex(20).size() == 40);
    CHECK(random_hex(20).find_first_not_of("0123456789abcdef") == std::string::npos);
    CHECK(random_token().size() == 43);
    std::set<std::string> seen;
    for (int i = 0; i < 100; ++i)
        seen.insert(random_token());
    CHECK(seen.size() == 100);
}

TEST_CASE("base64url goes there and back and refuses what it is not") {
    CHECK(base64url("\xff\xfe") == "__4");
    CHECK(from_base64url("__4") == std::string("\xff\xfe"));
    CHECK(from_base64url("") == std::string());
    CHECK_FALSE(from_base64url("__4=").has_value());
    CHECK_FALSE(from_base64url("a b").has_value());
    CHECK_FALSE(from_base64url("+/").has_value());
}

TEST_CASE("a script's hash is written as browsers write it") {
    CHECK(sha256_base64("") == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
}

TEST_CASE("HMAC-SHA256 gives the published example (RFC 4231, 2)") {
    const std::string mac = hmac_sha256("Jefe", "what do ya want for nothing?");
    CHECK(base64url(mac) == "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM");
}

TEST_CASE("the secret is made once, for its owner only, and a broken file is told") {
    const tw::test::ScratchDir dir;
    const auto file = dir.path() / "secret";
    const auto first = load_secret(file);
    REQUIRE(first.has_value());
    CHECK(first->size() == 64);
    CHECK(load_secret(file) == *first);
    CHECK((std::filesystem::status(file).permissions() & std::filesystem::perms::others_all) ==
          std::filesystem::perms::none);
    CHECK((std::filesystem::status(file).permissions() & std::filesystem::perms::group_all) ==
          std::filesystem::perms::none);
    std::ofstream(file) << "short";
    CHECK(load_secret(file).error().code == "secret-file");
    CHECK(load_secret(dir.path() / "not" / "there").error().code == "secret-file");
    CHECK(same_secret("abc", "abc"));
    CHECK_FALSE(same_secret("abc", "abd"));
    CHECK_FALSE(same_secret("abc", "ab"));
}
