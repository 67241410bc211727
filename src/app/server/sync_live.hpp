// The socket on which the server calls: that the open project changed, and who else has which task open. What changed is
// read from the feed; without a socket the feed is asked for now and then.
#pragma once

#include "app/studio.hpp"

namespace tw {

/// Opens it, and tells the server which task is open.
void step_live(Studio& studio);

} // namespace tw
