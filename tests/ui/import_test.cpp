// An import from the page's end, its service beside it: what is told, what is wished, what comes into the project.
#include "app/transfer/import_service.hpp"
#include "support/transfer_desk.hpp"

#include <doctest/doctest.h>

using namespace tw;
using State = ImportStatus::State;

namespace {

struct Desk : test::TransferDesk {
    std::shared_ptr<Import> import;

    Desk() : TransferDesk({}, {}) {}
    void open(const std::string& name, std::string text, std::vector<WantedKey> wanted) {
        host.held_files[1] = std::move(text);
        PickedFile file;
        file.name = name;
        file.handle = 1;
        file.size = host.held_files[1].size();
        import = std::make_shared<Import>(ports, project, std::move(wanted), std::vector<PickedFile>{file});
        import->start();
        settle();
    }
    void settle() { TransferDesk::settle(*import); }
    std::shared_ptr<TaskTable> table() {
        std::shared_ptr<TaskTable> found;
        store.open_table(project.project.uid, [&](auto opened) { found = *opened; });
        storage.run_until_idle();
        return found;
    }
};

} // namespace

TEST_CASE("import: shown first, a column goes where the person says, rows that cannot come in are named") {
    Desk desk;
    desk.open("rows.csv", "n,Body\n1,one\n2,two,three\n3,four\n", {{"text", "text"}});
    const ImportStatus& status = desk.import->status();
    REQUIRE(status.state == State::ready);
    CHECK(status.rows == 2);
    CHECK(status.left_out == 1);
    REQUIRE(status.sources.size() == 1);
    CHECK(status.sources[0].columns == std::vector<std::string>{"n", "Body"});
    CHECK(status.sources[0].preview[1] == std::vector<std::string>{"3", "four"});
    REQUIRE(status.sources[0].problems.size() == 1);
    CHECK(status.sources[0].problems[0].error.where.line == 3);
    CHECK(desk.table()->empty()); // nothing is written yet

    desk.import->set_key(0, 1, "text");
    desk.import->begin();
    desk.settle();
    REQUIRE(status.state == State::done);
    CHECK(status.imported == 2);
    CHECK(status.added.project.task_count == 2);
    const auto table = desk.table();
    REQUIRE(table->size() == 2);
    CHECK(table->raw(1) == R"({"n":3,"text":"four"})");
    std::vector<Error> report;
    desk.import->ask_report([&](const std::vector<Error>& told) { report = told; });
    REQUIRE(report.size() == 1);
    CHECK(report[0].where.file == "rows.csv");
    CHECK(report[0].where.line == 3);
    CHECK(report[0].said == say("csv-width", "cells"_is(3), "columns"_is(2))); // to be worded in any language
}

TEST_CASE("import: the tasks of an object come like those of a list; cancelled, nothing stays") {
    Desk desk;
    desk.open("tasks.json", R"({"tasks":[{"data":{"a":1}},3,{"data":{"a":2}}]})", {});
    CHECK(desk.import->status().rows == 2);
    REQUIRE(desk.import->status().sources[0].problems.size() == 1);
    CHECK(desk.import->status().sources[0].problems[0].error.where.pointer.starts_with("/tasks/1"));
    desk.import->begin();
    desk.storage.run_completions();
    desk.import->cancel();
    desk.settle();
    CHECK(desk.import->status().state == State::cancelled);
    CHECK(desk.table()->empty());
}

TEST_CASE("import: what is told of it survives the way") {
    ImportStatus status;
    status.state = State::done;
    status.rows = 100'000;
    status.progress = 0.5;
    ImportSource source;
    source.name = "中.csv";
    source.format = RowFormat::delimited;
    source.separator = '\t';
    source.columns = {"a"};
    source.keys = {""};
    source.preview = {{std::string(1000, 'x')}};
    source.problems = {{Severity::warning, {"c", "m", {"f", 7, 0, "/1"}}}};
    source.error = Error{"e", "why", {}};
    status.sources.push_back(source);
    status.added.count = 3;
    ImportStatus got;
    take_status(*parse_json(dump_json(to_json(status, true))), got);
    CHECK(got.state == State::done);
    CHECK(got.rows == 100'000);
    REQUIRE(got.sources.size() == 1);
    CHECK(got.sources[0].separator == '\t');
    CHECK(got.sources[0].keys == source.keys);
    CHECK(got.sources[0].preview[0][0].size() == 400); // enough to be looked at
    CHECK(got.sources[0].problems[0].error.where.line == 7);
    CHECK(got.sources[0].error->message == "why");
    CHECK(got.added.count == 3);
    take_status(to_json(status, false), got); // without sources these stay
    CHECK(got.sources.size() == 1);
}
