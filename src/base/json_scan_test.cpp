#include "base/json_scan.hpp"

#include "base/json.hpp"

#include <doctest/doctest.h>

using namespace tw;

TEST_CASE("json scan: members are found by name, at the top only") {
    const std::string_view object =
        R"( {"a":{"b":1,"s":"}"}, "b" : [1,{"c":"]"}] ,"quo\"te":true,"文":"字\n","n":-1.5})";
    CHECK(json_member(object, "a") == R"({"b":1,"s":"}"})");
    CHECK(json_member(object, "b") == R"([1,{"c":"]"}])");
    CHECK(json_member(object, "quo\"te") == "true");
    CHECK(json_plain(json_member(object, "文")) == "字\n");
    CHECK(json_plain(json_member(object, "n")) == "-1.5");
    CHECK(json_member(object, "c").empty());
    for (std::size_t size = 0; size < object.size(); ++size) // never outside, whatever is cut off
        (void)json_member(object.substr(0, size), "n");
}

TEST_CASE("json scan: text is looked for in values, not in keys, whatever the case of its letters") {
    const std::string json =
        dump_json({{"Text", "A \"quoted\" Line\nwith 汉字"}, {"n", 42}, {"list", {"one", {{"deep", "Tief"}}}}});
    const auto in = [&](std::string_view text) { return TextNeedle(text).in_json_values(json); };
    CHECK(in("LINE"));
    CHECK(in("\"quoted\" l"));
    CHECK(in("line\nwith"));
    CHECK(in("汉字"));
    CHECK(in("42"));
    CHECK(in("tief"));
    CHECK(in(""));
    CHECK_FALSE(in("text"));
    CHECK_FALSE(in("deep"));
    CHECK_FALSE(in("\",\""));
    CHECK_FALSE(in("汉子"));
    CHECK(TextNeedle("abab").in("xABaABAB"));
    CHECK_FALSE(TextNeedle("abab").in("aba"));
    CHECK(TextNeedle("z").in("xyz"));
}
