#include "formats/ls_json.hpp"

#include <algorithm>
#include <optional>
#include <unordered_set>
#include <utility>

namespace tw {
namespace {

/// Writes known keys in order; a value in `extra` under the same key goes before what we would write.
class Writer {
public:
    explicit Writer(const Json& extra) : extra_(extra) {}
    void put(std::string_view key, Json value) {
        const Json* const told = find(extra_, key);
        out_.push_back({std::string(key), told != nullptr ? *told : std::move(value)});
    }
    /// A key that is left out when nobody knows it.
    void put_if(bool known, std::string_view key, Json value) {
        if (known || find(extra_, key) != nullptr)
            put(key, std::move(value));
    }
    Json finish() {
        std::unordered_set<std::string_view> written;
        for (const auto& [key, value] : out_.get_ref<const Json::object_t&>())
            written.insert(key);
        Json rest = Json::object();
        if (extra_.is_object()) {
            for (const auto& [key, value] : extra_.get_ref<const Json::object_t&>()) {
                if (!written.contains(key))
                    rest.push_back({key, value});
            }
        }
        for (auto& [key, value] : rest.get_ref<Json::object_t&>())
            out_.push_back({key, std::move(value)});
        return std::move(out_);
    }

private:
    const Json& extra_;
    Json out_ = Json::object();
};

Json number_or_null(const std::optional<double>& value) {
    return value ? Json(*value) : Json();
}

std::size_t region_count(const Json& result) {
    std::unordered_set<std::string> ids;
    for (const Json& item : result) {
        const std::string id = string_or(item, "id", "");
        if (!id.empty())
            ids.insert(id);
    }
    return ids.size();
}

/// The project a record says it belongs to, unless the export is of one project.
void put_project(Writer& writer, Json& extra, std::int64_t project_id) {
    if (project_id != 0)
        extra["project"] = project_id;
    writer.put_if(project_id != 0, "project", project_id);
}

Json annotation_json(const Annotation& annotation, const Task& task, const TaskExport& options) {
    Json extra = annotation.extra;
    Writer writer(extra);
    writer.put_if(annotation.id != 0, "id", annotation.id);
    writer.put("completed_by", nullptr);
    writer.put("result", annotation.result);
    writer.put("was_cancelled", annotation.was_cancelled);
    writer.put("ground_truth", annotation.ground_truth);
    writer.put_if(!annotation.created_at_utc.empty(), "created_at", annotation.created_at_utc);
    writer.put_if(!annotation.updated_at_utc.empty(), "updated_at", annotation.updated_at_utc);
    writer.put("draft_created_at", nullptr);
    writer.put("lead_time", number_or_null(annotation.lead_time_s));
    writer.put("prediction", Json::object());
    writer.put("result_count", region_count(annotation.result));
    writer.put_if(!annotation.uid.empty(), "unique_id", annotation.uid);
    writer.put("import_id", nullptr);
    writer.put("last_action", nullptr);
    writer.put("bulk_created", false);
    writer.put_if(task.id != 0, "task", task.id);
    put_project(writer, extra, options.project_id);
    writer.put("updated_by", nullptr);
    writer.put("parent_prediction", nullptr);
    writer.put("parent_annotation", nullptr);
    writer.put("last_created_by", nullptr);
    return writer.finish();
}

Json prediction_json(const Prediction& prediction, const Task& task, const TaskExport& options) {
    if (options.prediction_ids_only || prediction.result.is_null())
        return prediction.id;
    Json extra = prediction.extra;
    Writer writer(extra);
    writer.put_if(prediction.id != 0, "id", prediction.id);
    writer.put("result", prediction.result);
    writer.put("model_version", prediction.model_version);
    writer.put("score", number_or_null(prediction.score));
    writer.put_if(task.id != 0, "task", task.id);
    put_project(writer, extra, options.project_id);
    return writer.finish();
}

} // namespace

Json export_task(const Task& task, const TaskExport& options) {
    const auto cancelled = std::ranges::count(task.annotations, true, &Annotation::was_cancelled);
    Json annotations = Json::array();
    for (const Annotation& annotation : task.annotations)
        annotations.push_back(annotation_json(annotation, task, options));
    Json predictions = Json::array();
    for (const Prediction& prediction : task.predictions)
        predictions.push_back(prediction_json(prediction, task, options));

    Json extra = task.extra;
    Writer writer(extra);
    writer.put_if(task.id != 0, "id", task.id);
    writer.put("annotations", std::move(annotations));
    writer.put("drafts", task.drafts);
    writer.put("predictions", std::move(predictions));
    writer.put("data", task.data);
    writer.put("meta", task.meta);
    writer.put_if(false, "created_at", nullptr);
    writer.put_if(false, "updated_at", nullptr);
    writer.put("allow_skip", true);
    writer.put_if(task.inner_id != 0, "inner_id", task.inner_id);
    writer.put("total_annotations", task.annotations.size() - static_cast<std::size_t>(cancelled));
    writer.put("cancelled_annotations", cancelled);
    writer.put("total_predictions", task.predictions.size());
    writer.put("comment_count", 0);
    writer.put("unresolved_comment_count", 0);
    writer.put("last_comment_updated_at", nullptr);
    put_project(writer, extra, options.project_id);
    writer.put("updated_by", nullptr);
    writer.put("comment_authors", Json::array());
    return writer.finish();
}

Json export_tasks(const std::vector<Task>& tasks, const TaskExport& options) {
    Json out = Json::array();
    for (const Task& task : tasks)
        out.push_back(export_task(task, options));
    return out;
}

} // namespace tw
