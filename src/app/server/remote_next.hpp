// Which task comes next in a project of the server: its queue knows what others have under way (locks), how often each
// task is wanted (overlap) and how the project samples. It is asked once all that was done here has reached it; when it
// cannot say soon, the order of this device goes on.
#pragma once

#include <functional>

namespace tw {

class Studio;

/// False when this is nothing to ask a server. Else it is asked, and its task opened if one is still where one was;
/// `otherwise` is called when it does not answer.
bool ask_for_next(Studio& studio, std::function<void()> otherwise);
/// Once a frame.
void step_next(Studio& studio);

} // namespace tw
