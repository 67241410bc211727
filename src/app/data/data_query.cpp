// Which tasks the Data page shows: the query is answered in slices while the page stays alive, and filters are rows of
// three choices.
#include "app/page_states.hpp"

#include <algorithm>

namespace tw {
namespace {

using Subject = TaskCondition::Subject;
using Test = TaskCondition::Test;
constexpr double slice_ms = 20, line_px = 40;

struct Kind {
    Subject subject;
    std::string field;
};

std::vector<Test> tests_of(Subject subject) {
    switch (subject) {
    case Subject::state:
    case Subject::label:
        return {Test::is, Test::is_not};
    case Subject::annotations:
    case Subject::predictions:
        return {Test::is, Test::less, Test::greater};
    case Subject::field:
        break;
    }
    return {Test::contains, Test::lacks, Test::is, Test::is_not, Test::less, Test::greater, Test::empty, Test::filled};
}

std::string_view test_key(Test test) {
    static constexpr std::string_view keys[] = {"data.test-is",    "data.test-is-not", "data.test-contains",
                                                "data.test-lacks", "data.test-less",   "data.test-greater",
                                                "data.test-empty", "data.test-filled"};
    return keys[static_cast<std::size_t>(test)];
}

constexpr std::string_view state_keys[] = {"tasks.new", "tasks.draft", "tasks.done", "tasks.skipped"};

bool draw_value(Studio& studio, const Rect& box, const std::string& id, TaskCondition& condition) {
    Ui& ui = studio.ui;
    if (condition.test == Test::empty || condition.test == Test::filled)
        return false;
    if (condition.subject != Subject::state)
        return text_input(ui, box,
                          {.id = id, .name = ui.text("data.filter-value"), .placeholder = ui.text("data.filter-value")},
                          condition.value)
            .changed;
    std::vector<std::string> names;
    int current = -1;
    for (int i = 0; i < 4; ++i) {
        names.push_back(ui.text(state_keys[i]));
        if (condition.value == to_string(static_cast<TaskState>(i)))
            current = i;
    }
    const auto chosen = select(ui, box, id, ui.text("data.filter-value"), names, current);
    if (!chosen)
        return false;
    condition.value = to_string(static_cast<TaskState>(*chosen));
    return true;
}

/// True when the condition is to go.
bool draw_condition(Studio& studio, const Rect& line, std::size_t index, TaskCondition& condition) {
    Ui& ui = studio.ui;
    const std::string number = std::to_string(index);
    std::vector<Kind> kinds = {
        {Subject::state, ""}, {Subject::label, ""}, {Subject::annotations, ""}, {Subject::predictions, ""}};
    std::vector<std::string> names = {ui.text("data.column-state"), ui.text("data.filter-label"),
                                      ui.text("data.filter-annotations"), ui.text("data.filter-predictions")};
    for (const std::string& field : studio.project->table->fields()) {
        kinds.push_back({Subject::field, field});
        names.push_back(field);
    }
    const auto same = [&](const Kind& kind) {
        return kind.subject == condition.subject && kind.field == condition.field;
    };
    const auto at = static_cast<int>(std::ranges::find_if(kinds, same) - kinds.begin());
    const double part = (line.w - 40) / 3;
    if (const auto chosen = select(ui, {line.x, line.y, part - 8, 32}, "filter:subject:" + number,
                                   ui.text("data.filter-subject"), names, at)) {
        const Kind& kind = kinds[static_cast<std::size_t>(*chosen)];
        condition = {kind.subject, tests_of(kind.subject).front(), kind.field, ""};
        if (kind.subject == Subject::state)
            condition.value = to_string(TaskState::done);
    }
    const std::vector<Test> tests = tests_of(condition.subject);
    std::vector<std::string> test_names;
    for (const Test test : tests)
        test_names.push_back(ui.text(test_key(test)));
    const auto test_at = static_cast<int>(std::ranges::find(tests, condition.test) - tests.begin());
    if (const auto chosen = select(ui, {line.x + part, line.y, part - 8, 32}, "filter:test:" + number,
                                   ui.text("data.filter-test"), test_names, test_at))
        condition.test = tests[static_cast<std::size_t>(*chosen)];
    draw_value(studio, {line.x + 2 * part, line.y, part - 8, 32}, "filter:value:" + number, condition);
    return button(ui, {line.right() - 34, line.y, 32, 32},
                  {.id = "filter:remove:" + number,
                   .name = ui.text("data.filter-remove"),
                   .tooltip = ui.text("data.filter-remove"),
                   .icon = Icon::close,
                   .kind = ButtonKind::quiet});
}

} // namespace

void step_query(Studio& studio) {
    DataView& view = studio.states->data;
    const std::shared_ptr<TaskTable>& table = studio.project->table;
    if (const SavedView& kept = view.views[view.current]; kept.query.conditions != view.query.conditions)
        keep_view(studio);
    if (std::exchange(view.answered_layout, table->layout()) !=
        table->layout()) // rows went: what is left is shown meanwhile
        std::erase_if(view.rows, [&](std::uint32_t row) { return row >= table->size(); });
    if (view.answered != view.query || view.answered_revision != table->revision() ||
        (!view.job && view.answered_revision == 0)) {
        TaskQuery asked = view.query;
        // A filter whose value is not written yet filters nothing.
        std::erase_if(asked.conditions, [](const TaskCondition& condition) {
            return condition.value.empty() && condition.test != Test::empty && condition.test != Test::filled;
        });
        view.job = std::make_unique<TaskQueryJob>(table, std::move(asked), *studio.ports.clock);
        if (view.answered != view.query)
            view.cursor = view.anchor = -1;
        view.answered = view.query;
        view.answered_revision = table->revision();
    }
    if (!view.job)
        return;
    if (view.job->step(slice_ms) == Job::State::running) {
        studio.frame_again = true;
        return;
    }
    view.rows = view.job->take_rows();
    view.job.reset();
}

double draw_filters(Studio& studio, const Rect& box) {
    DataView& view = studio.states->data;
    if (!view.filters_open)
        return 0;
    Ui& ui = studio.ui;
    const double width = std::min(box.w, 760.0);
    double y = box.y + 4;
    int gone = -1;
    semantics_list(
        ui, "filters", ui.text("data.filters"), box,
        [&] {
            for (std::size_t i = 0; i < view.query.conditions.size(); ++i, y += line_px)
                if (draw_condition(studio, {box.x, y, width, 32}, i, view.query.conditions[i]))
                    gone = static_cast<int>(i);
            const double add_px = button_width(ui, ui.text("data.filter-add"), Icon::plus);
            if (button(ui, {box.x, y, add_px, 32},
                       {.id = "filter:add",
                        .label = ui.text("data.filter-add"),
                        .icon = Icon::plus,
                        .kind = ButtonKind::quiet}))
                view.query.conditions.push_back(
                    {Subject::state, Test::is, "", std::string(to_string(TaskState::fresh))});
            y += line_px;
        },
        "group");
    if (gone >= 0)
        view.query.conditions.erase(view.query.conditions.begin() + gone);
    if (view.query != view.answered)
        studio.frame_again = true;
    return y - box.y + 4;
}

} // namespace tw
