// An export from the page's end, its service beside it: what is written, what is told, what is thrown away.
#include "app/transfer/export_service.hpp"
#include "support/transfer_desk.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace tw;

namespace {

StoredProject named(const std::string& title) {
    StoredProject project;
    project.project.title = title;
    return project;
}

std::vector<Task> numbered(std::size_t count) {
    std::vector<Task> tasks(count);
    for (std::size_t n = 0; n < count; ++n)
        tasks[n].data = {{"n", n}};
    return tasks;
}

struct Desk : test::TransferDesk {
    std::unique_ptr<Export> run;

    explicit Desk(std::size_t count) : TransferDesk(named("a/b"), numbered(count)) {}
    const ExportStatus& begin(ExportKind kind, std::vector<std::int64_t> inner_ids = {}) {
        ExportOrder order;
        order.project = project;
        order.kind = kind;
        order.inner_ids = std::move(inner_ids);
        run = std::make_unique<Export>(ports, order, nullptr);
        return run->status();
    }
    void settle() { TransferDesk::settle(*run); }
    std::vector<int> numbers(const std::string& json) {
        std::vector<int> out;
        const auto tasks = parse_json(json);
        REQUIRE(tasks);
        for (const Json& task : *tasks)
            out.push_back(task["data"]["n"].get<int>());
        return out;
    }
};

} // namespace

TEST_CASE("export: all tasks or those asked for, as one list under the project's name") {
    Desk desk(600); // more than two slices
    const ExportStatus& all = desk.begin(ExportKind::json);
    CHECK(all.total == 600);
    desk.settle();
    REQUIRE(all.ended);
    CHECK(!all.error);
    CHECK(all.done == 600);
    REQUIRE(desk.host.downloads.size() == 1);
    CHECK(desk.host.downloads[0].name == "a-b.json");
    const std::vector<int> numbers = desk.numbers(desk.host.downloads[0].bytes);
    CHECK(numbers.size() == 600);
    CHECK(std::ranges::is_sorted(numbers));

    const ExportStatus& some = desk.begin(ExportKind::json, {3, 500, 7000}); // of which one is gone
    desk.settle();
    REQUIRE(some.ended);
    CHECK(desk.numbers(desk.host.downloads[1].bytes) == std::vector{2, 499});
}

TEST_CASE("export: a project without tasks is an empty list") {
    Desk desk(0);
    const ExportStatus& status = desk.begin(ExportKind::json);
    desk.settle();
    REQUIRE(status.ended);
    CHECK(desk.host.downloads.at(0).bytes == "[]");
}

TEST_CASE("export: a whole project is a task a line, and the project beside them") {
    Desk desk(3);
    const ExportStatus& status = desk.begin(ExportKind::project);
    desk.settle();
    REQUIRE(status.ended);
    const std::string& lines = desk.host.zip_entries.at("tasks.jsonl");
    CHECK(std::ranges::count(lines, '\n') == 3);
    CHECK((*parse_json(desk.host.zip_entries.at("project.json")))["format"] == 1);
}

TEST_CASE("export: cancelled, it offers nothing") {
    Desk desk(600);
    const ExportStatus& status = desk.begin(ExportKind::json);
    desk.storage.run_completions();
    desk.run->cancel();
    desk.settle();
    REQUIRE(status.ended);
    REQUIRE(status.error);
    CHECK(status.error->code == "cancelled");
    CHECK(desk.host.downloads.empty());
}
