// The half of members.hpp that is about users.
#include "services/members.hpp"

#include "base/text.hpp"
#include "model/given.hpp"
#include "services/permissions.hpp"

#include <array>

namespace tw::server {
namespace {

constexpr std::size_t longest_text = 256;

std::unexpected<Error> no_such_user() {
    return fail("not-found", "No User matches the given query.");
}

std::string first_letters(std::string_view text, int count) {
    std::string out;
    for (std::size_t at = 0; at < text.size() && count > 0; --count)
        append_utf8(out, next_code_point(text, at));
    return out;
}

/// The user if it is a member of the caller's organization, else as if it were not there.
Result<UserRow> visible_user(Transaction& transaction, const Caller& caller, std::int64_t id) {
    auto user = find_user(transaction, id);
    if (!user || (id != caller.user_id && !role_in(transaction, caller.organization_id, id)))
        return no_such_user();
    return std::move(*user);
}

Result<void> may_change(const Caller& caller, std::int64_t user_id) {
    return user_id == caller.user_id ? Result<void>() : allow(caller, Right::manage_members);
}

/// Takes text of `body` into `text` when it is there. Errors: "validation".
Result<void> take_text(const Json& body, std::string_view field, std::string& text) {
    const Json* const value = find(body, field);
    if (!value)
        return {};
    if (!value->is_string())
        return invalid_field(field, "Not a valid string.");
    if (value->get_ref<const std::string&>().size() > longest_text)
        return invalid_field(field, "Ensure this field has no more than 256 characters.");
    text = value->get<std::string>();
    return {};
}

Result<void> take_profile(const Json& body, UserRow& user) {
    for (const auto& [field, text] : {std::pair<std::string_view, std::string*>{"username", &user.username},
                                      {"first_name", &user.first_name},
                                      {"last_name", &user.last_name},
                                      {"phone", &user.phone}})
        if (auto taken = take_text(body, field, *text); !taken)
            return taken;
    if (const Json* const wanted = find(body, "allow_newsletters");
        wanted && (wanted->is_boolean() || wanted->is_null()))
        user.allow_newsletters =
            wanted->is_null() ? std::nullopt : std::optional<std::int64_t>(wanted->get<bool>() ? 1 : 0);
    return {};
}

/// Nobody could ever let anybody in again.
Result<void> check_admin_is_left(Transaction& transaction, const Caller& caller, std::int64_t leaving) {
    if (role_in(transaction, caller.organization_id, leaving) == Role::admin &&
        count_members(transaction, caller.organization_id, Role::admin) == 1)
        return fail("conflict", "This is the only admin. Make somebody else an admin first.");
    return {};
}

Json permissions_json() {
    static constexpr std::array names = {"organizations.create",
                                         "organizations.view",
                                         "organizations.change",
                                         "organizations.delete",
                                         "organizations.invite",
                                         "projects.create",
                                         "projects.view",
                                         "projects.change",
                                         "projects.delete",
                                         "projects.reset_cache",
                                         "tasks.create",
                                         "tasks.view",
                                         "tasks.change",
                                         "tasks.delete",
                                         "views.reset",
                                         "annotations.create",
                                         "annotations.view",
                                         "annotations.change",
                                         "annotations.delete",
                                         "actions.perform",
                                         "predictions.any",
                                         "avatar.any",
                                         "labels.create",
                                         "labels.view",
                                         "labels.change",
                                         "labels.delete",
                                         "models.create",
                                         "models.view",
                                         "models.change",
                                         "models.delete",
                                         "model_provider_connection.create",
                                         "model_provider_connection.view",
                                         "model_provider_connection.change",
                                         "model_provider_connection.delete",
                                         "webhooks.view",
                                         "webhooks.change",
                                         "users.token.any",
                                         "storages.view",
                                         "storages.change",
                                         "storages.sync",
                                         "views.view",
                                         "views.create",
                                         "views.change",
                                         "views.delete"};
    Json all = Json::array();
    for (const char* const name : names)
        all.push_back(name);
    return all;
}

/// "section:action": {"key": "...", "active": true}. Errors: "hotkeys".
Result<void> check_hotkeys(const Json& custom) {
    if (!custom.is_object())
        return fail("hotkeys", "custom_hotkeys must be an object.");
    for (const auto& [name, hotkey] : custom.items()) {
        if (const std::size_t colon = name.find(':');
            colon == std::string::npos || colon == 0 || colon + 1 == name.size())
            return fail("hotkeys", "The name \"" + name + "\" is not of the form section:action.");
        const Json* const key = find(hotkey, "key");
        const Json* const active = find(hotkey, "active");
        if (!key || !(key->is_null() || (key->is_string() && !key->get_ref<const std::string&>().empty())))
            return fail("hotkeys", "\"" + name + "\" needs a key.");
        if (active && !active->is_boolean())
            return fail("hotkeys", "active of \"" + name + "\" must be true or false.");
    }
    return {};
}

} // namespace

std::string initials(const UserRow& user) {
    if (user.first_name.empty() && user.last_name.empty())
        return first_letters(user.email, 2);
    return first_letters(user.first_name, 1) + first_letters(user.last_name, 1);
}

Json user_json(Transaction& transaction, const UserRow& user) {
    Json meta = {{"title", ""}, {"email", ""}};
    if (user.active_organization)
        if (const auto organization = find_organization(transaction, *user.active_organization)) {
            meta["title"] = organization->title;
            if (const auto creator = find_user(transaction, organization->created_by.value_or(0)))
                meta["email"] = creator->email;
        }
    auto hotkeys = parse_json(user.custom_hotkeys);
    return {{"id", user.id},
            {"first_name", user.first_name},
            {"last_name", user.last_name},
            {"username", user.username},
            {"email", user.email},
            {"last_activity", user.last_activity},
            {"custom_hotkeys", hotkeys && hotkeys->is_object() ? std::move(*hotkeys) : Json::object()},
            {"avatar", user.avatar.empty() ? Json() : Json(user.avatar)},
            {"initials", initials(user)},
            {"phone", user.phone},
            {"active_organization", user.active_organization ? Json(*user.active_organization) : Json()},
            {"active_organization_meta", std::move(meta)},
            {"allow_newsletters", user.allow_newsletters ? Json(*user.allow_newsletters != 0) : Json()},
            {"date_joined", user.date_joined}};
}

Result<Json> whoami(Services& services, const Caller& caller) {
    return account_json(services, caller.user_id);
}

Result<Json> account_json(Services& services, std::int64_t user_id) {
    return services.database.read([&](Transaction& transaction) -> Result<Json> {
        const auto user = find_user(transaction, user_id);
        const auto identity = identity_by_user(transaction, user_id);
        if (!user || !identity)
            return no_such_user();
        Json json = user_json(transaction, *user);
        json["permissions"] = permissions_json();
        json["role"] = to_string(role_from(identity->role));
        json["organization"] = identity->organization_id;
        return json;
    });
}

Result<Json> list_users(Services& services, const Caller& caller) {
    return services.database.read([&](Transaction& transaction) -> Result<Json> {
        Json all = Json::array();
        for (const UserRow& user : users_of_organization(transaction, caller.organization_id))
            all.push_back(user_json(transaction, user));
        return all;
    });
}

Result<Json> get_user(Services& services, const Caller& caller, std::int64_t id) {
    return services.database.read([&](Transaction& transaction) -> Result<Json> {
        const auto user = visible_user(transaction, caller, id);
        return user ? Result<Json>(user_json(transaction, *user)) : std::unexpected(user.error());
    });
}

Result<Json> create_user(Services& services, const Caller& caller, const Json& body) {
    if (auto allowed = allow(caller, Right::manage_members); !allowed)
        return std::unexpected(allowed.error());
    for (const std::string_view field : {"username", "email"})
        if (string_or(body, field, "").empty())
            return invalid_field(field, find(body, field) ? "This field may not be blank." : "This field is required.");
    UserRow profile;
    if (auto taken = take_profile(body, profile); !taken)
        return std::unexpected(taken.error());
    const auto added = add_user(services, {.email = string_or(body, "email", ""),
                                           .username = profile.username,
                                           .password = string_or(body, "password", ""),
                                           .first_name = profile.first_name,
                                           .last_name = profile.last_name,
                                           .phone = profile.phone});
    if (!added)
        return std::unexpected(added.error());
    return get_user(services, caller, added->id);
}

Result<Json> change_user(Services& services, const Caller& caller, std::int64_t id, const Json& body) {
    return services.database.write([&](Transaction& transaction) -> Result<Json> {
        auto user = visible_user(transaction, caller, id);
        if (!user)
            return std::unexpected(user.error());
        if (auto allowed = may_change(caller, id); !allowed)
            return std::unexpected(allowed.error());
        if (find(body, "email") && to_lower_ascii(string_or(body, "email", "")) != user->email)
            return fail("method", "Cannot update read-only field: email");
        if (auto taken = take_profile(body, *user); !taken)
            return std::unexpected(taken.error());
        if (const Json* const chosen = find(body, "active_organization"); chosen && chosen->is_number_integer()) {
            const auto organization = chosen->get<std::int64_t>();
            if (!role_in(transaction, organization, id))
                return invalid_field("active_organization", "This user is no member of that organization.");
            user->active_organization = organization;
        }
        update_user(transaction, *user);
        return user_json(transaction, *user);
    });
}

Result<void> remove_user(Services& services, const Caller& caller, std::int64_t id) {
    return services.database.write([&](Transaction& transaction) -> Result<void> {
        if (const auto user = visible_user(transaction, caller, id); !user)
            return std::unexpected(user.error());
        if (auto allowed = may_change(caller, id); !allowed)
            return allowed;
        if (auto left = check_admin_is_left(transaction, caller, id); !left)
            return left;
        // Somebody of another organization too stays there.
        if (organizations_of_user(transaction, id).size() > 1)
            remove_member(transaction, caller.organization_id, id);
        else
            delete_user(transaction, id);
        return {};
    });
}

Result<void> set_avatar(Services& services, const Caller& caller, std::int64_t id, std::string avatar) {
    return services.database.write([&](Transaction& transaction) -> Result<void> {
        auto user = visible_user(transaction, caller, id);
        if (!user)
            return std::unexpected(user.error());
        if (auto allowed = may_change(caller, id); !allowed)
            return allowed;
        user->avatar = std::move(avatar);
        update_user(transaction, *user);
        return {};
    });
}

Result<Json> hotkeys(Services& services, const Caller& caller) {
    return services.database.read([&](Transaction& transaction) -> Result<Json> {
        const auto user = find_user(transaction, caller.user_id);
        if (!user)
            return no_such_user();
        auto custom = parse_json(user->custom_hotkeys);
        return Json{{"custom_hotkeys", custom && custom->is_object() ? std::move(*custom) : Json::object()}};
    });
}

Result<Json> set_hotkeys(Services& services, const Caller& caller, const Json& custom) {
    if (auto good = check_hotkeys(custom); !good)
        return std::unexpected(good.error());
    const std::string text = dump_json(custom);
    if (text.size() > 64U << 10U)
        return fail("hotkeys", "These are too many hotkeys.");
    return services.database.write([&](Transaction& transaction) -> Result<Json> {
        auto user = find_user(transaction, caller.user_id);
        if (!user)
            return no_such_user();
        user->custom_hotkeys = text;
        update_user(transaction, *user);
        return Json{{"custom_hotkeys", custom}};
    });
}

} // namespace tw::server
