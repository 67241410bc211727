#include "services/task_actions.hpp"

#include "model/given.hpp"
#include "services/annotations.hpp"
#include "services/json_text.hpp"
#include "services/permissions.hpp"
#include "services/predictions.hpp"
#include "services/projects.hpp"
#include "services/task_edits.hpp"
#include "services/task_rules.hpp"
#include "storage/organizations.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace tw::server {
namespace {

struct Action {
    std::string_view id, title, permission, text;
    int order;
    bool reload = false;
};
constexpr Action actions[] = {
    {"retrieve_tasks_predictions", "Retrieve Predictions", "predictions.any",
     "Send the selected tasks to all ML backends connected to the project.", 90},
    {"predictions_to_annotations", "Create Annotations From Predictions", "annotations.create",
     "Create annotations from predictions using selected predictions set for each selected task.", 91},
    {"remove_duplicates", "Remove Duplicated Tasks", "tasks.delete",
     "Confirm that you want to remove duplicated tasks. Annotations are moved to the task that stays.", 95},
    {"delete_tasks", "Delete Tasks", "tasks.delete",
     "You are going to delete the selected tasks. Please confirm your action.", 100, true},
    {"delete_tasks_annotations", "Delete Annotations", "annotations.delete",
     "You are going to delete all annotations from the selected tasks.", 101},
    {"delete_tasks_predictions", "Delete Predictions", "predictions.any",
     "You are going to delete all predictions from the selected tasks.", 102},
};

Json detail(std::int64_t processed, std::string text) {
    Json answer;
    answer["processed_items"] = processed;
    answer["detail"] = std::move(text);
    return answer;
}

Result<Json> delete_annotations(Services& services, Transaction& t, const Caller& caller,
                                const std::vector<std::int64_t>& ids, const Json& form) {
    const auto annotator = whole_in(form, "annotator");
    std::int64_t deleted = 0;
    for (const std::int64_t id : ids) {
        const auto found = task_for(t, caller, id);
        if (!found)
            continue;
        for (const AnnotationRow& row : annotations_of(t, {id})) {
            if (annotator && row.completed_by != *annotator)
                continue;
            remove_annotation(services, t, {row, *found}, caller.user_id);
            ++deleted;
        }
    }
    return detail(static_cast<std::int64_t>(ids.size()), fmt::format("Deleted {} annotations", deleted));
}

Result<Json> delete_predictions(Services& services, Transaction& t, const ProjectRow& project,
                                const std::vector<std::int64_t>& ids) {
    std::int64_t deleted = 0;
    for (const std::int64_t id : ids) {
        const std::int64_t count = delete_predictions_of(t, {id});
        if (count > 0)
            count_predictions(services, t, project.id, id, -count);
        deleted += count;
    }
    return detail(static_cast<std::int64_t>(ids.size()), fmt::format("Deleted {} predictions", deleted));
}

Result<Json> annotations_from_predictions(Services& services, Transaction& t, const Caller& caller,
                                          const ProjectRow& project, const std::vector<std::int64_t>& ids,
                                          const Json& form) {
    std::set<std::string> versions;
    if (const Json* const given = find(form, "model_version"); given && !given->is_null()) {
        for (const Json& one : given->is_array() ? *given : Json::array({*given}))
            if (one.is_string())
                versions.insert(one.get<std::string>());
    } else if (const Json own = project_setting(project, "model_version");
               own.is_string() && !own.get_ref<const std::string&>().empty()) {
        versions.insert(own.get<std::string>());
    }
    std::int64_t created = 0;
    for (const PredictionRow& prediction : predictions_of(t, ids)) {
        if (!versions.empty() && !versions.contains(prediction.model_version))
            continue;
        const auto found = task_for(t, caller, prediction.task_id);
        const auto result = parse_json(prediction.result);
        if (!found || !result || !result->is_array())
            continue;
        Json body;
        body["result"] = *result;
        body["parent_prediction"] = prediction.id;
        if (create_annotation(services, t, caller, *found, body))
            ++created;
    }
    Json answer;
    answer["response_code"] = 200;
    answer["detail"] = fmt::format("Created {} annotations", created);
    return answer;
}

Result<Json> remove_duplicates(Services& services, Transaction& t, const Caller& caller, const ProjectRow& project,
                               std::vector<std::int64_t> ids) {
    std::ranges::sort(ids);
    std::map<std::string, std::int64_t> first_of;
    std::vector<std::int64_t> gone;
    for (const std::int64_t id : ids) {
        const auto found = task_for(t, caller, id);
        if (!found)
            continue;
        const auto [first, fresh] = first_of.emplace(found->task.data, id);
        if (fresh)
            continue;
        const auto stays = task_for(t, caller, first->second);
        for (const AnnotationRow& row : annotations_of(t, {id})) {
            Json body;
            body["result"] = parse_json(row.result).value_or(Json::array());
            body["was_cancelled"] = row.was_cancelled;
            body["ground_truth"] = row.ground_truth;
            if (row.completed_by)
                body["completed_by"] = *row.completed_by;
            if (row.lead_time)
                body["lead_time"] = *row.lead_time;
            if (const auto moved = create_annotation(services, t, caller, *stays, body); !moved)
                return std::unexpected(moved.error());
        }
        gone.push_back(id);
    }
    remove_tasks(services, t, project, gone);
    return detail(static_cast<std::int64_t>(gone.size()), fmt::format("Removed {} tasks", gone.size()));
}

} // namespace

