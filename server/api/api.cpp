#include "api/api.hpp"

#include "base/text.hpp"
#include "http/multipart.hpp"
#include "services/accounts.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace tw::server {
namespace {

int status_of(const std::string& code) {
    static constexpr std::pair<std::string_view, int> known[] = {
        {"not-found", 404},      {"forbidden", 403},    {"unauthorized", 401},
        {"conflict", 409},       {"method", 405},       {"unsupported-media-type", 415},
        {"body-too-large", 413}, {"rate-limited", 429}, {"storage-failed", 503},
        {"storage-full", 507},   {"storage-open", 503}, {"too-many-files", 413},
    };
    const auto found = std::ranges::find_if(known, [&](const auto& item) { return item.first == code; });
    return found == std::end(known) ? 400 : found->second;
}

/// Forms hold these as JSON text.
bool is_structured_field(std::string_view name) {
    static constexpr std::string_view names[] = {"data",
                                                 "meta",
                                                 "result",
                                                 "filters",
                                                 "ordering",
                                                 "selectedItems",
                                                 "control_weights",
                                                 "headers",
                                                 "ids",
                                                 "tasks",
                                                 "file_upload_ids",
                                                 "custom_hotkeys",
                                                 "task_filter_options",
                                                 "actions",
                                                 "annotation_filter_options",
                                                 "serialization_options"};
    return std::ranges::find(names, name) != std::end(names);
}

Json fields_as_json(const Fields& fields) {
    Json body = Json::object();
    for (const auto& [name, value] : fields.items()) {
        body[name] = value;
        if (is_structured_field(name) && (value.starts_with('{') || value.starts_with('[')))
            if (auto parsed = parse_json(value))
                body[name] = std::move(*parsed);
    }
    return body;
}

} // namespace

Result<Json> Call::json() const {
    const std::string type = request.content_type();
    if (request.body.size_bytes == 0)
        return Json::object();
    if (type == "multipart/form-data") {
        const auto form = read_multipart(request, services.settings.data_dir / "tmp", services.settings.max_files);
        if (!form)
            return std::unexpected(form.error());
        return fields_as_json(form->fields);
    }
    if (type == "application/x-www-form-urlencoded") {
        const auto fields = read_form(request.body);
        return fields ? Result<Json>(fields_as_json(*fields)) : std::unexpected(fields.error());
    }
    auto text = request.body.load();
    if (!text)
        return std::unexpected(text.error());
    if (!type.empty() && type != "application/json" && !type.ends_with("+json"))
        return fail("unsupported-media-type",
                    fmt::format("Unsupported media type \"{}\" in request.", request.header("content-type")));
    auto parsed = parse_json(*text);
    if (!parsed) {
        const Error& error = parsed.error();
        return fail("json-parse",
                    fmt::format("JSON parse error - {} (line {} column {})", error.message, error.where.line,
                                error.where.column),
                    error.where);
    }
    return std::move(*parsed);
}

void Api::add(Method method, std::string_view pattern, ApiHandler handler, Access access) {
    router_->add(method, pattern,
                 [handler = std::move(handler), access, services = services_](const Request& request,
                                                                              const Params& params) -> Response {
                     auto caller = authenticate(*services, request);
                     if (!caller) {
                         if (access == Access::signed_in)
                             return error_response(caller.error());
                         caller = Caller{};
                     }
                     if (access == Access::signed_in && caller->user_id == 0)
                         return error_response({"unauthorized", "Authentication credentials were not provided.", {}});
                     request.user_id = caller->user_id;
                     if (request.method != Method::get && request.method != Method::head)
                         if (auto same = check_same_site(*services, request, *caller); !same)
                             return error_response(same.error());
                     Call call{request, params, *caller, *services};
                     Result<Response> response = handler(call);
                     return response ? std::move(*response) : error_response(response.error());
                 });
}

Response error_response(const Error& error) {
    const int status = status_of(error.code);
    Json body;
    body["id"] = nullptr; // the answer's X-Request-Id names it
    body["status_code"] = status;
    body["version"] = "1.23.2";
    if (error.code == "validation") {
        body["detail"] = "Validation error";
        body["exc_info"] = nullptr;
        // Several fields that lack the same stand with spaces between them.
        for (const std::string& pointer : split_trimmed(error.where.pointer, ' '))
            if (pointer.size() > 1)
                body["validation_errors"][pointer.substr(1)] = Json::array({error.message});
        if (!body.contains("validation_errors"))
            body["validation_errors"]["non_field_errors"] = Json::array({error.message});
    } else {
        body["detail"] = error.message;
        body["exc_info"] = nullptr;
    }
    Response response = json_response(status, body);
    if (status == 401)
        response.header("WWW-Authenticate", "Token");
    if (status == 429) // the message says it exactly; an account never waits longer than this
        response.header("Retry-After", "60");
    return response;
}

std::optional<Response> refuse_body(Services& services, const Request& request) {
    const auto caller = authenticate(services, request);
    if (!caller)
        return error_response(caller.error());
    if (caller->user_id == 0)
        return error_response({"unauthorized", "Authentication credentials were not provided.", {}});
    return std::nullopt;
}

Response not_found_page() {
    return text_response(404,
                         "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Not found</title>"
                         "<h1>Not found</h1><p>There is nothing at this address.</p></html>",
                         "text/html; charset=utf-8");
}

Result<Page> page_of(const Request& request, std::int64_t fallback_size, std::int64_t max_size) {
    Page page{1, fallback_size};
    if (const auto size = request.query.integer("page_size"); size && *size > 0)
        page.size = std::min<std::int64_t>(*size, max_size > 0 ? max_size : 1'000'000'000);
    if (request.query.find("page")) {
        const auto number = request.query.integer("page");
        if (!number || *number < 1 || *number > 1'000'000'000)
            return fail("not-found", "Invalid page.");
        page.number = *number;
    }
    return page;
}

std::string page_answer(const Request& request, const Page& page, std::int64_t count, std::string_view results) {
    const auto address = [&](std::int64_t number) {
        std::string url = request.origin() + request.path;
        char separator = '?';
        for (const auto& [name, value] : request.query.items()) {
            if (name == "page")
                continue;
            url += separator + url_encode(name) + "=" + url_encode(value);
            separator = '&';
        }
        return dump_json(number > 1 ? url + separator + "page=" + std::to_string(number) : url);
    };
    return fmt::format(R"({{"count":{},"next":{},"previous":{},"results":{}}})", count,
                       page.offset() + page.size < count ? address(page.number + 1) : "null",
                       page.number > 1 ? address(page.number - 1) : "null", results);
}

} // namespace tw::server
