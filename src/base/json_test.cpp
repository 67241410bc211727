#include "base/json.hpp"

#include <doctest/doctest.h>

using namespace tw;

namespace {
Json parsed(std::string_view text) {
    auto result = parse_json(text);
    REQUIRE_MESSAGE(result.has_value(), text);
    return std::move(*result);
}
} // namespace

TEST_CASE("parse_json keeps key order and every kind of value") {
    const char* text = R"({"z":1,"a":[true,false,null,-2,3.5,18446744073709551615,"\u00e9"],"m":{}})";
    CHECK(dump_json(parsed(text)) == R"({"z":1,"a":[true,false,null,-2,3.5,18446744073709551615,"é"],"m":{}})");
    CHECK(dump_json(parsed("\xef\xbb\xbf[1]")) == "[1]");
    CHECK(dump_json(parsed("1.0")) == "1.0");
    CHECK(dump_json(parsed("{\"a\":1}"), 2) == "{\n  \"a\": 1\n}");
}

TEST_CASE("the last of equal keys wins, in small and in indexed objects") {
    CHECK(dump_json(parsed(R"({"a":1,"b":2,"a":3})")) == R"({"a":3,"b":2})");
    std::string text = "{";
    for (int i = 0; i < 100; ++i)
        text += "\"k" + std::to_string(i % 50) + "\":" + std::to_string(i) + ",";
    text += "\"end\":{}}";
    const Json object = parsed(text);
    CHECK(object.size() == 51);
    CHECK(number_or(object, "k7", 0) == 57);
    CHECK(number_or(object, "k49", 0) == 99);
}

TEST_CASE("an object of very many keys is read in linear time") {
    std::string text = "{";
    for (int i = 0; i < 200000; ++i)
        text += "\"k" + std::to_string(i) + "\":0,";
    text.back() = '}';
    CHECK(parsed(text).size() == 200000); // quadratic search would take minutes
}

TEST_CASE("parse_json names the place of what is wrong") {
    const auto error = [](std::string_view text) {
        auto result = parse_json(text, "tasks.json");
        REQUIRE_FALSE(result.has_value());
        return result.error();
    };
    const Error comma = error("[\n  {\"a\": 1},\n  {\"b\" 2}\n]");
    CHECK(comma.code == "json-syntax");
    CHECK(comma.where == Where{"tasks.json", 3, 8, {}});
    CHECK(comma.message.find("line") == std::string::npos); // the place is told once, by `where`

    const Error truncated = error("[{\"a\": 1},\n{\"b\": \"x");
    CHECK(truncated.code == "json-syntax");
    CHECK(truncated.where.line == 2);

    CHECK(error("").code == "json-syntax");
    CHECK(error("[1] 2").code == "json-syntax");
    CHECK(error("{\"a\":1e999}").code == "json-syntax");
    CHECK(error("[NaN]").code == "json-syntax");

    // What stands behind a NUL is not passed over in silence.
    const Error nul = error(std::string_view("[1]\n\0[2]", 8));
    CHECK(nul.code == "json-syntax");
    CHECK(nul.where == Where{"tasks.json", 2, 1, {}});

    CHECK(error("\xef\xbb\xbf\xef\xbb\xbf[1]").where == Where{"tasks.json", 1, 1, {}}); // one byte order mark, not two

    const Error encoding = error("{\"a\":\n \"\xff\"}");
    CHECK(encoding.code == "json-encoding");
    CHECK(encoding.where == Where{"tasks.json", 2, 3, {}});
}

TEST_CASE("nesting is bounded before anything recursive meets it") {
    const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
    CHECK(parse_json(nested(512)).has_value());
    CHECK(parse_json(nested(513)).error().code == "json-depth");
    CHECK(parse_json(std::string(3000000, '[')).error().code == "json-depth");
}

TEST_CASE("half an emoji in an escape is replaced, whole ones stay") {
    CHECK(parsed(R"("\ud83d\ude00")").get<std::string>() == "\xf0\x9f\x98\x80");
    CHECK(parsed(R"("a\ud83d")").get<std::string>() == "a\xef\xbf\xbd");
    CHECK(parsed(R"("\ude00\uD83Db")").get<std::string>() == "\xef\xbf\xbd\xef\xbf\xbd"
                                                             "b");
    CHECK(parsed(R"("\\ud83d")").get<std::string>() == "\\ud83d");
}

TEST_CASE("dump_json replaces bytes that are no UTF-8") {
    CHECK(dump_json(Json("a\xff")) == "\"a\xef\xbf\xbd\"");
}

TEST_CASE("typed reads fall back on a missing member, another type, or no object") {
    const Json json = parsed(R"({"s":"x","n":2.5,"b":true})");
    CHECK(string_or(json, "s", "-") == "x");
    CHECK(string_or(json, "n", "-") == "-");
    CHECK(string_or(Json::array(), "s", "-") == "-");
    CHECK(number_or(json, "n", 0) == 2.5);
    CHECK(number_or(json, "s", 7) == 7);
    CHECK(bool_or(json, "b", false));
    CHECK(bool_or(json, "nothing", true));
    CHECK_FALSE(number_at(json, "b").has_value());
    CHECK(find(json, "s") != nullptr);
    CHECK(find(Json(nullptr), "s") == nullptr);
}

TEST_CASE("same_json compares meaning") {
    const auto same = [](std::string_view a, std::string_view b) { return same_json(parsed(a), parsed(b)); };
    CHECK(same(R"({"a":1,"b":{"c":[1,2]}})", R"({"b":{"c":[1.0,2]},"a":1})"));
    CHECK_FALSE(same(R"({"a":1,"b":2})", R"({"b":1,"a":2})"));
    CHECK_FALSE(same(R"({"a":1,"b":2})", R"({"a":1,"c":2})"));
    CHECK_FALSE(same(R"({"a":1})", R"({"a":1,"b":null})"));
    CHECK_FALSE(same("[1,2]", "[2,1]"));
    CHECK_FALSE(same("1", "true"));
    CHECK_FALSE(same("-1", "18446744073709551615"));
    CHECK(same("18446744073709551615", "18446744073709551615"));
    CHECK(same("0", "-0"));
}

TEST_CASE("pointer_join escapes as RFC 6901 says") {
    CHECK(pointer_join("", "a") == "/a");
    CHECK(pointer_join("/0", "a/b~c") == "/0/a~1b~0c");
}

TEST_CASE("what is no JSON is told in the parser's own words in English, and part by part for other languages") {
    const auto said = [](const char* text) {
        const auto json = parse_json(text);
        return json ? std::string() : json.error().message;
    };
    CHECK(said("[1,") == "This is not JSON: syntax error while parsing value - unexpected end of input; expected '[', "
                         "'{', or a literal.");
    CHECK(said("[1 2]") ==
          "This is not JSON: syntax error while parsing array - unexpected number literal; expected ']'.");
    CHECK(said("[tru]").starts_with(
        "This is not JSON: syntax error while parsing value - invalid literal; last read: '"));
    CHECK(said("[\"a").starts_with("This is not JSON: syntax error while parsing value - invalid string: "));
    const Message reason = parse_json("{\"a\" 1}").error().said.arguments.at(0).said.at(0);
    CHECK(reason.key == "json-reason.expected");
    CHECK(reason.arguments.at(0).said.at(0) == say("json-thing.separator"));
    CHECK(reason.arguments.at(1).said.at(0) == say("json-thing.number"));
    CHECK(reason.arguments.at(2).said.at(0) == say("json-thing", "name"_is("':'")));
}
