#include "http/router.hpp"

#include "base/number.hpp"

#include <algorithm>

namespace tw::server {
namespace {

std::vector<std::string_view> split(std::string_view path) {
    std::vector<std::string_view> parts;
    while (!path.empty()) {
        path.remove_prefix(path.front() == '/' ? 1 : 0);
        const std::string_view part = path.substr(0, path.find('/'));
        if (!part.empty() || !path.empty())
            parts.push_back(part);
        path.remove_prefix(part.size());
    }
    // A final slash leaves one empty part.
    if (!parts.empty() && parts.back().empty())
        parts.pop_back();
    return parts;
}

bool is_number(std::string_view text) {
    return !text.empty() && text.size() <= 18 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

const std::string& Params::text(std::string_view name) const {
    static const std::string none;
    const auto found = std::ranges::find_if(items_, [&](const auto& item) { return item.first == name; });
    return found == items_.end() ? none : found->second;
}

std::int64_t Params::id(std::string_view name) const {
    return parse_integer(text(name)).value_or(0);
}

void Router::add(Method method, std::string_view pattern, Handler handler) {
    Route route{method, std::string(pattern), {}, pattern.size() > 1 && pattern.ends_with('/'), std::move(handler)};
    for (const std::string_view part : split(pattern)) {
        if (!part.starts_with('{')) {
            route.segments.push_back({std::string(part)});
            continue;
        }
        const std::string_view inside = part.substr(1, part.size() - 2);
        const bool number = inside.ends_with(":int");
        route.segments.push_back({std::string(inside.substr(0, inside.find(':'))), true, number});
    }
    const bool fixed = !route.segments.empty() && !route.segments[0].parameter;
    by_first_.emplace(fixed && route.segments.size() > 1 && !route.segments[1].parameter
                          ? route.segments[0].text + "/" + route.segments[1].text
                          : std::string(fixed ? route.segments[0].text : ""),
                      routes_.size());
    routes_.push_back(std::move(route));
}

bool Router::match(const Route& route, const std::vector<std::string_view>& parts, bool ends_in_slash, Params& params) {
    if (route.segments.size() != parts.size())
        return false;
    const bool wants_slash = route.pattern.ends_with('/') && route.pattern.size() > 1;
    if (ends_in_slash && !wants_slash && route.pattern != "/")
        return false;
    if (!ends_in_slash && wants_slash && !route.slash_optional)
        return false;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const Segment& segment = route.segments[i];
        if (!segment.parameter ? segment.text != parts[i]
                               : parts[i].empty() || (segment.number && !is_number(parts[i])))
            return false;
    }
    for (std::size_t i = 0; i < parts.size(); ++i)
        if (route.segments[i].parameter)
            params.add(route.segments[i].text, std::string(parts[i]));
    return true;
}

Router::Found Router::find(Method method, std::string_view path) const {
    const std::vector<std::string_view> parts = split(path);
    const bool ends_in_slash = path.size() > 1 && path.ends_with('/');
    std::vector<std::string> keys;
    if (parts.size() > 1)
        keys.push_back(std::string(parts[0]) + "/" + std::string(parts[1]));
    if (!parts.empty())
        keys.emplace_back(parts[0]);
    keys.emplace_back();
    Found found;
    for (const std::string& key : keys) {
        const auto [first, last] = by_first_.equal_range(key);
        for (auto at = first; at != last; ++at) {
            const Route& route = routes_[at->second];
            Params params;
            if (!match(route, parts, ends_in_slash, params))
                continue;
            // A HEAD is a GET whose body is not sent.
            if (route.method == method || (method == Method::head && route.method == Method::get))
                return {&route.handler, std::move(params), route.pattern, {}};
            found.allowed.push_back(route.method);
            found.pattern = route.pattern;
        }
    }
    return found;
}

std::vector<std::pair<Method, std::string>> Router::routes() const {
    std::vector<std::pair<Method, std::string>> all;
    for (const Route& route : routes_)
        all.emplace_back(route.method, route.pattern);
    return all;
}

} // namespace tw::server