std::string data_manager_actions() {
    std::string text;
    append_json_list(text, actions, [&](const Action& action) {
        JsonObject object(text);
        object.text("id", action.id)
            .text("title", action.title)
            .number("order", std::int64_t{action.order})
            .text("permission", action.permission);
        if (action.reload)
            object.flag("reload", true);
        object.raw("dialog", dump_json(Json{{"title", action.title}, {"text", action.text}, {"type", "confirm"}}));
    });
    return text;
}

bool is_action(const std::string& action) {
    return std::ranges::any_of(actions, [&](const Action& one) { return one.id == action; });
}

std::unexpected<Error> unknown_action(const std::string& action) {
    return fail("action", fmt::format("Can't find '{}' in registered actions", action));
}

Result<Json> run_action(Services& services, Transaction& t, const Caller& caller, const ProjectRow& project,
                        const std::string& action, const TaskQuery& query, const Json& form) {
    if (!is_action(action) && !is_task_edit(action))
        return unknown_action(action);
    if (auto allowed = allow(caller, Right::import_tasks, project.organization_id); !allowed)
        return std::unexpected(allowed.error());
    if (query.selected_items.is_object() && !bool_or(query.selected_items, "all", false)) {
        const Json* const included = find(query.selected_items, "included");
        if (!included || (included->is_array() && included->empty()))
            return fail("action",
                        "selectedItems names no task: send {\"all\": true, \"excluded\": []} for all of them.");
    }
    auto ids = selected_tasks(t, project, query);
    if (!ids)
        return std::unexpected(ids.error());
    if (action == "delete_tasks") {
        remove_tasks(services, t, project, *ids);
        Json answer = detail(static_cast<std::int64_t>(ids->size()), fmt::format("Deleted {} tasks", ids->size()));
        answer["reload"] = true;
        return answer;
    }
    if (is_task_edit(action))
        return run_task_edit(services, t, caller, project, action, *ids, form);
    if (action == "delete_tasks_annotations")
        return delete_annotations(services, t, caller, *ids, form);
    if (action == "delete_tasks_predictions")
        return delete_predictions(services, t, project, *ids);
    if (action == "predictions_to_annotations")
        return annotations_from_predictions(services, t, caller, project, *ids, form);
    if (action == "remove_duplicates")
        return remove_duplicates(services, t, caller, project, std::move(*ids));
    return detail(static_cast<std::int64_t>(ids->size()), "Retrieved 0 predictions");
}

