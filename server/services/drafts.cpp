#include "services/drafts.hpp"

#include "model/given.hpp"
#include "services/documents.hpp"
#include "services/given_work.hpp"
#include "services/permissions.hpp"

namespace tw::server {

Result<DraftRow> draft_for(Transaction& transaction, const Caller& caller, std::int64_t id) {
    auto row = find_draft(transaction, id);
    if (!row || !task_for(transaction, caller, row->task_id))
        return fail("not-found", "No AnnotationDraft matches the given query.");
    std::vector<DraftRow> filled = {std::move(*row)};
    fill_drafts(transaction, filled);
    return std::move(filled.front());
}

Result<DraftRow> create_draft(Services& services, Transaction& transaction, const Caller& caller,
                              const TaskOfProject& found, std::optional<std::int64_t> annotation_id, const Json& body) {
    if (auto allowed = allow(caller, Right::annotate, found.project.organization_id); !allowed)
        return std::unexpected(allowed.error());
    const auto given = given_work(body);
    if (!given)
        return std::unexpected(given.error());
    if (!given->result)
        return invalid_field("result", "This field is required.");
    DraftRow row;
    row.task_id = found.task.id;
    row.project_id = found.project.id;
    row.user_id = caller.user_id;
    row.annotation_id = annotation_id;
    if (const auto of = reference(body, "annotation"); !annotation_id && of && *of)
        if (const auto annotation = find_annotation(transaction, **of);
            annotation && annotation->task_id == row.task_id)
            row.annotation_id = *of;
    row.result = dump_json(given->result->is_null() ? Json::array() : *given->result);
    row.lead_time = given->lead_time;
    take_flag(body, "was_postponed", row.was_postponed);
    row.created_at = row.updated_at = now_iso(services);
    insert_draft(transaction, row);
    replace_counted(transaction, row.project_id, "", *given->result, true);
    if (row.was_postponed)
        release_lock(transaction, row.task_id, caller.user_id);
    tell_followers(services, transaction, row.project_id, FeedKind::task, row.task_id);
    return row;
}

Result<DraftRow> change_draft(Services& services, Transaction& transaction, const Caller& caller, DraftRow row,
                              const Json& body) {
    if (row.user_id != caller.user_id)
        return fail("forbidden", "You have no permission to draft id:" + std::to_string(row.id));
    const auto given = given_work(body);
    if (!given)
        return std::unexpected(given.error());
    if (given->result) {
        replace_counted(transaction, row.project_id, row.result, *given->result, true);
        row.result = dump_json(given->result->is_null() ? Json::array() : *given->result);
        row.document_uid.clear(); // from now on it is what this says
    }
    if (given->has_lead_time)
        row.lead_time = given->lead_time;
    take_flag(body, "was_postponed", row.was_postponed);
    row.updated_at = now_iso(services);
    update_draft(transaction, row);
    if (row.was_postponed)
        release_lock(transaction, row.task_id, caller.user_id);
    tell_followers(services, transaction, row.project_id, FeedKind::task, row.task_id);
    return row;
}

Result<void> remove_draft(Services& services, Transaction& transaction, const Caller& caller, const DraftRow& draft) {
    if (draft.user_id != caller.user_id)
        if (auto allowed = allow(caller, Right::change_any_annotation); !allowed)
            return allowed;
    forget_draft(transaction, draft);
    tell_followers(services, transaction, draft.project_id, FeedKind::task, draft.task_id);
    return {};
}

Result<DraftRow> convert_to_draft(Services& services, Transaction& transaction, const Caller& caller,
                                  const AnnotationOfTask& of) {
    if (auto allowed = may_change(caller, of); !allowed)
        return std::unexpected(allowed.error());
    Json body;
    body["result"] = parse_json(of.annotation.result).value_or(Json::array());
    if (of.annotation.lead_time)
        body["lead_time"] = *of.annotation.lead_time;
    auto draft = create_draft(services, transaction, caller, of.found, std::nullopt, body);
    if (draft)
        remove_annotation(services, transaction, of, caller.user_id);
    return draft;
}

} // namespace tw::server
