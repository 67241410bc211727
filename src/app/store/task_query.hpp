// What a list of tasks shows: which rows, in which order. A query is a value a page keeps; a TaskQueryJob answers it in
// slices over the table in memory, so that nothing blocks: step it with what a frame can spare (30 ms answers most at
// once) and take the rows when it is finished. It starts over by itself when rows were deleted under it.
#pragma once

#include "app/store/task_table.hpp"
#include "base/job.hpp"
#include "base/json_scan.hpp"
#include "ports/clock.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace tw {

struct TaskCondition {
    enum class Subject : std::uint8_t { state, label, field, annotations, predictions } subject = Subject::field;
    enum class Test : std::uint8_t { is, is_not, contains, lacks, less, greater, empty, filled } test = Test::contains;
    std::string field = {}; ///< of the data, for Subject::field
    std::string value = {}; ///< a state's name, a label, a text, a number

    bool operator==(const TaskCondition&) const = default;
};

struct TaskQuery {
    /// "" the order of the project; "id", "state", "annotations", "cancelled", "predictions", "lead_time", "created_at",
    /// "updated_at", "data.<field>".
    std::string sort = {};
    bool descending = false;
    std::string text = {};                      ///< somewhere in the values of the data
    std::vector<TaskCondition> conditions = {}; ///< all of them hold

    bool operator==(const TaskQuery&) const = default;
};

class TaskQueryJob final : public Job {
public:
    TaskQueryJob(std::shared_ptr<const TaskTable> table, TaskQuery query, const Clock& clock);
    State step(double budget_ms) override;
    [[nodiscard]] JobProgress progress() const override;
    void cancel() override { state_ = State::cancelled; }
    /// Once it is finished.
    [[nodiscard]] std::vector<std::uint32_t> take_rows() { return std::move(rows_); }

private:
    struct Key {
        std::uint32_t row;
        std::uint8_t kind; ///< 0 number, 1 text, 2 nothing: numbers come first, nothing comes last either way round
        double number;
        std::string_view text; ///< into the table
    };
    enum class Phase : std::uint8_t { filter, sort, merge };
    void restart();
    [[nodiscard]] bool holds(std::size_t row) const;
    [[nodiscard]] bool holds(const TaskCondition& condition, const TextNeedle& needle, std::size_t row) const;
    [[nodiscard]] Key key_of(std::size_t row) const;
    [[nodiscard]] bool before(const Key& a, const Key& b) const;
    void filter_some();
    void sort_some();
    void merge_some();
    void finish();

    std::shared_ptr<const TaskTable> table_;
    TaskQuery query_;
    const Clock* clock_;
    TextNeedle text_;
    std::vector<TextNeedle> needles_; ///< one a condition
    std::string field_;               ///< sorted by; "" when not by a field
    State state_ = State::running;
    Phase phase_ = Phase::filter;
    std::uint64_t layout_ = 0;
    std::size_t next_ = 0;                       ///< row, or place in keys_
    std::size_t run_ = 0, left_ = 0, right_ = 0; ///< of the merge under way
    std::vector<Key> keys_, merged_;
    std::vector<std::uint32_t> rows_;
};

} // namespace tw
