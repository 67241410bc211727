// /api/tasks/ and the tasks of a project.
#include "api/api.hpp"
#include "api/in_project.hpp"

#include "base/text.hpp"
#include "services/json_text.hpp"
#include "services/permissions.hpp"
#include "services/task_json.hpp"
#include "services/task_query.hpp"
#include "storage/views.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace tw::server {
namespace {

constexpr std::int64_t largest_page = 100'000; ///< tasks; who asks for more at once gets them when there are no more

std::vector<std::string> include_of(const Request& request) {
    std::vector<std::string> keys;
    for (const std::string& given : request.query.all("include"))
        for (std::string& key : split_trimmed(given, ','))
            keys.push_back(std::move(key));
    return keys;
}

Result<Response> list(Call& call) {
    const Fields& asked = call.request.query;
    const auto page = page_of(call.request, 100, 0);
    if (!page)
        return std::unexpected(page.error());
    auto project_id = asked.integer("project");
    return call.services.database.read([&](Transaction& t) -> Result<Response> {
        if (!project_id) {
            const auto view = asked.integer("view");
            if (!view) {
                Response response =
                    json_response(404, std::string(R"({"detail":"Neither project nor view id specified"})"));
                return response;
            }
            project_id = project_of_view(t, *view);
        }
        const auto project = project_for(t, call.caller, project_id.value_or(0));
        if (!project)
            return std::unexpected(project.error());
        Json given = Json::object();
        for (const char* const name : {"query", "view"})
            if (const std::string* const value = asked.find(name))
                given[name] = *value;
        const auto query = task_query_of(t, *project, given);
        if (!query)
            return std::unexpected(query.error());
        const auto found = run_task_query(t, *project, *query, page->offset(), std::min(page->size, largest_page));
        if (!found)
            return std::unexpected(found.error());
        if (found->ids.empty() && page->number > 1)
            return fail("not-found", "Invalid page.");
        if (page->size > largest_page && found->total > largest_page)
            return fail("query", fmt::format("A page has at most {} tasks.", largest_page));
        const TaskForm form = asked.get("fields") == "all" ? TaskForm::full : TaskForm::listed;
        const TaskJson how = task_json(call.services, form, call.caller, *project, include_of(call.request));
        // Ids alone need no annotations.
        const bool needs_work =
            how.form == TaskForm::full && (how.include.empty() || how.include != std::vector<std::string>{"id"});
        const TaskWork work = needs_work ? read_work(t, found->ids) : TaskWork();
        std::string text = fmt::format(R"({{"total_annotations":{},"total_predictions":{},"total":{},"tasks":)",
                                       found->total_annotations, found->total_predictions, found->total);
        append_json_list(text, find_tasks(t, found->ids),
                         [&](const TaskRow& row) { append_task(text, row, work, how); });
        text += '}';
        return json_response(200, text);
    });
}

Result<Response> answer_task(Call& call, Transaction& t, int status, const TaskRow& row, const ProjectRow& project,
                             TaskForm form) {
    std::string text;
    append_task(text, row, form == TaskForm::plain ? TaskWork() : read_work(t, {row.id}),
                task_json(call.services, form, call.caller, project, include_of(call.request)));
    return json_response(status, text);
}

Result<Response> create_in(Call& call, Json body) {
    return call.services.database.write([&](Transaction& t) -> Result<Response> {
        const auto row = create_task(call.services, t, call.caller, body);
        if (!row)
            return std::unexpected(row.error());
        const auto project = project_for(t, call.caller, row->project_id);
        if (!project)
            return std::unexpected(project.error());
        tell_followers(call.services, t, row->project_id);
        return answer_task(call, t, 201, *row, *project, TaskForm::plain);
    });
}

Result<Response> create(Call& call) {
    auto body = call.json();
    return body ? create_in(call, std::move(*body)) : std::unexpected(body.error());
}

Result<Response> create_in_project(Call& call) {
    auto body = call.json();
    if (!body)
        return std::unexpected(body.error());
    if (!body->is_object())
        return fail("validation", "Invalid data. Expected a dictionary.");
    (*body)["project"] = call.params.id();
    return create_in(call, std::move(*body));
}

Result<Response> get(Call& call) {
    return with_task(call, [&](Transaction& t, const TaskOfProject& found) {
        return answer_task(call, t, 200, found.task, found.project, TaskForm::single);
    });
}

Result<Response> change(Call& call) {
    const auto body = call.json();
    if (!body)
        return std::unexpected(body.error());
    return change_with_task(call, [&](Transaction& t, TaskOfProject& found) -> Result<Response> {
        const ProjectRow project = found.project;
        const auto row = change_task(call.services, t, call.caller, std::move(found), *body);
        if (!row)
            return std::unexpected(row.error());
        return answer_task(call, t, 200, *row, project, TaskForm::with_work);
    });
}

Result<Response> remove(Call& call) {
    return change_with_task(call, [&](Transaction& t, TaskOfProject& found) -> Result<Response> {
        if (auto allowed = allow(call.caller, Right::import_tasks, found.project.organization_id); !allowed)
            return std::unexpected(allowed.error());
        remove_tasks(call.services, t, found.project, {found.task.id});
        return empty_response(204);
    });
}

Result<Response> list_of_project(Call& call) {
    const bool all = call.request.query.get("page_size") == "-1";
    const auto page = page_of(call.request, 50, 0);
    if (!page)
        return std::unexpected(page.error());
    return with_project(call, [&](Transaction& t, const ProjectRow& project) -> Result<Response> {
        const std::vector<std::int64_t> ids =
            task_ids_by_change(t, project.id, all ? 0 : page->offset(), all ? 100'000 : page->size);
        if (ids.empty())
            return fail("not-found", "Not found.");
        const TaskWork work = read_work(t, ids);
        std::string text;
        const TaskJson how =
            task_json(call.services, TaskForm::with_work, call.caller, project, include_of(call.request));
        append_json_list(text, find_tasks(t, ids), [&](const TaskRow& row) { append_task(text, row, work, how); });
        return json_response(200, text);
    });
}

Result<Response> remove_all(Call& call) {
    return change_with_project(call, [&](Transaction& t, ProjectRow& project) -> Result<Response> {
        if (auto allowed = allow(call.caller, Right::import_tasks, project.organization_id); !allowed)
            return std::unexpected(allowed.error());
        remove_tasks(call.services, t, project, task_ids(t, project.id, 0, -1));
        return empty_response(204);
    });
}

} // namespace

void add_task_routes(Api& api) {
    api.add(Method::get, "/api/tasks/", list);
    api.add(Method::post, "/api/tasks/", create);
    api.add(Method::get, "/api/tasks/{id:int}/", get);
    api.add(Method::patch, "/api/tasks/{id:int}/", change);
    api.add(Method::put, "/api/tasks/{id:int}/", change);
    api.add(Method::del, "/api/tasks/{id:int}/", remove);
    api.add(Method::get, "/api/projects/{id:int}/tasks/", list_of_project);
    api.add(Method::post, "/api/projects/{id:int}/tasks/", create_in_project);
    api.add(Method::del, "/api/projects/{id:int}/tasks/", remove_all);
}

} // namespace tw::server
