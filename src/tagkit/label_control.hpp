// What every tag that holds Label children shares: which values it may write and how they read in a list. The hooks keep
// nothing; the returned objects live as long as the program.
#pragma once

#include "tagkit/hooks.hpp"

namespace tw {

/// Value: an array of strings; at most one unless choice="multiple".
const ControlHooks& label_container_control();

/// Strings of an array joined with ", "; path arrays with " / ". "" for anything else.
std::string join_values(const Json& values);

} // namespace tw
