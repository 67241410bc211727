#include "config/config_tree.hpp"

#include <doctest/doctest.h>

using namespace tw;

namespace {

const Json data = Json::parse(R"({
    "image": "a.jpg", "n": 3, "flag": true, "nothing": null, "文本": "诗",
    "a": {"b": [{"c": "deep"}, "second"]}, "a.b": "dotted", "tags": ["x", "y"]})");

} // namespace

TEST_CASE("one variable gives the raw value, text around it a string") {
    CHECK(resolve_variables("$image", data) == "a.jpg");
    CHECK(resolve_variables("$n", data) == 3);
    CHECK(resolve_variables("$tags", data) == Json::parse(R"(["x","y"])"));
    CHECK(resolve_variables("$a.b[0].c", data) == "deep");
    CHECK(resolve_variables("$a[b]", data).is_array());
    CHECK(resolve_variables("$tags.1", data) == "y");
    CHECK(resolve_variables("http://host/$image?n=$n", data) == "http://host/a.jpg?n=3");
    CHECK(resolve_variables("plain", data) == "plain");
    CHECK(resolve_text("$tags and $flag", data) == R"(["x","y"] and true)");
}

TEST_CASE("a key with dots beats the path of the same spelling") {
    CHECK(resolve_variables("$a.b", data) == "dotted");
}

TEST_CASE("what is missing is null alone and nothing inside a text") {
    CHECK(resolve_variables("$missing", data).is_null());
    CHECK(resolve_variables("$tags[9]", data).is_null());
    CHECK(resolve_variables("$tags[99999999999999999999]", data).is_null());
    CHECK(resolve_variables("$image.name", data).is_null());
    CHECK(resolve_text("<$missing$nothing>", data) == "<>");
    CHECK(resolve_variables("$image", Json(5)).is_null());
    CHECK(resolve_variables("$image", Json::array({1})).is_null());
}

TEST_CASE("a dollar alone and a full stop after a name are text") {
    CHECK(resolve_text("5 $ and $", data) == "5 $ and $");
    CHECK(resolve_text("See $image.", data) == "See a.jpg.");
}

TEST_CASE("names of fields may be in any script") {
    CHECK(resolve_variables("$文本", data) == "诗");
    CHECK(resolve_text("共$n个", data) == "共3个");
    CHECK(resolve_text("$没有", data) == "");
}

TEST_CASE("the unnamed field stands in for the only field there is") {
    const Json unnamed = {{"$undefined$", "line"}};
    CHECK(resolve_variables("$text", unnamed) == "line");
    CHECK(resolve_variables("$text.title", unnamed).is_null());
    CHECK(resolve_variables("$undefined$", unnamed) == "line");
    const Json two = {{"$undefined$", "line"}, {"id", 1}};
    CHECK(resolve_variables("$text", two).is_null());
}

TEST_CASE("variables_in names the fields a text reads") {
    CHECK(variables_in("$image") == std::vector<std::string>{"image"});
    CHECK(variables_in("a $x.y[0] b $z $x.w") == std::vector<std::string>{"x", "z"});
    CHECK(variables_in("$文本") == std::vector<std::string>{"文本"});
    CHECK(variables_in("no $ here").empty());
    CHECK(variables_in("$undefined$").empty());
}
