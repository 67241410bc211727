#include "app/exchange.hpp"

#include "edit/recovery.hpp"
#include "formats/ls_json.hpp"

namespace tw {
namespace {

/// What a session shows or locks is its own, whoever wrote it into a file.
void forget_session_state(Json& result) {
    if (!result.is_array())
        return;
    for (Json& item : result)
        if (item.is_object()) {
            item.erase("hidden");
            item.erase("locked");
        }
}

} // namespace

std::vector<Task> read_task_file(std::string_view text, const std::string& file, Diagnostics& diagnostics) {
    Result<std::vector<Task>> tasks = import_tasks(text, file, diagnostics);
    if (!tasks) {
        diagnostics.add(Severity::error, tasks.error());
        return {};
    }
    for (Task& task : *tasks) {
        for (Annotation& annotation : task.annotations)
            forget_session_state(annotation.result);
        for (Prediction& prediction : task.predictions)
            forget_session_state(prediction.result);
    }
    return std::move(*tasks);
}

std::string export_project(const StoredProject& project, const std::vector<StoredTask>& tasks,
                           const std::vector<DocumentRecords>& documents) {
    std::vector<Task> out;
    out.reserve(tasks.size());
    for (std::size_t i = 0; i < tasks.size(); ++i) {
        const StoredTask& stored = tasks[i];
        Task task = stored.task;
        for (Annotation& annotation : task.annotations)
            if (annotation.id == 0)
                annotation.id = task.id;
        Diagnostics ignored;
        const Annotation* own = own_annotation(stored);
        if (const auto document = restore(stored.document_uid, documents[i], stored.base_result, ignored)) {
            Json head = document->to_result();
            if (!same_json(head, own ? own->result : stored.base_result))
                task.drafts.push_back({{"result", std::move(head)}, {"annotation", own ? Json(own->id) : Json()}});
        }
        out.push_back(std::move(task));
    }
    return dump_json(export_tasks(out, {.project_id = project.project.id}));
}

} // namespace tw
