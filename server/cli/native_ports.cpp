#include "cli/native_ports.hpp"

#include <chrono>

#include <sodium.h>

namespace tw::cli {

std::uint64_t SystemClock::now_ms_utc() const {
    using namespace std::chrono;
    return static_cast<std::uint64_t>(duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count());
}

double SystemClock::monotonic_ms() const {
    using namespace std::chrono;
    return duration<double, std::milli>(steady_clock::now().time_since_epoch()).count();
}

std::uint64_t SystemRandom::next_u64() {
    static const int ready = sodium_init();
    static_cast<void>(ready);
    std::uint64_t value = 0;
    randombytes_buf(&value, sizeof value);
    return value;
}

} // namespace tw::cli
