#include "services/csrf.hpp"

#include "services/secrets.hpp"

#include <algorithm>
#include <cctype>

namespace tw::server {
namespace {

/// Of the cookie, when it is one that we may have made.
std::string token_of_cookie(const Request& request) {
    std::string token = request.cookie("csrftoken");
    const bool ours = token.size() >= 32 && token.size() <= 64 &&
                      std::ranges::all_of(token, [](unsigned char c) { return std::isalnum(c) != 0; });
    return ours ? token : std::string();
}

} // namespace

std::string csrf_token(const Request& request) {
    std::string token = token_of_cookie(request);
    return token.empty() ? random_hex(16) : token;
}

std::string csrf_cookie(const Request& request, std::string_view token) {
    return "csrftoken=" + std::string(token) + "; Path=/; SameSite=Lax; Max-Age=31449600" +
           (request.secure ? "; Secure" : "");
}

bool csrf_fits(const Request& request, std::string_view form_token) {
    const std::string cookie = token_of_cookie(request);
    return !cookie.empty() && (same_secret(cookie, form_token) || same_secret(cookie, request.header("x-csrftoken")));
}

} // namespace tw::server
