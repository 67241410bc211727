#include "base/message_json.hpp"

#include "support/repo_dir.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <set>

using namespace tw;

TEST_CASE("an error's text names only the parts of its place that are known") {
    CHECK(to_string(Error{"x", "It broke."}) == "It broke. [x]");
    CHECK(to_string(Error{"x", "It broke.", {"a.xml", 3, 0, {}}}) == "a.xml:3: It broke. [x]");
    CHECK(to_string(Error{"x", "It broke.", {"a.xml", 3, 14, "/View"}}) == "a.xml:3:14 /View: It broke. [x]");
    CHECK(to_string(Error{"x", "It broke.", {"", 0, 0, "/0/data"}}) == "/0/data: It broke. [x]");
    CHECK(to_string(Error{"x", "It broke.", {"", 2, 5, {}}}) == "2:5: It broke. [x]");
}

TEST_CASE("diagnostics count by severity") {
    Diagnostics diagnostics;
    CHECK(diagnostics.empty());
    diagnostics.add(Severity::warning, {"w", "Careful."});
    CHECK_FALSE(diagnostics.has_errors());
    diagnostics.add(Severity::error, {"e", "No."});
    diagnostics.add(Severity::error, {"e", "No."});
    diagnostics.add(Severity::info, {"i", "By the way."});
    CHECK(diagnostics.has_errors());
    CHECK(diagnostics.count(Severity::error) == 2);
    CHECK(diagnostics.count(Severity::warning) == 1);
    CHECK(to_string(diagnostics.items()[3].severity) == "info");
}

TEST_CASE("a message says the same in English, as an error and on its way between workers") {
    const Message inner = say("json-syntax.nothing");
    const Message message = say("json-syntax.rest-lost", "problem"_is(inner));
    CHECK(in_english(message) ==
          "There is nothing in this file. Of this file, only what stands before that place was read.");
    const Error error = error_of(say("csv-width", "cells"_is(3), "columns"_is("{cells}")), {"a.csv", 2, 0, {}});
    CHECK(error.code == "csv-width");
    CHECK(error.message == "This row has 3 cells, and there are {cells} columns."); // what is filled in stays as it is
    CHECK(error.where.line == 2);
    CHECK(message_from_json(to_json(message)) == message);
    CHECK(message_from_json(to_json(error.said)) == error.said);
}

TEST_CASE("what the browser's side tells is worded by its key, or says what it has") {
    const auto told = [](const char* json) { return error_from_json(*parse_json(json)); };
    const Error known = told(R"({"key":"image-fetch.status","arguments":{"status":503,"url":"x.jpg"}})");
    CHECK(known.code == "image-fetch");
    CHECK(known.message == "The picture's server answered 503: x.jpg");
    CHECK(told(R"({"key":"strange","arguments":{"detail":"It broke."}})").message == "It broke.");
    CHECK(told(R"({"key":"strange","arguments":[1]})").message == "strange");
    CHECK(told("[]").code.empty());
}

TEST_CASE("every problem has words in every language, with the same arguments") {
    const auto names_in = [](std::string_view pattern) {
        std::set<std::string> names;
        for (std::size_t at = 0; (at = pattern.find('}', at)) != std::string_view::npos; ++at)
            names.emplace(pattern.substr(pattern.rfind('{', at) + 1, at - pattern.rfind('{', at) - 1));
        return names;
    };
    for (const auto& file : std::filesystem::directory_iterator(test::repo_dir() / "assets/strings")) {
        CAPTURE(file.path().filename().string());
        std::ifstream in(file.path());
        const auto strings = parse_json(std::string(std::istreambuf_iterator<char>(in), {}));
        REQUIRE(strings);
        for (const ProblemWords& words : problem_words()) {
            const std::string said = string_or(*strings, "problem." + std::string(words.key), "");
            CAPTURE(words.key);
            CHECK_FALSE(said.empty());
            CHECK(names_in(said) == names_in(words.english));
        }
    }
}
