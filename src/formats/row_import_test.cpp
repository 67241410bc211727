#include "formats/row_import.hpp"

#include <doctest/doctest.h>

using namespace tw;

namespace {

std::string data_of(std::string_view bytes, std::string_view file, Diagnostics* problems = nullptr) {
    Diagnostics found;
    const auto tasks = import_file(bytes, file, found);
    REQUIRE(tasks.has_value());
    Json out = Json::array();
    for (const Task& task : *tasks)
        out.push_back(task.data);
    if (problems)
        *problems = found;
    return dump_json(out);
}

} // namespace

TEST_CASE("import file: CSV with Chinese, numbers, gaps, quotes and a BOM") {
    Diagnostics problems;
    CHECK(
        data_of("\xef\xbb\xbf文本;n;代码\r\n\"你好;\"\"世界\"\"\r\n再见\";1;007\r\n短;;8\r\n太;多;了;!\r\n缺\r\n",
                "a.csv", &problems) ==
        R"([{"文本":"你好;\"世界\"\r\n再见","n":1.0,"代码":"007"},{"文本":"短","n":"","代码":"8"},{"文本":"缺","n":"","代码":""}])");
    REQUIRE(problems.items().size() == 1);
    CHECK(problems.items()[0].error.code == "csv-width");
    CHECK(problems.items()[0].error.where.line == 5);
}

TEST_CASE("import file: twice the same header, and none") {
    CHECK(data_of("a,a,\n1,2,3\n", "a.csv") == R"([{"a":1,"a 2":2,"column 3":3}])");
    CHECK(data_of("text\tx\nhello, you\t1\n", "a.tsv") == R"([{"text":"hello, you","x":1}])");
}

TEST_CASE("import file: lines, JSON lines and their damage") {
    CHECK(data_of("一\n\n二\n", "a.txt") == R"([{"$undefined$":"一"},{"$undefined$":""},{"$undefined$":"二"}])");
    Diagnostics problems;
    CHECK(data_of("[{\"text\":\"a\"},\n{\"data\":{\"text\":\"b\"}},\n{broken\n7\n\n{\"text\":\"c\"}]\n", "a.jsonl",
                  &problems) == R"([{"text":"a"},{"text":"b"},{"text":"c"}])");
    REQUIRE(problems.items().size() == 2);
    CHECK(problems.items()[0].error.where.line == 3);
    CHECK(problems.items()[1].error.where.line == 4);
    CHECK(data_of("{\"tasks\":[{\"data\":{\"text\":\"a\"}}]}", "a.json") == R"([{"text":"a"}])");
    CHECK(data_of("[{\"text\":1}]", "tasks") == R"([{"text":1}])"); // JSON, whatever its name
}

TEST_CASE("row import: a scan tells what comes, columns are renamed or left out, annotations survive") {
    const std::string text = R"([{"text":"a","x":1},3,{"data":{"text":"b"},"annotations":[{"result":[]}]}])";
    Diagnostics problems;
    RowImport scan({.file = "a.json", .format = RowFormat::json}, problems);
    scan.feed(text.substr(0, 30));
    scan.feed(text.substr(30));
    scan.finish();
    CHECK(scan.rows() == 2);
    CHECK(scan.left_out() == 1);
    CHECK(scan.columns() == std::vector<std::string>{"text", "x"});
    REQUIRE(problems.items().size() == 1);
    CHECK(problems.items()[0].error.where.pointer == "/1");
    std::vector<Task> tasks;
    RowImport import({.file = "a.json", .format = RowFormat::json, .keys = {"content", ""}}, problems,
                     [&](Task task) { tasks.push_back(std::move(task)); });
    import.feed(text);
    import.finish();
    REQUIRE(tasks.size() == 2);
    CHECK(dump_json(tasks[0].data) == R"({"content":"a"})");
    CHECK(tasks[1].annotations.size() == 1);
}
