// The first schema. Once a server was released with it, it never changes: later needs are later migrations.
#pragma once

#include "storage/database.hpp"

namespace tw::server {
Migration initial_migration();
}
