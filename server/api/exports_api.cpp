// Export at once, and as snapshots.
#include "api/api.hpp"
#include "api/in_project.hpp"

#include "base/number.hpp"
#include "ports/clock.hpp"
#include "services/json_text.hpp"
#include "services/permissions.hpp"
#include "services/task_export.hpp"
#include "services/task_query.hpp"
#include "storage/exports.hpp"
#include "storage/users.hpp"

#include <fstream>

#include <fmt/format.h>
#include <openssl/evp.h>

namespace tw::server {
namespace {

/// Formats of this version; another known one is named as not there yet. Errors: "export-format".
Result<std::string> format_of(const std::string& asked) {
    if (asked.empty() || asked == "JSON")
        return std::string("JSON");
    return fail("export-format", fmt::format("Export to {} is not available. Available: JSON.", asked));
}

Result<ProjectRow> exportable(Call& call) {
    return call.services.database.read([&](Transaction& t) -> Result<ProjectRow> {
        auto project = project_for(t, call.caller, call.params.id());
        if (!project)
            return project;
        if (auto allowed = allow(call.caller, Right::export_data, project->organization_id); !allowed)
            return std::unexpected(allowed.error());
        return project;
    });
}

Result<Response> export_now(Call& call) {
    const Fields& asked = call.request.query;
    auto project = exportable(call);
    if (!project)
        return std::unexpected(project.error());
    const auto format = format_of(asked.get("exportType", asked.get("export_type", "JSON")));
    if (!format)
        return std::unexpected(format.error());
    ExportOptions options;
    options.all_tasks = asked.flag("download_all_tasks");
    for (const std::string& id : asked.all("ids[]"))
        if (const auto number = parse_integer(id)) {
            if (!options.ids)
                options.ids.emplace();
            options.ids->insert(*number);
        }
    const std::string name = export_file_name(call.services, *project, "json");
    Response response;
    response.header("Content-Type", "application/.json").header("filename", name);
    response.header("Content-Disposition", fmt::format("attachment; filename=\"{}\"", name));
    const auto exporter =
        std::make_shared<TaskExporter>(call.services, call.caller, std::move(*project), std::move(options));
    response.chunk = [exporter](std::string& out) {
        // Pieces of a quarter megabyte or so keep both ends busy.
        bool more = true;
        while (more && out.size() < (256U << 10U))
            more = exporter->next(out);
        return more;
    };
    return response;
}

std::string export_json(Transaction& t, const ExportRow& row, bool with_options) {
    std::string text;
    {
        JsonObject object(text);
        object.text("title", row.title)
            .number("id", row.id)
            .raw("created_by", row.created_by ? short_user_json(t, *row.created_by) : "null");
        object.text("created_at", row.created_at)
            .text_or_null("finished_at", row.finished_at)
            .text("status", row.status)
            .text("md5", row.md5);
        object.raw("counters", fmt::format(R"({{"task_number":{}}})", row.task_number))
            .raw("converted_formats", row.converted_formats);
        if (with_options) {
            const Json options = parse_json(row.options).value_or(Json::object());
            for (const char* const key :
                 {"task_filter_options", "annotation_filter_options", "serialization_options"}) {
                const Json* const value = find(options, key);
                object.raw(key, value ? dump_json(*value) : "null");
            }
        }
    }
    return text;
}

/// `{name: {only_id: false}}` asks for whole objects.
bool asks_for_objects(const Json& body, std::string_view name) {
    const Json* const serialization = find(body, "serialization_options");
    const Json* const of = serialization ? find(*serialization, name) : nullptr;
    return of && !bool_or(*of, "only_id", true);
}

/// The tasks that a view shows.
Result<std::set<std::int64_t>> tasks_of_view(Call& call, const ProjectRow& project, const Json& view) {
    const auto id = whole_of(view);
    if (!id)
        return invalid_field("task_filter_options", "view: A valid integer is required.");
    return call.services.database.read([&](Transaction& t) -> Result<std::set<std::int64_t>> {
        const auto query = task_query_of(t, project, Json{{"view", *id}});
        if (!query)
            return std::unexpected(query.error());
        const auto ids = selected_tasks(t, project, *query);
        if (!ids)
            return std::unexpected(ids.error());
        return std::set<std::int64_t>(ids->begin(), ids->end());
    });
}

Result<ExportOptions> options_of(Call& call, const ProjectRow& project, const Json& body) {
    ExportOptions options;
    options.all_tasks = true;
    options.drafts_as_ids = !asks_for_objects(body, "drafts");
    options.whole_predictions = asks_for_objects(body, "predictions");
    options.authors_as_objects = asks_for_objects(body, "annotations__completed_by");
    if (const Json* const tasks = find(body, "task_filter_options"); tasks && tasks->is_object()) {
        if (const Json* const view = find(*tasks, "view")) {
            auto ids = tasks_of_view(call, project, *view);
            if (!ids)
                return std::unexpected(ids.error());
            options.ids = std::move(*ids);
        }
        options.skipped = string_or(*tasks, "skipped", "");
        options.finished = string_or(*tasks, "finished", "");
        options.annotated = string_or(*tasks, "annotated", "");
        options.only_with_annotations = bool_or(*tasks, "only_with_annotations", false);
    }
    if (const Json* const annotations = find(body, "annotation_filter_options");
        annotations && annotations->is_object() && !annotations->empty()) {
        options.usual = bool_or(*annotations, "usual", false);
        options.ground_truth = bool_or(*annotations, "ground_truth", false);
        options.skipped_annotations = bool_or(*annotations, "skipped", false);
        // {skipped: true} alone adds the skipped ones to the usual, as Label Studio has it.
        if (options.skipped_annotations && !options.usual && !options.ground_truth)
            options.usual = true;
        if (options.ground_truth)
            options.usual = options.usual || !options.skipped_annotations;
    }
    return options;
}

std::string hex_md5(EVP_MD_CTX* context) {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    EVP_DigestFinal_ex(context, digest, &size);
    std::string text;
    for (unsigned int i = 0; i < size; ++i)
        text += fmt::format("{:02x}", digest[i]);
    return text;
}

Result<Response> create_snapshot(Call& call) {
    const auto body = call.json();
    if (!body)
        return std::unexpected(body.error());
    auto project = exportable(call);
    if (!project)
        return std::unexpected(project.error());
    auto chosen = options_of(call, *project, *body);
    if (!chosen)
        return std::unexpected(chosen.error());
    const std::string now = now_iso(call.services);
    ExportRow row;
    row.project_id = project->id;
    row.created_by = call.caller.user_id;
    row.title = string_or(*body, "title", "");
    if (row.title.empty())
        row.title =
            fmt::format("{}-at-{}-{}-{}", project->title, now.substr(0, 10), now.substr(11, 2), now.substr(14, 2));
    Json options = Json::object();
    for (const char* const key : {"task_filter_options", "annotation_filter_options", "serialization_options"})
        if (const Json* const value = find(*body, key))
            options[key] = *value;
    row.options = dump_json(options);
    row.created_at = now;
    const std::filesystem::path folder = call.services.settings.data_dir / "export" / std::to_string(project->id);
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    row.file = fmt::format("export/{}/{}", project->id,
                           export_file_name(call.services, *project,
                                            fmt::format("{:08x}.json", call.services.random.next_u64() & 0xffffffffU)));
    std::ofstream file(call.services.settings.data_dir / row.file, std::ios::binary);
    TaskExporter exporter(call.services, call.caller, *project, std::move(*chosen));
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> digest(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    EVP_DigestInit_ex(digest.get(), EVP_md5(), nullptr);
    for (bool more = true; more;) {
        std::string piece;
        more = exporter.next(piece);
        EVP_DigestUpdate(digest.get(), piece.data(), piece.size());
        file << piece;
    }
    file.close();
    if (exporter.error())
        return std::unexpected(*exporter.error());
    if (!file)
        return fail("storage-full", "The server cannot keep this export.");
    row.md5 = hex_md5(digest.get());
    row.task_number = exporter.tasks();
    row.status = "completed";
    row.finished_at = now_iso(call.services);
    return call.services.database.write([&](Transaction& t) -> Result<Response> {
        insert_export(t, row);
        return json_response(201, export_json(t, row, true));
    });
}

Result<ExportRow> snapshot_for(Call& call, Transaction& t) {
    const auto project = project_for(t, call.caller, call.params.id());
    if (!project)
        return std::unexpected(project.error());
    auto row = find_export(t, call.params.id("export"));
    if (!row || row->project_id != project->id)
        return fail("not-found", "No Export matches the given query.");
    return std::move(*row);
}

Result<Response> list_snapshots(Call& call) {
    return with_project(call, [&](Transaction& t, const ProjectRow& project) -> Result<Response> {
        std::string text;
        append_json_list(text, exports_of(t, project.id),
                         [&](const ExportRow& row) { text += export_json(t, row, false); });
        return json_response(200, text);
    });
}

Result<Response> get_snapshot(Call& call) {
    return call.services.database.read([&](Transaction& t) -> Result<Response> {
        const auto row = snapshot_for(call, t);
        return row ? Result<Response>(json_response(200, export_json(t, *row, false))) : std::unexpected(row.error());
    });
}

Result<Response> change_snapshot(Call& call) {
    const auto body = call.json();
    if (!body)
        return std::unexpected(body.error());
    return call.services.database.write([&](Transaction& t) -> Result<Response> {
        auto row = snapshot_for(call, t);
        if (!row)
            return std::unexpected(row.error());
        row->title = string_or(*body, "title", row->title);
        update_export(t, *row);
        return json_response(200, export_json(t, *row, false));
    });
}

Result<Response> delete_snapshot(Call& call) {
    return call.services.database.write([&](Transaction& t) -> Result<Response> {
        const auto row = snapshot_for(call, t);
        if (!row)
            return std::unexpected(row.error());
        delete_export(t, row->id);
        t.after_commit([path = call.services.settings.data_dir / row->file] {
            std::error_code ignored;
            std::filesystem::remove(path, ignored);
        });
        return empty_response(204);
    });
}

Result<Response> convert_snapshot(Call& call) {
    const auto body = call.json();
    if (!body)
        return std::unexpected(body.error());
    const auto format = format_of(string_or(*body, "export_type", ""));
    if (!format)
        return std::unexpected(format.error());
    return call.services.database.write([&](Transaction& t) -> Result<Response> {
        auto row = snapshot_for(call, t);
        if (!row)
            return std::unexpected(row.error());
        Json converted = parse_json(row->converted_formats).value_or(Json::array());
        for (const Json& one : converted)
            if (string_or(one, "export_type", "") == *format)
                return fail("export-format", fmt::format("Conversion to {} already started", *format));
        const auto id = static_cast<std::int64_t>(converted.size()) + 1;
        converted.push_back(
            Json{{"id", id}, {"status", "completed"}, {"export_type", *format}, {"traceback", nullptr}});
        row->converted_formats = dump_json(converted);
        update_export(t, *row);
        return json_response(200, Json{{"export_type", *format}, {"converted_format", id}});
    });
}

Result<Response> download_snapshot(Call& call) {
    const auto format = format_of(call.request.query.get("exportType", call.request.query.get("export_type", "JSON")));
    if (!format)
        return std::unexpected(format.error());
    return call.services.database.read([&](Transaction& t) -> Result<Response> {
        const auto row = snapshot_for(call, t);
        if (!row)
            return std::unexpected(row.error());
        Response response;
        response.file = call.services.settings.data_dir / row->file;
        response.header("Content-Type", "application/json").header("filename", row->file);
        response.header("Content-Disposition",
                        fmt::format("attachment; filename=\"{}\"", response.file.filename().string()));
        return response;
    });
}

} // namespace

void add_export_routes(Api& api) {
    api.add(Method::get, "/api/projects/{id:int}/export", export_now);
    api.add(Method::get, "/api/projects/{id:int}/export/formats", [](Call& call) {
        return with_project(call, [](Transaction&, const ProjectRow&) -> Result<Response> {
            return json_response(200, export_formats_json());
        });
    });
    api.add(Method::get, "/api/projects/{id:int}/export/files", [](Call& call) {
        return with_project(call, [](Transaction&, const ProjectRow&) -> Result<Response> {
            return json_response(200, std::string(R"({"export_files":[]})"));
        });
    });
    api.add(Method::get, "/api/projects/{id:int}/exports/", list_snapshots);
    api.add(Method::post, "/api/projects/{id:int}/exports/", create_snapshot);
    api.add(Method::get, "/api/projects/{id:int}/exports/{export:int}", get_snapshot);
    api.add(Method::patch, "/api/projects/{id:int}/exports/{export:int}", change_snapshot);
    api.add(Method::del, "/api/projects/{id:int}/exports/{export:int}", delete_snapshot);
    api.add(Method::post, "/api/projects/{id:int}/exports/{export:int}/convert", convert_snapshot);
    api.add(Method::get, "/api/projects/{id:int}/exports/{export:int}/download", download_snapshot);
}

} // namespace tw::server
