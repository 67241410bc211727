#include "storage/migrations/initial.hpp"
#include "storage/migrations/sync.hpp"

namespace tw::server {

const std::vector<Migration>& migrations() {
    static const std::vector<Migration> all = {initial_migration(), sync_migration()};
    return all;
}

} // namespace tw::server
