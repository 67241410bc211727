#include "app/server/server_elsewhere.hpp"

#include <doctest/doctest.h>

using namespace tw;

TEST_CASE("a server's address is made whole, however it was typed") {
    CHECK(server_address(" Label.Example.org ") == "https://label.example.org/");
    CHECK(server_address("label.example.org:8443/Team") == "https://label.example.org:8443/Team/");
    CHECK(server_address("HTTPS://label.example.org/user/login/?next=/#x") == "https://label.example.org/user/login/");
    CHECK(server_address("localhost:8080") == "http://localhost:8080/");
    CHECK(server_address("10.0.0.7:8080") == "http://10.0.0.7:8080/");
    CHECK(server_address("[::1]:8080") == "http://[::1]:8080/");
    CHECK(server_address("https://10.0.0.7") == "https://10.0.0.7/");
}

TEST_CASE("what is no server's address is none") {
    for (const char* const odd :
         {"", "   ", "ftp://label.example", "javascript://x/%0aalert(1)", "https://", "http:///x", "label example.org",
          "me@label.example.org", "https://label.example/\"><script>", ":8080", "//label.example", "服务器"}) {
        CAPTURE(odd);
        CHECK(server_address(odd).empty());
    }
}
