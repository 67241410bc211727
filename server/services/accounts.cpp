#include "services/accounts.hpp"

#include "base/hash.hpp"
#include "base/id.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "http/log.hpp"
#include "http/metrics.hpp"
#include "model/given.hpp"
#include "ports/clock.hpp"
#include "services/account_state.hpp"
#include "services/api_tokens.hpp"
#include "services/secrets.hpp"
#include "storage/organizations.hpp"
#include "storage/tokens.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace tw::server {
namespace {

constexpr std::size_t shortest_password = 8, longest_password = 128, longest_email = 254;

Result<void> admit(Services& services, std::string_view email, std::string_view remote_address) {
    const double now_ms = services.clock.monotonic_ms();
    if (auto admitted = services.accounts->addresses.admit(address_group(remote_address), now_ms); !admitted)
        return admitted;
    return email.empty() ? Result<void>() : services.accounts->accounts.admit(to_lower_ascii(email), now_ms);
}

void let_in(Services& services, std::string_view email, std::string_view remote_address) {
    services.accounts->addresses.take_back(address_group(remote_address), services.clock.monotonic_ms());
    services.accounts->accounts.succeeded(to_lower_ascii(email));
}

/// For whoever watches the server.
void tell(const Services& services, bool succeeded, std::string_view remote_address, std::int64_t user_id) {
    if (services.metrics)
        services.metrics->observe_sign_in(succeeded);
    if (succeeded)
        log_event(LogLevel::info, "signed in", {{"user", user_id}, {"from", remote_address}});
    else
        log_event(LogLevel::warning, "sign-in refused", {{"from", remote_address}});
}

/// A session's secret; its hash is stored.
std::string start_session(Services& services, Transaction& transaction, std::int64_t user_id) {
    std::string token = random_token();
    const std::uint64_t now_ms = services.clock.now_ms_utc();
    const std::string now = iso_from_ms(now_ms);
    delete_expired_sessions(transaction, now, sessions_end_unless_seen_after(services));
    insert_session(transaction,
                   {sha256_hex(token), user_id, now, now,
                    iso_from_ms(now_ms + static_cast<std::uint64_t>(services.settings.session_age_s) * 1000)});
    return token;
}

UserRow new_row(Services& services, const NewUser& user) {
    UserRow row;
    row.email = to_lower_ascii(user.email);
    row.username = user.username.empty() ? row.email.substr(0, row.email.find('@')) : user.username;
    row.first_name = user.first_name;
    row.last_name = user.last_name;
    row.phone = user.phone;
    row.uid = make_uid(services.clock.now_ms_utc(), services.random);
    row.legacy_token = user.legacy_token.empty() ? new_legacy_token() : user.legacy_token;
    row.date_joined = row.last_activity = iso_from_ms(services.clock.now_ms_utc());
    return row;
}

Result<void> check_new(Transaction& transaction, const UserRow& row) {
    if (find_user_by_email(transaction, row.email))
        return invalid_field("email", "User with this email already exists.");
    if (find_user_by_legacy_token(transaction, row.legacy_token))
        return invalid_field("token", "This token is another user's.");
    return {};
}

/// Stores the user as a member of that organization, or with 0 of a new one, as its admin.
void store_member(Transaction& transaction, UserRow& row, std::int64_t organization_id, Role role, bool legacy_tokens) {
    row.id = insert_user(transaction, row);
    if (organization_id == 0) {
        OrganizationRow organization;
        organization.title = "Tagwright";
        organization.token = random_hex(20);
        organization.created_by = row.id;
        organization.legacy_tokens_enabled = legacy_tokens;
        organization.created_at = organization.updated_at = row.date_joined;
        organization_id = insert_organization(transaction, organization);
        role = Role::admin;
    }
    add_member(transaction, organization_id, row.id, role, row.date_joined);
    row.active_organization = organization_id;
    update_user(transaction, row);
}

/// May somebody with this invite become a member of the first organization, or make it?
Result<void> may_join(const Services& services, const std::optional<OrganizationRow>& first, std::string_view invite) {
    if (first && !invite.empty() && !same_secret(first->token, invite))
        return fail("forbidden", "This invitation is not valid any more. Ask for a new link.");
    if (first && invite.empty() && services.settings.signup_needs_link)
        return fail("forbidden", "Here one signs up by an invitation link only.");
    return {};
}

std::string cookie_end(const Request& request) {
    return request.secure ? "; Path=/; HttpOnly; SameSite=Lax; Secure" : "; Path=/; HttpOnly; SameSite=Lax";
}

} // namespace

