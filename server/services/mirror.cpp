#include "services/mirror.hpp"

#include "ports/clock.hpp"
#include "services/documents.hpp"
#include "services/json_text.hpp"
#include "services/projects.hpp"
#include "services/task_json.hpp"
#include "storage/predictions.hpp"
#include "storage/tasks.hpp"

#include <algorithm>
#include <ranges>

namespace tw::server {
namespace {

/// How a person stands to each of some tasks.
class OwnStates {
public:
    OwnStates(Transaction& transaction, const Caller& caller, const ProjectRow& project,
              const std::vector<std::int64_t>& ids)
        : user_id_(caller.user_id) {
        if (ids.empty())
            return;
        const auto [first, last] = std::ranges::minmax(ids);
        work_ = own_work(transaction, project.id, user_id_, first, last);
        drafts_ = tasks_with_own_drafts(transaction, project.id, user_id_, first, last);
    }

    [[nodiscard]] const OwnWork* work(std::int64_t task_id) const {
        const auto found = std::ranges::lower_bound(work_, task_id, {}, &OwnWork::task_id);
        return found != work_.end() && found->task_id == task_id ? &*found : nullptr;
    }
    [[nodiscard]] std::string_view state(const TaskRow& task) const {
        const OwnWork* const own = work(task.id);
        if (own != nullptr)
            return own->was_cancelled ? "skipped" : "done";
        if (std::ranges::binary_search(drafts_, task.id))
            return "started";
        return task.is_labeled ? "done" : "fresh";
    }
    [[nodiscard]] std::string document(const TaskRow& task) const {
        const OwnWork* const own = work(task.id);
        return own != nullptr ? own->uid : home_document(task.uid, user_id_);
    }

private:
    std::int64_t user_id_;
    std::vector<OwnWork> work_;
    std::vector<std::int64_t> drafts_;
};

void append_light(JsonObject& object, const TaskRow& task, const OwnStates& own) {
    object.number("id", task.id).number("inner_id", task.inner_id).text("uid", task.uid);
    object.text("created_at", task.created_at).text("updated_at", task.updated_at).text("state", own.state(task));
    object.number("total_annotations", task.total_annotations)
        .number("cancelled_annotations", task.cancelled_annotations)
        .number("total_predictions", task.total_predictions);
    object.text("document", own.document(task));
    object.raw("data", task.data).raw("meta", task.meta.empty() ? "{}" : task.meta);
}

std::string position_text(Transaction& transaction, const ProjectRow& project) {
    return std::to_string(feed_position(transaction, project.id));
}

void append_project(std::string& out, const ProjectRow& project) {
    const auto text = [&](std::string_view name) {
        const Json value = project_setting(project, name);
        return value.is_string() ? value.get<std::string>() : std::string();
    };
    JsonObject object(out);
    object.number("id", project.id).text("uid", project.uid).text("title", project.title);
    object.text("description", text("description")).text("label_config", project.label_config);
    object.text("guidelines", text("expert_instruction")).text("color", text("color"));
    object.text("created_at", project.created_at).text("updated_at", project.updated_at);
    object.number("task_count", project.task_number).number("done_count", project.finished_task_number);
}

} // namespace

std::string mirrored_projects(Transaction& transaction, const Caller& caller) {
    constexpr std::int64_t most = 1000;
    std::string out = R"({"projects":)";
    append_json_list(out, list_projects(transaction, caller.organization_id, {}, 0, most),
                     [&](const ProjectRow& project) { append_project(out, project); });
    return out + "}";
}

std::string mirror_page(Transaction& transaction, const Caller& caller, const ProjectRow& project,
                        std::int64_t after_id, std::int64_t limit) {
    const std::vector<std::int64_t> ids = task_ids(transaction, project.id, 0, limit, after_id);
    const OwnStates own(transaction, caller, project, ids);
    std::string out = R"({"position":)" + position_text(transaction, project) + R"(,"project":)";
    append_project(out, project);
    out += R"(,"next":)" + (static_cast<std::int64_t>(ids.size()) < limit ? "null" : std::to_string(ids.back()));
    out += R"(,"tasks":)";
    append_json_list(out, find_tasks(transaction, ids), [&](const TaskRow& task) {
        JsonObject object(out);
        append_light(object, task, own);
    });
    return out + "}";
}

std::string mirrored_tasks(Services& services, Transaction& transaction, const Caller& caller,
                           const ProjectRow& project, const std::vector<std::int64_t>& ids) {
    std::vector<TaskRow> tasks = find_tasks(transaction, ids);
    std::erase_if(tasks, [&](const TaskRow& task) { return task.project_id != project.id; });
    std::vector<std::int64_t> here;
    for (const TaskRow& task : tasks)
        here.push_back(task.id);
    const OwnStates own(transaction, caller, project, here);
    const std::vector<AnnotationRow> annotations = annotations_of(transaction, here);
    const std::vector<PredictionRow> predictions = predictions_of(transaction, here);
    std::string out = R"({"position":)" + position_text(transaction, project) + R"(,"tasks":)";
    append_json_list(out, tasks, [&](const TaskRow& task) {
        JsonObject object(out);
        append_light(object, task, own);
        const auto of_task = [&](const auto& row) { return row.task_id == task.id; };
        append_json_list(object.open("annotations"), annotations | std::views::filter(of_task),
                         [&](const AnnotationRow& row) { append_exported_annotation(out, row); });
        append_json_list(object.open("predictions"), predictions | std::views::filter(of_task),
                         [&](const PredictionRow& row) { append_prediction(out, row, services.clock.now_ms_utc()); });
        std::vector<std::string> snapshots;
        for (const DocumentRow& row : documents_of(transaction, task.id))
            if (row.user_id == caller.user_id || has_annotation_uid(transaction, row.uid))
                if (const auto head = head_of(transaction, row))
                    snapshots.push_back(dump_json(head->to_snapshot()));
        append_json_list(object.open("documents"), snapshots, [&](const std::string& one) { out += one; });
    });
    return out + "}";
}

} // namespace tw::server
