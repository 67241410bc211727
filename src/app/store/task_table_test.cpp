#include "app/store/local_store.hpp"
#include "support/fixed.hpp"
#include "support/memory_storage.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <set>

namespace tw {
namespace {

using test::await;

struct Device {
    test::MemoryStorage storage;
    test::ManualClock clock;
    test::SeededRandom random;
    LocalStore store{storage, clock, random};

    template <class T, class Call>
    T get(Call call) {
        Result<T> answer = await<T>(call, [&] { storage.run_completions(); });
        REQUIRE(answer.has_value());
        return std::move(*answer);
    }
    AddedTasks add(StoredProject project, std::vector<Task> tasks) {
        return get<AddedTasks>(
            [&](auto done) { store.add_tasks(std::move(project), std::move(tasks), {}, {}, std::move(done)); });
    }
    std::shared_ptr<TaskTable> open(const std::string& uid) {
        return get<std::shared_ptr<TaskTable>>([&](auto done) { store.open_table(uid, std::move(done)); });
    }
    StoredTask load(const TaskTable& table, std::size_t row) {
        return get<StoredTask>([&](auto done) { store.load_task(table, row, std::move(done)); });
    }
};

Task task_with(Json data) {
    Task task;
    task.data = std::move(data);
    return task;
}

std::vector<Task> many(int count) {
    std::vector<Task> tasks;
    for (int i = 0; i < count; ++i)
        tasks.push_back(task_with({{"text", "第" + std::to_string(i) + " \"行\"\n"}, {"n", i}}));
    return tasks;
}

} // namespace

TEST_CASE("task table: what was added is there after opening again, in order, over many chunks") {
    Device device;
    const AddedTasks first = device.add({}, many(700));
    CHECK(first.project.task_count == 700);
    CHECK(first.count == 700);
    const AddedTasks second = device.add(first.project, many(10));
    CHECK(second.first_task_id == 701);
    const auto table = device.open(first.project.project.uid);
    REQUIRE(table->size() == 710);
    CHECK(table->inner_id(0) == 1);
    CHECK(table->inner_id(709) == 710);
    CHECK(table->row_of(701) == 700);
    CHECK(table->row_of(9999) == -1);
    CHECK(table->data(699)["text"] == "第699 \"行\"\n");
    CHECK(table->data(700)["n"] == 0);
    CHECK(table->title(3) == "第3 \"行\"\n");
    CHECK(table->title(3, 4) == "第3");
    CHECK(table->fields() == std::vector<std::string>{"text", "n"});
    const StoredTask task = device.load(*table, 5);
    CHECK(task.task.data == table->data(5));
    CHECK(task.task.uid.size() == 36);
    CHECK(task.document_uid.size() == 36);
    CHECK(task.document_uid != task.task.uid);
}

TEST_CASE("task table: annotations, predictions and drafts come back whole, and are summed up") {
    Device device;
    Task annotated = task_with({{"image", "a.png"}});
    Annotation own;
    own.uid = "0d6a2d9e-8a2f-4f5c-9b0e-2f1c5a7b9d10";
    own.lead_time_s = 2.5;
    own.result = parse_json(R"([{"type":"rectanglelabels","value":{"rectanglelabels":["Car","Bus"]}},
        {"type":"choices","value":{"choices":["Car"]}},{"type":"textarea","value":{"text":["Car"]}}])")
                     .value();
    annotated.annotations.push_back(own);
    annotated.annotations.push_back({});
    annotated.annotations.back().was_cancelled = true;
    annotated.meta = {{"source", "here"}};
    annotated.extra = {{"file_upload", "x.json"}};
    Task predicted = task_with({{"image", "b.png"}});
    predicted.predictions.push_back({7, own.result, "m1", 0.5, Json::object()});
    const AddedTasks added = device.add({}, {annotated, predicted, task_with({{"image", "c.png"}})});
    CHECK(added.project.done_count == 1);
    const auto table = device.open(added.project.project.uid);
    CHECK(table->state(0) == TaskState::done);
    const TaskSummary& summary = table->summary(0);
    CHECK(summary.annotations == 1);
    CHECK(summary.cancelled == 1);
    CHECK(summary.labels == std::map<std::string, std::uint32_t, std::less<>>{{"Bus", 1}, {"Car", 2}});
    CHECK(summary.lead_time_s == 2.5);
    CHECK_FALSE(summary.touched);
    CHECK(table->summary(1).predictions == 1);
    CHECK(table->summary(2) == TaskSummary{});
    CHECK(table->done_count() == 1);
    CHECK(table->next_unfinished() == 1);
    const StoredTask task = device.load(*table, 0);
    REQUIRE(task.task.annotations.size() == 2);
    CHECK(task.task.annotations[0].result == own.result);
    CHECK(task.task.annotations[0].uid == task.document_uid);
    CHECK(task.document_uid != own.uid); // a second import of the same file is another document
    CHECK(string_or(task.task.annotations[0].extra, "unique_id", "") == own.uid);
    CHECK(task.task.meta == annotated.meta);
    CHECK(task.task.extra == annotated.extra);
    CHECK(device.load(*table, 1).base_result == own.result);
}

