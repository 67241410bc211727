#include "services/task_export.hpp"

#include "base/hash.hpp"
#include "services/json_text.hpp"
#include "services/task_json.hpp"
#include "storage/users.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace tw::server {
namespace {

constexpr std::int64_t tasks_a_piece = 200;

bool wanted(const TaskRow& task, const ExportOptions& options) {
    const auto passes = [](const std::string& rule, bool holds) {
        return rule == "only" ? holds : rule != "exclude" || !holds;
    };
    if (options.ids && !options.ids->contains(task.id))
        return false;
    if (!options.all_tasks && task.total_annotations + task.cancelled_annotations == 0)
        return false;
    if (options.only_with_annotations && task.total_annotations + task.cancelled_annotations == 0)
        return false;
    return passes(options.skipped, task.cancelled_annotations > 0) && passes(options.finished, task.is_labeled) &&
           passes(options.annotated, task.total_annotations > 0);
}

void keep_chosen(TaskWork& work, const ExportOptions& options) {
    if (options.usual && options.ground_truth && options.skipped_annotations)
        return;
    std::erase_if(work.annotations, [&](const AnnotationRow& a) {
        if (a.was_cancelled)
            return !options.skipped_annotations;
        if (a.ground_truth)
            return !options.ground_truth && !options.usual;
        return !options.usual;
    });
}

} // namespace

TaskExporter::TaskExporter(Services& services, Caller caller, ProjectRow project, ExportOptions options)
    : services_(&services), caller_(std::move(caller)), project_(std::move(project)), options_(std::move(options)) {}

bool TaskExporter::next(std::string& out) {
    if (!begun_)
        out += '[';
    const auto more = services_->database.read([&](Transaction& t) -> Result<bool> {
        const std::vector<std::int64_t> ids = task_ids(t, project_.id, 0, tasks_a_piece, after_);
        if (ids.empty())
            return false;
        after_ = ids.back();
        std::vector<TaskRow> tasks = find_tasks(t, ids);
        std::erase_if(tasks, [&](const TaskRow& task) { return !wanted(task, options_); });
        std::vector<std::int64_t> kept;
        for (const TaskRow& task : tasks)
            kept.push_back(task.id);
        TaskWork work = read_work(t, kept);
        keep_chosen(work, options_);
        TaskJson how = task_json(*services_, TaskForm::exported, caller_, project_);
        how.authors_as_objects = options_.authors_as_objects;
        how.whole_predictions = options_.whole_predictions;
        how.drafts_as_ids = options_.drafts_as_ids;
        for (const TaskRow& task : tasks) {
            out += count_++ > 0 ? "," : "";
            append_task(out, task, work, how);
        }
        return ids.size() == static_cast<std::size_t>(tasks_a_piece);
    });
    begun_ = true;
    if (!more)
        error_ = more.error();
    const bool goes_on = more && *more;
    if (!goes_on)
        out += ']';
    return goes_on;
}

std::string export_file_name(const Services& services, const ProjectRow& project, std::string_view extension) {
    const std::string now = now_iso(services); // 2026-01-02T03:04:05...
    const std::string stamp = fmt::format("{}-{}-{}", now.substr(0, 10), now.substr(11, 2), now.substr(14, 2));
    const std::string state = fmt::format("{}|{}|{}|{}", project.id, project.updated_at, project.task_number,
                                          project.total_annotations_number);
    return fmt::format("project-{}-at-{}-{}.{}", project.id, stamp, sha256_hex(state).substr(0, 8), extension);
}

std::string export_formats_json() {
    struct Format {
        std::string_view name, title, description, tags;
        bool enabled;
    };
    static constexpr std::array<Format, 17> formats = {{
        {"JSON", "JSON",
         "List of items in raw JSON format stored in one JSON file. Use to export both the data and the annotations "
         "for a dataset.",
         "", true},
        {"JSON_MIN", "JSON-MIN",
         "List of items where only \"from_name\", \"to_name\" values from the raw JSON format are exported.", "",
         false},
        {"CSV", "CSV",
         "Results are stored as comma-separated values with the column names specified by the values of the "
         "\"from_name\" and \"to_name\" fields.",
         "", false},
        {"TSV", "TSV",
         "Results are stored in tab-separated tabular file with column names specified by \"from_name\" \"to_name\" "
         "values.",
         "", false},
        {"CONLL2003", "CONLL2003", "Popular format used for the CoNLL-2003 named entity recognition challenge.",
         "named entity recognition", false},
        {"COCO", "COCO",
         "Popular machine learning format used by the COCO dataset for object detection and image segmentation tasks.",
         "image segmentation", false},
        {"COCO_WITH_IMAGES", "COCO with Images", "COCO format with images downloaded.", "image segmentation", false},
        {"VOC", "Pascal VOC XML", "Popular XML format used for object detection and polygon image segmentation tasks.",
         "object detection", false},
        {"YOLO", "YOLO", "Popular TXT format is created for each image file.", "object detection", false},
        {"YOLO_WITH_IMAGES", "YOLO with Images", "YOLO format with images downloaded.", "object detection", false},
        {"YOLO_OBB", "YOLOv8 OBB", "Popular TXT format is created for each image file, with oriented boxes.",
         "object detection", false},
        {"YOLO_OBB_WITH_IMAGES", "YOLOv8 OBB with Images", "YOLOv8 OBB format with images downloaded.",
         "object detection", false},
        {"BRUSH_TO_NUMPY", "Brush labels to NumPy", "Export your brush labels as NumPy 2d arrays.",
         "image segmentation", false},
        {"BRUSH_TO_PNG", "Brush labels to PNG", "Export your brush labels as PNG images.", "image segmentation", false},
        {"BRUSH_TO_COCO", "Brush labels to COCO", "Export your brush labels as COCO format for image segmentation.",
         "image segmentation", false},
        {"ASR_MANIFEST", "ASR Manifest",
         "Export audio transcription labels for automatic speech recognition as the JSON manifest format.",
         "speech recognition", false},
        {"DOCLANG", "DocLang", "Document annotations as one document each.", "documents", false},
    }};
    std::string text;
    append_json_list(text, formats, [&](const Format& format) {
        JsonObject object(text);
        object.text("title", format.title)
            .text("description", format.description)
            .text("link", "")
            .text("name", format.name);
        if (!format.tags.empty())
            append_json_list(object.open("tags"), std::array{format.tags},
                             [&](std::string_view tag) { append_json_string(text, tag); });
        if (!format.enabled)
            object.flag("disabled", true);
    });
    return text;
}

} // namespace tw::server
