// authenticate(): from a request's credentials to its Caller, in one read of the database.
#include "base/hash.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "ports/clock.hpp"
#include "services/account_state.hpp"
#include "services/accounts.hpp"
#include "services/api_tokens.hpp"
#include "storage/tokens.hpp"

namespace tw::server {
namespace {

constexpr std::uint64_t activity_step_ms = 60'000;

std::unexpected<Error> unauthorized(std::string message) {
    return fail("unauthorized", std::move(message));
}

struct Credentials {
    std::string_view scheme, value; ///< scheme "token" or "bearer"; empty: none in the header
};

Credentials credentials_of(const Request& request) {
    if (const std::string_view key = request.header("x-api-key"); !key.empty())
        return {"token", trim(key)};
    const std::string_view header = trim(request.header("authorization"));
    const std::size_t blank = std::min(header.find(' '), header.size());
    for (const std::string_view scheme : {"token", "bearer"})
        if (same_ignoring_case(header.substr(0, blank), scheme))
            return {scheme, trim(header.substr(blank))};
    return {};
}

Caller caller_of(const IdentityRow& identity, Caller::By by) {
    return {identity.user_id, identity.organization_id, role_from(identity.role), by, identity.email};
}

/// Of the person, and of the session when there is one. Kept to the minute: a row written for every request would make
/// each of them wait for the disk.
void note_activity(Services& services, const IdentityRow& identity, std::string_view session_hash) {
    const std::uint64_t now_ms = services.clock.now_ms_utc();
    const auto last_ms = ms_from_iso(session_hash.empty() ? identity.last_activity : identity.session_seen_at);
    if (last_ms && now_ms < *last_ms + activity_step_ms && now_ms + activity_step_ms > *last_ms)
        return;
    // Who asked is answered all the same when this cannot be noted.
    static_cast<void>(services.database.write([&](Transaction& transaction) -> Result<void> {
        set_last_activity(transaction, identity.user_id, iso_from_ms(now_ms));
        if (!session_hash.empty())
            set_session_seen(transaction, session_hash, iso_from_ms(now_ms));
        return {};
    }));
}

using Identity = Result<std::optional<IdentityRow>>;

Result<Caller> accept(Services& services, const Identity& identity, Caller::By by, std::string_view unknown,
                      std::string_view session_hash = {}) {
    if (!identity)
        return std::unexpected(identity.error());
    if (!*identity)
        return unauthorized(std::string(unknown));
    if (!(*identity)->is_active)
        return unauthorized("User inactive or deleted.");
    note_activity(services, **identity, session_hash);
    return caller_of(**identity, by);
}

Result<Caller> by_legacy_token(Services& services, std::string_view token) {
    const Identity identity = services.database.read(
        [&](Transaction& transaction) -> Identity { return identity_by_legacy_token(transaction, token); });
    if (identity && *identity && (*identity)->organization_id != 0 && !(*identity)->legacy_tokens_enabled)
        return unauthorized("Authentication token no longer valid: legacy token authentication has been disabled for "
                            "this organization");
    return accept(services, identity, Caller::By::legacy_token, "Invalid token.");
}

Result<Caller> by_access_token(Services& services, std::string_view token) {
    const auto claims = read_access_token(services, token);
    if (!claims)
        return unauthorized("Given token not valid for any token type");
    const std::string now = iso_from_ms(services.clock.now_ms_utc());
    const std::string seen_after = sessions_end_unless_seen_after(services);
    const Identity identity = services.database.read([&](Transaction& transaction) -> Identity {
        return claims->session_hash.empty() ? identity_by_user(transaction, claims->user_id)
                                            : identity_by_session(transaction, claims->session_hash, now, seen_after);
    });
    return accept(services, identity, Caller::By::access_token, "User not found", claims->session_hash);
}

Result<Caller> by_session(Services& services, const std::string& token) {
    const std::string now = iso_from_ms(services.clock.now_ms_utc());
    const std::string hash = sha256_hex(token);
    const std::string seen_after = sessions_end_unless_seen_after(services);
    const Identity identity = services.database.read(
        [&](Transaction& transaction) -> Identity { return identity_by_session(transaction, hash, now, seen_after); });
    if (!identity)
        return std::unexpected(identity.error());
    // A cookie left over from a session that ended is no mistake of anybody's.
    if (!*identity || !(*identity)->is_active)
        return Caller{};
    return accept(services, identity, Caller::By::session, {}, hash);
}

} // namespace

Result<Caller> authenticate(Services& services, const Request& request) {
    const Credentials credentials = credentials_of(request);
    if (credentials.scheme == "token")
        return by_legacy_token(services, credentials.value);
    if (credentials.scheme == "bearer")
        return by_access_token(services, credentials.value);
    if (const std::string* const ticket = request.query.find("ticket");
        ticket && services.accounts && same_ignoring_case(request.header("upgrade"), "websocket")) {
        auto caller = services.accounts->tickets.redeem(*ticket, services.clock.monotonic_ms());
        return caller ? Result<Caller>(std::move(*caller))
                      : unauthorized("This ticket was used before, or is too old.");
    }
    if (const std::string session = request.cookie("sessionid"); !session.empty())
        return by_session(services, session);
    return Caller{};
}

} // namespace tw::server
