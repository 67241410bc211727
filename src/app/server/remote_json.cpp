#include "app/server/remote_json.hpp"

#include "formats/ls_json.hpp"

#include <algorithm>

namespace tw {
namespace {

std::unexpected<Error> not_a_mirror(std::string pointer) {
    return fail(say("feed-shape.project", "place"_is(pointer)), {.pointer = std::move(pointer)});
}

std::int64_t id_at(const Json& json, std::string_view key) {
    const Json* const value = find(json, key);
    return value != nullptr && value->is_number_integer() ? value->get<std::int64_t>() : 0;
}

StoredProject project_of(const Json& json) {
    StoredProject stored;
    Project& project = stored.project;
    project.id = id_at(json, "id");
    project.uid = string_or(json, "uid", "");
    project.title = string_or(json, "title", "");
    project.description = string_or(json, "description", "");
    project.label_config = string_or(json, "label_config", "");
    project.guidelines = string_or(json, "guidelines", "");
    project.color = string_or(json, "color", "");
    if (project.color == "#FFFFFF") // nobody chose one
        project.color.clear();
    project.created_at_utc = string_or(json, "created_at", "");
    project.updated_at_utc = string_or(json, "updated_at", "");
    stored.task_count = id_at(json, "task_count");
    stored.done_count = id_at(json, "done_count");
    return stored;
}

TaskState state_of(const Json& json) {
    const std::string state = string_or(json, "state", "");
    for (const TaskState one : {TaskState::started, TaskState::done, TaskState::skipped})
        if (to_string(one) == state)
            return one;
    return TaskState::fresh;
}

TaskSummary summary_of(const Json& json) {
    TaskSummary summary;
    summary.state = state_of(json);
    const std::int64_t cancelled = id_at(json, "cancelled_annotations");
    summary.annotations = static_cast<std::uint32_t>(id_at(json, "total_annotations"));
    summary.cancelled = static_cast<std::uint32_t>(cancelled);
    summary.predictions = static_cast<std::uint32_t>(id_at(json, "total_predictions"));
    summary.updated_at_utc = string_or(json, "updated_at", "");
    return summary;
}

} // namespace

Json project_body(const Project& project) {
    Json body = {{"title", project.title},
                 {"description", project.description},
                 {"label_config", project.label_config},
                 {"expert_instruction", project.guidelines}};
    if (!project.color.empty())
        body["color"] = project.color;
    return body;
}

Result<MirrorPage> read_mirror_page(const Json& body) {
    const Json* const tasks = find(body, "tasks");
    const Json* const project = find(body, "project");
    if (tasks == nullptr || !tasks->is_array() || project == nullptr)
        return not_a_mirror(tasks == nullptr ? "/tasks" : "/project");
    MirrorPage page;
    page.position = static_cast<std::uint64_t>(id_at(body, "position"));
    page.project = project_of(*project);
    if (const std::int64_t next = id_at(body, "next"); next > 0)
        page.next = next;
    page.tasks.reserve(tasks->size());
    for (const Json& item : *tasks) {
        MirroredTask task;
        task.id = id_at(item, "id");
        task.inner_id = id_at(item, "inner_id");
        task.uid = string_or(item, "uid", "");
        task.document_uid = string_or(item, "document", "");
        task.created_at_utc = string_or(item, "created_at", "");
        const Json* const data = find(item, "data");
        const Json* const meta = find(item, "meta");
        if (task.id <= 0 || task.inner_id <= 0 || task.uid.empty() || data == nullptr)
            continue;
        task.data = dump_json(*data);
        task.meta = meta != nullptr && meta->is_object() ? dump_json(*meta) : "{}";
        task.summary = summary_of(item);
        page.tasks.push_back(std::move(task));
    }
    return page;
}

Result<std::vector<StoredProject>> read_mirrored_projects(const Json& body) {
    const Json* const list = find(body, "projects");
    if (list == nullptr || !list->is_array())
        return not_a_mirror("/projects");
    std::vector<StoredProject> projects;
    for (const Json& item : *list)
        if (StoredProject one = project_of(item); one.project.id > 0 && !one.project.uid.empty())
            projects.push_back(std::move(one));
    return projects;
}

Result<std::vector<WholeTask>> read_mirrored_tasks(const Json& body) {
    const Json* const list = find(body, "tasks");
    if (list == nullptr || !list->is_array())
        return not_a_mirror("/tasks");
    std::vector<WholeTask> tasks;
    for (const Json& item : *list) {
        Json shape = Json::object(); // of Label Studio's own form only what its reader is to see
        for (const char* const key : {"id", "data", "meta", "annotations", "predictions"})
            if (const Json* const value = find(item, key))
                shape[key] = *value;
        Diagnostics ignored;
        auto read = tasks_from_json(Json::array({std::move(shape)}), "", ignored);
        if (!read || read->size() != 1)
            continue;
        WholeTask whole;
        whole.stored.task = std::move(read->front());
        whole.stored.task.id = id_at(item, "id");
        whole.stored.task.inner_id = id_at(item, "inner_id");
        whole.stored.task.uid = string_or(item, "uid", "");
        whole.stored.document_uid = string_or(item, "document", "");
        whole.stored.created_at_utc = string_or(item, "created_at", "");
        whole.stored.state = state_of(item);
        for (const Annotation& annotation : whole.stored.task.annotations)
            if (annotation.uid == whole.stored.document_uid)
                whole.stored.base_result = annotation.result;
        if (const Json* const documents = find(item, "documents"); documents != nullptr && documents->is_array())
            for (const Json& snapshot : *documents)
                if (auto document = Document::from_snapshot(snapshot))
                    whole.documents.push_back(std::move(*document));
        for (const Document& document : whole.documents) {
            const bool handed_in =
                std::ranges::any_of(whole.stored.task.annotations,
                                    [&](const Annotation& annotation) { return annotation.uid == document.uid(); });
            const auto deleted = document.fields().find("deleted");
            if (deleted != document.fields().end() && deleted->second.value == true)
                whole.stored.task.drafts.push_back({{"unique_id", document.uid()}, {"deleted", true}});
            else if (!handed_in && document.uid() != whole.stored.document_uid)
                whole.stored.task.drafts.push_back(
                    {{"unique_id", document.uid()}, {"annotation", nullptr}, {"result", document.to_result()}});
        }
        tasks.push_back(std::move(whole));
    }
    return tasks;
}

} // namespace tw
