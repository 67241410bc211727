// The data manager: columns, views, actions, and the next task.
#include "api/api.hpp"
#include "api/in_project.hpp"

#include "services/action_forms.hpp"
#include "services/json_text.hpp"
#include "services/next_task.hpp"
#include "services/permissions.hpp"
#include "services/task_actions.hpp"
#include "services/task_json.hpp"
#include "storage/views.hpp"

#include <fmt/format.h>

namespace tw::server {
namespace {

/// The project that the query or the body names.
Result<ProjectRow> named_project(Call& call, Transaction& t, const Json& body = Json::object()) {
    auto id = call.request.query.integer("project");
    if (!id)
        if (const Json* const given = find(body, "project"))
            id = whole_of(*given);
    if (!id)
        return invalid_field("project", "This field is required.");
    return project_for(t, call.caller, *id);
}

std::string view_json(const ViewRow& row) {
    std::string text;
    {
        JsonObject object(text);
        object.number("id", row.id)
            .raw("data", row.data)
            .number("order", row.position)
            .number("user", row.user_id)
            .number("project", row.project_id);
    }
    return text;
}

Result<ViewRow> view_for(Call& call, Transaction& t) {
    auto row = find_view(t, call.params.id());
    if (!row)
        return fail("not-found", "No View matches the given query.");
    if (!project_for(t, call.caller, row->project_id))
        return fail("not-found", "No Project matches the given query.");
    return std::move(*row);
}

void take_selected(ViewRow& row, const Json& body) {
    if (const Json* const selected = find(body, "selectedItems"))
        row.selected_items = dump_json(*selected);
}

Result<Response> list_views(Call& call) {
    return call.services.database.read([&](Transaction& t) -> Result<Response> {
        std::vector<ViewRow> views;
        if (call.request.query.find("project")) {
            const auto project = named_project(call, t);
            if (!project)
                return std::unexpected(project.error());
            views = views_of(t, project->id);
        } else {
            views = views_of_organization(t, call.caller.organization_id);
        }
        std::string text;
        append_json_list(text, views, [&](const ViewRow& row) { text += view_json(row); });
        return json_response(200, text);
    });
}

Result<Response> create_view(Call& call) {
    const auto body = call.json();
    if (!body)
        return std::unexpected(body.error());
    return call.services.database.write([&](Transaction& t) -> Result<Response> {
        const auto project = named_project(call, t, *body);
        if (!project)
            return std::unexpected(project.error());
        if (auto allowed = allow(call.caller, Right::view_project, project->organization_id); !allowed)
            return std::unexpected(allowed.error());
        ViewRow row;
        row.project_id = project->id;
        row.user_id = call.caller.user_id;
        if (const Json* const data = find(*body, "data"); data && data->is_object())
            row.data = dump_json(*data);
        take_selected(row, *body);
        insert_view(t, row);
        return json_response(201, view_json(row));
    });
}

Result<Response> get_view(Call& call) {
    return call.services.database.read([&](Transaction& t) -> Result<Response> {
        const auto row = view_for(call, t);
        return row ? Result<Response>(json_response(200, view_json(*row))) : std::unexpected(row.error());
    });
}

Result<Response> change_view(Call& call) {
    const auto body = call.json();
    if (!body)
        return std::unexpected(body.error());
    return call.services.database.write([&](Transaction& t) -> Result<Response> {
        auto row = view_for(call, t);
        if (!row)
            return std::unexpected(row.error());
        if (const Json* const data = find(*body, "data"); data && data->is_object()) {
            // The other keys are replaced; filters and ordering stay when they are not sent.
            Json fresh = *data;
            const Json before = parse_json(row->data).value_or(Json::object());
            for (const char* const key : {"filters", "ordering"})
                if (!fresh.contains(key))
                    if (const Json* const kept = find(before, key))
                        fresh[key] = *kept;
            row->data = dump_json(fresh);
        }
        take_selected(*row, *body);
        update_view(t, *row);
        return json_response(200, view_json(*row));
    });
}

Result<Response> remove_view(Call& call) {
    return call.services.database.write([&](Transaction& t) -> Result<Response> {
        const auto row = view_for(call, t);
        if (!row)
            return std::unexpected(row.error());
        delete_view(t, row->id);
        return empty_response(204);
    });
}

Result<Response> order_views(Call& call) {
    const auto body = call.json();
    if (!body)
        return std::unexpected(body.error());
    return call.services.database.write([&](Transaction& t) -> Result<Response> {
        const auto project = named_project(call, t, *body);
        if (!project)
            return std::unexpected(project.error());
        std::int64_t position = 0;
        if (const Json* const ids = find(*body, "ids"); ids && ids->is_array())
            for (const Json& id : *ids)
                if (auto row = id.is_number_integer() ? find_view(t, id.get<std::int64_t>()) : std::nullopt;
                    row && row->project_id == project->id) {
                    row->position = position++;
                    update_view(t, *row);
                }
        return empty_response(200);
    });
}

Result<Response> reset_views(Call& call) {
    const auto body = call.json();
    return call.services.database.write([&](Transaction& t) -> Result<Response> {
        const auto project = named_project(call, t, body.value_or(Json::object()));
        if (!project)
            return std::unexpected(project.error());
        delete_views_of(t, project->id);
        return empty_response(204);
    });
}

Result<Response> columns(Call& call) {
    return call.services.database.read([&](Transaction& t) -> Result<Response> {
        std::optional<ProjectRow> project;
        if (call.request.query.find("project")) {
            auto found = named_project(call, t);
            if (!found)
                return std::unexpected(found.error());
            project = std::move(*found);
        }
        return json_response(200, data_manager_columns(t, call.caller, project ? &*project : nullptr));
    });
}

Result<Response> project_of_manager(Call& call) {
    return call.services.database.read([&](Transaction& t) -> Result<Response> {
        const auto project = named_project(call, t);
        if (!project)
            return std::unexpected(project.error());
        std::string text = project_json(t, call.caller, *project, {}, true);
        text.pop_back();
        text += fmt::format(
            R"(,"can_delete_tasks":true,"can_manage_annotations":true,"can_manage_tasks":true,"source_syncing":false,)"
            R"("target_syncing":false,"task_count":{},"annotation_count":{}}})",
            project->task_number, project->total_annotations_number);
        return json_response(200, text);
    });
}

Response next_response(Call& call, Transaction& t, const ProjectRow& project, const NextTask& next) {
    TaskWork work = read_work(t, {next.task.id});
    TaskJson how = task_json(call.services, TaskForm::next, call.caller, project);
    how.lock_id = next.lock_id;
    how.queue = next.queue;
    if (!how.model_version.empty())
        std::erase_if(work.predictions, [&](const PredictionRow& p) { return p.model_version != how.model_version; });
    std::string text;
    append_task(text, next.task, work, how);
    return json_response(200, text);
}

Result<Response> next(Call& call) {
    return change_with_project(call, [&](Transaction& t, ProjectRow& project) -> Result<Response> {
        const auto found = next_task(call.services, t, call.caller, project, nullptr);
        if (!found)
            return std::unexpected(found.error());
        return next_response(call, t, project, *found);
    });
}

Result<Response> list_actions(Call& call) {
    if (!call.request.query.find("project"))
        return json_response(200, data_manager_actions());
    return call.services.database.read([&](Transaction& t) -> Result<Response> {
        const auto project = named_project(call, t);
        return project ? Result<Response>(json_response(200, data_manager_actions()))
                       : std::unexpected(project.error());
    });
}

Result<Response> action_form(Call& call) {
    return call.services.database.read([&](Transaction& t) -> Result<Response> {
        const auto project = named_project(call, t);
        if (!project)
            return std::unexpected(project.error());
        const auto form = data_manager_action_form(t, call.caller, *project, call.params.text("action"));
        return form ? Result<Response>(json_response(200, *form)) : std::unexpected(form.error());
    });
}

Result<Response> act(Call& call) {
    const auto body = call.json();
    if (!body)
        return std::unexpected(body.error());
    const std::string id = call.request.query.get("id", string_or(*body, "id", ""));
    return call.services.database.write([&](Transaction& t) -> Result<Response> {
        const auto project = named_project(call, t, *body);
        if (!project)
            return std::unexpected(project.error());
        Json given = *body;
        if (const std::string* const view = call.request.query.find("view"))
            given["view"] = *view;
        const auto query = task_query_of(t, *project, given);
        if (!query)
            return std::unexpected(query.error());
        if (id == "next_task") {
            const auto found = next_task(call.services, t, call.caller, *project, &*query);
            if (!found)
                return std::unexpected(found.error());
            return next_response(call, t, *project, *found);
        }
        const auto answer = run_action(call.services, t, call.caller, *project, id, *query, *body);
        return answer ? Result<Response>(json_response(200, *answer)) : std::unexpected(answer.error());
    });
}

} // namespace

void add_data_manager_routes(Api& api) {
    api.add(Method::get, "/api/dm/views/", list_views);
    api.add(Method::post, "/api/dm/views/", create_view);
    api.add(Method::post, "/api/dm/views/order/", order_views);
    api.add(Method::del, "/api/dm/views/reset/", reset_views);
    api.add(Method::get, "/api/dm/views/{id:int}/", get_view);
    api.add(Method::patch, "/api/dm/views/{id:int}/", change_view);
    api.add(Method::put, "/api/dm/views/{id:int}/", change_view);
    api.add(Method::del, "/api/dm/views/{id:int}/", remove_view);
    api.add(Method::get, "/api/dm/columns/", columns);
    api.add(Method::get, "/api/dm/project/", project_of_manager);
    api.add(Method::get, "/api/dm/actions/", list_actions);
    api.add(Method::post, "/api/dm/actions/", act);
    api.add(Method::get, "/api/dm/actions/{action}/form/", action_form);
    api.add(Method::get, "/api/projects/{id:int}/next/", next);
}

} // namespace tw::server
