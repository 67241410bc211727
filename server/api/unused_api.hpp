// Routes of what scripts list, and this version has none of: storages, webhooks, ML backends, shared labels.
#pragma once

#include "api/api.hpp"

namespace tw::server {
void add_unused_routes(Api& api);
}
