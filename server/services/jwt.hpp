// JSON web tokens signed with HS256 (RFC 7515, 7519), as label-studio-sdk expects them. Only what we sign ourselves is
// read: another algorithm, a changed byte or an expired claim is refused before anything in it is believed.
#pragma once

#include "base/json.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace tw::server {

/// header.payload.signature
std::string sign_jwt(std::string_view key, const Json& claims);
/// Its claims. Errors: "token-invalid" (not ours, or damaged), "token-expired" by its exp (Unix seconds).
Result<Json> read_jwt(std::string_view key, std::string_view token, std::int64_t now_s_utc);
/// What may be shown again later: all but the signature.
std::string_view without_signature(std::string_view token);

} // namespace tw::server
