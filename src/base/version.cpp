#include "base/version.hpp"

namespace tw {

std::string_view version() {
    return TAGWRIGHT_VERSION;
}

} // namespace tw
