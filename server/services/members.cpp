// The half of members.hpp that is about organizations.
#include "services/members.hpp"

#include "base/text.hpp"
#include "base/time.hpp"
#include "ports/clock.hpp"
#include "services/permissions.hpp"
#include "services/secrets.hpp"

namespace tw::server {
namespace {

bool may_manage(const Caller& caller) {
    return allow(caller, Right::manage_members).has_value();
}

Result<OrganizationRow> own_organization(Transaction& transaction, const Caller& caller, std::int64_t id) {
    auto organization = id == caller.organization_id ? find_organization(transaction, id) : std::nullopt;
    if (!organization)
        return fail("not-found", "No Organization matches the given query.");
    return std::move(*organization);
}

Result<MemberRow> member_of(Transaction& transaction, const Caller& caller, std::int64_t organization_id,
                            std::int64_t user_id) {
    if (const auto organization = own_organization(transaction, caller, organization_id); !organization)
        return std::unexpected(organization.error());
    auto member = find_member(transaction, organization_id, user_id);
    if (!member)
        return fail("not-found", "No OrganizationMember matches the given query.");
    return std::move(*member);
}

Json names_json(const std::vector<ProjectName>& projects) {
    Json all = Json::array();
    for (const ProjectName& project : projects)
        all.push_back({{"id", project.id}, {"title", project.title}});
    return all;
}

/// Writes a changed organization after asking for the right to.
template <class Change>
auto changed(Services& services, const Caller& caller, std::int64_t id, Change change)
    -> decltype(change(std::declval<Transaction&>(), std::declval<OrganizationRow&>())) {
    using Answer = decltype(change(std::declval<Transaction&>(), std::declval<OrganizationRow&>()));
    return services.database.write([&](Transaction& transaction) -> Answer {
        auto organization = own_organization(transaction, caller, id);
        if (!organization)
            return std::unexpected(organization.error());
        if (auto allowed = allow(caller, Right::manage_members); !allowed)
            return std::unexpected(allowed.error());
        organization->updated_at = iso_from_ms(services.clock.now_ms_utc());
        return change(transaction, *organization);
    });
}

Result<void> check_admin_is_left(Transaction& transaction, std::int64_t organization_id, const MemberRow& member) {
    if (member.role == Role::admin && count_members(transaction, organization_id, Role::admin) == 1)
        return fail("conflict", "This is the only admin. Make somebody else an admin first.");
    return {};
}

Json member_json(Transaction& transaction, std::int64_t organization_id, const MemberRow& member) {
    const auto annotated = projects_annotated_by(transaction, organization_id, member.user.id);
    return {{"user", member.user.id},
            {"organization", organization_id},
            {"contributed_projects_count", annotated.size()},
            {"annotations_count", count_annotations_by(transaction, organization_id, member.user.id)},
            {"created_at", member.joined_at},
            {"created_projects", names_json(projects_created_by(transaction, organization_id, member.user.id))},
            {"contributed_to_projects", names_json(annotated)},
            {"role", to_string(member.role)}};
}

} // namespace

Json organization_json(Transaction& transaction, const OrganizationRow& organization, bool with_token) {
    Json users = Json::array();
    for (const UserRow& user : users_of_organization(transaction, organization.id))
        users.push_back(user.id);
    return {{"id", organization.id},
            {"title", organization.title},
            {"token", with_token ? organization.token : std::string()},
            {"created_at", organization.created_at},
            {"updated_at", organization.updated_at},
            {"contact_info", organization.contact_info.empty() ? Json() : Json(organization.contact_info)},
            {"created_by", organization.created_by ? Json(*organization.created_by) : Json()},
            {"users", std::move(users)}};
}

Result<Json> list_organizations(Services& services, const Caller& caller) {
    return services.database.read([&](Transaction& transaction) -> Result<Json> {
        Json all = Json::array();
        for (const OrganizationRow& organization : organizations_of_user(transaction, caller.user_id))
            all.push_back(
                {{"id", organization.id},
                 {"title", organization.title},
                 {"contact_info", organization.contact_info.empty() ? Json() : Json(organization.contact_info)},
                 {"created_at", organization.created_at}});
        return all;
    });
}

Result<Json> get_organization(Services& services, const Caller& caller, std::int64_t id) {
    return services.database.read([&](Transaction& transaction) -> Result<Json> {
        const auto organization = own_organization(transaction, caller, id);
        if (!organization)
            return std::unexpected(organization.error());
        return organization_json(transaction, *organization, may_manage(caller));
    });
}

Result<Json> change_organization(Services& services, const Caller& caller, std::int64_t id, const Json& body) {
    return changed(services, caller, id, [&](Transaction& transaction, OrganizationRow& organization) -> Result<Json> {
        organization.title = string_or(body, "title", organization.title);
        if (trim(organization.title).empty() || organization.title.size() > 1000)
            return fail("validation", "A title has 1 to 1000 characters.", {.pointer = "/title"});
        organization.contact_info = string_or(body, "contact_info", organization.contact_info);
        if (!organization.contact_info.empty())
            if (auto good = check_email(organization.contact_info); !good)
                return fail("validation", good.error().message, {.pointer = "/contact_info"});
        update_organization(transaction, organization);
        return organization_json(transaction, organization, true);
    });
}

Result<MemberPage> list_members(Services& services, const Caller& caller, std::int64_t organization_id,
                                std::int64_t limit, std::int64_t offset, bool with_projects) {
    return services.database.read([&](Transaction& transaction) -> Result<MemberPage> {
        if (const auto organization = own_organization(transaction, caller, organization_id); !organization)
            return std::unexpected(organization.error());
        MemberPage page{count_members(transaction, organization_id), Json::array()};
        for (const MemberRow& member : members(transaction, organization_id, limit, offset)) {
            Json created;
            Json contributed;
            if (with_projects) {
                created = names_json(projects_created_by(transaction, organization_id, member.user.id));
                contributed = names_json(projects_annotated_by(transaction, organization_id, member.user.id));
            }
            Json user = user_json(transaction, member.user);
            user["created_projects"] = created;
            user["contributed_to_projects"] = contributed;
            page.results.push_back({{"id", member.user.id},
                                    {"organization", organization_id},
                                    {"user", std::move(user)},
                                    {"created_projects", std::move(created)},
                                    {"contributed_to_projects", std::move(contributed)},
                                    {"role", to_string(member.role)}});
        }
        return page;
    });
}

Result<Json> get_member(Services& services, const Caller& caller, std::int64_t organization_id, std::int64_t user_id) {
    return services.database.read([&](Transaction& transaction) -> Result<Json> {
        const auto member = member_of(transaction, caller, organization_id, user_id);
        return member ? Result<Json>(member_json(transaction, organization_id, *member))
                      : std::unexpected(member.error());
    });
}

Result<Json> set_member_role(Services& services, const Caller& caller, std::int64_t organization_id,
                             std::int64_t user_id, std::string_view role) {
    const Role wanted = role_from(role);
    if (to_string(wanted) != role)
        return fail("validation", "A role is one of admin, manager, reviewer, annotator.", {.pointer = "/role"});
    return changed(services, caller, organization_id,
                   [&](Transaction& transaction, OrganizationRow& organization) -> Result<Json> {
                       auto member = member_of(transaction, caller, organization.id, user_id);
                       if (!member)
                           return std::unexpected(member.error());
                       if (wanted != Role::admin)
                           if (auto left = check_admin_is_left(transaction, organization.id, *member); !left)
                               return std::unexpected(left.error());
                       set_role(transaction, organization.id, user_id, wanted);
                       member->role = wanted;
                       return member_json(transaction, organization.id, *member);
                   });
}

Result<void> remove_member(Services& services, const Caller& caller, std::int64_t organization_id,
                           std::int64_t user_id) {
    return changed(services, caller, organization_id,
                   [&](Transaction& transaction, OrganizationRow& organization) -> Result<void> {
                       if (const auto member = member_of(transaction, caller, organization.id, user_id); !member)
                           return std::unexpected(member.error());
                       if (user_id == caller.user_id)
                           return fail("method", "User cannot soft delete self");
                       remove_member(transaction, organization.id, user_id);
                       return {};
                   });
}

Result<std::string> invite_token(Services& services, const Caller& caller) {
    return services.database.read([&](Transaction& transaction) -> Result<std::string> {
        const auto organization = own_organization(transaction, caller, caller.organization_id);
        if (!organization)
            return std::unexpected(organization.error());
        if (auto allowed = allow(caller, Right::manage_members); !allowed)
            return std::unexpected(allowed.error());
        return organization->token;
    });
}

Result<std::string> reset_invite_token(Services& services, const Caller& caller) {
    return changed(services, caller, caller.organization_id,
                   [&](Transaction& transaction, OrganizationRow& organization) -> Result<std::string> {
                       organization.token = random_hex(20);
                       update_organization(transaction, organization);
                       return organization.token;
                   });
}

Result<TokenSettings> token_settings(Services& services, const Caller& caller) {
    return services.database.read([&](Transaction& transaction) -> Result<TokenSettings> {
        const auto organization = own_organization(transaction, caller, caller.organization_id);
        if (!organization)
            return std::unexpected(organization.error());
        return TokenSettings{organization->api_tokens_enabled, organization->legacy_tokens_enabled};
    });
}

Result<TokenSettings> set_token_settings(Services& services, const Caller& caller, std::optional<bool> api_tokens,
                                         std::optional<bool> legacy_tokens) {
    return changed(services, caller, caller.organization_id,
                   [&](Transaction& transaction, OrganizationRow& organization) -> Result<TokenSettings> {
                       organization.api_tokens_enabled = api_tokens.value_or(organization.api_tokens_enabled);
                       organization.legacy_tokens_enabled = legacy_tokens.value_or(organization.legacy_tokens_enabled);
                       update_organization(transaction, organization);
                       return TokenSettings{organization.api_tokens_enabled, organization.legacy_tokens_enabled};
                   });
}

} // namespace tw::server
