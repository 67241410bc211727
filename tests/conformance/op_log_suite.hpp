// What every OpLog has to do, whatever it is made of. Run by a test for each implementation.
#pragma once

#include "ports/op_log.hpp"

#include <functional>
#include <memory>

namespace tw::test {

/// One log on one device under test.
class OpLogBench {
public:
    virtual ~OpLogBench() = default;
    virtual OpLog& log() = 0;
    /// Lets pending work happen; called until an answer is there.
    virtual void run() = 0;
    /// Closes and opens the log again, as a restart of the program does. What was answered must still be there.
    virtual void reopen() = 0;
    /// Makes the next write fail in the middle. False when this implementation cannot be made to.
    virtual bool tear_next_write() = 0;
};

/// To be called inside a TEST_CASE; holds a SUBCASE for each promise.
void check_op_log(const std::function<std::unique_ptr<OpLogBench>()>& make);
/// The same for what a device has still to send; a server sends nothing.
void check_outbox(const std::function<std::unique_ptr<OpLogBench>()>& make);

} // namespace tw::test
