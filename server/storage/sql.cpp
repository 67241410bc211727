#include "storage/sql.hpp"

namespace tw::server::sql {

std::string marks(std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i)
        text += i == 0 ? "?" : ",?";
    return text;
}

} // namespace tw::server::sql
