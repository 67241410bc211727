// The API's description of itself: OpenAPI 3.0 made from the router's own table, so that no route is missing, with the
// sentences of a table in openapi.cpp; and the same as a plain page. Knows no handler.
#pragma once

#include "http/router.hpp"

#include <string>
#include <utility>
#include <vector>

namespace tw::server {

using RouteList = std::vector<std::pair<Method, std::string>>;

/// What a route does, in a few words; "" when the table has none.
std::string_view summary_of(Method method, std::string_view pattern);
Json openapi_json(const RouteList& routes, const std::string& origin);
Response openapi_page(const RouteList& routes);

} // namespace tw::server
