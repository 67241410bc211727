// What other tabs of this device did: an open project follows, whether its settings, its tasks or the state of one of them
// changed. A project that is gone is left; a task that is gone while it is labeled closes with a word.
#pragma once

#include "base/json.hpp"

#include <functional>

namespace tw {

class Studio;

void hear_tab(Studio& studio, const Json& news);
/// Reads the tasks of the open project anew; what is open, chosen and selected stays so as far as it is still there.
void reload_table(Studio& studio, std::function<void()> then = {});

} // namespace tw
