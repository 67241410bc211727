#include "app/exchange.hpp"

#include "edit/recovery.hpp"
#include "formats/ls_json.hpp"

namespace tw {

std::vector<Task> read_task_file(std::string_view text, const std::string& file, Diagnostics& diagnostics) {
    auto tasks = import_tasks(text, file, diagnostics);
    if (tasks)
        return std::move(*tasks);
    diagnostics.add(Severity::error, tasks.error());
    return {};
}

std::string export_project(const StoredProject& project, const std::vector<StoredTask>& tasks,
                           const std::vector<DocumentRecords>& documents) {
    std::vector<Task> out;
    out.reserve(tasks.size());
    for (std::size_t i = 0; i < tasks.size(); ++i) {
        const StoredTask& stored = tasks[i];
        out.push_back(stored.task);
        Diagnostics ignored;
        const auto document = restore(stored.document_uid, documents[i], stored.base_result, ignored);
        if (!document)
            continue;
        // A head that differs from what was submitted (or, before that, from what it began with) is a draft.
        const Annotation* own = own_annotation(stored);
        Json head = document->to_result();
        if (same_json(head, own ? own->result : stored.base_result))
            continue;
        Json& drafts = out.back().drafts;
        if (!drafts.is_array())
            drafts = Json::array();
        drafts.push_back({{"result", std::move(head)}, {"annotation", own ? Json(own->id) : Json()}});
    }
    return dump_json(export_tasks(out, {.project_id = project.project.id}));
}

} // namespace tw
