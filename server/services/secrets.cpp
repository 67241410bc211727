#include "services/secrets.hpp"

#include "base/text.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

namespace tw::server {
namespace {

/// libsodium chooses its code for this processor once; afterwards it may be called from any thread.
void need_sodium() {
    static const int ready = sodium_init();
    static_cast<void>(ready);
}

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

constexpr int base64_variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

} // namespace

std::string random_hex(std::size_t bytes) {
    need_sodium();
    constexpr std::string_view digits = "0123456789abcdef";
    std::string raw(bytes, '\0');
    randombytes_buf(raw.data(), raw.size());
    std::string out;
    for (const char c : raw) {
        const auto byte = static_cast<unsigned char>(c);
        out += digits[byte >> 4U];
        out += digits[byte & 15U];
    }
    return out;
}

std::string random_token() {
    need_sodium();
    std::string raw(32, '\0');
    randombytes_buf(raw.data(), raw.size());
    return base64url(raw);
}

bool same_secret(std::string_view a, std::string_view b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string base64url(std::string_view bytes) {
    std::string out(sodium_base64_encoded_len(bytes.size(), base64_variant), '\0');
    sodium_bin2base64(out.data(), out.size(), bytes_of(bytes), bytes.size(), base64_variant);
    out.resize(std::strlen(out.c_str()));
    return out;
}

std::optional<std::string> from_base64url(std::string_view text) {
    std::string out(text.size(), '\0');
    std::size_t size = 0;
    const char* end = nullptr;
    if (sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(), text.size(), nullptr,
                          &size, &end, base64_variant) != 0 ||
        end != text.data() + text.size())
        return std::nullopt;
    out.resize(size);
    return out;
}

std::string sha256_base64(std::string_view bytes) {
    std::string hash(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256(reinterpret_cast<unsigned char*>(hash.data()), bytes_of(bytes), bytes.size());
    std::string out(sodium_base64_encoded_len(hash.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
    sodium_bin2base64(out.data(), out.size(), bytes_of(hash), hash.size(), sodium_base64_VARIANT_ORIGINAL);
    out.resize(std::strlen(out.c_str()));
    return out;
}

std::string hmac_sha256(std::string_view key, std::string_view text) {
    need_sodium();
    std::string out(crypto_auth_hmacsha256_BYTES, '\0');
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, bytes_of(key), key.size());
    crypto_auth_hmacsha256_update(&state, bytes_of(text), text.size());
    crypto_auth_hmacsha256_final(&state, reinterpret_cast<unsigned char*>(out.data()));
    return out;
}

Result<std::string> load_secret(const std::filesystem::path& file) {
    // Made only if it is not there: two programs that start at once agree on the one that came first.
    if (const int made = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600); made >= 0) {
        const std::string fresh = random_hex(32);
        const bool whole =
            ::write(made, fresh.data(), fresh.size()) == static_cast<ssize_t>(fresh.size()) && ::fsync(made) == 0;
        ::close(made);
        if (!whole) {
            ::unlink(file.c_str());
            return fail("secret-file", fmt::format("The secret cannot be written to {}.", file.string()));
        }
    } else if (errno != EEXIST) {
        return fail("secret-file", fmt::format("{} cannot be made: {}.", file.string(), std::strerror(errno)));
    }
    struct stat about{};
    if (::stat(file.c_str(), &about) == 0 && (about.st_mode & 0077U) != 0)
        ::chmod(file.c_str(), 0600);
    std::ifstream in(file, std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(in)), {});
    const std::string_view secret = trim(text);
    if (secret.size() < 32)
        return fail("secret-file",
                    fmt::format("{} holds no secret of at least 32 characters; remove it, and a new one is "
                                "made (everybody has to sign in again).",
                                file.string()));
    return std::string(secret);
}

} // namespace tw::server
