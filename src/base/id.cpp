#include "base/id.hpp"

#include "ports/clock.hpp"

#include <string_view>

namespace tw {

std::string make_uid(std::uint64_t now_ms_utc, Random& random) {
    const std::uint64_t a = random.next_u64();
    const std::uint64_t b = random.next_u64();
    const std::uint64_t high = (now_ms_utc & 0xffffffffffffULL) << 16 | 0x7000U | (a & 0xfffU);
    const std::uint64_t low = 0x8000000000000000ULL | (b & 0x3fffffffffffffffULL);
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    for (int i = 0; i < 32; ++i) {
        if (i == 8 || i == 12 || i == 16 || i == 20)
            out += '-';
        const std::uint64_t half = i < 16 ? high : low;
        out += digits[half >> (60 - 4 * (i % 16)) & 15];
    }
    return out;
}

std::string make_region_id(Random& random) {
    static constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    std::uint64_t bits = random.next_u64(); // ten characters of six bits
    std::string out;
    for (int i = 0; i < 10; ++i, bits >>= 6)
        out += alphabet[bits & 63];
    return out;
}

} // namespace tw
