// Which words of a body about a project are known. The table itself, with types and defaults, is in services/projects.cpp.
#pragma once

#include "base/json.hpp"

#include <string>
#include <vector>

namespace tw::server {

/// The keys of a body that mean nothing here, as far as they are plain words.
std::vector<std::string> unknown_project_keys(const Json& body);

} // namespace tw::server
