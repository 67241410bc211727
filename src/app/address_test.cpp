#include "app/address.hpp"

#include <doctest/doctest.h>

using namespace tw;

TEST_CASE("addresses: what is written is read, what is odd is the list of projects") {
    for (const Address& address :
         {Address{}, Address{true, 0, 0}, Address{false, 3, 0}, Address{false, 3, 5}, Address{false, 0, 0, "settings"},
          Address{false, 3, 0, "settings"}, Address{false, 3, 0, "", "tab=2"}, Address{false, 3, 5, "", "a=b?c"}})
        CHECK(parse_address(to_string(address)) == address);
    CHECK(to_string(Address{false, 3, 5}) == "#/local/projects/3/tasks/5");
    CHECK(to_string(Address{false, 3, 0}) == "#/local/projects/3/data");
    CHECK(to_string(Address{false, 0, 0, "about"}) == "#/about");
    for (const char* odd : {"", "#", "#/", "#/elsewhere/projects/1", "#/local/projects/x", "#/local/projects/-4",
                            "#/local/projects/99999999999999999999"})
        CHECK(parse_address(odd) == Address{});
    CHECK(parse_address("#/local/projects/3/tasks/oops") == Address{false, 3, 0});
    CHECK(parse_address("#/local/projects/3?tab=2") == Address{false, 3, 0, "", "tab=2"});
    CHECK(parse_address("#/local/projects/3/data") == Address{false, 3, 0});
    CHECK(parse_address("#/local/projects/3/Not a place") == Address{false, 3, 0});
}
