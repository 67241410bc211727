// Files for a project of the server: sent as they are, one behind the other, with a card that counts and can be cancelled;
// the server makes tasks of them (as Label Studio's import does). Nothing of them is kept on this device.
#pragma once

#include "app/host.hpp"

#include <vector>

namespace tw {

class Studio;

/// Asks first: what is added there is added for everybody.
void offer_to_send(Studio& studio, std::vector<PickedFile> files);

} // namespace tw
