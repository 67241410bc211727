#include "services/task_import.hpp"

#include "base/hash.hpp"
#include "base/id.hpp"
#include "base/text.hpp"
#include "formats/row_import.hpp"
#include "formats/text_rows.hpp"
#include "ports/clock.hpp"
#include "services/annotations.hpp"
#include "services/json_text.hpp"
#include "services/label_config.hpp"
#include "services/permissions.hpp"
#include "services/projects.hpp"
#include "services/task_rules.hpp"
#include "storage/uploads.hpp"
#include "storage/users.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <set>

#include <fmt/format.h>

namespace tw::server {
namespace {

std::unexpected<Error> bad(std::string message) {
    return fail("validation", std::move(message));
}

/// What becomes of one task: rows that only wait for their ids.
struct Incoming {
    std::string data, meta = "{}";
    std::optional<std::int64_t> upload;
    std::vector<AnnotationRow> annotations;
    std::vector<PredictionRow> predictions;
};

/// Checks items against the project and collects what the whole import says of itself.
class Intake {
public:
    Intake(Services& services, const Caller& caller, const ProjectRow& project, const ImportOptions& options)
        : services_(&services), caller_(&caller), options_(&options),
          parsed_config_(project_setting(project, "parsed_label_config")) {
        for (const auto& [name, control] : parsed_config_.items())
            if (const Json* const inputs = find(control, "inputs"))
                for (const Json& input : *inputs) {
                    const std::string field = string_or(input, "value", string_or(input, "valueList", ""));
                    if (!field.empty() && field.find("{{") == std::string::npos)
                        types_[field] = string_or(input, "type", "");
                }
    }

    /// One item of a list; its words are Label Studio's.
    Result<void> take(const Json& item, std::int64_t index, std::optional<std::int64_t> upload = {}) {
        const auto at = [&](std::string message) { return bad(fmt::format("Error at item {}: {}", index, message)); };
        if (!item.is_object())
            return at(fmt::format(
                "Task root must be dict with \"data\", \"meta\", \"annotations\", \"predictions\" fields :: {}",
                dump_json(item).substr(0, 200)));
        const Json* const inner = find(item, "data");
        const bool wrapped = inner && inner->is_object();
        const Json& data = wrapped ? *inner : item;
        if (auto fits = check_data(data); !fits)
            return at(fits.error().message + (wrapped ? "" : " [assume: item as is = task root with values]") +
                      "  :: " + dump_json(item).substr(0, 200));
        Incoming task;
        task.data = dump_json(data);
        task.upload = upload;
        if (wrapped) {
            if (const Json* const meta = find(item, "meta"); meta && !meta->is_null())
                task.meta = dump_json(*meta);
            if (auto taken = take_annotations(item, task); !taken)
                return at(taken.error().message);
            if (auto taken = take_predictions(item, task); !taken)
                return at(taken.error().message);
        }
        for (const std::string& field : options_->preannotated_from_fields)
            preannotate(field, data, task);
        count_data(counts_, data, 1);
        std::set<std::string> keys;
        for (const auto& [key, value] : data.items())
            keys.insert(key);
        if (tasks_.empty() && count_ == 0) {
            common_keys_ = std::move(keys);
        } else {
            std::erase_if(common_keys_, [&](const std::string& key) { return !keys.contains(key); });
        }
        ++count_;
        tasks_.push_back(std::move(task));
        return {};
    }

    [[nodiscard]] std::int64_t count() const { return count_; }
    [[nodiscard]] const std::set<std::string>& common_keys() const { return common_keys_; }
    [[nodiscard]] std::vector<Incoming>& tasks() { return tasks_; }
    [[nodiscard]] ProjectCounts& counts() { return counts_; }
    [[nodiscard]] const std::set<std::string>& emails() const { return emails_; }
    [[nodiscard]] const std::set<std::int64_t>& authors() const { return authors_; }
    [[nodiscard]] const std::string& last_version() const { return last_version_; }
    [[nodiscard]] bool single_object() const {
        std::set<std::string> fields;
        for (const auto& [field, type] : types_)
            fields.insert(field);
        return fields.size() <= 1;
    }

private:
    Result<void> check_data(const Json& data) const {
        if (types_.empty() || data.contains("$undefined$"))
            return {};
        for (const auto& [field, type] : types_) {
            const std::string first = field.substr(0, field.find_first_of(".["));
            const Json* const value = find(data, first);
            if (!value)
                return bad(fmt::format("\"{}\" key is expected in task data", field));
            if (first != field)
                continue;
            const bool text = value->is_string(), list = value->is_array(), null = value->is_null();
            bool fits = true;
            if (type == "Text")
                fits = text || value->is_number() || list || null;
            else if (type == "HyperText" || type == "Header")
                fits = text || null;
            else if (type == "Image" || type == "Audio" || type == "AudioPlus" || type == "Video")
                fits = text || list || null;
            if (!fits)
                return bad(fmt::format(
                    "data['{}']={} is of type '{}', but the object tag {} expects the following types: [<class 'str'>]",
                    field, dump_json(*value).substr(0, 80), value->type_name(), type));
        }
        return {};
    }

