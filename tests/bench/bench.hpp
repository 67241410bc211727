// A benchmark is a function that does fixed work once; the frame times it. Register with TW_BENCH in any .cpp of this
// folder. Figures are medians of several runs, in CPU time, so that one slow moment of the machine does not speak for the code.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace tw::bench {

struct Benchmark {
    std::string name;                              ///< "area: what is done, with its size"
    double limit_ms = 0;                           ///< the bar it has to stay under; 0 = reported only
    std::function<std::function<void()>()> set_up; ///< untimed; returns the work to time
};

std::vector<Benchmark>& all();

struct Register {
    explicit Register(Benchmark b) { all().push_back(std::move(b)); }
};

/// Keeps a computed value alive, so that the compiler cannot drop the work that made it.
template <class T>
void keep(const T& value) {
    asm volatile("" : : "g"(&value) : "memory");
}

} // namespace tw::bench

#define TW_BENCH_JOIN2(a, b) a##b
#define TW_BENCH_JOIN(a, b) TW_BENCH_JOIN2(a, b)
#define TW_BENCH(...)                                                                                                  \
    static const tw::bench::Register TW_BENCH_JOIN(tw_bench_, __LINE__)(tw::bench::Benchmark{__VA_ARGS__})
