// How every asynchronous port answers. A call starts work and returns at once; `done` is called later, exactly once, at
// the start of a frame (never from inside the call, never while something draws). Nobody waits, no thread is needed.
#pragma once

#include "base/error.hpp"

#include <functional>

namespace tw {

template <class T>
using Completion = std::function<void(Result<T>)>;
struct Unit {};

} // namespace tw
