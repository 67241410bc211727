#include "services/annotations.hpp"

#include "base/id.hpp"
#include "base/text.hpp"
#include "http/message.hpp"
#include "ports/clock.hpp"
#include "services/json_text.hpp"
#include "services/label_config.hpp"
#include "services/permissions.hpp"
#include "services/projects.hpp"
#include "services/task_rules.hpp"
#include "storage/users.hpp"

#include <algorithm>

namespace tw::server {
namespace {

std::unexpected<Error> invalid(std::string_view field, std::string message) {
    return fail("validation", std::move(message), {.pointer = "/" + std::string(field)});
}

Result<std::optional<double>> lead_time_of(const Json& body) {
    const Json* const given = find(body, "lead_time");
    if (!given || given->is_null())
        return std::optional<double>();
    if (given->is_number())
        return std::optional(given->get<double>());
    if (given->is_string())
        if (const auto parsed = parse_json(given->get<std::string>()); parsed && parsed->is_number())
            return std::optional(parsed->get<double>());
    return invalid("lead_time", "A valid number is required.");
}

/// A reference by id; 0 when absent or null.
Result<std::optional<std::int64_t>> reference(const Json& body, std::string_view field) {
    const Json* const given = find(body, field);
    if (!given || given->is_null())
        return std::optional<std::int64_t>();
    if (given->is_number_integer())
        return std::optional(given->get<std::int64_t>());
    if (given->is_string())
        if (const auto id = Fields::parse("n=" + given->get<std::string>()).integer("n"))
            return std::optional(*id);
    return invalid(field, "Incorrect type. Expected pk value.");
}

bool truth_of(const Json& body, std::string_view field, bool fallback) {
    const Json* const given = find(body, field);
    if (!given)
        return fallback;
    if (given->is_string()) {
        const std::string text = to_lower_ascii(given->get<std::string>());
        return text == "true" || text == "1" || text == "yes" || text == "on";
    }
    return given->is_boolean() ? given->get<bool>() : given->is_number() && given->get<double>() != 0;
}

bool is_uuid(const std::string& text) {
    return text.size() == 36 && std::ranges::all_of(text, [&, at = 0](char c) mutable {
               const int here = at++;
               return here == 8 || here == 13 || here == 18 || here == 23
                          ? c == '-'
                          : std::isxdigit(static_cast<unsigned char>(c)) != 0;
           });
}

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

void tell(Services& services, Transaction& transaction, std::int64_t project_id) {
    if (services.project_changed)
        transaction.after_commit([&services, project_id] { services.project_changed(project_id); });
}

} // namespace

Result<Json> result_of(const Json& body) {
    const Json* const given = find(body, "result");
    if (!given || given->is_null())
        return Json(nullptr);
    if (given->is_string()) {
        auto parsed = parse_json(given->get<std::string>());
        if (!parsed || !parsed->is_array())
            return invalid("result", "annotation \"result\" field in annotation must be list or stringified list");
        return std::move(*parsed);
    }
    if (!given->is_array())
        return invalid("result", "annotation \"result\" field in annotation must be list");
    return *given;
}

Result<AnnotationRow> create_annotation(Services& services, Transaction& transaction, const Caller& caller,
                                        const TaskOfProject& found, const Json& body) {
    if (auto allowed = allow(caller, Right::annotate, found.project.organization_id); !allowed)
        return std::unexpected(allowed.error());
    const auto result = result_of(body);
    if (!result)
        return std::unexpected(result.error());
    const auto lead_time = lead_time_of(body);
    if (!lead_time)
        return std::unexpected(lead_time.error());
    AnnotationRow row;
    row.task_id = found.task.id;
    row.project_id = found.project.id;
    row.completed_by = caller.user_id;
    row.updated_by = caller.user_id;
    if (const auto author = reference(body, "completed_by"); !author)
        return std::unexpected(author.error());
    else if (*author) {
        if (!role_in(transaction, found.project.organization_id, **author))
            return invalid("completed_by", "Invalid pk - object does not exist.");
        row.completed_by = *author;
    }
    for (const auto& [field, into] :
         {std::pair{"parent_prediction", &row.parent_prediction}, {"parent_annotation", &row.parent_annotation}}) {
        const auto id = reference(body, field);
        if (!id)
            return std::unexpected(id.error());
        *into = *id;
    }
    if (row.parent_prediction && !find_prediction(transaction, *row.parent_prediction))
        return invalid("parent_prediction", "Invalid pk - object does not exist.");
    if (row.parent_annotation && !find_annotation(transaction, *row.parent_annotation))
        return invalid("parent_annotation", "Invalid pk - object does not exist.");
    row.uid = make_uid(services.clock.now_ms_utc(), services.random);
    if (const Json* const uid = find(body, "unique_id"); uid && !uid->is_null()) {
        if (!uid->is_string() || !is_uuid(uid->get<std::string>()))
            return invalid("unique_id", "Must be a valid UUID.");
        row.uid = to_lower_ascii(uid->get<std::string>());
        if (has_annotation_uid(transaction, row.uid))
            return fail("conflict", "Annotation with this unique id already exists");
    }
    row.result = dump_json(*result);
    row.result_count = result_count_of(*result);
    row.was_cancelled = truth_of(body, "was_cancelled", false);
    row.ground_truth = truth_of(body, "ground_truth", false);
    row.completed = truth_of(body, "completed", true);
    row.lead_time = *lead_time;
    row.created_at = row.updated_at = now_iso(services);
    row.prediction = prediction_at_submit(transaction, found, services.clock.now_ms_utc());
    if (const auto draft_id = reference(body, "draft_id"); draft_id && *draft_id) {
        if (const auto draft = find_draft(transaction, **draft_id)) {
            if (draft->user_id != caller.user_id)
                return fail("forbidden", "You have no permission to draft id:" + std::to_string(**draft_id));
            row.draft_created_at = draft->created_at;
            remove_draft(transaction, *draft);
        }
    }
    insert_annotation(transaction, row);
    if (row.ground_truth)
        clear_ground_truth(transaction, row.task_id, row.id);
    ProjectCounts counts;
    count_result(counts, *result, 1);
    add_counts(transaction, row.project_id, counts);
    release_lock(transaction, row.task_id, caller.user_id);
    note_in_stream(transaction, row.project_id, caller.user_id, row.task_id, row.id);
    recount_task(services, transaction, found.project, row.task_id, caller.user_id);
    tell(services, transaction, row.project_id);
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

Result<AnnotationRow> change_annotation(Services& services, Transaction& transaction, const Caller& caller,
                                        AnnotationOfTask of, const Json& body) {
    AnnotationRow& row = of.annotation;
    const Right right = row.completed_by == caller.user_id ? Right::annotate : Right::change_any_annotation;
    if (auto allowed = allow(caller, right, of.found.project.organization_id); !allowed)
        return std::unexpected(allowed.error());
    if (find(body, "result")) {
        const auto result = result_of(body);
        if (!result)
            return std::unexpected(result.error());
        ProjectCounts counts;
        if (const auto before = parse_json(row.result))
            count_result(counts, *before, -1);
        count_result(counts, *result, 1);
        add_counts(transaction, row.project_id, counts);
        row.result = dump_json(*result);
        row.result_count = result_count_of(*result);
    }
    if (find(body, "lead_time")) {
        const auto lead_time = lead_time_of(body);
        if (!lead_time)
            return std::unexpected(lead_time.error());
        row.lead_time = *lead_time;
    }
    row.was_cancelled = truth_of(body, "was_cancelled", row.was_cancelled);
    row.ground_truth = truth_of(body, "ground_truth", row.ground_truth);
    row.completed = truth_of(body, "completed", row.completed);
    if (const auto author = reference(body, "completed_by");
        author && *author && role_in(transaction, of.found.project.organization_id, **author))
        row.completed_by = *author;
    row.updated_by = caller.user_id;
    row.updated_at = now_iso(services);
    if (const auto draft_id = reference(body, "draft_id"); draft_id && *draft_id)
        if (const auto draft = find_draft(transaction, **draft_id); draft && draft->user_id == caller.user_id)
            remove_draft(transaction, *draft);
    update_annotation(transaction, row);
    if (row.ground_truth)
        clear_ground_truth(transaction, row.task_id, row.id);
    recount_task(services, transaction, of.found.project, row.task_id, caller.user_id);
    tell(services, transaction, row.project_id);
    return std::move(row);
}

void remove_annotation(Services& services, Transaction& transaction, const AnnotationOfTask& of,
                       std::optional<std::int64_t> by) {
    ProjectCounts counts;
    if (const auto result = parse_json(of.annotation.result))
        count_result(counts, *result, -1);
    add_counts(transaction, of.annotation.project_id, counts);
    delete_annotation(transaction, of.annotation.id);
    recount_task(services, transaction, of.found.project, of.annotation.task_id, by);
    tell(services, transaction, of.annotation.project_id);
}

Result<DraftRow> create_draft(Services& services, Transaction& transaction, const Caller& caller,
                              const TaskOfProject& found, std::optional<std::int64_t> annotation_id, const Json& body) {
    if (auto allowed = allow(caller, Right::annotate, found.project.organization_id); !allowed)
        return std::unexpected(allowed.error());
    if (!find(body, "result"))
        return invalid("result", "This field is required.");
    const auto result = result_of(body);
    if (!result)
        return std::unexpected(result.error());
    const auto lead_time = lead_time_of(body);
    if (!lead_time)
        return std::unexpected(lead_time.error());
    DraftRow row;
    row.task_id = found.task.id;
    row.project_id = found.project.id;
    row.user_id = caller.user_id;
    row.annotation_id = annotation_id;
    if (!annotation_id)
        if (const auto of = reference(body, "annotation"); of && *of && find_annotation(transaction, **of))
            row.annotation_id = *of;
    row.result = dump_json(result->is_null() ? Json::array() : *result);
    row.lead_time = *lead_time;
    row.was_postponed = truth_of(body, "was_postponed", false);
    row.created_at = row.updated_at = now_iso(services);
    insert_draft(transaction, row);
    ProjectCounts counts;
    count_result(counts, *result, 1, true);
    add_counts(transaction, row.project_id, counts);
    if (row.was_postponed)
        release_lock(transaction, row.task_id, caller.user_id);
    tell(services, transaction, row.project_id);
    return row;
}

Result<DraftRow> change_draft(Services& services, Transaction& transaction, const Caller& caller, DraftRow row,
                              const Json& body) {
    if (row.user_id != caller.user_id)
        return fail("forbidden", "You have no permission to draft id:" + std::to_string(row.id));
    if (find(body, "result")) {
        const auto result = result_of(body);
        if (!result)
            return std::unexpected(result.error());
        ProjectCounts counts;
        if (const auto before = parse_json(row.result))
            count_result(counts, *before, -1, true);
        count_result(counts, *result, 1, true);
        add_counts(transaction, row.project_id, counts);
        row.result = dump_json(*result);
    }
    if (find(body, "lead_time")) {
        const auto lead_time = lead_time_of(body);
        if (!lead_time)
            return std::unexpected(lead_time.error());
        row.lead_time = *lead_time;
    }
    row.was_postponed = truth_of(body, "was_postponed", row.was_postponed);
    row.updated_at = now_iso(services);
    update_draft(transaction, row);
    if (row.was_postponed)
        release_lock(transaction, row.task_id, caller.user_id);
    tell(services, transaction, row.project_id);
    return row;
}

void remove_draft(Transaction& transaction, const DraftRow& draft) {
    ProjectCounts counts;
    if (const auto before = parse_json(draft.result))
        count_result(counts, *before, -1, true);
    add_counts(transaction, draft.project_id, counts);
    delete_draft(transaction, draft.id);
}

Result<DraftRow> draft_for(Transaction& transaction, const Caller& caller, std::int64_t id) {
    auto row = find_draft(transaction, id);
    if (!row || !task_for(transaction, caller, row->task_id))
        return fail("not-found", "No AnnotationDraft matches the given query.");
    return std::move(*row);
}

Result<DraftRow> convert_to_draft(Services& services, Transaction& transaction, const Caller& caller,
                                  const AnnotationOfTask& of) {
    Json body;
    body["result"] = parse_json(of.annotation.result).value_or(Json::array());
    if (of.annotation.lead_time)
        body["lead_time"] = *of.annotation.lead_time;
    auto draft = create_draft(services, transaction, caller, of.found, std::nullopt, body);
    if (!draft)
        return draft;
    for (const DraftRow& other : drafts_of(transaction, {of.annotation.task_id}))
        if (other.annotation_id == of.annotation.id)
            remove_draft(transaction, other);
    remove_annotation(services, transaction, of, caller.user_id);
    return draft;
}

void count_predictions(Services& services, Transaction& transaction, std::int64_t project_id, std::int64_t task_id,
                       std::int64_t change) {
    if (auto task = find_task(transaction, task_id)) {
        task->total_predictions += change;
        task->updated_at = now_iso(services);
        update_task(transaction, *task);
    }
    change_counters(transaction, project_id, {.predictions = change});
    tell(services, transaction, project_id);
}

Result<PredictionRow> create_prediction(Services& services, Transaction& transaction, const Caller& caller,
                                        const Json& body) {
    const auto task_id = reference(body, "task");
    if (!task_id || !*task_id)
        return invalid("task", "This field is required.");
    const auto found = task_for(transaction, caller, **task_id);
    if (!found)
        return invalid("task", "Invalid pk \"" + std::to_string(**task_id) + "\" - object does not exist.");
    if (auto allowed = allow(caller, Right::import_tasks, found->project.organization_id); !allowed)
        return std::unexpected(allowed.error());
    const Json* const given = find(body, "result");
    if (!given || given->is_null())
        return invalid("result", given ? "This field may not be null." : "This field is required.");
    PredictionRow row;
    row.task_id = found->task.id;
    row.project_id = found->project.id;
    row.result = dump_json(expand_short_result(*given, project_setting(found->project, "parsed_label_config")));
    row.model_version = string_or(body, "model_version", "");
    row.score = number_at(body, "score");
    row.created_at = row.updated_at = now_iso(services);
    insert_prediction(transaction, row);
    count_predictions(services, transaction, row.project_id, row.task_id, 1);
    return row;
}

Result<PredictionRow> prediction_for(Transaction& transaction, const Caller& caller, std::int64_t id) {
    auto row = find_prediction(transaction, id);
    if (!row || !task_for(transaction, caller, row->task_id))
        return fail("not-found", "No Prediction matches the given query.");
    return std::move(*row);
}

Result<PredictionRow> change_prediction(Services& services, Transaction& transaction, PredictionRow row,
                                        const Json& body) {
    if (const Json* const given = find(body, "result")) {
        if (given->is_null())
            return invalid("result", "This field may not be null.");
        const auto project = find_project(transaction, row.project_id);
        row.result =
            dump_json(project ? expand_short_result(*given, project_setting(*project, "parsed_label_config")) : *given);
    }
    row.model_version = string_or(body, "model_version", row.model_version);
    if (find(body, "score"))
        row.score = number_at(body, "score");
    row.updated_at = now_iso(services);
    update_prediction(transaction, row);
    tell(services, transaction, row.project_id);
    return row;
}

void remove_prediction(Services& services, Transaction& transaction, const PredictionRow& row) {
    delete_prediction(transaction, row.id);
    count_predictions(services, transaction, row.project_id, row.task_id, -1);
}

} // namespace tw::server
