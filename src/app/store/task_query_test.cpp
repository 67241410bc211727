#include "app/store/task_query.hpp"

#include "support/fixed.hpp"

#include <doctest/doctest.h>

#include <numeric>

using namespace tw;

namespace {

std::shared_ptr<TaskTable> table_of(const std::vector<Json>& data) {
    auto table = std::make_shared<TaskTable>("p");
    std::string text;
    for (std::size_t i = 0; i < data.size(); ++i) {
        StoredTask task;
        task.task.uid = task.document_uid = "u";
        task.task.id = static_cast<std::int64_t>(i) + 1;
        task.task.inner_id = task.task.id;
        task.task.data = data[i];
        append_task_line(text, task);
    }
    table->add_chunk("p/1", std::move(text));
    return table;
}

/// Stepped with a budget of nothing: every slice is its shortest.
std::vector<std::uint32_t> rows_of(const std::shared_ptr<TaskTable>& table, TaskQuery query) {
    test::ManualClock clock;
    TaskQueryJob job(table, std::move(query), clock);
    int steps = 0;
    while (job.step(0) == Job::State::running)
        REQUIRE(++steps < 100'000);
    return job.take_rows();
}

using Ids = std::vector<std::uint32_t>;

} // namespace

TEST_CASE("task query: text, conditions and order") {
    const auto table = table_of({{{"text", "banana"}, {"n", 10}},
                                 {{"text", "Apple"}, {"n", 9.5}},
                                 {{"text", "汉字 apple"}, {"n", "x"}},
                                 {{"other", "apple"}},
                                 {{"text", ""}, {"n", -1}}});
    CHECK(rows_of(table, {}) == Ids{0, 1, 2, 3, 4});
    CHECK(rows_of(table, {.descending = true}) == Ids{4, 3, 2, 1, 0});
    CHECK(rows_of(table, {.text = "APPLE"}) == Ids{1, 2, 3});
    CHECK(rows_of(table, {.text = "text"}).empty());
    CHECK(rows_of(table, {.sort = "data.text"}) == Ids{1, 0, 2, 3, 4});
    CHECK(rows_of(table, {.sort = "data.text", .descending = true}) == Ids{2, 0, 1, 3, 4});
    CHECK(rows_of(table, {.sort = "data.n"}) == Ids{4, 1, 0, 2, 3});
    CHECK(rows_of(table, {.sort = "id", .descending = true, .text = "a"}) == Ids{3, 2, 1, 0});
    using C = TaskCondition;
    const auto where = [&](C::Subject subject, C::Test test, std::string field, std::string value) {
        return rows_of(table, {.conditions = {{subject, test, std::move(field), std::move(value)}}});
    };
    CHECK(where(C::Subject::field, C::Test::is, "text", "Apple") == Ids{1});
    CHECK(where(C::Subject::field, C::Test::contains, "text", "apple") == Ids{1, 2});
    CHECK(where(C::Subject::field, C::Test::empty, "text", "") == Ids{3, 4});
    CHECK(where(C::Subject::field, C::Test::greater, "n", "9") == Ids{0, 1});
    CHECK(where(C::Subject::field, C::Test::less, "n", "0") == Ids{4});
    TaskSummary done;
    done.state = TaskState::done;
    done.annotations = 2;
    done.labels = {{"Car", 3}};
    table->set_summary(2, done);
    CHECK(where(C::Subject::state, C::Test::is, "", "done") == Ids{2});
    CHECK(where(C::Subject::state, C::Test::is_not, "", "done") == Ids{0, 1, 3, 4});
    CHECK(where(C::Subject::label, C::Test::is, "", "Car") == Ids{2});
    CHECK(where(C::Subject::label, C::Test::empty, "", "") == Ids{0, 1, 3, 4});
    CHECK(where(C::Subject::annotations, C::Test::greater, "", "1") == Ids{2});
    CHECK(rows_of(table, {.sort = "state", .descending = true}).front() == 2);
}

TEST_CASE("task query: sliced sorting of many rows is std::stable_sort") {
    test::SeededRandom random(7);
    std::vector<Json> data;
    std::vector<int> numbers;
    for (int i = 0; i < 9000; ++i) {
        numbers.push_back(static_cast<int>(random.below(500)));
        data.push_back({{"n", numbers.back()}});
    }
    Ids expected(numbers.size());
    std::iota(expected.begin(), expected.end(), 0U);
    std::ranges::stable_sort(expected, {}, [&](std::uint32_t row) { return numbers[row]; });
    const auto table = table_of(data);
    CHECK(rows_of(table, {.sort = "data.n"}) == expected);
}

TEST_CASE("task query: starts over when rows were deleted under it") {
    std::vector<Json> data(3000, Json{{"text", "x"}});
    const auto table = table_of(data);
    test::ManualClock clock;
    TaskQueryJob job(table, {.text = "x"}, clock);
    CHECK(job.step(0) == Job::State::running);
    table->erase({0, 1, 2});
    while (job.step(0) == Job::State::running) {
    }
    CHECK(job.take_rows().size() == 2997);
    TaskQueryJob cancelled(table, {}, clock);
    cancelled.cancel();
    CHECK(cancelled.step(10) == Job::State::cancelled);
}