Result<void> check_email(std::string_view email) {
    const std::size_t at = email.rfind('@');
    const std::string_view domain = at == std::string_view::npos ? std::string_view() : email.substr(at + 1);
    const bool bad =
        at == 0 || !is_valid_utf8(email) || domain.empty() || email.size() > longest_email || email.find('@') != at ||
        domain.starts_with('.') || domain.ends_with('.') || domain.find("..") != std::string_view::npos ||
        (domain != "localhost" && domain.find('.') == std::string_view::npos) || std::ranges::any_of(email, [](char c) {
            return static_cast<unsigned char>(c) <= ' ' || c == '\x7f' ||
                   std::string_view("<>\"'(),;:\\[]").contains(c);
        });
    if (bad)
        return invalid_field("email", "Enter a valid email address.");
    return {};
}

Result<void> check_password(std::string_view password, std::string_view field) {
    const std::size_t characters = utf16_length(password);
    if (characters < shortest_password)
        return invalid_field(field, "Please enter a password 8-128 characters in length");
    if (characters > longest_password)
        return invalid_field(field, "Please enter a password 8-128 characters in length");
    return {};
}

Result<SignedIn> sign_in(Services& services, std::string_view email, std::string_view password,
                         std::string_view remote_address) {
    if (auto admitted = admit(services, email, remote_address); !admitted) {
        tell(services, false, remote_address, 0);
        return std::unexpected(admitted.error());
    }
    const auto user = services.database.read([&](Transaction& transaction) -> Result<std::optional<UserRow>> {
        return find_user_by_email(transaction, email);
    });
    if (!user)
        return std::unexpected(user.error());
    const bool known = user->has_value() && (*user)->is_active;
    // A password too long to be one is not worth the work.
    const auto fits = services.accounts->passwords.verify(known ? (*user)->password_hash : "",
                                                          password.substr(0, 4 * longest_password));
    if (!fits)
        return std::unexpected(fits.error());
    if (!known || !*fits) {
        tell(services, false, remote_address, 0);
        return fail("wrong-credentials", "The email and password you entered don't match.");
    }
    let_in(services, email, remote_address);
    tell(services, true, remote_address, (*user)->id);
    return services.database.write([&](Transaction& transaction) -> Result<SignedIn> {
        return SignedIn{(*user)->id, start_session(services, transaction, (*user)->id)};
    });
}

Result<void> sign_out(Services& services, std::string_view session_token) {
    const std::string hash = sha256_hex(session_token);
    return services.database.write([&](Transaction& transaction) -> Result<void> {
        delete_session(transaction, hash);
        return {};
    });
}

Result<void> check_invite(Services& services, std::string_view invite) {
    return services.database.read([&](Transaction& transaction) -> Result<void> {
        return may_join(services, first_organization(transaction), invite);
    });
}

Result<bool> is_empty_server(Services& services) {
    return services.database.read(
        [](Transaction& transaction) -> Result<bool> { return count_users(transaction) == 0; });
}

Result<SignedIn> sign_up(Services& services, const NewAccount& account) {
    if (auto good = check_email(account.email); !good)
        return std::unexpected(good.error());
    if (auto good = check_password(account.password); !good)
        return std::unexpected(good.error());
    if (auto admitted = admit(services, {}, account.remote_address); !admitted)
        return std::unexpected(admitted.error());
    const auto hash = services.accounts->passwords.hash(account.password);
    if (!hash)
        return std::unexpected(hash.error());
    UserRow row =
        new_row(services, {.email = account.email, .first_name = account.first_name, .last_name = account.last_name});
    row.password_hash = *hash;
    row.allow_newsletters = account.allow_newsletters ? 1 : 0;
    auto signed_in = services.database.write([&](Transaction& transaction) -> Result<SignedIn> {
        const auto first = first_organization(transaction);
        if (auto invited = may_join(services, first, account.invite); !invited)
            return std::unexpected(invited.error());
        if (auto fresh = check_new(transaction, row); !fresh)
            return std::unexpected(fresh.error());
        store_member(transaction, row, first ? first->id : 0, Role::annotator, services.settings.legacy_tokens);
        return SignedIn{row.id, start_session(services, transaction, row.id)};
    });
    if (signed_in)
        let_in(services, account.email, account.remote_address);
    return signed_in;
}

