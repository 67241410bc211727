#include "services/annotations.hpp"

#include "base/id.hpp"
#include "base/text.hpp"
#include "model/given.hpp"
#include "ports/clock.hpp"
#include "services/documents.hpp"
#include "services/given_work.hpp"
#include "services/permissions.hpp"
#include "services/projects.hpp"
#include "services/task_json.hpp"
#include "services/task_rules.hpp"
#include "storage/users.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace tw::server {
namespace {

/// The prediction that was shown when this was submitted, for exports.
std::string prediction_at_submit(Transaction& transaction, const TaskOfProject& found, std::uint64_t now_ms) {
    const Json version = project_setting(found.project, "model_version");
    if (!version.is_string() || version.get_ref<const std::string&>().empty())
        return "{}";
    for (const PredictionRow& row : predictions_of(transaction, {found.task.id})) {
        if (row.model_version != version.get_ref<const std::string&>())
            continue;
        std::string text;
        append_prediction(text, row, now_ms);
        return text;
    }
    return "{}";
}

void take_flags(AnnotationRow& row, const Json& body) {
    take_flag(body, "was_cancelled", row.was_cancelled);
    take_flag(body, "ground_truth", row.ground_truth);
    take_flag(body, "completed", row.completed);
}

} // namespace

bool is_uuid(const std::string& text) {
    return text.size() == 36 && std::ranges::all_of(text, [&, at = 0](char c) mutable {
               const int here = at++;
               return here == 8 || here == 13 || here == 18 || here == 23
                          ? c == '-'
                          : std::isxdigit(static_cast<unsigned char>(c)) != 0;
           });
}

Result<AnnotationRow> create_annotation(Services& services, Transaction& transaction, const Caller& caller,
                                        const TaskOfProject& found, const Json& body) {
    if (auto allowed = allow(caller, Right::annotate, found.project.organization_id); !allowed)
        return std::unexpected(allowed.error());
    auto given = given_work(body);
    if (!given)
        return std::unexpected(given.error());
    // The address names the task; what the body says of it has to be there all the same.
    if (const auto task = reference(body, "task"); !task)
        return std::unexpected(task.error());
    else if (*task && **task != found.task.id && !task_for(transaction, caller, **task))
        return invalid_field("task", fmt::format("Invalid pk \"{}\" - object does not exist.", **task));
    if (const auto project = reference(body, "project"); !project)
        return std::unexpected(project.error());
    else if (*project && **project != found.project.id && !project_for(transaction, caller, **project))
        return invalid_field("project", fmt::format("Invalid pk \"{}\" - object does not exist.", **project));
    const Json result = given->result.value_or(Json(nullptr));
    AnnotationRow row;
    row.task_id = found.task.id;
    row.project_id = found.project.id;
    row.completed_by = caller.user_id;
    row.updated_by = caller.user_id;
    if (const auto author = reference(body, "completed_by"); !author)
        return std::unexpected(author.error());
    else if (*author) {
        if (!role_in(transaction, found.project.organization_id, **author))
            return invalid_field("completed_by", "Invalid pk - object does not exist.");
        row.completed_by = *author;
    }
    for (const auto& [field, into] :
         {std::pair{"parent_prediction", &row.parent_prediction}, {"parent_annotation", &row.parent_annotation}}) {
        const auto id = reference(body, field);
        if (!id)
            return std::unexpected(id.error());
        *into = *id;
    }
    const auto here = [&](const auto& parent) { return parent && parent->project_id == row.project_id; };
    if (row.parent_prediction && !here(find_prediction(transaction, *row.parent_prediction)))
        return invalid_field("parent_prediction", "Invalid pk - object does not exist.");
    if (row.parent_annotation && !here(find_annotation(transaction, *row.parent_annotation)))
        return invalid_field("parent_annotation", "Invalid pk - object does not exist.");
    row.uid = make_uid(services.clock.now_ms_utc(), services.random);
    if (const Json* const uid = find(body, "unique_id"); uid && !uid->is_null()) {
        if (!uid->is_string() || !is_uuid(uid->get<std::string>()))
            return invalid_field("unique_id", "Must be a valid UUID.");
        row.uid = to_lower_ascii(uid->get<std::string>());
        if (has_annotation_uid(transaction, row.uid))
            return fail("conflict", "Annotation with this unique id already exists");
    }
    row.result = dump_json(result);
    row.result_count = result_count_of(result);
    take_flags(row, body);
    row.lead_time = given->lead_time;
    row.created_at = row.updated_at = now_iso(services);
    row.prediction = prediction_at_submit(transaction, found, services.clock.now_ms_utc());
    if (const auto draft_id = reference(body, "draft_id"); draft_id && *draft_id) {
        const auto draft = find_draft(transaction, **draft_id);
        if (draft && task_for(transaction, caller, draft->task_id)) {
            if (draft->user_id != caller.user_id || draft->task_id != found.task.id)
                return fail("forbidden", "You have no permission to draft id:" + std::to_string(**draft_id));
            row.draft_created_at = draft->created_at;
            forget_draft(transaction, *draft);
        }
    }
    insert_annotation(transaction, row);
    if (row.ground_truth)
        clear_ground_truth(transaction, row.task_id, row.id);
    replace_counted(transaction, row.project_id, "", result);
    release_lock(transaction, row.task_id, caller.user_id);
    note_in_stream(transaction, row.project_id, caller.user_id, row.task_id, row.id);
    recount_task(services, transaction, found.project, row.task_id, caller.user_id);
    tell_followers(services, transaction, row.project_id, FeedKind::task, row.task_id);
    return row;
}

