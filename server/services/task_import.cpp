#include "services/task_import.hpp"

#include "base/id.hpp"
#include "ports/clock.hpp"
#include "services/annotations.hpp"
#include "services/import_item.hpp"
#include "services/import_rows.hpp"
#include "services/import_source.hpp"
#include "services/import_spool.hpp"
#include "services/json_text.hpp"
#include "services/permissions.hpp"
#include "services/projects.hpp"
#include "services/task_rules.hpp"
#include "storage/uploads.hpp"
#include "storage/users.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace tw::server {
namespace {

std::unexpected<Error> bad(std::string message) {
    return fail("validation", std::move(message));
}

/// Checks items one after the other, keeps them in the spool, and what the whole import says of itself in memory.
class Intake {
public:
    Intake(const Services& services, const ProjectRow& project, const ImportOptions& options)
        : checker_(project_setting(project, "parsed_label_config"), options.preannotated_from_fields),
          spool_(services.settings.data_dir / "tmp" /
                 ("import-" + make_uid(services.clock.now_ms_utc(), services.random))) {}

    Result<void> take(const Json& item, std::int64_t index, std::optional<std::int64_t> upload = {}) {
        auto checked = checker_.check(item, index);
        if (!checked)
            return std::unexpected(checked.error());
        checked->upload = upload;
        const Json& data = data_of_item(item);
        count_data(counts_, data, 1);
        for (const std::string& key : checker_.missing_keys(data))
            ++missing_keys_[key];
        std::set<std::string> keys;
        for (const auto& [key, value] : data.items())
            keys.insert(key);
        if (count_++ == 0)
            common_keys_ = std::move(keys);
        else
            std::erase_if(common_keys_, [&](const std::string& key) { return !keys.contains(key); });
        if (!checked->annotations.empty())
            for (const Json& annotation : *find(item, "annotations"))
                count_result(counts_, *find(annotation, "result"), 1);
        for (const ImportedAnnotation& annotation : checked->annotations) {
            if (annotation.author)
                authors_.ids.insert(*annotation.author);
            else if (!annotation.author_email.empty())
                authors_.emails.insert(annotation.author_email);
        }
        for (const ImportedPrediction& prediction : checked->predictions)
            if (prediction.model_version != preannotated_version)
                last_version_ = prediction.model_version;
        annotation_count_ += static_cast<std::int64_t>(checked->annotations.size());
        prediction_count_ += static_cast<std::int64_t>(checked->predictions.size());
        return spool_.add(*checked);
    }

    [[nodiscard]] std::int64_t count() const { return count_; }
    [[nodiscard]] std::int64_t annotation_count() const { return annotation_count_; }
    [[nodiscard]] std::int64_t prediction_count() const { return prediction_count_; }
    [[nodiscard]] const std::set<std::string>& common_keys() const { return common_keys_; }
    [[nodiscard]] const ProjectCounts& counts() const { return counts_; }
    [[nodiscard]] const NamedAuthors& authors() const { return authors_; }
    [[nodiscard]] const std::string& last_version() const { return last_version_; }
    [[nodiscard]] std::vector<std::string> warnings() const {
        std::vector<std::string> all;
        for (const auto& [key, tasks] : missing_keys_)
            all.push_back(fmt::format("\"{}\" key, which the label config reads, is missing in {} of {} tasks", key,
                                      tasks, count_));
        return all;
    }
    [[nodiscard]] bool one_field() const { return checker_.field_count() <= 1; }
    [[nodiscard]] ImportSpool& spool() { return spool_; }

private:
    ItemChecker checker_;
    ImportSpool spool_;
    std::int64_t count_ = 0, annotation_count_ = 0, prediction_count_ = 0;
    ProjectCounts counts_;
    std::set<std::string> common_keys_; ///< of every item so far
    NamedAuthors authors_;
    std::map<std::string, std::int64_t> missing_keys_; ///< how many tasks lack each
    std::string last_version_;
};

/// All of it, or nothing.
Result<ImportAnswer> store(Services& services, const Caller& caller, std::int64_t project_id, Intake& intake,
                           const ImportOptions& options, const std::vector<std::int64_t>& replaces_uploads = {}) {
    if (auto written = intake.spool().finish(); !written)
        return std::unexpected(written.error());
    ImportAnswer answer;
    answer.task_count = intake.count();
    answer.annotation_count = intake.annotation_count();
    answer.prediction_count = intake.prediction_count();
    answer.data_columns.assign(intake.common_keys().begin(), intake.common_keys().end());
    answer.committed = options.commit;
    answer.warnings = intake.warnings();
    if (!options.commit)
        return answer;
    return services.database.write([&](Transaction& t) -> Result<ImportAnswer> {
        const auto project = project_for(t, caller, project_id);
        if (!project)
            return std::unexpected(project.error());
        const auto authors = check_authors(t, caller, intake.authors(), services.settings.unknown_emails);
        if (!authors)
            return std::unexpected(authors.error());
        for (const std::int64_t upload : replaces_uploads)
            remove_tasks(services, t, *project, tasks_of_upload(t, upload));
        ImportRows rows(services, t, caller, *project, *authors, take_inner_ids(t, project_id, intake.count()));
        const auto inserted = intake.spool().read([&](ImportItem& item) -> Result<void> {
            const std::int64_t id = rows.insert(item);
            if (options.return_ids)
                answer.task_ids.push_back(id);
            return {};
        });
        if (!inserted)
            return std::unexpected(inserted.error());
        change_counters(t, project_id, rows.change());
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

Result<void> take_upload(const Services& services, const UploadRow& upload, Intake& intake, bool as_tasks_list = true) {
    const SourceFile source{services.settings.data_dir / "media" / upload.file, upload.file, intake.one_field(),
                            as_tasks_list};
    return read_file_items(source,
                           [&](const Json& item, std::int64_t index) { return intake.take(item, index, upload.id); });
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
        if (a.could_be_tasks_list)
            object.flag("could_be_tasks_list", *a.could_be_tasks_list);
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
    Intake intake(services, *project, options);
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
        if (!is_importable(extension_of(file.name)))
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
                               safe_file_name(file.name));
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
    Intake intake(services, *project, options);
    ImportAnswer said;
    std::set<std::string> keys_so_far;
    for (const UploadRow& upload : uploads) {
        const std::string extension = extension_of(upload.file);
        ++said.found_formats[extension];
        said.could_be_tasks_list = *said.could_be_tasks_list || is_rows(extension);
        said.file_upload_ids.push_back(upload.id);
        if (auto read = take_upload(services, upload, intake); !read)
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
                              const std::vector<std::int64_t>& upload_ids, bool as_tasks_list) {
    const double begin_ms = services.clock.monotonic_ms();
    const auto project = project_to_import(services, caller, project_id);
    if (!project)
        return std::unexpected(project.error());
    const ImportOptions options;
    Intake intake(services, *project, options);
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
        if (auto read = take_upload(services, *upload, intake, as_tasks_list); !read)
            return std::unexpected(read.error());
    }
    auto answer = store(services, caller, project_id, intake, options, upload_ids);
    if (!answer)
        return answer;
    answer->could_be_tasks_list.reset();
    answer->found_formats = said.found_formats;
    answer->file_upload_ids = said.file_upload_ids;
    answer->duration_s = seconds_since(services, begin_ms);
    return answer;
}

} // namespace tw::server
