#include "api/front_door.hpp"

#include "api/page.hpp"
#include "api/unused_api.hpp"
#include "base/text.hpp"
#include "http/delivery.hpp"
#include "http/log.hpp"
#include "http/metrics.hpp"
#include "services/origins.hpp"
#include "services/secrets.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

namespace tw::server {
namespace {

std::string text_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string frame_ancestors(const Settings& settings) {
    std::string sources = "'self'";
    for (const std::string& origin : settings.embedding_origins)
        sources += " " + (origin == "*" ? origin : origin_of(origin));
    return sources;
}

/// What the studio does: its own code and WebAssembly, pictures and data from wherever tasks name them, workers of its own.
std::string policy_of(const Settings& settings) {
    const std::string hashes = inline_script_hashes(text_of(settings.site_dir / "index.html"));
    return "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'" + (hashes.empty() ? "" : " " + hashes) +
           "; style-src 'self' 'unsafe-inline'; img-src * data: blob:; media-src * data: blob:; font-src 'self' data:; "
           "connect-src * data: blob:; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action "
           "'self'; "
           "frame-ancestors " +
           frame_ancestors(settings);
}

Response method_not_allowed(const Request& request, const std::vector<Method>& allowed) {
    Response response =
        error_response({"method", fmt::format("Method \"{}\" not allowed.", to_string(request.method)), {}});
    std::string names;
    for (const Method method : allowed)
        names += (names.empty() ? "" : ", ") + std::string(to_string(method));
    response.header("Allow", names);
    return response;
}

/// Scripts that sign in follow the way to "/" and take an error there for one of their own.
Response api_only_page(const Request& request) {
    const Language language = language_of(request.header("accept-language"));
    return html_page(200, {.language = language,
                           .title = "Tagwright",
                           .body = "<h1>Tagwright</h1><p>" + html_escape(say(language, Word::api_only)) +
                                   "</p><p><a href=\"/docs/api/\">API</a></p>"});
}

} // namespace

void add_all_routes(Api& api) {
    add_service_routes(api);
    add_sign_in_routes(api);
    add_account_routes(api);
    add_project_routes(api);
    add_task_routes(api);
    add_annotation_routes(api);
    add_prediction_routes(api);
    add_import_routes(api);
    add_export_routes(api);
    add_data_manager_routes(api);
    add_sync_routes(api);
    add_unused_routes(api);
}

std::string inline_script_hashes(std::string_view html) {
    std::string hashes;
    for (std::size_t at = 0; (at = html.find("<script", at)) != std::string_view::npos;) {
        const std::size_t open = html.find('>', at);
        const std::size_t close = open == std::string_view::npos ? open : html.find("</script", open);
        if (close == std::string_view::npos)
            break;
        if (html.substr(at, open - at).find(" src=") == std::string_view::npos)
            hashes += (hashes.empty() ? "'sha256-" : " 'sha256-") +
                      sha256_base64(html.substr(open + 1, close - open - 1)) + "'";
        at = close;
    }
    return hashes;
}

FrontDoor::FrontDoor(const Router& router, Services& services)
    : router_(&router), services_(&services),
      page_policy_(services.settings.site_dir.empty() ? std::string() : policy_of(services.settings)) {}

Response FrontDoor::respond(Request& request) const {
    Response response = [&] {
        if (auto asked_before = preflight(services_->settings, request))
            return std::move(*asked_before);
        return route(request);
    }();
    if (request.method != Method::options || !response.headers.find("Access-Control-Allow-Methods"))
        add_cors(services_->settings, request, response);
    add_security_headers(request, response);
    return response;
}

Response FrontDoor::route(Request& request) const {
    Router::Found found = router_->find(request.method, request.path);
    request.route = found.pattern;
    if (found.handler)
        return (*found.handler)(request, found.params);
    if (!found.allowed.empty())
        return method_not_allowed(request, found.allowed);
    if (request.method != Method::get && request.method != Method::head)
        return not_found_page();
    if (!services_->settings.site_dir.empty())
        return site_file(request);
    if (request.path == "/")
        return api_only_page(request);
    return not_found_page();
}

Response FrontDoor::site_file(const Request& request) const {
    // Only plain names below the folder: what is no such name is no file of ours.
    std::filesystem::path file = services_->settings.site_dir;
    std::string_view rest = request.path;
    while (!rest.empty()) {
        rest.remove_prefix(rest.front() == '/' ? 1 : 0);
        const std::string_view part = rest.substr(0, rest.find('/'));
        rest.remove_prefix(part.size());
        if (part.starts_with('.') || part.find_first_of(std::string_view("\\\0", 2)) != std::string_view::npos)
            return not_found_page();
        file /= part;
    }
    std::error_code error;
    if (std::filesystem::is_directory(file, error))
        file /= "index.html";
    if (!std::filesystem::is_regular_file(file, error) || file.extension() == ".br") {
        // Addresses of Label Studio's own pages lead to the studio.
        return request.path.starts_with("/projects") ? redirect("/") : not_found_page();
    }
    request.route = "site";
    Response response;
    response.file = file;
    response.header("Content-Type", content_type_of(file));
    // A name with its version never changes; everything else is asked about each time, and is mostly unchanged.
    const bool versioned = request.query.find("v") != nullptr && file.extension() != ".html";
    response.header("Cache-Control", versioned ? "public, max-age=31536000, immutable" : "no-cache");
    return response;
}

void FrontDoor::add_security_headers(const Request& request, Response& response) const {
    response.header("X-Content-Type-Options", "nosniff");
    if (!response.headers.find("Referrer-Policy"))
        response.header("Referrer-Policy", "strict-origin-when-cross-origin");
    if (response.headers.find("Content-Security-Policy"))
        return;
    const std::string_view type = response.headers.get("Content-Type");
    if (request.route == "site") {
        if (type.starts_with("text/html"))
            response.header("Content-Security-Policy", page_policy_);
        return;
    }
    // Whatever else might be taken for a page (an upload, an answer) gets no script and no frame.
    response.header("Content-Security-Policy",
                    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; media-src 'self'; "
                    "sandbox; frame-ancestors " +
                        frame_ancestors(services_->settings));
}

void FrontDoor::done(const RequestRecord& record) const {
    const Request& request = record.request;
    if (services_->metrics)
        services_->metrics->observe(to_string(request.method), request.route, record.status, record.duration_ms);
    // Files of the page are many and say little.
    const LogLevel level = record.status >= 500      ? LogLevel::error
                           : request.route == "site" ? LogLevel::debug
                                                     : LogLevel::info;
    log_event(level, "request",
              {{"id", request.id},
               {"method", to_string(request.method)},
               {"path", loggable(request.target)},
               {"status", record.status},
               {"ms", record.duration_ms},
               {"user", request.user_id},
               {"from", request.remote_address}});
}

} // namespace tw::server
