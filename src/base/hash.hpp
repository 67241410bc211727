// Hashes that core needs everywhere, also without a secure context: SHA-256 (FIPS 180-4) names blobs, FNV-1a 64 keys
// caches.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace tw {

class Sha256 {
public:
    Sha256();
    void update(std::span<const std::uint8_t> bytes);
    /// 64 lower-case hex characters. The object is spent afterwards.
    std::string hex();

private:
    void block(const std::uint8_t* p);
    std::array<std::uint32_t, 8> state_;
    std::array<std::uint8_t, 64> buffer_{};
    std::uint64_t size_bytes_ = 0;
};
std::string sha256_hex(std::string_view bytes);

constexpr std::uint64_t fnv1a(std::string_view bytes, std::uint64_t seed = 0xcbf29ce484222325ULL) {
    for (const char c : bytes)
        seed = (seed ^ static_cast<std::uint8_t>(c)) * 0x100000001b3ULL;
    return seed;
}

} // namespace tw
