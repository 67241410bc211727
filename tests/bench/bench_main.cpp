// Runs the benchmarks whose name contains the argument (all without one) and prints one JSON line for each:
// {"name", "median_ms", "p95_ms", "runs", "limit_ms"}. tests/bench/run_bench.py makes the table.
#include "bench/bench.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <string_view>

namespace tw::bench {

std::vector<Benchmark>& all() {
    static std::vector<Benchmark> list;
    return list;
}

} // namespace tw::bench

namespace {

/// CPU time of this thread: what else the machine does must not speak for the code.
double cpu_ms() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

} // namespace

int main(int argc, char** argv) {
    using Clock = std::chrono::steady_clock;
    const std::string_view filter = argc > 1 ? argv[1] : "";
    for (const auto& b : tw::bench::all()) {
        if (b.name.find(filter) == std::string::npos)
            continue;
        const auto work = b.set_up();
        work();
        std::vector<double> times_ms;
        const auto begin = Clock::now();
        while (times_ms.size() < 5 ||
               (times_ms.size() < 200 && Clock::now() - begin < std::chrono::milliseconds(600))) {
            const double began_ms = cpu_ms();
            work();
            times_ms.push_back(cpu_ms() - began_ms);
        }
        std::ranges::sort(times_ms);
        const nlohmann::ordered_json line = {{"name", b.name},
                                             {"median_ms", times_ms[times_ms.size() / 2]},
                                             {"p95_ms", times_ms[times_ms.size() * 95 / 100]},
                                             {"runs", times_ms.size()},
                                             {"limit_ms", b.limit_ms}};
        fmt::print("{}\n", line.dump());
        std::fflush(stdout);
    }
    return 0;
}
