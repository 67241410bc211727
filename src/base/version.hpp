// The version people see, set once in CMakeLists.txt. Owned by base; holds nothing else.
#pragma once

#include <string_view>

namespace tw {

/// "major.minor.patch"
std::string_view version();

} // namespace tw
