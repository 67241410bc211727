#include "app/task_record.hpp"

namespace tw {
namespace {

constexpr std::string_view state_names[] = {"fresh", "started", "done", "skipped"};

std::int64_t integer_or_zero(const Json& value, std::string_view key) {
    return static_cast<std::int64_t>(number_or(value, key, 0));
}

Json member_or(const Json& value, std::string_view key, Json fallback) {
    const Json* found = find(value, key);
    return found ? *found : std::move(fallback);
}

Json annotation_json(const Annotation& a) {
    Json json = {{"uid", a.uid},
                 {"id", a.id},
                 {"result", a.result},
                 {"was_cancelled", a.was_cancelled},
                 {"ground_truth", a.ground_truth},
                 {"created_at", a.created_at_utc},
                 {"updated_at", a.updated_at_utc},
                 {"extra", a.extra}};
    if (a.lead_time_s)
        json["lead_time"] = *a.lead_time_s;
    return json;
}

Annotation annotation_from(const Json& json) {
    Annotation a;
    a.uid = string_or(json, "uid", "");
    a.id = integer_or_zero(json, "id");
    a.result = member_or(json, "result", Json::array());
    a.was_cancelled = bool_or(json, "was_cancelled", false);
    a.ground_truth = bool_or(json, "ground_truth", false);
    a.lead_time_s = number_at(json, "lead_time");
    a.created_at_utc = string_or(json, "created_at", "");
    a.updated_at_utc = string_or(json, "updated_at", "");
    a.extra = member_or(json, "extra", Json::object());
    return a;
}

Json prediction_json(const Prediction& p) {
    Json json = {{"id", p.id}, {"result", p.result}, {"model_version", p.model_version}, {"extra", p.extra}};
    if (p.score)
        json["score"] = *p.score;
    return json;
}

Prediction prediction_from(const Json& json) {
    return {integer_or_zero(json, "id"), member_or(json, "result", Json::array()), string_or(json, "model_version", ""),
            number_at(json, "score"), member_or(json, "extra", Json::object())};
}

Result<Json> object_of(std::string_view json) {
    auto parsed = parse_json(json);
    if (parsed && !parsed->is_object())
        return fail("record-shape", "A record of this device is not a JSON object.");
    return parsed;
}

} // namespace

std::string to_record(const StoredTask& stored) {
    const Task& task = stored.task;
    Json annotations = Json::array(), predictions = Json::array();
    for (const Annotation& a : task.annotations)
        annotations.push_back(annotation_json(a));
    for (const Prediction& p : task.predictions)
        predictions.push_back(prediction_json(p));
    return dump_json({{"uid", task.uid},
                      {"id", task.id},
                      {"inner_id", task.inner_id},
                      {"data", task.data},
                      {"meta", task.meta},
                      {"annotations", std::move(annotations)},
                      {"predictions", std::move(predictions)},
                      {"drafts", task.drafts},
                      {"extra", task.extra},
                      {"document_uid", stored.document_uid},
                      {"state", to_string(stored.state)},
                      {"base_result", stored.base_result}});
}

Result<StoredTask> task_from_record(std::string_view json) {
    const auto parsed = object_of(json);
    if (!parsed)
        return std::unexpected(parsed.error());
    StoredTask stored;
    Task& task = stored.task;
    task.uid = string_or(*parsed, "uid", "");
    task.id = integer_or_zero(*parsed, "id");
    task.inner_id = integer_or_zero(*parsed, "inner_id");
    task.data = member_or(*parsed, "data", Json::object());
    task.meta = member_or(*parsed, "meta", Json::object());
    for (const Json& a : member_or(*parsed, "annotations", Json::array()))
        task.annotations.push_back(annotation_from(a));
    for (const Json& p : member_or(*parsed, "predictions", Json::array()))
        task.predictions.push_back(prediction_from(p));
    task.drafts = member_or(*parsed, "drafts", Json::array());
    task.extra = member_or(*parsed, "extra", Json::object());
    stored.document_uid = string_or(*parsed, "document_uid", "");
    stored.base_result = member_or(*parsed, "base_result", Json::array());
    const std::string state = string_or(*parsed, "state", "fresh");
    for (std::size_t i = 0; i < std::size(state_names); ++i)
        if (state_names[i] == state)
            stored.state = static_cast<TaskState>(i);
    if (stored.document_uid.empty() || task.uid.empty())
        return fail("record-shape", "A task record of this device has no uid.");
    return stored;
}

std::string to_record(const StoredProject& stored) {
    const Project& p = stored.project;
    return dump_json({{"uid", p.uid},
                      {"id", p.id},
                      {"title", p.title},
                      {"description", p.description},
                      {"label_config", p.label_config},
                      {"guidelines", p.guidelines},
                      {"color", p.color},
                      {"created_at", p.created_at_utc},
                      {"updated_at", p.updated_at_utc},
                      {"extra", p.extra},
                      {"task_count", stored.task_count},
                      {"done_count", stored.done_count}});
}

Result<StoredProject> project_from_record(std::string_view json) {
    const auto parsed = object_of(json);
    if (!parsed)
        return std::unexpected(parsed.error());
    StoredProject stored;
    Project& p = stored.project;
    p.uid = string_or(*parsed, "uid", "");
    p.id = integer_or_zero(*parsed, "id");
    p.title = string_or(*parsed, "title", "");
    p.description = string_or(*parsed, "description", "");
    p.label_config = string_or(*parsed, "label_config", "");
    p.guidelines = string_or(*parsed, "guidelines", "");
    p.color = string_or(*parsed, "color", "");
    p.created_at_utc = string_or(*parsed, "created_at", "");
    p.updated_at_utc = string_or(*parsed, "updated_at", p.created_at_utc);
    p.extra = member_or(*parsed, "extra", Json::object());
    stored.task_count = integer_or_zero(*parsed, "task_count");
    stored.done_count = integer_or_zero(*parsed, "done_count");
    if (p.uid.empty())
        return fail("record-shape", "A project record of this device has no uid.");
    return stored;
}

const Annotation* own_annotation(const StoredTask& task) {
    for (const Annotation& a : task.task.annotations)
        if (a.uid == task.document_uid)
            return &a;
    return nullptr;
}

Annotation* own_annotation(StoredTask& task) {
    return const_cast<Annotation*>(own_annotation(static_cast<const StoredTask&>(task)));
}

std::string_view to_string(TaskState state) {
    return state_names[static_cast<std::size_t>(state)];
}

} // namespace tw
