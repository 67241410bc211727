// The files people's eyes depend on: every colour pair the widgets use is readable, every text that code asks for exists
// (that both languages have it is the lint's to check).
#include "base/json.hpp"
#include "support/repo_dir.hpp"
#include "ui/icons.hpp"
#include "ui/strings.hpp"
#include "ui/theme.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <regex>
#include <sstream>

using namespace tw;

namespace {

std::string read(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

} // namespace

TEST_CASE("themes: text has a contrast of 4.5, controls and focus of 3") {
    for (const char* name : {"light", "dark"}) {
        CAPTURE(name);
        const auto theme = parse_theme(read(test::repo_dir() / "assets/theme" / (std::string(name) + ".json")));
        REQUIRE(theme.has_value());
        const Theme& t = *theme;
        CHECK(t.dark == (std::string_view(name) == "dark"));
        for (const Color surface : {t.page, t.surface, t.surface_raised, t.surface_sunken, t.accent_soft}) {
            for (const Color text : {t.text, t.text_muted, t.link, t.danger, t.warning, t.success}) {
                CAPTURE(to_hex(text));
                CAPTURE(to_hex(surface));
                CHECK(contrast(text, surface) >= 4.5);
            }
        }
        for (const auto& [text, soft] : {std::pair{t.danger, t.danger_soft},
                                         {t.warning, t.warning_soft},
                                         {t.success, t.success_soft},
                                         {t.text, t.danger_soft},
                                         {t.text, t.warning_soft},
                                         {t.text, t.text_mark},
                                         {t.text_on_accent, t.accent},
                                         {t.text_on_accent, t.accent_hover}})
            CHECK(contrast(text, soft) >= 4.5);
        for (const Color surface : {t.page, t.surface, t.surface_raised, t.surface_sunken, t.canvas})
            for (const Color control : {t.border_strong, t.focus, t.accent, t.selection})
                CHECK(contrast(control, surface) >= 3);
    }
}

TEST_CASE("themes: a missing token is named") {
    Json json = *parse_json(read(test::repo_dir() / "assets/theme/light.json"));
    json["colors"].erase("accent");
    const auto theme = parse_theme(dump_json(json));
    REQUIRE(!theme);
    CHECK(theme.error().where.pointer == "/colors/accent");
    CHECK(!parse_theme("{"));
}

TEST_CASE("strings: every key written in code exists") {
    const Json en = *parse_json(read(test::repo_dir() / "assets/strings/en.json"));
    const std::regex pattern(
        R"re("((?:account|action|app|bar|error|geometry|help|history|list|members|new|notice|panel|report|sample|save|server|sheet|sign|start|tag|tasks|unit)\.[a-z][a-z.-]*[a-z])")re");
    int seen = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(test::repo_dir() / "src")) {
        const std::string path = entry.path().string();
        if (entry.path().extension() != ".cpp" || path.ends_with("_test.cpp"))
            continue;
        const std::string text = read(entry.path());
        for (std::sregex_iterator it(text.begin(), text.end(), pattern), end; it != end; ++it) {
            CAPTURE(path);
            const std::string key = (*it)[1];
            if (key.ends_with(".json") || key.ends_with(".jsonl"))
                continue; // the name of a file
            CAPTURE(key);
            CHECK(find(en, key) != nullptr);
            ++seen;
        }
    }
    MESSAGE("string keys found in code: " << seen);
}

TEST_CASE("strings: arguments are put in by name, a missing key shows itself") {
    const auto strings = Strings::parse(R"({"a": "{n} of {m}, {n}", "b": "{odd"})", "en");
    REQUIRE(strings);
    CHECK(strings->format("a", {{"n", "1"}, {"m", "{n}"}}) == "1 of {n}, 1");
    CHECK(strings->format("a", {{"n", "1"}}) == "1 of {m}, 1");
    CHECK(strings->get("b") == "{odd");
    CHECK(strings->format("b", {}) == "{odd");
    CHECK(strings->get("nowhere") == "[nowhere]");
    CHECK(!Strings::parse(R"({"a": 1})", "en"));
    CHECK(!Strings::parse("[]", "en"));
}

TEST_CASE("icons: every icon has strokes inside its box") {
    CHECK(icon_shape(Icon::none).ends.empty());
    for (unsigned i = 1; i < static_cast<unsigned>(Icon::count_); ++i) {
        CAPTURE(i);
        const IconShape shape = icon_shape(static_cast<Icon>(i));
        REQUIRE(!shape.ends.empty());
        CHECK(std::size_t{shape.ends.back()} * 2 == shape.points.size());
        for (std::size_t k = 1; k < shape.ends.size(); ++k)
            CHECK(shape.ends[k] > shape.ends[k - 1]);
        for (const float value : shape.points) {
            CHECK(value >= 0);
            CHECK(value <= 24);
        }
    }
}

TEST_CASE("strings: one of a thing has words of its own where the language has them") {
    const auto strings = Strings::parse(
        R"({"tasks": "{n} tasks", "tasks.one": "{n} task", "done": "{n} of {m} tasks", "done.one": "{n} of {m} task", "row": "row {n}"})",
        "en");
    REQUIRE(strings);
    CHECK(strings->format("tasks", {{"n", "1"}}) == "1 task");
    CHECK(strings->format("tasks", {{"n", "21"}}) == "21 tasks");
    CHECK(strings->format("done", {{"n", "1"}, {"m", "3"}}) == "1 of 3 tasks");
    CHECK(strings->format("done", {{"n", "0"}, {"m", "1"}}) == "0 of 1 task");
    CHECK(strings->format("row", {{"n", "1"}}) == "row 1");
}
