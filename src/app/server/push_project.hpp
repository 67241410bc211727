// A local project becomes one of the server's: the project, its files, its tasks with all annotations and predictions, slice
// by slice behind a card with figures and Cancel. The local one stays as it is; what was begun and not finished is taken
// back on the server.
#pragma once

#include "app/studio.hpp"

namespace tw {

void push_up(Studio& studio, const StoredProject& project);

} // namespace tw
