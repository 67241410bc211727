#include "app/store/task_query.hpp"

#include "base/number.hpp"

#include <algorithm>

namespace tw {
namespace {

constexpr std::size_t rows_a_look = 512; ///< between two looks at the clock
constexpr std::size_t sorted_run = 2048; ///< sorted in one go
constexpr std::size_t merged_a_look = 4096;

using Test = TaskCondition::Test;
using Subject = TaskCondition::Subject;

bool compare(Test test, double value, double wanted) {
    switch (test) {
    case Test::is:
    case Test::contains:
        return value == wanted;
    case Test::is_not:
    case Test::lacks:
        return value != wanted;
    case Test::less:
        return value < wanted;
    case Test::greater:
        return value > wanted;
    case Test::empty:
        return value == 0;
    case Test::filled:
        return value != 0;
    }
    return true;
}

bool is_number(std::string_view value) {
    return !value.empty() && (value.front() == '-' || (value.front() >= '0' && value.front() <= '9'));
}

std::string_view inner(std::string_view value) {
    return value.size() >= 2 && value.front() == '"' ? value.substr(1, value.size() - 2) : value;
}

} // namespace

TaskQueryJob::TaskQueryJob(std::shared_ptr<const TaskTable> table, TaskQuery query, const Clock& clock)
    : table_(std::move(table)), query_(std::move(query)), clock_(&clock), text_(query_.text) {
    for (const TaskCondition& condition : query_.conditions)
        needles_.emplace_back(condition.value);
    if (query_.sort.starts_with("data."))
        field_ = query_.sort.substr(5);
    restart();
}

void TaskQueryJob::restart() {
    layout_ = table_->layout();
    phase_ = Phase::filter;
    next_ = run_ = left_ = right_ = 0;
    keys_.clear();
    merged_.clear();
    rows_.clear();
}

JobProgress TaskQueryJob::progress() const {
    return {phase_ == Phase::filter ? next_ : table_->size(), table_->size(), "unit.tasks"};
}

Job::State TaskQueryJob::step(double budget_ms) {
    const double until_ms = clock_->monotonic_ms() + budget_ms;
    if (state_ == State::running && layout_ != table_->layout())
        restart();
    while (state_ == State::running) {
        switch (phase_) {
        case Phase::filter:
            filter_some();
            break;
        case Phase::sort:
            sort_some();
            break;
        case Phase::merge:
            merge_some();
            break;
        }
        if (clock_->monotonic_ms() >= until_ms)
            break;
    }
    return state_;
}

bool TaskQueryJob::holds(const TaskCondition& condition, const TextNeedle& needle, std::size_t row) const {
    const auto wanted = [&] { return parse_double(condition.value).value_or(0); };
    switch (condition.subject) {
    case Subject::state:
        return (to_string(table_->state(row)) == condition.value) ==
               (condition.test == Test::is || condition.test == Test::contains);
    case Subject::annotations:
        return compare(condition.test, table_->summary(row).annotations, wanted());
    case Subject::predictions:
        return compare(condition.test, table_->summary(row).predictions, wanted());
    case Subject::label: {
        const auto& labels = table_->summary(row).labels;
        if (condition.test == Test::empty || condition.test == Test::filled)
            return labels.empty() == (condition.test == Test::empty);
        return labels.contains(condition.value) == (condition.test == Test::is || condition.test == Test::contains);
    }
    case Subject::field:
        break;
    }
    const std::string_view value = json_member(table_->raw(row), condition.field);
    const bool nothing = value.empty() || value == "null" || value == "\"\"";
    switch (condition.test) {
    case Test::empty:
        return nothing;
    case Test::filled:
        return !nothing;
    case Test::contains:
        return needle.in_json_values(value);
    case Test::lacks:
        return !needle.in_json_values(value);
    case Test::is:
        return json_plain(value) == condition.value;
    case Test::is_not:
        return json_plain(value) != condition.value;
    case Test::less:
    case Test::greater: {
        const auto number = parse_double(json_plain(value));
        return number && compare(condition.test, *number, wanted());
    }
    }
    return true;
}

bool TaskQueryJob::holds(std::size_t row) const {
    for (std::size_t i = 0; i < query_.conditions.size(); ++i)
        if (!holds(query_.conditions[i], needles_[i], row))
            return false;
    return text_.empty() || text_.in_json_values(table_->raw(row));
}

TaskQueryJob::Key TaskQueryJob::key_of(std::size_t row) const {
    Key key{static_cast<std::uint32_t>(row), 0, 0, {}};
    const auto text = [&](std::string_view value) {
        key.text = value;
        key.kind = value.empty() ? 2 : 1;
    };
    const TaskSummary& summary = table_->summary(row);
    if (!field_.empty()) {
        const std::string_view value = json_member(table_->raw(row), field_);
        if (is_number(value))
            key.number = parse_double(value).value_or(0);
        else
            text(value == "null" ? std::string_view() : inner(value));
    } else if (query_.sort == "id") {
        key.number = static_cast<double>(table_->id(row));
    } else if (query_.sort == "state") {
        key.number = static_cast<double>(table_->state(row));
    } else if (query_.sort == "annotations") {
        key.number = summary.annotations;
    } else if (query_.sort == "cancelled") {
        key.number = summary.cancelled;
    } else if (query_.sort == "predictions") {
        key.number = summary.predictions;
    } else if (query_.sort == "lead_time") {
        key.number = summary.lead_time_s;
    } else if (query_.sort == "updated_at") {
        text(summary.updated_at_utc);
    } else if (query_.sort == "created_at") {
        text(table_->line(row).created_at_utc);
    }
    return key;
}

bool TaskQueryJob::before(const Key& a, const Key& b) const {
    if ((a.kind == 2) != (b.kind == 2))
        return b.kind == 2;
    const Key &first = query_.descending ? b : a, &second = query_.descending ? a : b;
    if (first.kind != second.kind)
        return first.kind < second.kind;
    if (first.kind == 0 && first.number != second.number)
        return first.number < second.number;
    if (first.kind == 1)
        if (const int order = compare_folded(first.text, second.text); order != 0)
            return order < 0;
    return a.row < b.row;
}

void TaskQueryJob::filter_some() {
    const bool sorts = !query_.sort.empty();
    const std::size_t end = std::min(table_->size(), next_ + rows_a_look);
    for (; next_ < end; ++next_) {
        if (!holds(next_))
            continue;
        if (sorts)
            keys_.push_back(key_of(next_));
        else
            rows_.push_back(static_cast<std::uint32_t>(next_));
    }
    if (next_ < table_->size())
        return;
    if (sorts) {
        phase_ = Phase::sort;
        next_ = 0;
        return;
    }
    if (query_.descending)
        std::ranges::reverse(rows_);
    state_ = State::finished;
}

void TaskQueryJob::sort_some() {
    const auto begin = keys_.begin() + static_cast<std::ptrdiff_t>(next_);
    next_ = std::min(keys_.size(), next_ + sorted_run);
    std::sort(begin, keys_.begin() + static_cast<std::ptrdiff_t>(next_),
              [this](const Key& a, const Key& b) { return before(a, b); });
    if (next_ < keys_.size())
        return;
    phase_ = Phase::merge;
    run_ = sorted_run;
    next_ = left_ = 0;
    right_ = run_;
    merged_.clear();
    merged_.reserve(keys_.size());
}

/// Merges neighbouring runs pairwise, some keys at a time; each pass doubles the runs.
void TaskQueryJob::merge_some() {
    if (run_ >= keys_.size())
        return finish();
    const std::size_t stop = merged_.size() + merged_a_look;
    while (merged_.size() < stop && next_ < keys_.size()) {
        const std::size_t middle = std::min(keys_.size(), next_ + run_), end = std::min(keys_.size(), next_ + 2 * run_);
        if (left_ < middle && (right_ >= end || !before(keys_[right_], keys_[left_]))) {
            merged_.push_back(keys_[left_++]);
        } else if (right_ < end) {
            merged_.push_back(keys_[right_++]);
        } else {
            next_ = left_ = end;
            right_ = end + run_;
        }
    }
    if (next_ < keys_.size())
        return;
    keys_.swap(merged_);
    merged_.clear();
    run_ *= 2;
    next_ = left_ = 0;
    right_ = run_;
}

void TaskQueryJob::finish() {
    rows_.reserve(keys_.size());
    for (const Key& key : keys_)
        rows_.push_back(key.row);
    keys_ = {};
    merged_ = {};
    state_ = State::finished;
}

} // namespace tw