std::string data_manager_columns(Transaction& t, const Caller& caller, const ProjectRow* project) {
    std::map<std::string, std::string> types; // data field -> object tag
    std::vector<std::string> fields;
    if (project) {
        const Json config = project_setting(*project, "parsed_label_config");
        for (const auto& [name, control] : config.items())
            if (const Json* const inputs = find(control, "inputs"))
                for (const Json& input : *inputs)
                    types[string_or(input, "value", string_or(input, "valueList", ""))] = string_or(input, "type", "");
        for (const auto& [key, n] : counts_of(t, project->id))
            // A bare file or line is shown under the field that the config reads.
            if (const auto& [kind, name, label] = key; kind == "data" && (name != "$undefined$" || types.empty()))
                fields.push_back(name);
        for (const auto& [field, type] : types)
            if (!field.empty() && field.find("{{") == std::string::npos &&
                std::ranges::find(fields, field) == fields.end())
                fields.push_back(field);
    }
    struct Column {
        std::string_view id, title, type;
        bool explore, labeling;
    };
    static constexpr Column fixed[] = {
        {"id", "ID", "Number", true, false},
        {"inner_id", "Inner ID", "Number", false, false},
        {"completed_at", "Completed", "Datetime", true, false},
        {"total_annotations", "Annotations", "Number", true, true},
        {"cancelled_annotations", "Cancelled", "Number", true, false},
        {"total_predictions", "Predictions", "Number", true, false},
        {"annotators", "Annotated by", "List", true, false},
        {"annotations_results", "Annotation results", "String", false, false},
        {"annotations_ids", "Annotation IDs", "String", false, false},
        {"predictions_score", "Prediction score", "Number", false, false},
        {"predictions_model_versions", "Prediction model versions", "List", false, false},
        {"predictions_results", "Prediction results", "String", false, false},
        {"file_upload", "Upload filename", "String", false, false},
        {"storage_filename", "Storage filename", "String", false, false},
        {"created_at", "Created at", "Datetime", false, false},
        {"updated_at", "Updated at", "Datetime", false, false},
        {"updated_by", "Updated by", "List", false, false},
        {"avg_lead_time", "Lead Time", "Time", false, false},
        {"draft_exists", "Drafts", "Boolean", false, false},
    };
    Json columns = Json::array();
    for (const std::string& field : fields) {
        const auto type = types.find(field);
        const bool media = type != types.end() &&
                           (type->second == "Image" || type->second.starts_with("Audio") || type->second == "Video");
        Json column;
        column["id"] = field == "$undefined$" ? "data" : field;
        column["title"] = column["id"];
        column["type"] = type == types.end() ? "Unknown" : media ? type->second : "String";
        column["target"] = "tasks";
        column["parent"] = "data";
        column["visibility_defaults"] = Json{{"explore", true}, {"labeling", type != types.end()}};
        column["project_defined"] = true;
        columns.push_back(std::move(column));
    }
    for (const Column& one : fixed) {
        Json column;
        column["id"] = one.id;
        column["title"] = one.title;
        column["type"] = one.type;
        column["target"] = "tasks";
        if (one.id == "annotators") {
            column["schema"]["items"] = Json::array();
            for (const MemberRow& member : members(t, caller.organization_id))
                column["schema"]["items"].push_back(member.user.id);
        }
        if (one.id == "predictions_model_versions") {
            column["schema"]["items"] = Json::array();
            if (project)
                for (const ModelVersion& version : model_versions(t, project->id))
                    column["schema"]["items"].push_back(version.name);
            column["schema"]["multiple"] = true;
        }
        column["visibility_defaults"] = Json{{"explore", one.explore}, {"labeling", one.labeling}};
        column["project_defined"] = false;
        columns.push_back(std::move(column));
    }
    Json data;
    data["id"] = "data";
    data["title"] = "data";
    data["type"] = "List";
    data["target"] = "tasks";
    data["children"] = fields;
    data["project_defined"] = false;
    columns.push_back(std::move(data));
    Json answer;
    answer["columns"] = std::move(columns);
    return dump_json(answer);
}

} // namespace tw::server
