#include "app/exchange.hpp"

#include "base/time.hpp"
#include "edit/recovery.hpp"

namespace tw {
namespace {

Json object_or_empty(const Json& value, std::string_view key) {
    const Json* found = find(value, key);
    return found && found->is_object() ? *found : Json::object();
}

Annotation read_annotation(const Json& json) {
    Annotation annotation;
    annotation.uid = string_or(json, "unique_id", "");
    annotation.id = static_cast<std::int64_t>(number_or(json, "id", 0));
    if (const Json* result = find(json, "result"); result && result->is_array())
        annotation.result = *result;
    annotation.was_cancelled = bool_or(json, "was_cancelled", false);
    annotation.ground_truth = bool_or(json, "ground_truth", false);
    annotation.lead_time_s = number_at(json, "lead_time");
    annotation.created_at_utc = string_or(json, "created_at", "");
    annotation.updated_at_utc = string_or(json, "updated_at", "");
    return annotation;
}

Task read_task(const Json& json) {
    Task task;
    const Json* data = find(json, "data");
    if (!data || !data->is_object()) {
        task.data = json;
        return task;
    }
    task.data = *data;
    task.meta = object_or_empty(json, "meta");
    if (const Json* annotations = find(json, "annotations"); annotations && annotations->is_array())
        for (const Json& annotation : *annotations)
            if (annotation.is_object())
                task.annotations.push_back(read_annotation(annotation));
    if (const Json* predictions = find(json, "predictions"); predictions && predictions->is_array())
        for (const Json& prediction : *predictions)
            if (prediction.is_object()) {
                Prediction read;
                if (const Json* result = find(prediction, "result"); result && result->is_array())
                    read.result = *result;
                read.model_version = string_or(prediction, "model_version", "");
                read.score = number_at(prediction, "score");
                task.predictions.push_back(std::move(read));
            }
    if (const Json* drafts = find(json, "drafts"); drafts && drafts->is_array())
        task.drafts = *drafts;
    return task;
}

} // namespace

std::vector<Task> read_task_file(std::string_view text, const std::string& file, Diagnostics& diagnostics) {
    std::vector<Task> tasks;
    const auto parsed = parse_json(text, file);
    if (!parsed) {
        diagnostics.add(Severity::error, parsed.error());
        return tasks;
    }
    const Json* list = &*parsed;
    if (parsed->is_object() && parsed->size() == 1)
        if (const Json* inner = find(*parsed, "tasks"); inner && inner->is_array())
            list = inner;
    const auto take = [&](const Json& item, const std::string& pointer) {
        if (item.is_object())
            tasks.push_back(read_task(item));
        else
            diagnostics.error("task-shape", "A task must be a JSON object; this one is left out.",
                              {file, 0, 0, pointer});
    };
    if (!list->is_array()) {
        take(*list, "");
        return tasks;
    }
    for (std::size_t i = 0; i < list->size(); ++i)
        take((*list)[i], "/" + std::to_string(i));
    return tasks;
}

std::string export_project(const StoredProject& project, const std::vector<StoredTask>& tasks,
                           const std::vector<DocumentRecords>& documents) {
    Json out = Json::array();
    for (std::size_t i = 0; i < tasks.size(); ++i) {
        const StoredTask& stored = tasks[i];
        Json annotations = Json::array(), predictions = Json::array(), drafts = stored.task.drafts;
        std::int64_t cancelled = 0;
        for (const Annotation& a : stored.task.annotations) {
            Json json = a.extra;
            json["id"] = a.id != 0 ? a.id : stored.task.id;
            json["result"] = a.result;
            json["was_cancelled"] = a.was_cancelled;
            json["ground_truth"] = a.ground_truth;
            json["created_at"] = a.created_at_utc;
            json["updated_at"] = a.updated_at_utc;
            json["lead_time"] = a.lead_time_s ? Json(*a.lead_time_s) : Json();
            json["unique_id"] = a.uid;
            json["task"] = stored.task.id;
            json["project"] = project.project.id;
            cancelled += a.was_cancelled ? 1 : 0;
            annotations.push_back(std::move(json));
        }
        for (const Prediction& p : stored.task.predictions)
            predictions.push_back({{"result", p.result},
                                   {"model_version", p.model_version},
                                   {"score", p.score ? Json(*p.score) : Json()}});
        Diagnostics ignored;
        const Annotation* own = own_annotation(stored);
        if (const auto document = restore(stored.document_uid, documents[i], stored.base_result, ignored)) {
            Json head = document->to_result();
            if (!same_json(head, own ? own->result : stored.base_result))
                drafts.push_back({{"result", std::move(head)}, {"annotation", own ? Json(own->id) : Json()}});
        }
        out.push_back({{"id", stored.task.id},
                       {"annotations", std::move(annotations)},
                       {"drafts", std::move(drafts)},
                       {"predictions", std::move(predictions)},
                       {"data", stored.task.data},
                       {"meta", stored.task.meta},
                       {"inner_id", stored.task.inner_id},
                       {"total_annotations", static_cast<std::int64_t>(stored.task.annotations.size()) - cancelled},
                       {"cancelled_annotations", cancelled},
                       {"total_predictions", stored.task.predictions.size()},
                       {"project", project.project.id}});
    }
    return dump_json(out);
}

} // namespace tw
