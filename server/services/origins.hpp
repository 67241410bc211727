// Pages of other origins: which may call us, and what the browser has to be told for that. Cookies serve our own origin
// only; a page from elsewhere that is allowed brings a bearer token.
#pragma once

#include "http/message.hpp"
#include "services/settings.hpp"

#include <optional>
#include <string_view>

namespace tw::server {

/// "https://a.example:8443" of an address or origin; "" when it is none.
std::string origin_of(std::string_view url);
/// Our own, as the request reached us or as people are told to reach us.
bool is_own_origin(const Settings& settings, const Request& request, std::string_view origin);
/// Allowed by --allow-origin.
bool is_allowed_origin(const Settings& settings, std::string_view origin);

/// The answer to a browser that asks before it sends (OPTIONS with Access-Control-Request-Method); empty for any other
/// request.
std::optional<Response> preflight(const Settings& settings, const Request& request);
/// Lets an allowed origin's page read this response. Never together with cookies.
void add_cors(const Settings& settings, const Request& request, Response& response);

} // namespace tw::server
