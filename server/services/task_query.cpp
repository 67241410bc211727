#include "services/task_query.hpp"

#include "model/given.hpp"
#include "services/projects.hpp"
#include "storage/task_filters.hpp"
#include "storage/tasks.hpp"
#include "storage/views.hpp"

namespace tw::server {
namespace {

FilterContext context_of(const ProjectRow& project, const TaskQuery& query) {
    const Json version = project_setting(project, "model_version");
    return {version.is_string() ? version.get<std::string>() : std::string(), query.column_types};
}

Result<TaskSearch> search_of(const ProjectRow& project, const TaskQuery& query) {
    const FilterContext context = context_of(project, query);
    auto filters = compile_filters(query.filters, context);
    if (!filters)
        return std::unexpected(filters.error());
    auto selection = compile_selection(query.selected_items);
    if (!selection)
        return std::unexpected(selection.error());
    auto order = compile_ordering(query.ordering, context);
    if (!order)
        return std::unexpected(order.error());
    TaskSearch search;
    search.project_id = project.id;
    search.where = both(std::move(*filters), std::move(*selection));
    search.order = std::move(*order);
    return search;
}

} // namespace

bool TaskQuery::empty() const {
    const auto selects = [](const Json& selection) {
        if (!selection.is_null() && !selection.is_object())
            return true; // to be refused where it is read
        return selection.is_object() && ((selection.contains("included") && !selection["included"].empty()) ||
                                         (selection.contains("excluded") && !selection["excluded"].empty()));
    };
    const bool filtered = filters.is_object() && filters.contains("items") && !filters["items"].empty();
    return !filtered && (!ordering.is_array() || ordering.empty()) && !selects(selected_items);
}

Result<TaskQuery> task_query_of(Transaction& transaction, const ProjectRow& project, const Json& given) {
    TaskQuery query;
    Json source = given;
    if (const Json* const text = find(given, "query");
        text && text->is_string() && !text->get_ref<const std::string&>().empty()) {
        auto parsed = parse_json(text->get<std::string>());
        if (!parsed || !parsed->is_object())
            return fail("query", "The query is no JSON object.");
        source = std::move(*parsed);
    }
    if (const Json* const id = find(given, "view")) {
        // A view that is no number is ignored, as the guide has it.
        if (const auto number = whole_of(*id)) {
            const auto view = find_view(transaction, *number);
            if (!view || view->project_id != project.id)
                return fail("not-found", "No View matches the given query.");
            source = parse_json(view->data).value_or(Json::object());
            if (const auto selected = parse_json(view->selected_items); selected && !selected->empty())
                source["selectedItems"] = *selected;
        }
    }
    const auto part = [&](std::string_view name) {
        const Json* const found = find(source, name);
        return found ? *found : Json(nullptr);
    };
    query.filters = part("filters");
    query.ordering = part("ordering");
    query.selected_items = part("selectedItems");
    query.column_types = part("columnsDisplayType");
    return query;
}

Result<TaskPage> run_task_query(Transaction& transaction, const ProjectRow& project, const TaskQuery& query,
                                std::int64_t offset, std::int64_t limit) {
    TaskPage page;
    if (query.empty()) {
        // The counters are kept, and the page is found in an index.
        page.ids = task_ids(transaction, project.id, offset, limit);
        page.total = project.task_number;
        page.total_annotations = project.total_annotations_number;
        page.total_predictions = project.total_predictions_number;
        return page;
    }
    auto search = search_of(project, query);
    if (!search)
        return std::unexpected(search.error());
    const SearchTotals totals = search_totals(transaction, *search);
    search->offset = offset;
    search->limit = limit;
    page.ids = search_task_ids(transaction, *search);
    page.total = totals.tasks;
    page.total_annotations = totals.annotations;
    page.total_predictions = totals.predictions;
    return page;
}

Result<std::vector<std::int64_t>> selected_tasks(Transaction& transaction, const ProjectRow& project,
                                                 const TaskQuery& query) {
    const auto search = search_of(project, query);
    if (!search)
        return std::unexpected(search.error());
    return search_task_ids(transaction, *search);
}

} // namespace tw::server
