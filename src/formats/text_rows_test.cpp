#include "formats/text_rows.hpp"

#include <doctest/doctest.h>

using namespace tw;

namespace {

using Rows = std::vector<std::vector<std::string>>;

/// Fed whole, and in pieces of every size up to 5: a cut changes nothing.
Rows rows_of(std::string_view text, char separator = ',', Diagnostics* problems = nullptr) {
    Rows whole;
    for (std::size_t size = text.size() + 1; size > 0; size = size > 5 ? 5 : size - 1) {
        Rows rows;
        Diagnostics found;
        DelimitedReader reader(separator, found);
        const auto on_row = [&](std::uint64_t, std::vector<std::string>& cells) { rows.push_back(cells); };
        for (std::size_t at = 0; at < text.size(); at += size)
            reader.feed(text.substr(at, size), on_row);
        reader.finish(on_row);
        if (size > text.size())
            whole = rows;
        CHECK(rows == whole);
        if (problems)
            *problems = found;
    }
    return whole;
}

} // namespace

TEST_CASE("csv: quotes, newlines in cells, either line end, blank lines, no newline at the end") {
    CHECK(rows_of("a,b\r\n1,\"x, \"\"y\"\"\r\nz\"\r\n\r\n,\n  \n3,\"\"\n4,5") ==
          Rows{{"a", "b"}, {"1", "x, \"y\"\r\nz"}, {"", ""}, {"3", ""}, {"4", "5"}});
    CHECK(rows_of("名,文\r1,他说\"好\"\r2,\"引\"文").size() == 3);
    CHECK(rows_of("名,文\r1,他说\"好\"\r2,\"引\"文")[2][1] == "引文");
    CHECK(rows_of("").empty());
}

TEST_CASE("csv: a quote that is never closed costs its row and names its line") {
    Diagnostics problems;
    CHECK(rows_of("a,b\n1,2\n3,\"open\n4,5\n6,\"\"7\"\"\n", ',', &problems) ==
          Rows{{"a", "b"}, {"1", "2"}, {"4", "5"}, {"6", "\"\"7\"\""}});
    REQUIRE(problems.items().size() == 1);
    CHECK(problems.items()[0].error.where.line == 3);
}

TEST_CASE("csv: separators by what cuts the first lines alike") {
    CHECK(detect_separator("a,b,c\n1,2,3\n") == ',');
    CHECK(detect_separator("a;b\n1,5;2,5\n3,1;4,0\n") == ';');
    CHECK(detect_separator("text\tlabel\nhello, world\tx\nno, yes, maybe\ty") == '\t');
    CHECK(detect_separator("id|text\n1|a, b; c\n2|d") == '|');
    CHECK(detect_separator("text\njust one, column\nof, many, commas\n") == ',');
}

TEST_CASE("columns: numbers only when all of them are, fractions when there are gaps, zeros in front are text") {
    const auto column = [](std::initializer_list<std::string_view> cells) {
        ColumnType type;
        for (const std::string_view cell : cells)
            type.look(cell);
        Json out = Json::array();
        for (const std::string_view cell : cells)
            out.push_back(type.value(cell));
        return dump_json(out);
    };
    CHECK(column({"1", "-20"}) == "[1,-20]");
    CHECK(column({"1", "", "2"}) == R"([1.0,"",2.0])");
    CHECK(column({"1", "2.5"}) == "[1.0,2.5]");
    CHECK(column({"007", "8"}) == R"(["007","8"])");
    CHECK(column({"1", "x"}) == R"(["1","x"])");
    CHECK(column({"", ""}) == R"(["",""])");
    CHECK(column({"12345678901234567890"}) == R"(["12345678901234567890"])");
}

TEST_CASE("lines and lists: cut anywhere, nothing lost") {
    const std::string_view lines = "一\r\n\ntwo\nthree";
    const std::string_view list = R"( [ {"a":"],}\""}, 3 ,[1,[2]], {"b":{}} ] )";
    for (std::size_t size = 1; size < 12; ++size) {
        std::vector<std::string> got;
        LineReader reader;
        const auto on_line = [&](std::uint64_t number, std::string_view text) {
            CHECK(number == got.size() + 1);
            got.emplace_back(text);
        };
        for (std::size_t at = 0; at < lines.size(); at += size)
            reader.feed(lines.substr(at, size), on_line);
        reader.finish(on_line);
        CHECK(got == std::vector<std::string>{"一", "", "two", "three"});

        std::vector<std::string> elements;
        Diagnostics problems;
        JsonListReader json(problems);
        const auto on_element = [&](std::uint64_t, std::string_view text, bool whole) {
            CHECK_FALSE(whole);
            elements.emplace_back(text);
        };
        for (std::size_t at = 0; at < list.size(); at += size)
            json.feed(list.substr(at, size), on_element);
        json.finish(on_element);
        CHECK(problems.empty());
        REQUIRE(elements.size() == 4);
        CHECK(elements[0] == R"({"a":"],}\""})");
        CHECK(parse_json(elements[1]).value() == 3);
        CHECK(elements[3] == R"({"b":{}})");
    }
}

