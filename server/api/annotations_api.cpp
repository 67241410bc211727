// Annotations, drafts and predictions.
#include "api/answer.hpp"
#include "api/in_project.hpp"

#include "ports/clock.hpp"
#include "services/drafts.hpp"
#include "services/json_text.hpp"
#include "services/predictions.hpp"
#include "services/task_json.hpp"

namespace tw::server {
namespace {

std::uint64_t now_ms(const Call& call) {
    return call.services.clock.now_ms_utc();
}

Response annotation_response(Call& call, Transaction& t, int status, const AnnotationRow& row) {
    std::string text;
    append_annotation(text, row, read_work(t, {row.task_id}), now_ms(call), false);
    return json_response(status, text);
}

Response draft_response(Call& call, Transaction& t, int status, const DraftRow& row) {
    std::string text;
    append_draft(text, row, read_work(t, {row.task_id}), now_ms(call));
    return json_response(status, text);
}

Response prediction_response(Call& call, int status, const PredictionRow& row) {
    std::string text;
    append_prediction(text, row, now_ms(call));
    return json_response(status, text);
}

Result<Response> list_annotations(Call& call) {
    return with_task(call, [&](Transaction& t, const TaskOfProject& found) -> Result<Response> {
        const TaskWork work = read_work(t, {found.task.id});
        std::vector<AnnotationRow> counted;
        for (const AnnotationRow& row : work.annotations)
            if (!row.was_cancelled)
                counted.push_back(row);
        std::string text;
        append_json_list(text, counted,
                         [&](const AnnotationRow& row) { append_annotation(text, row, work, now_ms(call), false); });
        return json_response(200, text);
    });
}

Result<Response> create_one(Call& call) {
    auto body = call.json();
    if (!body)
        return std::unexpected(body.error());
    if (!body->is_object())
        return fail("validation", "Invalid data. Expected a dictionary.");
    // The address wins over the body.
    if (call.request.query.find("was_cancelled"))
        (*body)["was_cancelled"] = call.request.query.flag("was_cancelled");
    return change_with_task(call, [&](Transaction& t, const TaskOfProject& found) -> Result<Response> {
        const auto row = create_annotation(call.services, t, call.caller, found, *body);
        if (!row)
            return std::unexpected(row.error());
        return annotation_response(call, t, 201, *row);
    });
}

Result<Response> get_annotation(Call& call) {
    return call.services.database.read([&](Transaction& t) -> Result<Response> {
        const auto of = annotation_for(t, call.caller, call.params.id());
        if (!of)
            return std::unexpected(of.error());
        return annotation_response(call, t, 200, of->annotation);
    });
}

Result<Response> change_one(Call& call) {
    const auto body = call.json();
    if (!body)
        return std::unexpected(body.error());
    return call.services.database.write([&](Transaction& t) -> Result<Response> {
        auto of = annotation_for(t, call.caller, call.params.id());
        if (!of)
            return std::unexpected(of.error());
        const auto row = change_annotation(call.services, t, call.caller, std::move(*of), *body);
        if (!row)
            return std::unexpected(row.error());
        return annotation_response(call, t, 200, *row);
    });
}

Result<Response> delete_one(Call& call) {
    return call.services.database.write([&](Transaction& t) -> Result<Response> {
        const auto of = annotation_for(t, call.caller, call.params.id());
        if (!of)
            return std::unexpected(of.error());
        if (auto allowed = may_change(call.caller, *of); !allowed)
            return std::unexpected(allowed.error());
        remove_annotation(call.services, t, *of, call.caller.user_id);
        return empty_response(204);
    });
}

Result<Response> to_draft(Call& call) {
    return call.services.database.write([&](Transaction& t) -> Result<Response> {
        const auto of = annotation_for(t, call.caller, call.params.id());
        if (!of)
            return std::unexpected(of.error());
        const auto draft = convert_to_draft(call.services, t, call.caller, *of);
        if (!draft)
            return std::unexpected(draft.error());
        return draft_response(call, t, 201, *draft);
    });
}

Result<Response> list_drafts(Call& call) {
    return with_task(call, [&](Transaction& t, const TaskOfProject& found) -> Result<Response> {
        const TaskWork work = read_work(t, {found.task.id});
        const std::int64_t annotation = call.params.id("annotation");
        std::vector<DraftRow> wanted;
        for (const DraftRow& row : work.drafts)
            if (annotation == 0 || row.annotation_id == annotation)
                wanted.push_back(row);
        std::string text;
        append_json_list(text, wanted, [&](const DraftRow& row) { append_draft(text, row, work, now_ms(call)); });
        return json_response(200, text);
    });
}

Result<Response> create_one_draft(Call& call) {
    const auto body = call.json();
    if (!body)
        return std::unexpected(body.error());
    return change_with_task(call, [&](Transaction& t, const TaskOfProject& found) -> Result<Response> {
        std::optional<std::int64_t> annotation;
        if (const std::int64_t id = call.params.id("annotation"); id != 0) {
            const auto of = annotation_for(t, call.caller, id);
            if (!of || of->annotation.task_id != found.task.id)
                return fail("not-found", "No Annotation matches the given query.");
            annotation = id;
        }
        const auto row = create_draft(call.services, t, call.caller, found, annotation, *body);
        if (!row)
            return std::unexpected(row.error());
        return draft_response(call, t, 201, *row);
    });
}

Result<Response> get_draft(Call& call) {
    return call.services.database.read([&](Transaction& t) -> Result<Response> {
        const auto row = draft_for(t, call.caller, call.params.id());
        if (!row)
            return std::unexpected(row.error());
        return draft_response(call, t, 200, *row);
    });
}

Result<Response> change_one_draft(Call& call) {
    const auto body = call.json();
    if (!body)
        return std::unexpected(body.error());
    return call.services.database.write([&](Transaction& t) -> Result<Response> {
        auto row = draft_for(t, call.caller, call.params.id());
        if (!row)
            return std::unexpected(row.error());
        const auto changed = change_draft(call.services, t, call.caller, std::move(*row), *body);
        if (!changed)
            return std::unexpected(changed.error());
        return draft_response(call, t, 200, *changed);
    });
}

Result<Response> delete_one_draft(Call& call) {
    return call.services.database.write([&](Transaction& t) -> Result<Response> {
        const auto row = draft_for(t, call.caller, call.params.id());
        if (!row)
            return std::unexpected(row.error());
        return answer_nothing(remove_draft(call.services, t, call.caller, *row));
    });
}

/// The guide's /api/annotations/: a list over all tasks of the caller, and creation with the task in the body.
Result<Response> create_anywhere(Call& call) {
    auto body = call.json();
    if (!body)
        return std::unexpected(body.error());
    const auto task = whole_in(*body, "task");
    if (!task)
        return invalid_field("task", "This field is required.");
    return call.services.database.write([&](Transaction& t) -> Result<Response> {
        const auto found = task_for(t, call.caller, *task);
        if (!found)
            return std::unexpected(found.error());
        const auto row = create_annotation(call.services, t, call.caller, *found, *body);
        if (!row)
            return std::unexpected(row.error());
        return annotation_response(call, t, 201, *row);
    });
}

Result<Response> list_anywhere(Call& call) {
    return call.services.database.read([&](Transaction& t) -> Result<Response> {
        std::vector<std::int64_t> tasks;
        if (const auto task = call.request.query.integer("task")) {
            if (const auto found = task_for(t, call.caller, *task))
                tasks.push_back(found->task.id);
        } else if (const auto project = call.request.query.integer("project")) {
            if (const auto row = project_for(t, call.caller, *project))
                tasks = task_ids(t, row->id, 0, 1000);
        } else {
            return invalid_field("task", "Say of which task or project.");
        }
        const TaskWork work = read_work(t, tasks);
        std::string text;
        append_json_list(text, work.annotations,
                         [&](const AnnotationRow& row) { append_annotation(text, row, work, now_ms(call), false); });
        return json_response(200, text);
    });
}

Result<Response> list_all_predictions(Call& call) {
    PredictionFilter filter{call.request.query.integer("task"), call.request.query.integer("project"),
                            call.caller.organization_id};
    if (!filter.project)
        filter.project = call.request.query.integer("task__project");
    return call.services.database.read([&](Transaction& t) -> Result<Response> {
        std::string text;
        append_json_list(text, list_predictions(t, filter, 100'000),
                         [&](const PredictionRow& row) { append_prediction(text, row, now_ms(call)); });
        return json_response(200, text);
    });
}

Result<Response> create_one_prediction(Call& call) {
    const auto body = call.json();
    if (!body)
        return std::unexpected(body.error());
    return call.services.database.write([&](Transaction& t) -> Result<Response> {
        const auto row = create_prediction(call.services, t, call.caller, *body);
        if (!row)
            return std::unexpected(row.error());
        return prediction_response(call, 201, *row);
    });
}

Result<Response> get_prediction(Call& call) {
    return call.services.database.read([&](Transaction& t) -> Result<Response> {
        const auto row = prediction_for(t, call.caller, call.params.id());
        if (!row)
            return std::unexpected(row.error());
        return prediction_response(call, 200, *row);
    });
}

Result<Response> change_one_prediction(Call& call) {
    const auto body = call.json();
    if (!body)
        return std::unexpected(body.error());
    return call.services.database.write([&](Transaction& t) -> Result<Response> {
        auto row = prediction_for(t, call.caller, call.params.id());
        if (!row)
            return std::unexpected(row.error());
        const auto changed = change_prediction(call.services, t, call.caller, std::move(*row), *body);
        if (!changed)
            return std::unexpected(changed.error());
        return prediction_response(call, 200, *changed);
    });
}

Result<Response> delete_one_prediction(Call& call) {
    return call.services.database.write([&](Transaction& t) -> Result<Response> {
        const auto row = prediction_for(t, call.caller, call.params.id());
        if (!row)
            return std::unexpected(row.error());
        return answer_nothing(remove_prediction(call.services, t, call.caller, *row));
    });
}

} // namespace

void add_annotation_routes(Api& api) {
    api.add(Method::get, "/api/tasks/{id:int}/annotations/", list_annotations);
    api.add(Method::post, "/api/tasks/{id:int}/annotations/", create_one);
    api.add(Method::get, "/api/annotations/", list_anywhere);
    api.add(Method::post, "/api/annotations/", create_anywhere);
    api.add(Method::get, "/api/annotations/{id:int}/", get_annotation);
    api.add(Method::patch, "/api/annotations/{id:int}/", change_one);
    api.add(Method::put, "/api/annotations/{id:int}/", change_one);
    api.add(Method::del, "/api/annotations/{id:int}/", delete_one);
    api.add(Method::post, "/api/annotations/{id:int}/convert-to-draft", to_draft);
    api.add(Method::get, "/api/tasks/{id:int}/drafts", list_drafts);
    api.add(Method::post, "/api/tasks/{id:int}/drafts", create_one_draft);
    api.add(Method::get, "/api/tasks/{id:int}/annotations/{annotation:int}/drafts", list_drafts);
    api.add(Method::post, "/api/tasks/{id:int}/annotations/{annotation:int}/drafts", create_one_draft);
    api.add(Method::get, "/api/drafts/{id:int}/", get_draft);
    api.add(Method::patch, "/api/drafts/{id:int}/", change_one_draft);
    api.add(Method::put, "/api/drafts/{id:int}/", change_one_draft);
    api.add(Method::del, "/api/drafts/{id:int}/", delete_one_draft);
}

void add_prediction_routes(Api& api) {
    api.add(Method::get, "/api/predictions/", list_all_predictions);
    api.add(Method::post, "/api/predictions/", create_one_prediction);
    api.add(Method::get, "/api/predictions/{id:int}/", get_prediction);
    api.add(Method::patch, "/api/predictions/{id:int}/", change_one_prediction);
    api.add(Method::put, "/api/predictions/{id:int}/", change_one_prediction);
    api.add(Method::del, "/api/predictions/{id:int}/", delete_one_prediction);
}

} // namespace tw::server
