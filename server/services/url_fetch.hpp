// Fetching an address that a client named, without becoming its arm into the network behind us: only http and https, no
// loopback, private or link-local address (checked on the address that is really connected to), few redirects, a limit on
// size and time.
#pragma once

#include "http/multipart.hpp"
#include "services/settings.hpp"

#include <string>

namespace tw::server {

/// Into `temporary_file`, a name that nobody else uses. Errors: "validation" with the reason.
Result<UploadedFile> fetch_to_file(const std::string& url, const std::filesystem::path& temporary_file,
                                   const Settings& settings);

/// "127.0.0.1", "10.1.2.3", "::1", "fe80::1" and the like.
bool is_reserved_address(const std::string& address);

} // namespace tw::server
