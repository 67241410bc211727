// Health, versions, figures, the API's description of itself, and the small demo data that Label Studio's templates name.
#include "api/answer.hpp"
#include "api/api.hpp"
#include "api/openapi.hpp"
#include "api/page.hpp"
#include "base/number.hpp"
#include "base/version.hpp"
#include "http/metrics.hpp"

#include <cmath>
#include <numbers>

#include <fmt/format.h>

namespace tw::server {
namespace {

/// What the SDK and Label Studio's own front end read; the server whose API this one speaks.
Json version_json() {
    const std::string spoken(label_studio_version);
    const Json part = {{"message", ""}, {"commit", ""}, {"date", ""}, {"branch", ""}};
    Json backend = part;
    backend["version"] = spoken;
    return {{"release", spoken},
            {"edition", "Community"},
            {"label-studio-os-package",
             {{"version", spoken},
              {"short_version", spoken.substr(0, spoken.rfind('.'))},
              {"latest_version_from_pypi", spoken},
              {"latest_version_upload_time", ""},
              {"current_version_is_outdated", false}}},
            {"label-studio-os-backend", backend},
            {"label-studio-frontend", part},
            {"dm2", part},
            {"lsf", part},
            {"label-studio-converter", {{"version", spoken}}},
            {"backend", {{"commit", ""}}},
            {"tagwright", {{"version", version()}}}};
}

Result<Response> version_page(Call& /*call*/) {
    return text_response(200, "<pre>" + html_escape(dump_json(version_json(), 2)) + "</pre>",
                         "text/html; charset=utf-8");
}

/// A sine and a cosine of 10,000 points at most, as CSV.
Result<Response> time_series(Call& call) {
    const Fields& query = call.request.query;
    const std::string time = query.get("time", "time");
    std::vector<std::string> columns;
    std::string values = query.get("values", "a,b");
    for (std::size_t begin = 0; begin <= values.size();) {
        const std::size_t end = std::min(values.find(',', begin), values.size());
        columns.push_back(values.substr(begin, end - begin));
        begin = end + 1;
    }
    std::string separator = query.get("sep", ",");
    if (separator == "\\t")
        separator = "\t";
    if (columns.size() > 20 || separator.size() > 4)
        return invalid_field("values", "Ask for at most 20 columns.");
    const bool dates = !query.get("tf").empty();
    std::string csv = time;
    for (const std::string& column : columns)
        csv += separator + column;
    csv += "\n";
    for (int row = 0; row < 1000; ++row) {
        csv += dates ? fmt::format("2020-01-{:02}", row % 28 + 1) : std::to_string(row);
        for (std::size_t column = 0; column < columns.size(); ++column)
            csv +=
                separator +
                fmt::format("{:.4f}", std::sin(2 * std::numbers::pi * row / (100.0 * static_cast<double>(column + 1))));
        csv += "\n";
    }
    return text_response(200, std::move(csv), "text/csv");
}

Result<Response> paragraphs(Call& call) {
    const std::string name = call.request.query.get("nameKey", "author");
    const std::string text = call.request.query.get("textKey", "text");
    static constexpr std::pair<std::string_view, std::string_view> lines[] = {
        {"Mia", "Good morning, what may I do for you?"},
        {"Jonas", "I would like to change my booking."},
        {"Mia", "Of course. Which day suits you better?"},
        {"Jonas", "Friday afternoon, if there is a place."},
        {"Mia", "There is one at three."},
    };
    Json all = Json::array();
    for (const auto& [author, said] : lines) {
        Json line;
        line[name] = author;
        line[text] = said;
        all.push_back(std::move(line));
    }
    return json_response(200, all);
}

Result<Response> feature_flags(Call& call) {
    if (call.caller.by != Caller::By::session)
        return fail("forbidden", "This page is for people who signed in.");
    return text_response(200, "<pre>{}</pre>", "text/html; charset=utf-8");
}

} // namespace

void add_service_routes(Api& api) {
    const auto nothing = [](Call& /*call*/) -> Result<Response> { return empty_response(204); };
    api.add(
        Method::get, "/health/",
        [](Call& call) -> Result<Response> {
            // Up means that the data can be reached.
            const auto reached =
                call.services.database.read([](Transaction& /*transaction*/) -> Result<void> { return {}; });
            return reached ? text_response(200, R"({"status": "UP"})", "text/html; charset=utf-8")
                           : text_response(503, R"({"status": "DOWN"})", "text/html; charset=utf-8");
        },
        Access::anyone);
    api.add(Method::get, "/version/", version_page, Access::anyone);
    api.add(
        Method::get, "/api/version/",
        [](Call& /*call*/) -> Result<Response> { return json_response(200, version_json()); }, Access::anyone);
    api.add(
        Method::get, "/metrics/",
        [](Call& call) -> Result<Response> {
            const std::string text = call.services.metrics ? call.services.metrics->text() : std::string();
            return text_response(200, text, "text/plain; version=0.0.4; charset=utf-8");
        },
        Access::anyone);
    api.add(Method::get, "/feature-flags/", feature_flags);
    api.add(Method::get, "/samples/time-series.csv", time_series, Access::anyone);
    api.add(Method::get, "/samples/paragraphs.json", paragraphs, Access::anyone);
    // Where Label Studio's pages send what people do; nobody reads it here.
    api.add(Method::get, "/__lsa/", nothing, Access::anyone);
    api.add(Method::post, "/__lsa/", nothing, Access::anyone);
    api.add(
        Method::get, "/heidi-tips/",
        [](Call& /*call*/) -> Result<Response> { return json_response(404, Json::object()); }, Access::anyone);

    Router* const router = &api.router();
    const auto description = [router](Call& call) -> Result<Response> {
        return json_response(200, openapi_json(router->routes(), call.request.origin()));
    };
    api.add(Method::get, "/docs/api/schema/json/", description, Access::anyone);
    api.add(
        Method::get, "/swagger.json",
        [](Call& /*call*/) -> Result<Response> { return redirect("/docs/api/schema/json/"); }, Access::anyone);
    api.add(
        Method::get, "/docs/api/",
        [](Call& /*call*/) -> Result<Response> { return redirect("/docs/api/schema/redoc/"); }, Access::anyone);
    api.add(
        Method::get, "/docs/api/schema/redoc/",
        [router](Call& /*call*/) -> Result<Response> { return openapi_page(router->routes()); }, Access::anyone);
}

} // namespace tw::server