    Result<void> take_annotations(const Json& item, Incoming& task) {
        const Json* const list = find(item, "annotations");
        if (!list)
            return {};
        if (!list->is_array())
            return bad("Task[annotations] must be list");
        for (const Json& one : *list) {
            const Json* const result = find(one, "result");
            if (!one.is_object() || !result)
                return bad("Annotation must have \"result\" fields");
            if (!result->is_array())
                return bad("\"result\" field in annotation must be list");
            AnnotationRow row;
            row.completed_by = caller_->user_id;
            if (const Json* const by = find(one, "completed_by"); by && !by->is_null()) {
                const Json* const email = find(*by, "email");
                const Json* const id = find(*by, "id");
                if (by->is_number_integer()) {
                    row.completed_by = by->get<std::int64_t>();
                    authors_.insert(*row.completed_by);
                } else if ((email && email->is_string()) || by->is_string()) {
                    const std::string name = by->is_string() ? by->get<std::string>() : email->get<std::string>();
                    emails_.insert(name);
                    row.last_action = "\n" + name; // replaced by the author's id when rows are written
                } else if (id && id->is_number_integer()) {
                    row.completed_by = id->get<std::int64_t>();
                    authors_.insert(*row.completed_by);
                }
            }
            row.result = dump_json(*result);
            row.result_count = result_count_of(*result);
            row.was_cancelled = bool_or(one, "was_cancelled", false);
            row.ground_truth = bool_or(one, "ground_truth", true);
            row.lead_time = number_at(one, "lead_time");
            if (const Json* const id = find(one, "id"); id && id->is_number_integer())
                row.import_id = id->get<std::int64_t>();
            row.uid = make_uid(services_->clock.now_ms_utc(), services_->random);
            count_result(counts_, *result, 1);
            task.annotations.push_back(std::move(row));
        }
        // One ground truth a task: the last one said.
        bool seen = false;
        for (auto row = task.annotations.rbegin(); row != task.annotations.rend(); ++row)
            if (row->ground_truth)
                row->ground_truth = !std::exchange(seen, true);
        return {};
    }

    Result<void> take_predictions(const Json& item, Incoming& task) {
        const Json* const list = find(item, "predictions");
        if (!list)
            return {};
        if (!list->is_array())
            return bad("Task[predictions] must be list");
        for (const Json& one : *list) {
            const Json* const result = find(one, "result");
            if (!one.is_object() || !result)
                return bad("Prediction must have \"result\" fields");
            if (!result->is_array())
                continue; // a short form is only read by POST /api/predictions/
            PredictionRow row;
            row.result = dump_json(*result);
            row.model_version = string_or(one, "model_version", "undefined");
            row.score = number_at(one, "score");
            last_version_ = row.model_version;
            task.predictions.push_back(std::move(row));
        }
        return {};
    }

    void preannotate(const std::string& field, const Json& data, Incoming& task) {
        const Json* const value = find(data, field);
        const Json* const control = find(parsed_config_, field);
        if (!value || !control || value->is_structured())
            return;
        Json only;
        only[field] = *control;
        const Json result = expand_short_result(*value, only);
        if (result.is_null())
            return;
        PredictionRow row;
        row.result = dump_json(result);
        row.model_version = "preannotated";
        row.score = 1.0;
        task.predictions.push_back(std::move(row));
    }

