// Which handler answers a path. Patterns hold {name} for one segment and {name:int} for a number; a pattern that ends in
// "/" also answers without it, one that does not answers only as written (Label Studio's own rule, which its clients
// rely on). Knows nothing of what handlers do; filled once at start-up and only read afterwards.
#pragma once

#include "http/message.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tw::server {

/// The pieces of a path that a pattern named.
class Params {
public:
    void add(std::string name, std::string value) { items_.emplace_back(std::move(name), std::move(value)); }
    [[nodiscard]] const std::string& text(std::string_view name) const; ///< "" when there is none
    [[nodiscard]] std::int64_t id(std::string_view name = "id") const;  ///< 0 when there is none

private:
    std::vector<std::pair<std::string, std::string>> items_;
};

using Handler = std::function<Response(const Request&, const Params&)>;

class Router {
public:
    /// `pattern` begins with "/". Routes are tried in the order they were added.
    void add(Method method, std::string_view pattern, Handler handler);

    struct Found {
        const Handler* handler = nullptr; ///< nullptr: no route
        Params params;
        std::string pattern;         ///< for metrics: bounded, unlike paths
        std::vector<Method> allowed; ///< of the path, when only the method is wrong
    };
    [[nodiscard]] Found find(Method method, std::string_view path) const;
    /// Every method and pattern, for the API's own description.
    [[nodiscard]] std::vector<std::pair<Method, std::string>> routes() const;

private:
    struct Segment {
        std::string text; ///< literal, or the parameter's name
        bool parameter = false, number = false;
    };
    struct Route {
        Method method;
        std::string pattern;
        std::vector<Segment> segments;
        bool slash_optional = false;
        Handler handler;
    };
    static bool match(const Route& route, const std::vector<std::string_view>& parts, bool ends_in_slash,
                      Params& params);
    std::vector<Route> routes_;
    std::multimap<std::string, std::size_t, std::less<>> by_first_; ///< literal first two segments -> routes
};

} // namespace tw::server
