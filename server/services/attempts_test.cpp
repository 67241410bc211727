#include "services/attempts.hpp"

#include <doctest/doctest.h>

using namespace tw::server;

TEST_CASE("after a few failures each further try waits twice as long, up to a limit") {
    Attempts attempts({.free_failures = 3, .first_wait_ms = 1000, .longest_wait_ms = 5000});
    double now = 0;
    for (int i = 0; i < 3; ++i)
        CHECK(attempts.admit("ann", now).has_value());
    for (const double wait : {1000.0, 2000.0, 4000.0, 5000.0, 5000.0}) {
        const auto refused = attempts.admit("ann", now + wait - 1);
        REQUIRE_FALSE(refused.has_value());
        CHECK(refused.error().code == "rate-limited");
        now += wait;
        CHECK(attempts.admit("ann", now).has_value());
    }
    CHECK(attempts.admit("bob", now).has_value());
}

TEST_CASE("success and time forgive") {
    Attempts attempts({.free_failures = 1, .first_wait_ms = 1000, .forgotten_after_ms = 10'000});
    CHECK(attempts.admit("ann", 0).has_value());
    CHECK_FALSE(attempts.admit("ann", 0).has_value());
    attempts.succeeded("ann");
    CHECK(attempts.admit("ann", 0).has_value());
    CHECK(attempts.admit("ann", 1000).has_value()); // waits 2 s from here
    CHECK_FALSE(attempts.admit("ann", 1001).has_value());
    CHECK(attempts.admit("ann", 20'000).has_value());
    CHECK_FALSE(attempts.admit("ann", 20'999).has_value());
    CHECK(attempts.admit("ann", 21'000).has_value());
}

TEST_CASE("one who gets in does not make all others at that address welcome") {
    Attempts attempts({.free_failures = 2, .first_wait_ms = 1000});
    double now = 0;
    for (int i = 0; i < 2; ++i)
        CHECK(attempts.admit("here", now).has_value());
    for (int i = 0; i < 5; ++i) {
        now += 1000;
        CHECK(attempts.admit("here", now).has_value()); // the right password
        attempts.take_back("here", now);
    }
    CHECK(attempts.admit("here", now).has_value()); // a wrong one
    CHECK_FALSE(attempts.admit("here", now + 1999).has_value());
}

TEST_CASE("what is kept is bounded, and those being held back are kept longest") {
    Attempts attempts({.free_failures = 2, .first_wait_ms = 1e6, .longest_wait_ms = 1e6, .most_kept = 10});
    CHECK(attempts.admit("held", 1).has_value());
    CHECK(attempts.admit("held", 1).has_value());
    for (int i = 0; i < 1000; ++i)
        CHECK(attempts.admit("other " + std::to_string(i), 2).has_value());
    CHECK_FALSE(attempts.admit("held", 3).has_value());
}

TEST_CASE("IPv6 neighbours count as one address") {
    CHECK(address_group("192.0.2.1") == "192.0.2.1");
    CHECK(address_group("::ffff:192.0.2.1") == "192.0.2.1");
    CHECK(address_group("2001:db8::1") == address_group("2001:db8::2:3"));
    CHECK(address_group("2001:db8::1") != address_group("2001:db8:0:1::1"));
    CHECK(address_group("no address") == "no address");
}
