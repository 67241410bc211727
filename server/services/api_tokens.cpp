#include "services/api_tokens.hpp"

#include "base/time.hpp"
#include "model/given.hpp"
#include "ports/clock.hpp"
#include "services/account_state.hpp"
#include "services/jwt.hpp"
#include "services/secrets.hpp"
#include "storage/organizations.hpp"
#include "storage/tokens.hpp"

#include <algorithm>

namespace tw::server {
namespace {

constexpr std::int64_t access_token_s = 300;
constexpr std::int64_t page_token_s = 3600;
constexpr std::int64_t refresh_token_s = 200LL * 365 * 86'400;

std::int64_t now_s(const Services& services) {
    return static_cast<std::int64_t>(services.clock.now_ms_utc() / 1000);
}

Json claims_of(const Services& services, std::string_view type, std::int64_t user_id, std::int64_t lives_s) {
    const std::int64_t now = now_s(services);
    return {{"token_type", type},
            {"exp", now + lives_s},
            {"iat", now},
            {"jti", random_hex(16)},
            {"user_id", std::to_string(user_id)}};
}

std::int64_t user_of(const Json& claims) {
    return whole_in(claims, "user_id").value_or(0);
}

/// Signed by us, not expired, and of that type.
Result<Json> read_token(const Services& services, std::string_view token, std::string_view type) {
    if (!services.accounts)
        return fail("token-invalid", "Token is invalid");
    auto claims = read_jwt(services.accounts->secret, token, now_s(services));
    if (claims && string_or(*claims, "token_type", "") != type)
        return fail("token-invalid", "Token has wrong type");
    return claims;
}

/// Signs and stores; the caller has made sure that it may.
std::string store_refresh_token(Services& services, Transaction& transaction, std::int64_t user_id) {
    const Json claims = claims_of(services, "refresh", user_id, refresh_token_s);
    std::string token = sign_jwt(services.accounts->secret, claims);
    const std::uint64_t now_ms = services.clock.now_ms_utc();
    insert_refresh_token(transaction, {string_or(claims, "jti", ""),
                                       user_id,
                                       std::string(without_signature(token)),
                                       iso_from_ms(now_ms),
                                       iso_from_ms(now_ms + static_cast<std::uint64_t>(refresh_token_s) * 1000),
                                       {}});
    return token;
}

Result<void> need_api_tokens(Transaction& transaction, std::int64_t user_id) {
    const auto identity = identity_by_user(transaction, user_id);
    if (!identity || !identity->is_active)
        return fail("unauthorized", "User inactive or deleted.");
    if (identity->organization_id != 0 && !identity->api_tokens_enabled)
        return fail("forbidden", "Personal access tokens are switched off in this organization.");
    return {};
}

/// The stored row of a live token. Errors: "unauthorized".
Result<RefreshTokenRow> live_row(Transaction& transaction, const Json& claims) {
    auto row = find_refresh_token(transaction, string_or(claims, "jti", ""));
    if (!row)
        return fail("unauthorized", "Token is invalid");
    if (!row->revoked_at.empty())
        return fail("unauthorized", "Token is blacklisted");
    return std::move(*row);
}

} // namespace

Result<AccessClaims> read_access_token(const Services& services, std::string_view token) {
    const auto claims = read_token(services, token, "access");
    if (!claims)
        return std::unexpected(claims.error());
    return AccessClaims{user_of(*claims), string_or(*claims, "session", "")};
}

std::string new_legacy_token() {
    return random_hex(20);
}

Result<std::string> legacy_token(Services& services, const Caller& caller) {
    return services.database.read([&](Transaction& transaction) -> Result<std::string> {
        const auto user = find_user(transaction, caller.user_id);
        if (!user)
            return fail("not-found", "No User matches the given query.");
        return user->legacy_token;
    });
}

Result<std::string> reset_legacy_token(Services& services, const Caller& caller) {
    return services.database.write([&](Transaction& transaction) -> Result<std::string> {
        auto user = find_user(transaction, caller.user_id);
        if (!user)
            return fail("not-found", "No User matches the given query.");
        user->legacy_token = new_legacy_token();
        update_user(transaction, *user);
        return user->legacy_token;
    });
}

Result<std::vector<std::string>> shown_refresh_tokens(Services& services, const Caller& caller) {
    const std::string now = iso_from_ms(services.clock.now_ms_utc());
    return services.database.read([&](Transaction& transaction) -> Result<std::vector<std::string>> {
        std::vector<std::string> shown;
        for (RefreshTokenRow& row : live_refresh_tokens(transaction, caller.user_id, now))
            shown.push_back(std::move(row.shown));
        return shown;
    });
}

Result<std::string> create_refresh_token(Services& services, const Caller& caller) {
    const std::string now = iso_from_ms(services.clock.now_ms_utc());
    return services.database.write([&](Transaction& transaction) -> Result<std::string> {
        if (auto allowed = need_api_tokens(transaction, caller.user_id); !allowed)
            return std::unexpected(allowed.error());
        if (!live_refresh_tokens(transaction, caller.user_id, now).empty())
            return fail("conflict", "You have a valid token already. Revoke it before you make another.");
        return store_refresh_token(services, transaction, caller.user_id);
    });
}

Result<std::string> refresh_access_token(Services& services, std::string_view refresh_token) {
    const auto claims = read_token(services, refresh_token, "refresh");
    if (!claims)
        return fail("unauthorized", claims.error().message);
    return services.database.read([&](Transaction& transaction) -> Result<std::string> {
        const auto row = live_row(transaction, *claims);
        if (!row)
            return std::unexpected(row.error());
        if (const auto allowed = need_api_tokens(transaction, row->user_id); !allowed)
            return fail("unauthorized", allowed.error().message);
        return sign_jwt(services.accounts->secret, claims_of(services, "access", row->user_id, access_token_s));
    });
}

Result<std::string> rotate_refresh_token(Services& services, const Caller& caller, std::string_view refresh_token) {
    const auto claims = read_token(services, refresh_token, "refresh");
    if (!claims || user_of(*claims) != caller.user_id)
        return fail("unauthorized", claims ? "Token is invalid" : claims.error().message);
    const std::string now = iso_from_ms(services.clock.now_ms_utc());
    return services.database.write([&](Transaction& transaction) -> Result<std::string> {
        const auto row = live_row(transaction, *claims);
        if (!row)
            return std::unexpected(row.error());
        if (auto allowed = need_api_tokens(transaction, caller.user_id); !allowed)
            return std::unexpected(allowed.error());
        revoke_refresh_token(transaction, row->jti, now);
        return store_refresh_token(services, transaction, caller.user_id);
    });
}

Result<void> revoke_refresh_token(Services& services, const Caller& caller, std::string_view refresh_token) {
    // Who may end it is known already: nothing is believed that the signature would have to prove.
    const bool whole = std::ranges::count(refresh_token, '.') > 1;
    const std::string_view shown = whole ? without_signature(refresh_token) : refresh_token;
    const std::string now = iso_from_ms(services.clock.now_ms_utc());
    return services.database.write([&](Transaction& transaction) -> Result<void> {
        for (const RefreshTokenRow& row : live_refresh_tokens(transaction, caller.user_id, now))
            if (row.shown == shown)
                return revoke_refresh_token(transaction, row.jti, now), Result<void>();
        return fail("not-found", "Token not found or already blacklisted");
    });
}

PageToken page_token(const Services& services, std::int64_t user_id, const std::string& session_hash) {
    Json claims = claims_of(services, "access", user_id, page_token_s);
    claims["session"] = session_hash;
    return {sign_jwt(services.accounts->secret, claims), page_token_s};
}

} // namespace tw::server
