#include "app/transfer/exchange.hpp"

#include "edit/recovery.hpp"
#include "formats/ls_json.hpp"

#include <algorithm>

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

Task task_for_export(TaskWithDocument whole) {
    StoredTask& stored = whole.stored;
    Task& task = stored.task;
    for (Annotation& annotation : task.annotations)
        if (annotation.id == 0)
            annotation.id = task.id;
    // A home document that was deleted is marked among the drafts (labeling_flow.hpp): neither goes out.
    bool deleted = false;
    Json drafts = Json::array();
    for (Json& draft : task.drafts) {
        if (bool_or(draft, "deleted", false) && string_or(draft, "unique_id", "") == stored.document_uid)
            deleted = true;
        else
            drafts.push_back(std::move(draft));
    }
    task.drafts = std::move(drafts);
    if (deleted)
        return std::move(task);
    Diagnostics ignored;
    const Annotation* own = own_annotation(stored);
    if (const auto document = restore(stored.document_uid, whole.document, stored.base_result, ignored)) {
        Json head = document->to_result();
        if (!same_json(head, own ? own->result : stored.base_result))
            task.drafts.push_back({{"result", std::move(head)}, {"annotation", own ? Json(own->id) : Json()}});
    }
    return std::move(task);
}

void for_each_blob(Json& value,
                   const std::function<std::string(const std::string&, std::string_view, std::string_view)>& each) {
    if (value.is_structured()) {
        for (Json& inner : value)
            for_each_blob(inner, each);
        return;
    }
    constexpr std::string_view scheme = "tagwright-blob:";
    constexpr std::size_t hash_size = 64;
    if (!value.is_string() || !value.get_ref<const std::string&>().starts_with(scheme))
        return;
    const std::string address = value.get<std::string>();
    if (address.size() <= scheme.size() + hash_size + 1)
        return;
    const std::string_view all = address;
    std::string wanted = each(address, all.substr(scheme.size(), hash_size), all.substr(scheme.size() + hash_size + 1));
    if (!wanted.empty())
        value = std::move(wanted);
}

} // namespace tw
