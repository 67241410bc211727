#include "app/keymap.hpp"

#include "platform/headless/headless_host.hpp"

#include <doctest/doctest.h>

using namespace tw;

TEST_CASE("keymap: what a person changed is there again, in Label Studio's shape") {
    headless::HeadlessHost host([](std::string_view) { return std::string(); });
    {
        Keymap keys(host);
        CHECK(keys.of("annotation:submit") == nullptr);
        keys.set("annotation:submit", "Shift+Ctrl+Enter");
        keys.set("region:delete", "");
        keys.set("task:next", "n");
        keys.reset("task:next");
    }
    const Json kept = *parse_json(host.setting("hotkeys"));
    CHECK(kept == Json{{"annotation:submit", {{"key", "ctrl+shift+enter"}, {"active", true}}},
                       {"region:delete", {{"key", ""}, {"active", false}}}});
    const Keymap again(host);
    REQUIRE(again.of("annotation:submit"));
    CHECK(*again.of("annotation:submit") == std::vector<std::string>{"ctrl+shift+enter"});
    REQUIRE(again.of("region:delete"));
    CHECK(again.of("region:delete")->empty());
    CHECK(again.of("task:next") == nullptr);
}

TEST_CASE("keymap: a setting that is damaged is no setting") {
    headless::HeadlessHost host([](std::string_view) { return std::string(); });
    for (const char* damaged : {"", "[]", "{", R"({"a": 3})", R"({"a": {"key": 5}})"}) {
        host.set_setting("hotkeys", damaged);
        const Keymap keys(host);
        CHECK((keys.of("a") == nullptr || keys.of("a")->empty()));
    }
}
