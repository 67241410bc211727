#include "edit/order_key.hpp"

#include "support/fixed.hpp"

#include <algorithm>
#include <vector>

#include <doctest/doctest.h>

using namespace tw;

TEST_CASE("there is always a key between two") {
    test::SeededRandom random(5);
    std::vector<std::string> keys = {order_key_between("", "")};
    for (int i = 0; i < 5000; ++i) {
        const std::size_t at = random.below(keys.size() + 1);
        const std::string low = at == 0 ? "" : keys[at - 1];
        const std::string high = at == keys.size() ? "" : keys[at];
        const std::string key = order_key_between(low, high);
        REQUIRE_MESSAGE(key > low, low, " ", high);
        REQUIRE_MESSAGE((high.empty() || key < high), low, " ", high);
        keys.insert(keys.begin() + static_cast<std::ptrdiff_t>(at), key);
    }
    CHECK(std::ranges::max(keys, {}, &std::string::size).size() < 60);
}

TEST_CASE("keys added at one end stay short") {
    std::string last = order_key_between("", "");
    std::string first = last;
    for (int i = 0; i < 100000; ++i) {
        const std::string next = order_key_between(last, "");
        REQUIRE(next > last);
        last = next;
        const std::string previous = order_key_between("", first);
        REQUIRE(previous < first);
        first = previous;
    }
    CHECK(last.size() <= 7);
    CHECK(first.size() <= 7);
}

TEST_CASE("the same gap can be halved again and again") {
    std::string low = "A";
    std::string high = "B";
    for (int i = 0; i < 500; ++i) {
        const std::string key = order_key_between(low, high);
        REQUIRE(low < key);
        REQUIRE(key < high);
        (i % 2 == 0 ? low : high) = key;
    }
}

TEST_CASE("things that come in order get keys in order, with room at every place") {
    for (const std::size_t count : {1, 61, 62, 63, 4000}) {
        std::string last;
        for (std::size_t i = 0; i < count; ++i) {
            const std::string key = initial_order_key(i, count);
            const std::string between = order_key_between(last, key);
            REQUIRE(last < between);
            REQUIRE(between < key);
            last = key;
        }
    }
}

TEST_CASE("what is no key still gets an answer behind it") {
    CHECK(order_key_between("B", "A") > "B");
    CHECK(order_key_between("A", "A") > "A");
    CHECK(order_key_between("\xff!", "") > "\xff!");
}
