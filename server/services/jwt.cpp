#include "services/jwt.hpp"

#include "services/secrets.hpp"

namespace tw::server {
namespace {

std::unexpected<Error> invalid() {
    return fail("token-invalid", "Token is invalid");
}

} // namespace

std::string sign_jwt(std::string_view key, const Json& claims) {
    const std::string signed_part = base64url(R"({"alg":"HS256","typ":"JWT"})") + "." + base64url(dump_json(claims));
    return signed_part + "." + base64url(hmac_sha256(key, signed_part));
}

std::string_view without_signature(std::string_view token) {
    return token.substr(0, token.rfind('.'));
}

Result<Json> read_jwt(std::string_view key, std::string_view token, std::int64_t now_s_utc) {
    const std::string_view signed_part = without_signature(token);
    const std::size_t dot = signed_part.find('.');
    if (token.size() > 4096 || signed_part.size() == token.size() || dot == std::string_view::npos)
        return invalid();
    const auto signature = from_base64url(token.substr(signed_part.size() + 1));
    if (!signature || !same_secret(*signature, hmac_sha256(key, signed_part)))
        return invalid();
    // The signature is ours, so header and payload are what sign_jwt wrote.
    const auto payload = from_base64url(signed_part.substr(dot + 1));
    auto claims = payload ? parse_json(*payload) : Result<Json>(invalid());
    if (!claims || !claims->is_object())
        return invalid();
    if (number_or(*claims, "exp", 0) <= static_cast<double>(now_s_utc))
        return fail("token-expired", "Token is expired");
    return claims;
}

} // namespace tw::server
