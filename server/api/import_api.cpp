// Import, uploads, and the files that were uploaded.
#include "api/api.hpp"
#include "api/in_project.hpp"

#include "base/number.hpp"
#include "base/text.hpp"
#include "http/multipart.hpp"
#include "services/json_text.hpp"
#include "services/permissions.hpp"
#include "services/predictions.hpp"
#include "services/task_import.hpp"
#include "services/url_fetch.hpp"
#include "storage/uploads.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace tw::server {
namespace {

ImportOptions options_of(const Request& request) {
    ImportOptions options;
    options.commit = request.query.flag("commit_to_project", true);
    options.return_ids = request.query.flag("return_task_ids");
    options.preannotated_from_fields = split_trimmed(request.query.get("preannotated_from_fields"), ',');
    return options;
}

Result<Response> import_url(Call& call, const std::string& url, const ImportOptions& options) {
    const std::int64_t project = call.params.id();
    if (url.starts_with('[') || url.starts_with('{')) {
        Body body;
        body.text = url;
        body.size_bytes = url.size();
        const auto answer = import_json(call.services, call.caller, project, body, options);
        return answer ? Result<Response>(json_response(201, import_answer_json(*answer, options.return_ids)))
                      : std::unexpected(answer.error());
    }
    const Settings& settings = call.services.settings;
    auto fetched = fetch_to_file(url, settings.data_dir / "tmp" / ("fetch-" + call.request.id), settings);
    if (!fetched)
        return std::unexpected(fetched.error());
    std::vector<UploadedFile> files;
    files.push_back(std::move(*fetched));
    const auto answer = import_files(call.services, call.caller, project, std::move(files), options);
    return answer ? Result<Response>(json_response(201, import_answer_json(*answer, options.return_ids)))
                  : std::unexpected(answer.error());
}

Result<Response> import(Call& call) {
    const ImportOptions options = options_of(call.request);
    const std::int64_t project = call.params.id();
    const std::string type = call.request.content_type();
    if (type == "multipart/form-data") {
        auto form =
            read_multipart(call.request, call.services.settings.data_dir / "tmp", call.services.settings.max_files);
        if (!form)
            return std::unexpected(form.error());
        if (form->files.empty())
            if (const std::string* const url = form->fields.find("url"))
                return import_url(call, *url, options);
        const auto answer = import_files(call.services, call.caller, project, std::move(form->files), options);
        return answer ? Result<Response>(json_response(201, import_answer_json(*answer, options.return_ids)))
                      : std::unexpected(answer.error());
    }
    if (type == "application/x-www-form-urlencoded") {
        const auto form = read_form(call.request.body);
        return form ? import_url(call, form->get("url"), options) : std::unexpected(form.error());
    }
    if (!type.empty() && type != "application/json")
        return fail("unsupported-media-type", fmt::format("Unsupported media type \"{}\" in request.", type));
    const auto answer = import_json(call.services, call.caller, project, call.request.body, options);
    return answer ? Result<Response>(json_response(201, import_answer_json(*answer, options.return_ids)))
                  : std::unexpected(answer.error());
}

Result<Response> predictions(Call& call) {
    const auto body = call.json();
    if (!body)
        return std::unexpected(body.error());
    const auto created = import_predictions(call.services, call.caller, call.params.id(), *body);
    if (!created)
        return std::unexpected(created.error());
    Json answer{{"created", created->created}};
    for (const std::int64_t item : created->left_out)
        answer["warnings"].push_back(fmt::format("Item {} does not fit the label config and was left out.", item));
    return json_response(201, answer);
}

std::vector<std::int64_t> ids_of(const Json& body, std::string_view key) {
    std::vector<std::int64_t> ids;
    if (const Json* const list = find(body, key); list && list->is_array())
        for (const Json& one : *list)
            if (one.is_number_integer())
                ids.push_back(one.get<std::int64_t>());
    return ids;
}

Result<Response> reimport_files(Call& call) {
    const auto body = call.json();
    if (!body)
        return std::unexpected(body.error());
    const std::vector<std::int64_t> ids = ids_of(*body, "file_upload_ids");
    if (ids.empty())
        return with_project(call, [](Transaction&, const ProjectRow&) -> Result<Response> {
            return json_response(200, std::string(R"({"task_count":0,"annotation_count":0,"prediction_count":0,)"
                                                  R"("duration":0,"file_upload_ids":[],"found_formats":{},)"
                                                  R"("data_columns":[]})"));
        });
    const auto answer =
        reimport(call.services, call.caller, call.params.id(), ids, bool_or(*body, "files_as_tasks_list", true));
    return answer ? Result<Response>(json_response(201, import_answer_json(*answer, false)))
                  : std::unexpected(answer.error());
}

void append_upload(std::string& text, const UploadRow& row) {
    JsonObject object(text);
    object.number("id", row.id).text("file", row.file).number("size", row.size);
}

Result<Response> list_uploads(Call& call) {
    // [1,2] as Label Studio's pages write it, 1,2 or one parameter for each as its SDK does.
    std::vector<std::int64_t> wanted;
    for (std::string given : call.request.query.all("ids")) {
        std::ranges::replace_if(given, [](char c) { return c == '[' || c == ']'; }, ',');
        for (const std::string& one : split_trimmed(given, ','))
            if (const auto id = parse_integer(one))
                wanted.push_back(*id);
    }
    const bool all = call.request.query.flag("all");
    return with_project(call, [&](Transaction& t, const ProjectRow& project) -> Result<Response> {
        std::vector<UploadRow> rows;
        for (const UploadRow& row : uploads_of(t, project.id))
            if (all || std::ranges::find(wanted, row.id) != wanted.end())
                rows.push_back(row);
        std::string text;
        append_json_list(text, rows, [&](const UploadRow& row) { append_upload(text, row); });
        return json_response(200, text);
    });
}

void forget_upload(Call& call, Transaction& t, const UploadRow& row) {
    delete_upload(t, row.id);
    t.after_commit([path = call.services.settings.data_dir / "media" / row.file] {
        std::error_code ignored;
        std::filesystem::remove(path, ignored);
    });
}

Result<Response> delete_uploads(Call& call) {
    const auto body = call.json();
    if (!body)
        return std::unexpected(body.error());
    const std::vector<std::int64_t> ids = ids_of(*body, "file_upload_ids");
    return change_with_project(call, [&](Transaction& t, ProjectRow& project) -> Result<Response> {
        if (auto allowed = allow(call.caller, Right::import_tasks, project.organization_id); !allowed)
            return std::unexpected(allowed.error());
        std::int64_t deleted = 0;
        for (const UploadRow& row : uploads_of(t, project.id))
            if (std::ranges::find(ids, row.id) != ids.end()) {
                forget_upload(call, t, row);
                ++deleted;
            }
        return json_response(200, Json{{"deleted", deleted}});
    });
}

Result<UploadRow> upload_for(Call& call, Transaction& t) {
    auto row = find_upload(t, call.params.id());
    if (!row || !project_for(t, call.caller, row->project_id))
        return fail("not-found", "No FileUpload matches the given query.");
    return std::move(*row);
}

Result<Response> get_upload(Call& call) {
    return call.services.database.read([&](Transaction& t) -> Result<Response> {
        const auto row = upload_for(call, t);
        if (!row)
            return std::unexpected(row.error());
        std::string text;
        append_upload(text, *row);
        return json_response(200, text);
    });
}

/// Nothing of an upload can be changed: Label Studio's clients may say its file again.
Result<Response> change_upload(Call& call) {
    const auto body = call.json();
    if (!body)
        return std::unexpected(body.error());
    return get_upload(call);
}

Result<Response> delete_one_upload(Call& call) {
    return call.services.database.write([&](Transaction& t) -> Result<Response> {
        const auto row = upload_for(call, t);
        if (!row)
            return std::unexpected(row.error());
        if (auto allowed = allow(call.caller, Right::import_tasks); !allowed)
            return std::unexpected(allowed.error());
        forget_upload(call, t, *row);
        return empty_response(204);
    });
}

Result<Response> serve_upload(Call& call) {
    const std::string file = "upload/" + call.params.text("project") + "/" + call.params.text("name");
    return call.services.database.read([&](Transaction& t) -> Result<Response> {
        // Only what the database knows is served, so a path cannot lead elsewhere.
        const auto row = find_upload_by_file(t, file);
        if (!row || !project_for(t, call.caller, row->project_id))
            return fail("not-found", "Not found.");
        Response response;
        response.file = call.services.settings.data_dir / "media" / row->file;
        const std::string extension = response.file.extension().string();
        if (extension == ".html" || extension == ".htm" || extension == ".svg" || extension == ".xml")
            response.header("Content-Security-Policy",
                            "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:");
        response.header("Cache-Control", "private, max-age=3600");
        return response;
    });
}

} // namespace

void add_import_routes(Api& api) {
    api.add(Method::post, "/api/projects/{id:int}/import", import);
    api.add(Method::post, "/api/projects/{id:int}/tasks/bulk/", import);
    api.add(Method::post, "/api/projects/{id:int}/import/predictions", predictions);
    api.add(Method::post, "/api/projects/{id:int}/reimport", reimport_files);
    api.add(Method::get, "/api/projects/{id:int}/file-uploads", list_uploads);
    api.add(Method::del, "/api/projects/{id:int}/file-uploads", delete_uploads);
    api.add(Method::get, "/api/import/file-upload/{id:int}", get_upload);
    api.add(Method::patch, "/api/import/file-upload/{id:int}", change_upload);
    api.add(Method::put, "/api/import/file-upload/{id:int}", change_upload);
    api.add(Method::del, "/api/import/file-upload/{id:int}", delete_one_upload);
    api.add(Method::get, "/data/upload/{project:int}/{name}", serve_upload);
}

} // namespace tw::server
