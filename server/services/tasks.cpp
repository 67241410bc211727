#include "services/tasks.hpp"

#include "base/id.hpp"
#include "model/given.hpp"
#include "ports/clock.hpp"
#include "services/given_work.hpp"
#include "services/permissions.hpp"
#include "services/projects.hpp"
#include "services/task_rules.hpp"

#include <algorithm>

namespace tw::server {

Result<TaskOfProject> task_for(Transaction& transaction, const Caller& caller, std::int64_t id) {
    auto task = find_task(transaction, id);
    if (!task)
        return fail("not-found", "No Task matches the given query.");
    auto project = project_for(transaction, caller, task->project_id);
    if (!project)
        return fail("not-found", "No Task matches the given query.");
    return TaskOfProject{std::move(*task), std::move(*project)};
}

Result<TaskRow> create_task(Services& services, Transaction& transaction, const Caller& caller, const Json& body) {
    if (auto given = require_fields(body, {"project", "data"}); !given)
        return std::unexpected(given.error());
    const Json* const data = find(body, "data");
    const Json* const project_id = find(body, "project");
    if (!data->is_object())
        return invalid_field("data", "Task data is an object.");
    const auto id = whole_of(*project_id);
    if (!id)
        return invalid_field("project", "Incorrect type. Expected pk value.");
    auto project = project_for(transaction, caller, *id);
    if (!project)
        return std::unexpected(project.error());
    if (auto allowed = allow(caller, Right::import_tasks, project->organization_id); !allowed)
        return std::unexpected(allowed.error());
    TaskRow task;
    task.project_id = project->id;
    task.uid = make_uid(services.clock.now_ms_utc(), services.random);
    task.data = dump_json(*data);
    if (const Json* const meta = find(body, "meta"); meta && !meta->is_null())
        task.meta = dump_json(*meta);
    task.overlap = whole_in(body, "overlap").value_or(project->maximum_annotations);
    task.is_labeled = bool_or(body, "is_labeled", false);
    const std::int64_t inner_id = take_inner_ids(transaction, project->id, 1);
    task.inner_id = whole_in(body, "inner_id").value_or(inner_id);
    task.created_at = task.updated_at = now_iso(services);
    task.updated_by = caller.user_id;
    insert_task(transaction, task);
    ProjectCounts counts;
    count_data(counts, *data, 1);
    add_counts(transaction, project->id, counts);
    change_counters(transaction, project->id, {.tasks = 1, .finished = task.is_labeled ? 1 : 0});
    return task;
}

Result<TaskRow> change_task(Services& services, Transaction& transaction, const Caller& caller, TaskOfProject found,
                            const Json& body) {
    if (auto allowed = allow(caller, Right::import_tasks, found.project.organization_id); !allowed)
        return std::unexpected(allowed.error());
    TaskRow& task = found.task;
    const bool was_labeled = task.is_labeled;
    if (const auto project = reference(body, "project"); !project)
        return std::unexpected(project.error());
    else if (*project && **project != task.project_id)
        return invalid_field("project", "A task stays in its project.");
    if (const Json* const data = find(body, "data")) {
        if (!data->is_object())
            return invalid_field("data", "Task data is an object.");
        ProjectCounts counts;
        if (const auto before = parse_json(task.data))
            count_data(counts, *before, -1);
        count_data(counts, *data, 1);
        add_counts(transaction, task.project_id, counts);
        task.data = dump_json(*data);
    }
    if (const Json* const meta = find(body, "meta"))
        task.meta = meta->is_null() ? "{}" : dump_json(*meta);
    task.overlap = whole_in(body, "overlap").value_or(task.overlap);
    if (find(body, "is_labeled"))
        task.is_labeled = bool_or(body, "is_labeled", task.is_labeled);
    else if (find(body, "overlap"))
        task.is_labeled = is_labeled(annotations_of(transaction, {task.id}), task.overlap,
                                     project_setting(found.project, "skip_queue") == "IGNORE_SKIPPED");
    task.updated_at = now_iso(services);
    task.updated_by = caller.user_id;
    update_task(transaction, task);
    change_counters(transaction, task.project_id, {.finished = (task.is_labeled ? 1 : 0) - (was_labeled ? 1 : 0)});
    return std::move(task);
}

void remove_tasks(Services& services, Transaction& transaction, const ProjectRow& project,
                  const std::vector<std::int64_t>& ids) {
    for (std::size_t begin = 0; begin < ids.size(); begin += 500) {
        const std::vector<std::int64_t> slice(ids.begin() + static_cast<std::ptrdiff_t>(begin),
                                              ids.begin() +
                                                  static_cast<std::ptrdiff_t>(std::min(ids.size(), begin + 500)));
        ProjectCounts counts;
        CounterChange change;
        for (const TaskRow& task : find_tasks(transaction, slice)) {
            if (const auto data = parse_json(task.data))
                count_data(counts, *data, -1);
            change.tasks -= 1;
            change.finished -= task.is_labeled ? 1 : 0;
            change.with_annotations -= task.total_annotations > 0 ? 1 : 0;
            change.annotations -= task.total_annotations;
            change.skipped -= task.cancelled_annotations;
            change.ground_truth -= task.ground_truth;
            change.predictions -= task.total_predictions;
        }
        for (const AnnotationRow& annotation : annotations_of(transaction, slice))
            if (const auto result = parse_json(annotation.result))
                count_result(counts, *result, -1);
        for (const DraftRow& draft : drafts_of(transaction, slice))
            if (const auto result = parse_json(draft.result))
                count_result(counts, *result, -1, true);
        delete_tasks(transaction, slice);
        add_counts(transaction, project.id, counts);
        change_counters(transaction, project.id, change);
    }
    tell_followers(services, transaction, project.id);
}

} // namespace tw::server
