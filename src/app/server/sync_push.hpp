// Up: sends what the log has not sent, oldest first, a batch at a time. An op is forgotten as unsent only when the server has
// answered that it is on its disk, or refused it for good: then it is kept as refused, with the reason.
#pragma once

#include "app/studio.hpp"

namespace tw {

/// Goes on until nothing is left.
void push_unsent(Studio& studio);
/// There are new ops in the log.
void ops_were_kept(Studio& studio);
/// What was refused before, for the top bar.
void read_refused(Studio& studio);
/// The person has seen it. The edits stay in the annotations of this device.
void forget_refused(Studio& studio);

} // namespace tw
