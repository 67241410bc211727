// What sync needs beside its first tables: drafts that are a document's head, and a feed that is looked up by what it names.
#pragma once

#include "storage/database.hpp"

namespace tw::server {
Migration sync_migration();
}
