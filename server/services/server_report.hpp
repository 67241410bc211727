// What an admin is told of the server itself: how it was started, and what lies on its disk. Only told: settings come from
// flags, environment and config file, and change by starting it anew. No secret is among them.
#pragma once

#include "base/json.hpp"
#include "http/message.hpp"
#include "model/caller.hpp"
#include "services/services.hpp"

namespace tw::server {

/// `origin`: as the request reached us, the address when nobody says another. Errors: "forbidden".
Result<Json> server_report(const Services& services, const Caller& caller, const std::string& origin);

} // namespace tw::server
