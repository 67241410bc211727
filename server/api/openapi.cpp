#include "api/openapi.hpp"

#include "api/page.hpp"
#include "base/text.hpp"
#include "base/version.hpp"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

namespace tw::server {
namespace {

struct Summary {
    Method method;
    std::string_view pattern, text;
};

constexpr Summary summaries[] = {
    {Method::get, "/api/version/", "Versions, as clients of Label Studio read them"},
    {Method::get, "/health/", "Is the server up, and can it reach its data"},
    {Method::get, "/metrics/", "Figures for Prometheus"},
    {Method::get, "/api/current-user/whoami", "Who you are and what you may do"},
    {Method::get, "/api/current-user/token", "Your legacy API token"},
    {Method::post, "/api/current-user/reset-token/", "Replace your legacy API token"},
    {Method::get, "/api/current-user/hotkeys/", "Your own hotkeys"},
    {Method::patch, "/api/current-user/hotkeys/", "Change your own hotkeys"},
    {Method::get, "/api/token/", "Your personal access tokens, without their signature"},
    {Method::post, "/api/token/", "Make a personal access token"},
    {Method::post, "/api/token/refresh/", "Exchange a personal access token for an access token of five minutes"},
    {Method::post, "/api/token/rotate/", "Replace a personal access token"},
    {Method::post, "/api/token/blacklist/", "Revoke a personal access token"},
    {Method::get, "/api/jwt/settings", "Which kinds of token the organization allows"},
    {Method::post, "/api/jwt/settings", "Allow or forbid kinds of token"},
    {Method::get, "/api/users/", "Everybody in your organization"},
    {Method::post, "/api/users/", "Add somebody"},
    {Method::get, "/api/users/{id:int}/", "One person"},
    {Method::patch, "/api/users/{id:int}/", "Change a profile"},
    {Method::del, "/api/users/{id:int}/", "Remove somebody"},
    {Method::post, "/api/users/{id:int}/avatar/", "Set a picture"},
    {Method::del, "/api/users/{id:int}/avatar/", "Remove a picture"},
    {Method::get, "/api/organizations/", "Your organizations"},
    {Method::get, "/api/organizations/{id:int}", "One organization"},
    {Method::patch, "/api/organizations/{id:int}", "Rename an organization"},
    {Method::get, "/api/organizations/{id:int}/memberships", "Members, a page at a time"},
    {Method::get, "/api/organizations/{id:int}/memberships/{user:int}/", "What one member did"},
    {Method::patch, "/api/organizations/{id:int}/memberships/{user:int}/", "Change a member's role"},
    {Method::del, "/api/organizations/{id:int}/memberships/{user:int}/", "Remove a member"},
    {Method::get, "/api/invite", "The link that lets people sign up"},
    {Method::post, "/api/invite/reset-token", "Replace that link"},
    {Method::get, "/api/projects/", "Projects, a page at a time"},
    {Method::post, "/api/projects/", "Create a project"},
    {Method::get, "/api/projects/{id:int}/", "One project"},
    {Method::patch, "/api/projects/{id:int}/", "Change a project"},
    {Method::put, "/api/projects/{id:int}/", "Change a project"},
    {Method::del, "/api/projects/{id:int}/", "Delete a project with all that is in it"},
    {Method::get, "/api/projects/counts/", "How far the projects are"},
    {Method::post, "/api/projects/validate/", "Check a labeling config"},
    {Method::post, "/api/projects/{id:int}/validate/", "Check a labeling config against what is annotated"},
    {Method::get, "/api/projects/{id:int}/summary/", "Data columns and labels in use"},
    {Method::post, "/api/projects/{id:int}/summary/reset/", "Count columns and labels again"},
    {Method::get, "/api/projects/{id:int}/next/", "The next task for you"},
    {Method::get, "/api/projects/{id:int}/tasks/", "Tasks with annotations and predictions"},
    {Method::del, "/api/projects/{id:int}/tasks/", "Delete all tasks"},
    {Method::post, "/api/projects/{id:int}/import", "Import tasks from JSON, files or an address"},
    {Method::post, "/api/projects/{id:int}/import/predictions", "Import predictions"},
    {Method::post, "/api/projects/{id:int}/reimport", "Make tasks of uploads again"},
    {Method::get, "/api/projects/{id:int}/file-uploads", "Files that were uploaded"},
    {Method::get, "/api/projects/{id:int}/export", "Export annotations"},
    {Method::get, "/api/projects/{id:int}/export/formats", "Formats to export in"},
    {Method::get, "/api/projects/{id:int}/exports/", "Snapshots"},
    {Method::post, "/api/projects/{id:int}/exports/", "Make a snapshot"},
    {Method::get, "/api/tasks/", "Tasks, a page at a time"},
    {Method::post, "/api/tasks/", "Create a task"},
    {Method::get, "/api/tasks/{id:int}/", "One task with annotations, drafts and predictions"},
    {Method::patch, "/api/tasks/{id:int}/", "Change a task"},
    {Method::del, "/api/tasks/{id:int}/", "Delete a task"},
    {Method::get, "/api/tasks/{id:int}/annotations/", "Annotations of a task"},
    {Method::post, "/api/tasks/{id:int}/annotations/", "Submit an annotation"},
    {Method::get, "/api/annotations/{id:int}/", "One annotation"},
    {Method::patch, "/api/annotations/{id:int}/", "Change an annotation"},
    {Method::del, "/api/annotations/{id:int}/", "Delete an annotation"},
    {Method::get, "/api/predictions/", "Predictions"},
    {Method::post, "/api/predictions/", "Create a prediction"},
    {Method::get, "/api/dm/views/", "Saved views"},
    {Method::post, "/api/dm/views/", "Save a view"},
    {Method::get, "/api/dm/columns/", "Columns of the data manager"},
    {Method::get, "/api/dm/actions/", "Actions on tasks"},
    {Method::post, "/api/dm/actions/", "Run an action on tasks"},
    {Method::get, "/api/tagwright/session", "Is somebody signed in, and is the server new"},
    {Method::post, "/api/tagwright/sign-in", "Start a session"},
    {Method::post, "/api/tagwright/sign-up", "Create an account and start a session"},
    {Method::post, "/api/tagwright/sign-out", "End the session"},
    {Method::post, "/api/tagwright/password", "Change your password"},
    {Method::get, "/api/tagwright/server", "How the server was started and what lies on its disk, for admins"},
    {Method::post, "/api/tagwright/ticket", "A one-time ticket for a WebSocket"},
    {Method::post, "/api/tagwright/token", "The next token for a page of another origin"},
};

/// "/api/tasks/{id:int}/" -> "/api/tasks/{id}/", with the names and kinds of its parameters.
std::string plain_path(std::string_view pattern, Json& parameters) {
    std::string path;
    while (!pattern.empty()) {
        const std::size_t open = std::min(pattern.find('{'), pattern.size());
        path += pattern.substr(0, open);
        pattern.remove_prefix(open);
        if (pattern.empty())
            break;
        const std::size_t close = std::min(pattern.find('}'), pattern.size() - 1);
        const std::string_view inside = pattern.substr(1, close - 1);
        const std::string_view name = inside.substr(0, inside.find(':'));
        path += fmt::format("{{{}}}", name);
        parameters.push_back({{"name", name},
                              {"in", "path"},
                              {"required", true},
                              {"schema", {{"type", inside.ends_with(":int") ? "integer" : "string"}}}});
        pattern.remove_prefix(close + 1);
    }
    return path;
}

/// The resource: "projects" of "/api/projects/{id:int}/".
std::string group_of(std::string_view pattern) {
    std::string_view rest =
        pattern.starts_with("/api/") ? pattern.substr(5) : pattern.substr(std::min<std::size_t>(1, pattern.size()));
    rest = rest.substr(0, rest.find_first_of("/{"));
    return rest.empty() ? "service" : std::string(rest);
}

bool is_described(std::string_view pattern) {
    return pattern.starts_with("/api/") || pattern.starts_with("/health") || pattern.starts_with("/metrics") ||
           pattern.starts_with("/data/");
}

} // namespace

std::string_view summary_of(Method method, std::string_view pattern) {
    const auto* const found = std::ranges::find_if(
        summaries, [&](const Summary& summary) { return summary.method == method && summary.pattern == pattern; });
    return found == std::end(summaries) ? std::string_view() : found->text;
}

Json openapi_json(const RouteList& routes, const std::string& origin) {
    Json paths = Json::object();
    for (const auto& [method, pattern] : routes) {
        if (!is_described(pattern))
            continue;
        Json parameters = Json::array();
        const std::string path = plain_path(pattern, parameters);
        const std::string_view summary = summary_of(method, pattern);
        Json operation = {{"tags", Json::array({group_of(pattern)})}};
        operation["summary"] = summary.empty() ? fmt::format("{} {}", to_string(method), path) : std::string(summary);
        if (!parameters.empty())
            operation["parameters"] = std::move(parameters);
        if (method == Method::post || method == Method::put || method == Method::patch)
            operation["requestBody"] = {{"content", {{"application/json", {{"schema", Json::object()}}}}}};
        operation["responses"] = {{method == Method::del ? "204" : "200", {{"description", "Done"}}}};
        paths[path][to_lower_ascii(to_string(method))] = std::move(operation);
    }
    Json schemes = {
        {"Token",
         {{"type", "apiKey"}, {"in", "header"}, {"name", "Authorization"}, {"description", "Token <legacy token>"}}},
        {"Bearer", {{"type", "http"}, {"scheme", "bearer"}, {"bearerFormat", "JWT"}}},
        {"Session", {{"type", "apiKey"}, {"in", "cookie"}, {"name", "sessionid"}}}};
    Json any = Json::array();
    for (const char* const scheme : {"Token", "Bearer", "Session"}) {
        Json one;
        one[scheme] = Json::array();
        any.push_back(std::move(one));
    }
    Json json;
    json["openapi"] = "3.0.3";
    json["info"] = {{"title", "Tagwright API"},
                    {"version", std::string(version())},
                    {"description",
                     "Compatible with Label Studio's REST API; addresses that end in a slash answer without it too."}};
    json["servers"] = Json::array({Json{{"url", origin}}});
    json["paths"] = std::move(paths);
    json["components"] = {{"securitySchemes", std::move(schemes)}};
    json["security"] = std::move(any);
    return json;
}

Response openapi_page(const RouteList& routes) {
    std::map<std::string, std::string> groups;
    for (const auto& [method, pattern] : routes) {
        if (!is_described(pattern))
            continue;
        Json parameters = Json::array();
        groups[group_of(pattern)] +=
            fmt::format("<li><b>{}</b> <code>{}</code><span>{}</span></li>", to_string(method),
                        html_escape(plain_path(pattern, parameters)), html_escape(summary_of(method, pattern)));
    }
    std::string body = "<h1>API</h1><p><a href=\"/docs/api/schema/json/\">OpenAPI 3.0 (JSON)</a></p>";
    for (const auto& [group, items] : groups)
        body += "<h2>" + html_escape(group) + "</h2><ul class=\"api\">" + items + "</ul>";
    return html_page(200, {.title = "API", .body = std::move(body), .script = {}, .wide = true});
}

} // namespace tw::server
