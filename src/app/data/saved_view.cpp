// A view of the Data page as JSON, as it is kept with its project.
#include "app/data/data_view.hpp"

#include <cmath>

namespace tw {
namespace {

constexpr std::string_view subjects[] = {"state", "label", "field", "annotations", "predictions"};
constexpr std::string_view tests[] = {"is", "is_not", "contains", "lacks", "less", "greater", "empty", "filled"};

template <std::size_t N>
std::size_t index_of(const std::string_view (&names)[N], std::string_view name, std::size_t otherwise) {
    for (std::size_t i = 0; i < N; ++i)
        if (names[i] == name)
            return i;
    return otherwise;
}

} // namespace

Json to_json(const SavedView& view) {
    Json conditions = Json::array(), columns = Json::array();
    for (const TaskCondition& one : view.query.conditions)
        conditions.push_back({{"subject", subjects[static_cast<std::size_t>(one.subject)]},
                              {"test", tests[static_cast<std::size_t>(one.test)]},
                              {"field", one.field},
                              {"value", one.value}});
    for (const DataColumn& one : view.columns)
        columns.push_back({{"key", one.key}, {"width", std::round(one.width_px)}, {"shown", one.shown}});
    return {{"name", view.name},
            {"sort", view.query.sort},
            {"descending", view.query.descending},
            {"conditions", std::move(conditions)},
            {"columns", std::move(columns)},
            {"grid", view.grid}};
}

SavedView saved_view_from(const Json& json) {
    SavedView view;
    view.name = string_or(json, "name", "");
    view.query.sort = string_or(json, "sort", "");
    view.query.descending = bool_or(json, "descending", false);
    view.grid = bool_or(json, "grid", false);
    if (const Json* list = find(json, "conditions"); list && list->is_array())
        for (const Json& one : *list)
            view.query.conditions.push_back(
                {static_cast<TaskCondition::Subject>(index_of(subjects, string_or(one, "subject", ""), 2)),
                 static_cast<TaskCondition::Test>(index_of(tests, string_or(one, "test", ""), 2)),
                 string_or(one, "field", ""), string_or(one, "value", "")});
    if (const Json* list = find(json, "columns"); list && list->is_array())
        for (const Json& one : *list)
            view.columns.push_back(
                {string_or(one, "key", ""), number_or(one, "width", 160), bool_or(one, "shown", true), false});
    return view;
}

} // namespace tw
