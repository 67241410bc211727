// The few cryptographic steps that accounts need, over libsodium: secrets that cannot be guessed, comparing them without
// telling how far they agree, base64url, HMAC-SHA256. Ids and ordinary chance come from the Random port instead.
#pragma once

#include "base/error.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace tw::server {

/// `bytes` random bytes in lower-case hex.
std::string random_hex(std::size_t bytes);
/// 32 random bytes in base64url: what session cookies, invites and tickets are made of.
std::string random_token();
/// Equal, in a time that depends on the sizes only.
bool same_secret(std::string_view a, std::string_view b);

std::string base64url(std::string_view bytes); ///< without padding
std::optional<std::string> from_base64url(std::string_view text);
/// Base64 with padding, as browsers write hashes of scripts.
std::string sha256_base64(std::string_view bytes);
/// 32 bytes.
std::string hmac_sha256(std::string_view key, std::string_view text);

/// The server's own secret, kept in a file that only its owner may read; made at the first call. Errors: "secret-file".
Result<std::string> load_secret(const std::filesystem::path& file);

} // namespace tw::server
