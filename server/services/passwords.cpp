#include "services/passwords.hpp"

#include <sodium.h>

namespace tw::server {

/// A place among the few that compute; given back when it goes.
class Passwords::Turn {
public:
    explicit Turn(Passwords& owner) : owner_(&owner) {
        std::unique_lock lock(owner.mutex_);
        if (owner.running_ >= owner.cost_.at_once) {
            if (owner.waiting_ >= owner.cost_.waiting)
                return;
            ++owner.waiting_;
            owner.freed_.wait(lock, [&owner] { return owner.running_ < owner.cost_.at_once; });
            --owner.waiting_;
        }
        ++owner.running_;
        taken_ = true;
    }
    ~Turn() {
        if (!taken_)
            return;
        {
            const std::lock_guard lock(owner_->mutex_);
            --owner_->running_;
        }
        owner_->freed_.notify_one();
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    [[nodiscard]] bool taken() const { return taken_; }

private:
    Passwords* owner_;
    bool taken_ = false;
};

namespace {

std::unexpected<Error> too_many() {
    return fail("rate-limited", "Too many people are signing in right now. Try again in a few seconds.");
}

} // namespace

Passwords::Passwords(PasswordCost cost) : cost_(cost) {
    static const int ready = sodium_init();
    static_cast<void>(ready);
}

Result<std::string> Passwords::hash(std::string_view password) {
    const Turn turn(*this);
    if (!turn.taken())
        return too_many();
    std::string out(crypto_pwhash_STRBYTES, '\0');
    if (crypto_pwhash_str_alg(out.data(), password.data(), password.size(), cost_.operations, cost_.memory_bytes,
                              crypto_pwhash_ALG_ARGON2ID13) != 0)
        return fail("password-hash", "The server has not enough memory to check passwords.");
    out.resize(out.find('\0'));
    return out;
}

Result<bool> Passwords::verify(std::string_view hash, std::string_view password) {
    if (hash.empty() || hash.size() >= crypto_pwhash_STRBYTES) {
        const auto spent = this->hash(password);
        return spent ? Result<bool>(false) : Result<bool>(std::unexpected(spent.error()));
    }
    const Turn turn(*this);
    if (!turn.taken())
        return too_many();
    // libsodium reads up to the full size of such a string.
    std::string padded(hash);
    padded.resize(crypto_pwhash_STRBYTES, '\0');
    return crypto_pwhash_str_verify(padded.data(), password.data(), password.size()) == 0;
}

} // namespace tw::server