    Services* services_;
    const Caller* caller_;
    const ImportOptions* options_;
    Json parsed_config_;
    std::map<std::string, std::string> types_; ///< data field -> object tag
    std::vector<Incoming> tasks_;
    std::int64_t count_ = 0;
    ProjectCounts counts_;
    std::set<std::string> common_keys_, emails_;
    std::set<std::int64_t> authors_;
    std::string last_version_;
};

/// Who the annotations say they are by: each must be a member.
Result<std::map<std::string, std::int64_t>> check_authors(Transaction& t, const Caller& caller, const Intake& intake,
                                                          bool unknown_emails) {
    std::map<std::string, std::int64_t> ids;
    for (const std::int64_t id : intake.authors())
        if (!role_in(t, caller.organization_id, id))
            return bad(
                fmt::format("Import data contains completed_by={} which is not a valid annotator's email or ID", id));
    for (const std::string& email : intake.emails()) {
        const auto user = find_user_by_email(t, email);
        if (user && role_in(t, caller.organization_id, user->id))
            ids[email] = user->id;
        else if (!unknown_emails)
            return bad(fmt::format("Unknown annotator's email {}", email));
        else
            ids[email] = caller.user_id;
    }
    return ids;
}

/// All rows in one transaction.
Result<ImportAnswer> store(Services& services, const Caller& caller, std::int64_t project_id, Intake& intake,
                           const ImportOptions& options, const std::vector<std::int64_t>& replaces_uploads = {}) {
    ImportAnswer answer;
    answer.task_count = intake.count();
    answer.data_columns.assign(intake.common_keys().begin(), intake.common_keys().end());
    for (const Incoming& task : intake.tasks()) {
        answer.annotation_count += static_cast<std::int64_t>(task.annotations.size());
        answer.prediction_count += static_cast<std::int64_t>(task.predictions.size());
    }
    answer.committed = options.commit;
    if (!options.commit)
        return answer;
    return services.database.write([&](Transaction& t) -> Result<ImportAnswer> {
        const auto project = project_for(t, caller, project_id);
        if (!project)
            return std::unexpected(project.error());
        const auto authors = check_authors(t, caller, intake, services.settings.unknown_emails);
        if (!authors)
            return std::unexpected(authors.error());
        for (const std::int64_t upload : replaces_uploads)
            remove_tasks(services, t, *project, tasks_of_upload(t, upload));
        const std::string now = now_iso(services);
        const bool skips_count = project_setting(*project, "skip_queue") == "IGNORE_SKIPPED";
        std::int64_t inner_id = take_inner_ids(t, project_id, intake.count());
        CounterChange change;
        TaskWriter tasks(t);
        AnnotationWriter annotations(t);
        for (Incoming& incoming : intake.tasks()) {
            TaskRow row;
            row.project_id = project_id;
            row.inner_id = inner_id++;
            row.uid = make_uid(services.clock.now_ms_utc(), services.random);
            row.data = std::move(incoming.data);
            row.meta = std::move(incoming.meta);
            row.overlap = std::max<std::int64_t>(1, project->maximum_annotations);
            row.file_upload_id = incoming.upload;
            row.created_at = row.updated_at = now;
            for (AnnotationRow& annotation : incoming.annotations) {
                if (annotation.last_action.starts_with('\n'))
                    annotation.completed_by = authors->at(annotation.last_action.substr(1));
                annotation.last_action.clear();
                row.total_annotations += annotation.was_cancelled ? 0 : 1;
                row.cancelled_annotations += annotation.was_cancelled ? 1 : 0;
                row.ground_truth += annotation.ground_truth ? 1 : 0;
                annotation.project_id = project_id;
                annotation.created_at = annotation.updated_at = now;
            }
            row.total_predictions = static_cast<std::int64_t>(incoming.predictions.size());
            row.is_labeled = is_labeled(incoming.annotations, row.overlap, skips_count);
            row.completed_at = row.is_labeled ? now : "";
            const std::int64_t id = tasks.insert(row);
            if (options.return_ids)
                answer.task_ids.push_back(id);
            for (AnnotationRow& annotation : incoming.annotations) {
                annotation.task_id = id;
                annotations.insert(annotation);
            }
            for (PredictionRow& prediction : incoming.predictions) {
                prediction.task_id = id;
                prediction.project_id = project_id;
                prediction.created_at = prediction.updated_at = now;
                insert_prediction(t, prediction);
            }
            change.tasks += 1;
            change.finished += row.is_labeled ? 1 : 0;
            change.with_annotations += row.total_annotations > 0 ? 1 : 0;
            change.annotations += row.total_annotations;
            change.skipped += row.cancelled_annotations;
            change.ground_truth += row.ground_truth;
            change.predictions += row.total_predictions;
        }
        change_counters(t, project_id, change);
        add_counts(t, project_id, intake.counts());
        auto fresh = find_project(t, project_id);
        if (fresh && !intake.last_version().empty() && project_setting(*fresh, "model_version") == "") {
            Json settings = parse_json(fresh->settings).value_or(Json::object());
            settings["model_version"] = intake.last_version();
            fresh->settings = dump_json(settings);
            update_project(t, *fresh);
        }
        if (fresh && fresh->maximum_annotations > 1 && project_setting(*fresh, "overlap_cohort_percentage") != 100)
            rearrange_overlap(services, t, *fresh, true);
        tell_followers(services, t, project_id);
        return answer;
    });
}

/// A list's elements one after the other; {"tasks": [...]} is taken apart. Errors name the item.
Result<void> read_json_items(const Body& body, const std::function<Result<void>(const Json&, std::int64_t)>& take) {
    Diagnostics problems;
    std::optional<Error> failed;
    JsonListReader reader(problems);
    std::int64_t index = 0;
    const auto on_element = [&](std::uint64_t, std::string_view text, bool whole) {
        if (failed)
            return;
        auto parsed = parse_json(text);
        if (!parsed) {
            failed =
                Error{"json-parse", fmt::format("JSON parse error - {}", parsed.error().message), parsed.error().where};
            return;
        }
        Json list = Json::array();
        if (whole) {
            const Json* const tasks = find(*parsed, "tasks");
            if (tasks && tasks->is_array() && parsed->size() == 1)
                list = *tasks;
            else
                list.push_back(std::move(*parsed));
        } else {
            list.push_back(std::move(*parsed));
        }
        for (const Json& item : list) {
            if (auto taken = take(item, index++); !taken) {
                failed = taken.error();
                return;
            }
        }
    };
    auto read = body.read([&](std::string_view piece) {
        reader.feed(piece, on_element);
        return !failed.has_value();
    });
    if (!read)
        return read;
    reader.finish(on_element);
    if (!failed && problems.has_errors())
        failed = Error{"json-parse", "JSON parse error - " + problems.items().front().error.message, {}};
    if (failed)
        return std::unexpected(*failed);
    return {};
}

std::string safe_name(std::string name) {
    for (char& c : name)
        if (c == ' ' || c == '/' || c == '\\' || c == '"' || c == '\'' || c == '<' || c == '>' || c == '&' ||
            c == '?' || c == '#' || c == '%' || static_cast<unsigned char>(c) < 0x20)
            c = '_';
    while (name.starts_with('.'))
        name.erase(0, 1);
    return name.empty() ? "file" : name.substr(0, 160);
}

std::string extension_of(const std::string& name) {
    const std::size_t dot = name.find_last_of('.');
    return dot == std::string::npos ? "" : to_lower_ascii(name.substr(dot));
}

bool is_supported(const std::string& extension) {
    static constexpr std::array<std::string_view, 31> known = {
        ".wav", ".mp3",  ".flac", ".m4a", ".ogg",  ".mp4",  ".webm", ".avi",  ".mov",  ".bmp", ".gif",
        ".jpg", ".jpeg", ".png",  ".svg", ".webp", ".tif",  ".tiff", ".html", ".htm",  ".xml", ".json",
        ".csv", ".tsv",  ".txt",  ".pdf", ".md",   ".aiff", ".avif", ".heic", ".opus",
    };
    return std::ranges::find(known, extension) != known.end();
}

/// Reads one stored file into the intake.
Result<void> read_file(const std::filesystem::path& path, const UploadRow& upload, const std::string& extension,
                       Intake& intake) {
    Body body;
    body.file = std::make_shared<TemporaryFile>(path);
    std::error_code error;
    body.size_bytes = std::filesystem::file_size(path, error);
    struct Keep {
        TemporaryFile* file;
        ~Keep() { file->keep(); }
    } const keep{body.file.get()};
    std::int64_t index = 0;
    if (extension == ".json")
        return read_json_items(body,
                               [&](const Json& item, std::int64_t at) { return intake.take(item, at, upload.id); });
    if (extension == ".csv" || extension == ".tsv" || extension == ".txt") {
        const auto bytes = body.load(1ULL << 30U);
        if (!bytes)
            return std::unexpected(bytes.error());
        DecodedText decoded = decode_text(*bytes);
        if (extension == ".txt") {
            // Blank lines are tasks too, as in Label Studio.
            std::string_view rest = decoded.text;
            while (!rest.empty()) {
                std::string_view line = rest.substr(0, rest.find('\n'));
                rest.remove_prefix(std::min(rest.size(), line.size() + 1));
                if (line.ends_with('\r'))
                    line.remove_suffix(1);
                if (auto taken = intake.take(Json{{"data", {{"$undefined$", std::string(line)}}}}, index++, upload.id);
                    !taken)
                    return taken;
            }
            return {};
        }
        const std::string_view head = std::string_view(decoded.text).substr(0, decoded.text.find('\n'));
        const char separator = extension == ".tsv"                                             ? '\t'
                               : std::ranges::count(head, ';') > std::ranges::count(head, ',') ? ';'
                                                                                               : ',';
        Diagnostics problems;
        RowImportOptions options;
        options.file = upload.file;
        options.format = RowFormat::delimited;
        options.separator = separator;
        RowImport scan(options, problems);
        scan.feed(decoded.text);
        scan.finish();
        options.types = scan.types();
        Result<void> taken;
        RowImport rows(options, problems, [&](Task task) {
            if (taken)
                taken = intake.take(Json{{"data", task.data}}, index++, upload.id);
        });
        rows.feed(decoded.text);
        rows.finish();
        return taken;
    }
    if (!intake.single_object())
        return bad("Your label config has more than one data key and direct file upload supports only one data key. To "
                   "import data with multiple data keys, "
                   "use a JSON or CSV file");
    if (extension == ".html" || extension == ".htm" || extension == ".xml") {
        const auto bytes = body.load(64U << 20U);
        if (!bytes)
            return std::unexpected(bytes.error());
        return intake.take(Json{{"data", {{"$undefined$", decode_text(*bytes).text}}}}, 0, upload.id);
    }
    return intake.take(Json{{"data", {{"$undefined$", "/data/" + upload.file}}}}, 0, upload.id);
}

Result<ProjectRow> project_to_import(Services& services, const Caller& caller, std::int64_t project_id) {
    return services.database.read([&](Transaction& t) -> Result<ProjectRow> {
        auto project = project_for(t, caller, project_id);
        if (!project)
            return project;
        if (auto allowed = allow(caller, Right::import_tasks, project->organization_id); !allowed)
            return std::unexpected(allowed.error());
        return project;
    });
}

double seconds_since(const Services& services, double begin_ms) {
    return (services.clock.monotonic_ms() - begin_ms) / 1000;
}

} // namespace

std::string import_answer_json(const ImportAnswer& a, bool with_ids) {
    std::string text;
    {
        JsonObject object(text);
        object.number("task_count", a.task_count);
        object.number("annotation_count", a.committed ? std::optional(a.annotation_count) : std::nullopt);
        object.number("prediction_count", a.committed ? std::optional(a.prediction_count) : std::nullopt);
        object.real("duration", a.duration_s);
        append_json_list(object.open("file_upload_ids"), a.file_upload_ids,
                         [&](std::int64_t id) { text += std::to_string(id); });
        object.flag("could_be_tasks_list", a.could_be_tasks_list);
        if (a.found_formats.empty())
            object.raw("found_formats", "[]");
        else
            object.raw("found_formats", dump_json(Json(a.found_formats)));
        append_json_list(object.open("data_columns"), a.data_columns,
                         [&](const std::string& name) { append_json_string(text, name); });
        if (with_ids)
            append_json_list(object.open("task_ids"), a.task_ids, [&](std::int64_t id) { text += std::to_string(id); });
        if (!a.warnings.empty())
            append_json_list(object.open("warnings"), a.warnings,
                             [&](const std::string& one) { append_json_string(text, one); });
    }
    return text;
}

Result<ImportAnswer> import_json(Services& services, const Caller& caller, std::int64_t project_id, const Body& body,
                                 const ImportOptions& options) {
    const double begin_ms = services.clock.monotonic_ms();
    const auto project = project_to_import(services, caller, project_id);
    if (!project)
        return std::unexpected(project.error());
    Intake intake(services, caller, *project, options);
    if (auto read =
            read_json_items(body, [&](const Json& item, std::int64_t index) { return intake.take(item, index); });
        !read)
        return std::unexpected(read.error());
    if (intake.count() == 0)
        return bad("load_tasks: No tasks added");
    auto answer = store(services, caller, project_id, intake, options);
    if (answer)
        answer->duration_s = seconds_since(services, begin_ms);
    return answer;
}

Result<ImportAnswer> import_files(Services& services, const Caller& caller, std::int64_t project_id,
                                  std::vector<UploadedFile> files, const ImportOptions& options) {
    const double begin_ms = services.clock.monotonic_ms();
    const auto project = project_to_import(services, caller, project_id);
    if (!project)
        return std::unexpected(project.error());
    if (files.empty())
        return bad("load_tasks: No data found in DATA or in FILES");
    for (const UploadedFile& file : files)
        if (!is_supported(extension_of(file.name)))
            return bad(extension_of(file.name) + " extension is not supported");
    const std::filesystem::path folder = services.settings.data_dir / "media" / "upload" / std::to_string(project_id);
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    std::vector<UploadRow> uploads;
    for (UploadedFile& file : files) {
        UploadRow row;
        row.project_id = project_id;
        row.user_id = caller.user_id;
        row.file = fmt::format("upload/{}/{:08x}-{}", project_id, services.random.next_u64() & 0xffffffffU,
                               safe_name(file.name));
        row.size = static_cast<std::int64_t>(file.size_bytes);
        row.created_at = now_iso(services);
        std::filesystem::rename(file.file->path(), services.settings.data_dir / "media" / row.file, error);
        if (error)
            return fail("storage-failed", "The server cannot keep this file.");
        file.file->keep();
        uploads.push_back(std::move(row));
    }
    // Uploads are kept whether or not tasks come of them: the person may choose how to read them.
    const auto inserted = services.database.write([&](Transaction& t) -> Result<bool> {
        for (UploadRow& row : uploads)
            insert_upload(t, row);
        return true;
    });
    if (!inserted)
        return std::unexpected(inserted.error());
    Intake intake(services, caller, *project, options);
    ImportAnswer said;
    std::set<std::string> keys_so_far;
    for (const UploadRow& upload : uploads) {
        const std::string extension = extension_of(upload.file);
        ++said.found_formats[extension];
        said.could_be_tasks_list =
            said.could_be_tasks_list || extension == ".csv" || extension == ".tsv" || extension == ".txt";
        said.file_upload_ids.push_back(upload.id);
        if (auto read = read_file(services.settings.data_dir / "media" / upload.file, upload, extension, intake); !read)
            return std::unexpected(read.error());
        if (intake.count() > 0 && intake.common_keys().empty())
            return bad(fmt::format(
                "You're trying to import inconsistent data:\n{} shares no data key with the files before it",
                upload.file));
    }
    if (intake.count() == 0)
        return bad("load_tasks: No tasks added");
    auto answer = store(services, caller, project_id, intake, options);
    if (!answer)
        return answer;
    answer->found_formats = said.found_formats;
    answer->could_be_tasks_list = said.could_be_tasks_list;
    answer->file_upload_ids = said.file_upload_ids;
    answer->duration_s = seconds_since(services, begin_ms);
    return answer;
}

Result<ImportAnswer> reimport(Services& services, const Caller& caller, std::int64_t project_id,
                              const std::vector<std::int64_t>& upload_ids, bool /*as_tasks_list*/) {
    const double begin_ms = services.clock.monotonic_ms();
    const auto project = project_to_import(services, caller, project_id);
    if (!project)
        return std::unexpected(project.error());
    const ImportOptions options;
    Intake intake(services, caller, *project, options);
    ImportAnswer said;
    for (const std::int64_t id : upload_ids) {
        const auto upload = services.database.read([&](Transaction& t) -> Result<UploadRow> {
            auto row = find_upload(t, id);
            if (!row || row->project_id != project_id)
                return fail("not-found", "No FileUpload matches the given query.");
            return std::move(*row);
        });
        if (!upload)
            return std::unexpected(upload.error());
        const std::string extension = extension_of(upload->file);
        ++said.found_formats[extension];
        said.file_upload_ids.push_back(id);
        if (auto read = read_file(services.settings.data_dir / "media" / upload->file, *upload, extension, intake);
            !read)
            return std::unexpected(read.error());
    }
    auto answer = store(services, caller, project_id, intake, options, upload_ids);
    if (!answer)
        return answer;
    answer->found_formats = said.found_formats;
    answer->file_upload_ids = said.file_upload_ids;
    answer->duration_s = seconds_since(services, begin_ms);
    return answer;
}

} // namespace tw::server