TEST_CASE("lists: what stands before a break is read, an object is handed on whole") {
    std::vector<std::string> got;
    Diagnostics problems;
    const auto take = [&](std::uint64_t, std::string_view text, bool) { got.emplace_back(text); };
    JsonListReader broken(problems);
    broken.feed(R"([{"a":1},{"b":)", take);
    broken.finish(take);
    CHECK(got == std::vector<std::string>{R"({"a":1})"});
    REQUIRE(problems.items().size() == 1);
    CHECK(problems.items()[0].error.where.pointer == "/1");
    JsonListReader object(problems);
    object.feed(R"({"data":{"tasks":[1]},"tasks":)", take);
    object.feed("[1]}", take);
    object.finish(take);
    CHECK(got.back() == R"({"data":{"tasks":[1]},"tasks":[1]})");
}

TEST_CASE("lists: the tasks of an object come one by one, wherever it is cut") {
    const std::string_view file =
        R"( {"a\"tasks":["x"], "b": {"tasks":[0]}, "tasks" : [ {"n":1}, {"n":"]"} ], "c": 1} )";
    for (std::size_t size = 1; size < 9; ++size) {
        std::vector<std::string> got;
        Diagnostics problems;
        JsonListReader reader(problems);
        const auto take = [&](std::uint64_t, std::string_view text, bool whole) {
            CHECK_FALSE(whole);
            got.emplace_back(text);
        };
        for (std::size_t at = 0; at < file.size(); at += size)
            reader.feed(file.substr(at, size), take);
        reader.finish(take);
        CHECK(problems.empty());
        CHECK(reader.pointer() == "/tasks");
        CHECK(got == std::vector<std::string>{R"({"n":1})", R"({"n":"]"})"});
    }
}

TEST_CASE("lists: commas too many or missing, and text behind the end, are named with their place") {
    const auto first_problem = [](std::string_view text) {
        Diagnostics problems;
        JsonListReader reader(problems);
        std::vector<Where> places;
        const auto take = [&](std::uint64_t, std::string_view, bool) { places.push_back(reader.element_place()); };
        reader.feed(text, take);
        reader.finish(take);
        if (!problems.empty())
            return to_string(problems.items()[0].error);
        std::string all;
        for (const Where& place : places)
            all += std::to_string(place.line) + ":" + std::to_string(place.column) + place.pointer + " ";
        return all;
    };
    CHECK(first_problem("[ ]  ") == "");
    CHECK(first_problem("[1,\n {\"a\": 2}, [3]]\n") == "1:2/0 2:2/1 2:12/2 ");
    CHECK(first_problem("{\"tasks\":\n[{}], \"b\": {\"}\": \"\\\"}\"}}") == "2:2/tasks/0 ");
    CHECK(first_problem("  {\"tasks\": 1}") == "1:3 ");
    CHECK(first_problem("[{} {}]") == "1:5: A comma is missing here. [json-syntax]");
    CHECK(first_problem("[{},\n,{}]") == "2:1: A value is missing here. [json-syntax]");
    CHECK(first_problem("[,1]") == "1:2: A value is missing here. [json-syntax]");
    CHECK(first_problem("[1,]") == "1:4: A value is missing here. [json-syntax]");
    CHECK(first_problem("[1]]") == "1:4: There is more text behind the end. [json-syntax]");
    CHECK(first_problem("{\"tasks\":[1]} x") == "1:15 /tasks: There is more text behind the end. [json-syntax]");
    CHECK(first_problem("{\"tasks\":[1]") == "1:12 /tasks: The object breaks off. [json-syntax]");
}

TEST_CASE("row formats: by name, and JSON lines by what they are") {
    CHECK(row_format_of("A.CSV", "") == RowFormat::delimited);
    CHECK(row_format_of("a.tsv", "") == RowFormat::delimited);
    CHECK(row_format_of("a.jsonl", "") == RowFormat::json_lines);
    CHECK(row_format_of("a.json", "[{}]") == RowFormat::json);
    CHECK(row_format_of("a.json", "{\"a\":1}\n{\"a\":2}\n") == RowFormat::json_lines);
    CHECK(row_format_of("a.json", "{\n\"a\":1}\n") == RowFormat::json);
    CHECK(row_format_of("a.txt", "x") == RowFormat::lines);
}
