#include "services/predictions.hpp"

#include "model/given.hpp"
#include "services/given_work.hpp"
#include "services/label_config.hpp"
#include "services/permissions.hpp"
#include "services/projects.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace tw::server {

void count_predictions(Services& services, Transaction& transaction, std::int64_t project_id, std::int64_t task_id,
                       std::int64_t change) {
    if (auto task = find_task(transaction, task_id)) {
        task->total_predictions += change;
        task->updated_at = now_iso(services);
        update_task(transaction, *task);
    }
    change_counters(transaction, project_id, {.predictions = change});
    tell_followers(services, transaction, project_id);
}

Result<PredictionRow> create_prediction(Services& services, Transaction& transaction, const Caller& caller,
                                        const Json& body) {
    if (auto given = require_fields(body, {"task", "result"}); !given)
        return std::unexpected(given.error());
    const auto task_id = reference(body, "task");
    if (!task_id)
        return std::unexpected(task_id.error());
    if (!*task_id)
        return invalid_field("task", "This field may not be null.");
    const auto found = task_for(transaction, caller, **task_id);
    if (!found)
        return invalid_field("task", "Invalid pk \"" + std::to_string(**task_id) + "\" - object does not exist.");
    if (auto allowed = allow(caller, Right::import_tasks, found->project.organization_id); !allowed)
        return std::unexpected(allowed.error());
    const Json* const given = find(body, "result");
    if (given->is_null())
        return invalid_field("result", "This field may not be null.");
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

namespace {

/// A prediction that the caller may change, and its project.
Result<ProjectRow> changeable(Transaction& transaction, const Caller& caller, const PredictionRow& row) {
    auto project = project_for(transaction, caller, row.project_id);
    if (!project)
        return project;
    if (auto allowed = allow(caller, Right::import_tasks, project->organization_id); !allowed)
        return std::unexpected(allowed.error());
    return project;
}

} // namespace

Result<PredictionRow> change_prediction(Services& services, Transaction& transaction, const Caller& caller,
                                        PredictionRow row, const Json& body) {
    const auto project = changeable(transaction, caller, row);
    if (!project)
        return std::unexpected(project.error());
    if (const Json* const given = find(body, "result")) {
        if (given->is_null())
            return invalid_field("result", "This field may not be null.");
        row.result = dump_json(expand_short_result(*given, project_setting(*project, "parsed_label_config")));
    }
    row.model_version = string_or(body, "model_version", row.model_version);
    if (find(body, "score"))
        row.score = number_at(body, "score");
    row.updated_at = now_iso(services);
    update_prediction(transaction, row);
    tell_followers(services, transaction, row.project_id, FeedKind::task, row.task_id);
    return row;
}

Result<void> remove_prediction(Services& services, Transaction& transaction, const Caller& caller,
                               const PredictionRow& row) {
    if (const auto project = changeable(transaction, caller, row); !project)
        return std::unexpected(project.error());
    delete_prediction(transaction, row.id);
    count_predictions(services, transaction, row.project_id, row.task_id, -1);
    return {};
}

Result<ImportedPredictions> import_predictions(Services& services, const Caller& caller, std::int64_t project_id,
                                               const Json& list) {
    if (!list.is_array())
        return fail("validation", "Predictions are a list of {task, result, score, model_version}.");
    return services.database.write([&](Transaction& t) -> Result<ImportedPredictions> {
        const auto project = project_for(t, caller, project_id);
        if (!project)
            return std::unexpected(project.error());
        if (auto allowed = allow(caller, Right::import_tasks, project->organization_id); !allowed)
            return std::unexpected(allowed.error());
        const Json config = project_setting(*project, "parsed_label_config");
        std::map<std::int64_t, std::int64_t> of_task;
        ImportedPredictions done;
        const std::string now = now_iso(services);
        for (std::size_t i = 0; i < list.size(); ++i) {
            const Json& item = list[i];
            const auto task_id = whole_in(item, "task");
            const Json* const result = find(item, "result");
            if (!task_id || !result)
                return fail("validation",
                            fmt::format("Error at item {}: a prediction needs \"task\" and \"result\".", i));
            const auto task = find_task(t, *task_id);
            if (!task || task->project_id != project_id)
                return fail("validation",
                            fmt::format("Error at item {}: task {} is not in this project.", i, *task_id));
            Json regions = expand_short_result(*result, config);
            // Label Studio leaves out what does not fit the config, and says nothing of it.
            if (!regions.is_array() || !std::ranges::all_of(regions, [&](const Json& region) {
                    return region.is_object() && fits_config(region, config);
                })) {
                done.left_out.push_back(static_cast<std::int64_t>(i));
                continue;
            }
            PredictionRow row;
            row.task_id = task->id;
            row.project_id = project_id;
            row.result = dump_json(regions);
            row.model_version = string_or(item, "model_version", "undefined");
            row.score = number_at(item, "score");
            row.created_at = row.updated_at = now;
            insert_prediction(t, row);
            ++of_task[task->id];
            ++done.created;
        }
        for (const auto& [task, count] : of_task)
            count_predictions(services, t, project_id, task, count);
        return done;
    });
}

} // namespace tw::server
