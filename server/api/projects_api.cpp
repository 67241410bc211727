// /api/projects/ and what hangs on one project: summary, validation, model versions, annotators, history.
#include "api/api.hpp"
#include "api/in_project.hpp"

#include "base/number.hpp"
#include "base/text.hpp"
#include "services/json_text.hpp"
#include "services/label_config.hpp"
#include "services/permissions.hpp"
#include "services/predictions.hpp"
#include "services/project_fields.hpp"
#include "services/projects.hpp"
#include "services/task_rules.hpp"
#include "storage/users.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace tw::server {
namespace {

std::vector<std::string> list_of(const Request& request, std::string_view name) {
    std::vector<std::string> items;
    for (const std::string& value : request.query.all(name))
        for (std::string& item : split_trimmed(value, ','))
            items.push_back(std::move(item));
    return items;
}

ProjectFilter filter_of(const Request& request) {
    ProjectFilter filter;
    for (const std::string& id : list_of(request, "ids"))
        filter.ids.push_back(parse_integer(id).value_or(-1)); // no project has that id
    filter.title = request.query.get("title");
    filter.ordering = request.query.get("ordering");
    const std::string pinned = request.query.get("filter");
    if (pinned == "pinned_only" || pinned == "exclude_pinned")
        filter.pinned = pinned == "pinned_only";
    return filter;
}

/// A page of the caller's projects, each with the keys in `include` (none: all).
Result<Response> page_of_projects(Call& call, const std::vector<std::string>& include) {
    const auto page = page_of(call.request, 30, 100);
    if (!page)
        return std::unexpected(page.error());
    const ProjectFilter filter = filter_of(call.request);
    return call.services.database.read([&](Transaction& t) -> Result<Response> {
        const std::int64_t count = count_projects(t, call.caller.organization_id, filter);
        if (page->number > 1 && page->offset() >= count)
            return fail("not-found", "Invalid page.");
        std::string results;
        append_json_list(results, list_projects(t, call.caller.organization_id, filter, page->offset(), page->size),
                         [&](const ProjectRow& row) { results += project_json(t, call.caller, row, include); });
        return json_response(200, page_answer(call.request, *page, count, results));
    });
}

Result<Response> list(Call& call) {
    return page_of_projects(call, list_of(call.request, "include"));
}

Result<Response> counts(Call& call) {
    return page_of_projects(call, {"id", "task_number", "finished_task_number", "total_predictions_number",
                                   "total_annotations_number", "num_tasks_with_annotations", "useful_annotation_number",
                                   "ground_truth_number", "skipped_annotations_number"});
}

/// The answer to a body, with a Warning header that names what was not understood.
Response with_warning(Response response, const Json& body) {
    if (const std::vector<std::string> unknown = unknown_project_keys(body); !unknown.empty())
        response.header("Warning",
                        fmt::format("299 tagwright \"not known and ignored: {}\"", fmt::join(unknown, ", ")));
    return response;
}

Result<Response> create(Call& call) {
    const auto body = call.json();
    if (!body)
        return std::unexpected(body.error());
    return call.services.database.write([&](Transaction& t) -> Result<Response> {
        const auto row = create_project(call.services, t, call.caller, *body);
        if (!row)
            return std::unexpected(row.error());
        return with_warning(json_response(201, project_json(t, call.caller, *row, {}, true)), *body);
    });
}

Result<Response> get(Call& call) {
    return with_project(call, [&](Transaction& t, const ProjectRow& row) -> Result<Response> {
        return json_response(200, project_json(t, call.caller, row, list_of(call.request, "include")));
    });
}

Result<Response> change(Call& call) {
    const auto body = call.json();
    if (!body)
        return std::unexpected(body.error());
    return change_with_project(call, [&](Transaction& t, ProjectRow& row) -> Result<Response> {
        const auto changed = change_project(call.services, t, call.caller, std::move(row), *body);
        if (!changed)
            return std::unexpected(changed.error());
        return with_warning(json_response(200, project_json(t, call.caller, *changed)), *body);
    });
}

Result<Response> remove(Call& call) {
    return change_with_project(call, [&](Transaction& t, ProjectRow& row) -> Result<Response> {
        if (auto allowed = allow(call.caller, Right::delete_project, row.organization_id); !allowed)
            return std::unexpected(allowed.error());
        delete_project(t, row.id);
        const std::filesystem::path uploads =
            call.services.settings.data_dir / "media" / "upload" / std::to_string(row.id);
        t.after_commit([uploads] {
            std::error_code ignored;
            std::filesystem::remove_all(uploads, ignored);
        });
        return empty_response(204);
    });
}

Result<Response> validate(Call& call) {
    const auto body = call.json();
    if (!body)
        return std::unexpected(body.error());
    return with_project(call, [&](Transaction& t, const ProjectRow& row) -> Result<Response> {
        const Json* const config = find(*body, "label_config");
        if (!config || !config->is_string())
            return fail("validation", "Label config is not set or is empty", {.pointer = "/label_config"});
        const auto read = read_label_config(config->get<std::string>(), call.services.tags);
        if (!read)
            return std::unexpected(read.error());
        if (auto fits = check_config_against_data(t, row, read->parsed, true); !fits)
            return std::unexpected(fits.error());
        const bool changed = !same_json(project_setting(row, "parsed_label_config"), read->parsed);
        return json_response(200, Json{{"config_essential_data_has_changed", changed}});
    });
}

Result<Response> validate_alone(Call& call) {
    const auto body = call.json();
    if (!body)
        return std::unexpected(body.error());
    const Json* const config = find(*body, "label_config");
    if (!config || !config->is_string())
        return json_response(400, Json{{"label_config", Json::array({"This field is required."})}});
    const auto read = read_label_config(config->get<std::string>(), call.services.tags);
    if (!read)
        return json_response(400, Json{{"label_config", Json::array({read.error().message})}});
    return empty_response(204);
}

Result<Response> summary(Call& call) {
    return with_project(call, [&](Transaction& t, const ProjectRow& row) -> Result<Response> {
        Json all = Json::object(), common = Json::array(), annotations = Json::object(), labels = Json::object(),
             drafts = Json::object();
        for (const auto& [key, n] : counts_of(t, row.id)) {
            const auto& [kind, name, label] = key;
            if (kind == "data") {
                all[name] = n;
                if (n == row.task_number)
                    common.push_back(name);
            } else if (kind == "annotations") {
                annotations[name] = n;
            } else {
                (kind == "labels" ? labels : drafts)[name][label] = n;
            }
        }
        Json answer;
        answer["project"] = row.id;
        answer["created_at"] = row.created_at;
        answer["all_data_columns"] = all;
        answer["common_data_columns"] = common;
        answer["created_annotations"] = annotations;
        answer["created_labels"] = labels;
        answer["created_labels_drafts"] = drafts;
        return json_response(200, answer);
    });
}

/// Counts anew what is otherwise kept.
Result<Response> reset_summary(Call& call) {
    return change_with_project(call, [&](Transaction& t, ProjectRow& row) -> Result<Response> {
        clear_counts(t, row.id);
        for (std::int64_t after = 0;;) {
            const std::vector<std::int64_t> ids = task_ids(t, row.id, 0, 1000, after);
            if (ids.empty())
                break;
            after = ids.back();
            ProjectCounts counted;
            for (const TaskRow& task : find_tasks(t, ids))
                if (const auto data = parse_json(task.data))
                    count_data(counted, *data, 1);
            for (const AnnotationRow& annotation : annotations_of(t, ids))
                if (const auto result = parse_json(annotation.result))
                    count_result(counted, *result, 1);
            for (const DraftRow& draft : drafts_of(t, ids))
                if (const auto result = parse_json(draft.result))
                    count_result(counted, *result, 1, true);
            add_counts(t, row.id, counted);
        }
        return empty_response(200);
    });
}

/// For with_project, when all that is asked is whether the project is there.
Result<Response> nothing_of(Transaction& /*transaction*/, const ProjectRow& /*project*/) {
    return empty_response(204);
}

Result<Response> sample_task(Call& call) {
    const auto body = call.json();
    if (!body)
        return std::unexpected(body.error());
    const auto read = read_label_config(string_or(*body, "label_config", "<View></View>"), call.services.tags);
    if (!read)
        return std::unexpected(read.error());
    if (auto project = with_project(call, nothing_of); !project)
        return project;
    const Json data = sample_task_data(read->parsed);
    Json answer;
    if (bool_or(*body, "include_annotation_and_prediction", false))
        answer["sample_task"] = Json{{"data", data},
                                     {"annotations", Json::array({Json{{"result", Json::array()}}})},
                                     {"predictions", Json::array({Json{{"result", Json::array()}}})}};
    else
        answer["sample_task"] = data;
    return json_response(200, answer);
}

Result<Response> versions(Call& call) {
    return with_project(call, [&](Transaction& t, const ProjectRow& row) -> Result<Response> {
        std::vector<ModelVersion> all = model_versions(t, row.id);
        if (const auto limit = call.request.query.integer("limit"); limit && *limit >= 0)
            all.resize(std::min(all.size(), static_cast<std::size_t>(*limit)));
        Json answer = Json::object();
        if (call.request.query.flag("extended")) {
            answer["static"] = Json::array();
            for (const ModelVersion& version : all)
                answer["static"].push_back(
                    Json{{"model_version", version.name}, {"count", version.count}, {"latest", version.latest}});
            if (call.request.query.flag("include_live_models"))
                answer["live"] = Json::array();
        } else {
            for (const ModelVersion& version : all)
                answer[version.name] = version.count;
        }
        return json_response(200, answer);
    });
}

Result<Response> delete_one_version(Call& call) {
    const auto body = call.json();
    if (!body)
        return std::unexpected(body.error());
    const std::string version = string_or(*body, "model_version", "");
    if (!find(*body, "model_version"))
        return fail("validation", "This field is required.", {.pointer = "/model_version"});
    return change_with_project(call, [&](Transaction& t, ProjectRow& row) -> Result<Response> {
        if (auto allowed = allow(call.caller, Right::import_tasks, row.organization_id); !allowed)
            return std::unexpected(allowed.error());
        for (const auto& [task, count] : tasks_with_version(t, row.id, version))
            count_predictions(call.services, t, row.id, task, -count);
        return json_response(200, Json{{"deleted_predictions", delete_version(t, row.id, version)}});
    });
}

Result<Response> annotators(Call& call) {
    return with_project(call, [&](Transaction& t, const ProjectRow& row) -> Result<Response> {
        std::string text;
        append_json_list(text, annotators_of(t, row.id), [&](std::int64_t id) { text += short_user_json(t, id); });
        return json_response(200, text);
    });
}

Result<Response> history(Call& call) {
    return with_project(call, [&](Transaction& t, const ProjectRow& row) -> Result<Response> {
        std::string text;
        const auto stream = stream_of(t, row.id, call.caller.user_id,
                                      static_cast<std::int64_t>(call.services.settings.label_stream_limit));
        append_json_list(text, stream, [&](const auto& one) {
            JsonObject object(text);
            object.number("taskId", one.first).number("annotationId", one.second);
        });
        return json_response(200, text);
    });
}

} // namespace

void add_project_routes(Api& api) {
    api.add(Method::get, "/api/projects/", list);
    api.add(Method::post, "/api/projects/", create);
    api.add(Method::get, "/api/projects/counts/", counts);
    api.add(Method::post, "/api/projects/validate/", validate_alone, Access::anyone);
    api.add(Method::get, "/api/projects/{id:int}/", get);
    api.add(Method::patch, "/api/projects/{id:int}/", change);
    api.add(Method::put, "/api/projects/{id:int}/", change);
    api.add(Method::del, "/api/projects/{id:int}/", remove);
    api.add(Method::post, "/api/projects/{id:int}/validate/", validate);
    api.add(Method::get, "/api/projects/{id:int}/summary/", summary);
    api.add(Method::post, "/api/projects/{id:int}/summary/reset/", reset_summary);
    api.add(Method::post, "/api/projects/{id:int}/sample-task/", sample_task);
    api.add(Method::get, "/api/projects/{id:int}/model-versions/", versions);
    api.add(Method::del, "/api/projects/{id:int}/model-versions/", delete_one_version);
    api.add(Method::get, "/api/projects/{id:int}/annotators/", annotators);
    api.add(Method::get, "/api/projects/{id:int}/label-stream-history/", history);
}

} // namespace tw::server
