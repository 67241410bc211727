#include "services/task_rules.hpp"

#include "ports/clock.hpp"
#include "services/projects.hpp"

#include <algorithm>
#include <set>

namespace tw::server {

bool is_labeled(const std::vector<AnnotationRow>& annotations, std::int64_t overlap, bool skips_count) {
    std::set<std::int64_t> authors;
    std::int64_t nameless = 0; // authors that are gone count one each
    for (const AnnotationRow& annotation : annotations) {
        if (!annotation.completed || (annotation.was_cancelled && !skips_count))
            continue;
        if (annotation.completed_by)
            authors.insert(*annotation.completed_by);
        else
            ++nameless;
    }
    return !annotations.empty() &&
           static_cast<std::int64_t>(authors.size()) + nameless >= std::max<std::int64_t>(1, overlap);
}

void recount_task(Services& services, Transaction& transaction, const ProjectRow& project, std::int64_t task_id,
                  std::optional<std::int64_t> changed_by) {
    auto task = find_task(transaction, task_id);
    if (!task)
        return;
    std::vector<AnnotationRow> annotations = annotations_of(transaction, {task_id});
    std::erase_if(annotations, [](const AnnotationRow& a) { return !a.completed; });
    const TaskRow before = *task;
    task->total_annotations =
        std::ranges::count_if(annotations, [](const AnnotationRow& a) { return !a.was_cancelled; });
    task->cancelled_annotations = static_cast<std::int64_t>(annotations.size()) - task->total_annotations;
    task->ground_truth = std::ranges::count_if(annotations, [](const AnnotationRow& a) { return a.ground_truth; });
    task->is_labeled =
        is_labeled(annotations, task->overlap, project_setting(project, "skip_queue") == "IGNORE_SKIPPED");
    task->completed_at.clear();
    if (task->is_labeled)
        for (const AnnotationRow& annotation : annotations)
            task->completed_at = std::max(task->completed_at, annotation.created_at);
    task->updated_at = now_iso(services);
    if (changed_by)
        task->updated_by = changed_by;
    update_task(transaction, *task);
    change_counters(transaction, task->project_id,
                    {.finished = (task->is_labeled ? 1 : 0) - (before.is_labeled ? 1 : 0),
                     .with_annotations = (task->total_annotations > 0 ? 1 : 0) - (before.total_annotations > 0 ? 1 : 0),
                     .annotations = task->total_annotations - before.total_annotations,
                     .skipped = task->cancelled_annotations - before.cancelled_annotations,
                     .ground_truth = task->ground_truth - before.ground_truth});
}

void rearrange_overlap(Services& services, Transaction& transaction, const ProjectRow& project, bool overlap_too) {
    const bool skips_count = project_setting(project, "skip_queue") == "IGNORE_SKIPPED";
    const Json cohort = project_setting(project, "overlap_cohort_percentage");
    const double percentage = cohort.is_number() ? std::clamp(cohort.get<double>(), 0.0, 100.0) : 100.0;
    const std::int64_t wanted = std::max<std::int64_t>(1, project.maximum_annotations);
    // Tasks that are annotated already keep their place in the cohort.
    auto in_cohort = static_cast<std::int64_t>(static_cast<double>(project.task_number) * percentage / 100.0 + 0.5);
    if (overlap_too && wanted > 1 && percentage < 100)
        in_cohort -= project.num_tasks_with_annotations;
    std::int64_t finished = 0;
    std::int64_t open_tasks = project.task_number - project.num_tasks_with_annotations;
    for (std::int64_t after = 0;;) {
        const std::vector<std::int64_t> ids = task_ids(transaction, project.id, 0, 1000, after);
        if (ids.empty())
            break;
        after = ids.back();
        std::vector<TaskRow> tasks = find_tasks(transaction, ids);
        const std::vector<AnnotationRow> annotations = annotations_of(transaction, ids);
        auto at = annotations.begin();
        for (TaskRow& task : tasks) {
            const auto begin = at;
            while (at != annotations.end() && at->task_id == task.id)
                ++at;
            const std::vector<AnnotationRow> own(begin, at);
            const TaskRow before = task;
            if (overlap_too) {
                if (wanted == 1) {
                    task.overlap = 1;
                } else if (percentage >= 100 || task.total_annotations > 0) {
                    task.overlap = wanted;
                } else {
                    // A random choice of exactly as many as are wanted: each with the chance that is left.
                    const bool chosen =
                        in_cohort > 0 &&
                        static_cast<std::int64_t>(services.random.next_u64() %
                                                  static_cast<std::uint64_t>(std::max<std::int64_t>(1, open_tasks))) <
                            in_cohort;
                    in_cohort -= chosen ? 1 : 0;
                    --open_tasks;
                    task.overlap = chosen ? wanted : 1;
                }
            }
            task.is_labeled = is_labeled(own, task.overlap, skips_count);
            task.completed_at.clear();
            if (task.is_labeled)
                for (const AnnotationRow& annotation : own)
                    task.completed_at = std::max(task.completed_at, annotation.created_at);
            finished += task.is_labeled ? 1 : 0;
            if (task.overlap != before.overlap || task.is_labeled != before.is_labeled)
                update_task(transaction, task);
        }
    }
    change_counters(transaction, project.id, {.finished = finished - project.finished_task_number});
}

void count_result(ProjectCounts& counts, const Json& result, std::int64_t sign, bool draft) {
    if (!result.is_array())
        return;
    for (const Json& one : result) {
        const std::string from = string_or(one, "from_name", ""), to = string_or(one, "to_name", ""),
                          type = string_or(one, "type", "");
        if (from.empty() || type == "relation")
            continue;
        if (!draft)
            counts[{"annotations", from + "|" + to + "|" + type, ""}] += sign;
        const Json* const value = find(one, "value");
        const Json* const labels = value ? find(*value, type) : nullptr;
        if (!labels || !labels->is_array())
            continue;
        for (const Json& label : *labels) {
            const Json& leaf = label.is_array() && !label.empty() ? label.back() : label;
            if (leaf.is_string())
                counts[{draft ? "draft_labels" : "labels", from, leaf.get<std::string>()}] += sign;
        }
    }
}

void count_data(ProjectCounts& counts, const Json& data, std::int64_t sign) {
    if (!data.is_object())
        return;
    for (const auto& [key, value] : data.items())
        counts[{"data", key, ""}] += sign;
}

std::int64_t result_count_of(const Json& result) {
    std::set<std::string> ids;
    if (result.is_array())
        for (const Json& one : result)
            if (const std::string id = string_or(one, "id", ""); !id.empty())
                ids.insert(id);
    return static_cast<std::int64_t>(ids.size());
}

} // namespace tw::server
