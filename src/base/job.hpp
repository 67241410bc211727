// Long work in slices: a Job is stepped with a time budget by whoever owns it (the frame loop, a worker, a test, the
// command line), tells how far it is and can be cancelled between slices. It owns no thread and blocks nobody.
#pragma once

#include <cstdint>
#include <string>

namespace tw {

struct JobProgress {
    std::uint64_t done = 0;
    std::uint64_t total = 0; ///< 0 while unknown
    std::string unit;        ///< string key of what is counted, e.g. "unit.tasks"
};

class Job {
public:
    enum class State : std::uint8_t { running, finished, failed, cancelled };
    virtual ~Job() = default;
    /// Works for about `budget_ms`; returns the state afterwards.
    virtual State step(double budget_ms) = 0;
    [[nodiscard]] virtual JobProgress progress() const = 0;
    virtual void cancel() = 0;
};

} // namespace tw
