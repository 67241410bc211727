#include "storage/migrations/initial.hpp"

namespace tw::server {

const std::vector<Migration>& migrations() {
    static const std::vector<Migration> all = {initial_migration()};
    return all;
}

} // namespace tw::server