TEST_CASE("task table: a change of a task leaves its chunk alone") {
    Device device;
    const AddedTasks added = device.add({}, many(3));
    const std::string uid = added.project.project.uid;
    const auto here = device.open(uid), other_tab = device.open(uid);
    const auto submit = [&](TaskTable& table, std::size_t row) {
        StoredTask task = device.load(table, row);
        task.task.annotations.push_back({});
        task.task.annotations.back().uid = task.document_uid;
        task.state = TaskState::done;
        device.get<Unit>([&](auto done) { device.store.put_task(table, row, task, summarize(task, true), done); });
    };
    submit(*here, 0);
    submit(*other_tab, 2);
    CHECK(here->state(0) == TaskState::done);
    CHECK(here->done_count() == 1);
    const auto again = device.open(uid);
    CHECK(again->state(0) == TaskState::done);
    CHECK(again->state(1) == TaskState::fresh);
    CHECK(again->state(2) == TaskState::done);
    CHECK(again->summary(2).touched);
    CHECK(device.load(*again, 2).task.annotations.size() == 1);
}

TEST_CASE("task table: deleted rows are gone, the rest keeps its numbers") {
    Device device;
    const AddedTasks added = device.add({}, many(600));
    const std::string uid = added.project.project.uid;
    const auto table = device.open(uid);
    StoredTask task = device.load(*table, 300);
    task.state = TaskState::skipped;
    device.get<Unit>([&](auto done) { device.store.put_task(*table, 300, task, summarize(task, true), done); });
    std::vector<std::uint32_t> doomed = {0, 1, 299};
    for (std::uint32_t row = 512; row < 600; ++row)
        doomed.push_back(row);
    DeletedTasks deleted = device.get<DeletedTasks>(
        [&](auto done) { device.store.delete_tasks(*table, doomed, added.project, std::move(done)); });
    CHECK(deleted.count == doomed.size());
    CHECK(table->done_count() == 1);
    for (const auto& one : {table, device.open(uid)}) {
        REQUIRE(one->size() == 509);
        CHECK(one->inner_id(0) == 3);
        CHECK(one->row_of_inner(300) == -1);
        const int row = one->row_of_inner(301);
        REQUIRE(row == 297);
        CHECK(one->state(297) == TaskState::skipped);
        CHECK(one->data(297)["n"] == 300);
    }
    // New tasks do not take the numbers of dead ones.
    device.add(added.project, many(1));
    CHECK(device.open(uid)->inner_id(509) == 601);
}

TEST_CASE("task table: deleted tasks come back with what was done to them") {
    Device device;
    const AddedTasks added = device.add({}, many(600));
    const std::string uid = added.project.project.uid;
    const auto table = device.open(uid);
    StoredTask task = device.load(*table, 300);
    task.state = TaskState::skipped;
    task.task.annotations.emplace_back().uid = task.document_uid;
    device.get<Unit>([&](auto done) { device.store.put_task(*table, 300, task, summarize(task, true), done); });
    DeletedTasks deleted = device.get<DeletedTasks>(
        [&](auto done) { device.store.delete_tasks(*table, {0, 300, 599}, added.project, std::move(done)); });
    CHECK(device.open(uid)->size() == 597);
    device.get<Unit>([&](auto done) { device.store.restore_tasks(std::move(deleted), std::move(done)); });
    const auto again = device.open(uid);
    REQUIRE(again->size() == 600);
    CHECK(again->state(300) == TaskState::skipped);
    CHECK(device.load(*again, 300).task.annotations.size() == 1);
    CHECK(again->data(599)["n"] == 599);
}

TEST_CASE(
    "local store: two tabs that bring in tasks at once never give the same numbers, and one takes back only its own") {
    Device device;
    const AddedTasks first = device.add({}, many(3));
    LocalStore other(device.storage, device.clock, device.random);
    using Adding = std::shared_ptr<LocalStore::Adding>;
    std::optional<Adding> here, there;
    device.store.begin_adding(first.project, 300, [&](Result<Adding> adding) { here = *adding; });
    other.begin_adding(first.project, 2, [&](Result<Adding> adding) { there = *adding; });
    device.storage.run_until_idle();
    REQUIRE(here);
    REQUIRE(there);
    device.get<Unit>([&](auto done) { device.store.add_some(*here, many(290), std::move(done)); });
    device.get<Unit>([&](auto done) { other.add_some(*there, many(2), std::move(done)); });
    const auto both = device.open(first.project.project.uid);
    REQUIRE(both->size() == 295);
    std::set<std::int64_t> ids, inner;
    for (std::size_t row = 0; row < both->size(); ++row) {
        ids.insert(both->id(row));
        inner.insert(both->inner_id(row));
    }
    CHECK(ids.size() == 295);
    CHECK(inner.size() == 295);
    device.get<Unit>([&](auto done) { device.store.undo_adding(*here, std::move(done)); });
    CHECK(device.open(first.project.project.uid)->size() == 5);
}

TEST_CASE("task line: a line that is none of ours is left out") {
    TaskTable table("p");
    table.add_chunk(
        "p/1",
        "[1,1,\"u\",\"d\",\"t\",0,{},{\"a\":\"]},[\"}]\nrubbish\n[2,2,\"u\",\"d\",\"t\",0,{},{}\n[3,3,\"u\",\"d\","
        "\"t\",{\"s\":\"done\"},{\"m\":[{\"x\":\"\\\"}\"}]},{\"a\":1}]");
    REQUIRE(table.size() == 2);
    CHECK(table.data(0)["a"] == "]},[");
    CHECK(table.raw(1) == "{\"a\":1}");
    CHECK(table.state(1) == TaskState::done);
}

} // namespace tw