Result<UserRow> add_user(Services& services, const NewUser& user) {
    if (auto good = check_email(user.email); !good)
        return std::unexpected(good.error());
    if (!user.legacy_token.empty() && user.legacy_token.size() <= 5)
        return invalid_field("token", "A token must have more than 5 characters.");
    UserRow row = new_row(services, user);
    if (!user.password.empty()) {
        if (auto good = check_password(user.password); !good)
            return std::unexpected(good.error());
        auto hash = services.accounts->passwords.hash(user.password);
        if (!hash)
            return std::unexpected(hash.error());
        row.password_hash = std::move(*hash);
    }
    return services.database.write([&](Transaction& transaction) -> Result<UserRow> {
        if (auto fresh = check_new(transaction, row); !fresh)
            return std::unexpected(fresh.error());
        const auto first = first_organization(transaction);
        store_member(transaction, row, first ? first->id : 0, user.role, services.settings.legacy_tokens);
        return row;
    });
}

Result<void> make_first_admin(Services& services) {
    const Settings& settings = services.settings;
    if (settings.first_username.empty())
        return {};
    const auto empty = is_empty_server(services);
    if (!empty)
        return std::unexpected(empty.error());
    if (!*empty)
        return {};
    const bool is_email = settings.first_username.contains('@');
    const auto added =
        add_user(services, {.email = is_email ? settings.first_username : settings.first_username + "@localhost",
                            .username = is_email ? std::string() : settings.first_username,
                            .password = settings.first_password,
                            .legacy_token = settings.first_token,
                            .role = Role::admin});
    return added ? Result<void>() : std::unexpected(added.error());
}

Result<void> change_password(Services& services, const Caller& caller, std::string_view old_password,
                             std::string_view new_password, std::string_view session_token) {
    if (auto good = check_password(new_password); !good)
        return good;
    const auto user = services.database.read([&](Transaction& transaction) -> Result<std::optional<UserRow>> {
        return find_user(transaction, caller.user_id);
    });
    if (!user)
        return std::unexpected(user.error());
    if (!*user)
        return fail("not-found", "No User matches the given query.");
    if (!(*user)->password_hash.empty()) {
        if (auto admitted = services.accounts->accounts.admit((*user)->email, services.clock.monotonic_ms()); !admitted)
            return admitted;
        const auto fits =
            services.accounts->passwords.verify((*user)->password_hash, old_password.substr(0, 4 * longest_password));
        if (!fits)
            return std::unexpected(fits.error());
        if (!*fits)
            return invalid_field("old_password", "This is not your present password.");
        services.accounts->accounts.succeeded((*user)->email);
    }
    const auto hash = services.accounts->passwords.hash(new_password);
    if (!hash)
        return std::unexpected(hash.error());
    const std::string kept = session_token.empty() ? std::string() : sha256_hex(session_token);
    return services.database.write([&](Transaction& transaction) -> Result<void> {
        auto row = find_user(transaction, caller.user_id);
        if (!row)
            return fail("not-found", "No User matches the given query.");
        row->password_hash = *hash;
        update_user(transaction, *row);
        delete_sessions_of(transaction, caller.user_id, kept);
        return {};
    });
}

Result<void> set_password(Services& services, std::string_view email, std::string_view password) {
    if (auto good = check_password(password); !good)
        return good;
    const auto hash = services.accounts->passwords.hash(password);
    if (!hash)
        return std::unexpected(hash.error());
    return services.database.write([&](Transaction& transaction) -> Result<void> {
        auto row = find_user_by_email(transaction, email);
        if (!row)
            return fail("not-found", fmt::format("There is no user with the email {}.", email));
        row->password_hash = *hash;
        update_user(transaction, *row);
        delete_sessions_of(transaction, row->id);
        return {};
    });
}

std::string sessions_end_unless_seen_after(const Services& services) {
    const auto idle_ms = static_cast<std::uint64_t>(services.settings.session_idle_s) * 1000;
    const std::uint64_t now_ms = services.clock.now_ms_utc();
    return iso_from_ms(now_ms > idle_ms ? now_ms - idle_ms : 0);
}

std::string session_cookie(const Services& services, const Request& request, std::string_view token, bool keep) {
    std::string cookie = fmt::format("sessionid={}{}", token, cookie_end(request));
    if (keep)
        cookie += fmt::format("; Max-Age={}", services.settings.session_age_s);
    return cookie;
}

std::string ended_session_cookie(const Request& request) {
    return "sessionid=" + cookie_end(request) + "; Max-Age=0";
}

} // namespace tw::server
