// Label Studio's csrftoken: a cookie that its scripts read and send back with a form (csrfmiddlewaretoken) or in the header
// X-CSRFToken. Asked for on the sign-in and sign-up pages only; everything else is guarded by check_same_site.
#pragma once

#include "http/message.hpp"

#include <string>
#include <string_view>

namespace tw::server {

/// The token of this request's cookie, or a new one.
std::string csrf_token(const Request& request);
std::string csrf_cookie(const Request& request, std::string_view token); ///< the value of Set-Cookie
/// Does the form or the header hold what the cookie holds?
bool csrf_fits(const Request& request, std::string_view form_token);

} // namespace tw::server
