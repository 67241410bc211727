#include "services/origins.hpp"

#include "base/text.hpp"
#include "services/accounts.hpp"

#include <algorithm>

namespace tw::server {
namespace {

bool is_websocket(const Request& request) {
    return same_ignoring_case(request.header("upgrade"), "websocket");
}

bool changes_something(const Request& request) {
    return is_websocket(request) ||
           (request.method != Method::get && request.method != Method::head && request.method != Method::options);
}

} // namespace

std::string origin_of(std::string_view url) {
    const std::string lower = to_lower_ascii(url);
    const std::string_view text = lower;
    const std::size_t scheme_end = text.find("://");
    if (scheme_end == std::string_view::npos ||
        (text.substr(0, scheme_end) != "http" && text.substr(0, scheme_end) != "https"))
        return {};
    const std::size_t host = scheme_end + 3;
    std::string_view origin = text.substr(0, std::min(text.find_first_of("/?#", host), text.size()));
    constexpr std::string_view of_hosts = "abcdefghijklmnopqrstuvwxyz0123456789.-_:[]";
    if (origin.size() == host || origin.find_first_not_of(of_hosts, host) != std::string_view::npos)
        return {};
    const bool secure = origin.starts_with("https");
    if (const std::string_view usual = secure ? ":443" : ":80"; origin.ends_with(usual))
        origin.remove_suffix(usual.size());
    return std::string(origin);
}

bool is_own_origin(const Settings& settings, const Request& request, std::string_view origin) {
    const std::string asked = origin_of(origin);
    return !asked.empty() && (asked == origin_of(request.origin()) || asked == origin_of(settings.public_url));
}

bool is_allowed_origin(const Settings& settings, std::string_view origin) {
    const std::string asked = origin_of(origin);
    return !asked.empty() && std::ranges::any_of(settings.allowed_origins, [&](const std::string& allowed) {
        return allowed == "*" || origin_of(allowed) == asked;
    });
}

std::optional<Response> preflight(const Settings& settings, const Request& request) {
    if (request.method != Method::options || !request.headers.find("access-control-request-method"))
        return std::nullopt;
    Response response = empty_response(204);
    add_cors(settings, request, response);
    if (response.headers.find("access-control-allow-origin")) {
        response.header("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE");
        response.header("Access-Control-Allow-Headers",
                        "Authorization, Content-Type, X-Api-Key, X-CSRFToken, Range, If-None-Match");
        response.header("Access-Control-Max-Age", "600");
    }
    return response;
}

void add_cors(const Settings& settings, const Request& request, Response& response) {
    if (settings.allowed_origins.empty())
        return;
    response.headers.add("Vary", "Origin");
    const std::string_view origin = request.header("origin");
    if (!is_allowed_origin(settings, origin))
        return;
    response.header("Access-Control-Allow-Origin", std::string(origin));
    response.header("Access-Control-Expose-Headers",
                    "Content-Disposition, Content-Range, ETag, X-Request-Id, filename, Retry-After");
}

Result<void> check_same_site(const Services& services, const Request& request, const Caller& caller) {
    if (!changes_something(request))
        return {};
    // A browser adds cookies by itself, and nothing else: whoever wrote a token into a header meant to.
    if (caller.user_id != 0 && caller.by != Caller::By::session)
        return {};
    const std::string_view site = request.header("sec-fetch-site");
    const std::string* const origin = request.headers.find("origin");
    const bool own = site.empty() ? !origin || is_own_origin(services.settings, request, *origin)
                                  : site == "same-origin" || site == "none";
    if (own)
        return {};
    return fail("forbidden", "This request came from a page of another site, which may not act in your name here.");
}

} // namespace tw::server
