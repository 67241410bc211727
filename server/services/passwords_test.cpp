#include "services/passwords.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <latch>
#include <thread>
#include <vector>

using namespace tw::server;

namespace {
constexpr PasswordCost cheap{.operations = 1, .memory_bytes = 8192};
}

TEST_CASE("a password is kept as Argon2id and only itself fits") {
    Passwords passwords(cheap);
    const auto hash = passwords.hash("correct horse");
    REQUIRE(hash.has_value());
    CHECK(hash->starts_with("$argon2id$"));
    CHECK(hash->find("correct") == std::string::npos);
    CHECK(*passwords.hash("correct horse") != *hash);
    CHECK(*passwords.verify(*hash, "correct horse"));
    CHECK_FALSE(*passwords.verify(*hash, "correct horsf"));
    CHECK_FALSE(*passwords.verify(*hash, ""));
    CHECK_FALSE(*passwords.verify("", ""));
    CHECK_FALSE(*passwords.verify("$argon2id$nonsense", "x"));
    CHECK_FALSE(*passwords.verify(std::string(500, 'x'), "x"));
}

TEST_CASE("the cost of a password is what people are promised") {
    Passwords passwords;
    const auto hash = passwords.hash("x");
    REQUIRE(hash.has_value());
    CHECK(hash->starts_with("$argon2id$v=19$m=65536,t=2,p=1$"));
}

TEST_CASE("more sign-ins than may wait are refused at once and the others succeed") {
    Passwords passwords({.operations = 2, .memory_bytes = 32U << 20U, .at_once = 1, .waiting = 2});
    std::atomic<int> done = 0;
    std::atomic<int> refused = 0;
    std::latch all_here(12);
    std::vector<std::thread> threads;
    for (int i = 0; i < 12; ++i)
        threads.emplace_back([&] {
            all_here.arrive_and_wait();
            const auto hash = passwords.hash("x");
            if (hash)
                ++done;
            else if (hash.error().code == "rate-limited")
                ++refused;
        });
    for (std::thread& thread : threads)
        thread.join();
    CHECK(done + refused == 12);
    CHECK(done >= 1);
    CHECK(refused >= 1);
    CHECK(passwords.hash("x").has_value());
}