Result<AnnotationOfTask> annotation_for(Transaction& transaction, const Caller& caller, std::int64_t id) {
    auto row = find_annotation(transaction, id);
    if (!row)
        return fail("not-found", "No Annotation matches the given query.");
    auto found = task_for(transaction, caller, row->task_id);
    if (!found)
        return fail("not-found", "No Annotation matches the given query.");
    return AnnotationOfTask{std::move(*row), std::move(*found)};
}

Result<void> may_change(const Caller& caller, const AnnotationOfTask& of) {
    const bool own = of.annotation.completed_by == caller.user_id;
    return allow(caller, own ? Right::annotate : Right::change_any_annotation, of.found.project.organization_id);
}

Result<AnnotationRow> change_annotation(Services& services, Transaction& transaction, const Caller& caller,
                                        AnnotationOfTask of, const Json& body, SaidIn said) {
    AnnotationRow& row = of.annotation;
    if (auto allowed = may_change(caller, of); !allowed)
        return std::unexpected(allowed.error());
    auto given = given_work(body);
    if (!given)
        return std::unexpected(given.error());
    if (given->result) {
        if (said == SaidIn::rest)
            say_in_ops(services, transaction, row, *given->result);
        replace_counted(transaction, row.project_id, row.result, *given->result);
        row.result = dump_json(*given->result);
        row.result_count = result_count_of(*given->result);
    }
    if (given->has_lead_time)
        row.lead_time = given->lead_time;
    take_flags(row, body);
    if (const auto author = reference(body, "completed_by");
        author && *author && role_in(transaction, of.found.project.organization_id, **author))
        row.completed_by = *author;
    row.updated_by = caller.user_id;
    row.updated_at = now_iso(services);
    if (const auto draft_id = reference(body, "draft_id"); draft_id && *draft_id)
        if (const auto draft = find_draft(transaction, **draft_id); draft && draft->user_id == caller.user_id)
            forget_draft(transaction, *draft);
    update_annotation(transaction, row);
    if (row.ground_truth)
        clear_ground_truth(transaction, row.task_id, row.id);
    recount_task(services, transaction, of.found.project, row.task_id, caller.user_id);
    tell_followers(services, transaction, row.project_id, FeedKind::task, row.task_id);
    return std::move(row);
}

void remove_annotation(Services& services, Transaction& transaction, const AnnotationOfTask& of,
                       std::optional<std::int64_t> by, SaidIn said) {
    if (said == SaidIn::rest)
        say_deleted(services, transaction, of.annotation);
    for (const DraftRow& draft : drafts_of(transaction, {of.annotation.task_id}))
        if (draft.annotation_id == of.annotation.id)
            forget_draft(transaction, draft);
    replace_counted(transaction, of.annotation.project_id, of.annotation.result, nullptr);
    delete_annotation(transaction, of.annotation.id);
    recount_task(services, transaction, of.found.project, of.annotation.task_id, by);
    tell_followers(services, transaction, of.annotation.project_id, FeedKind::task, of.annotation.task_id);
}

} // namespace tw::server
