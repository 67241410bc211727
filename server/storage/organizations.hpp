// Rows of organizations and of who is a member of them, with what they did there. SQL only; rules are in
// services/accounts and services/members.
#pragma once

#include "model/caller.hpp"
#include "storage/users.hpp"

namespace tw::server {

struct OrganizationRow {
    std::int64_t id = 0;
    std::string title, token, contact_info; ///< token: what an invite link carries
    std::optional<std::int64_t> created_by;
    bool legacy_tokens_enabled = true, api_tokens_enabled = true;
    std::string created_at, updated_at;
};

std::optional<OrganizationRow> find_organization(Transaction& transaction, std::int64_t id);
std::optional<OrganizationRow> first_organization(Transaction& transaction);
std::vector<OrganizationRow> organizations_of_user(Transaction& transaction, std::int64_t user_id); ///< by id
std::int64_t insert_organization(Transaction& transaction, const OrganizationRow& organization);
/// Writes all columns of the row with this id, less id, created_by and created_at.
void update_organization(Transaction& transaction, const OrganizationRow& organization);

struct MemberRow {
    UserRow user;
    Role role = Role::annotator;
    std::string joined_at;
};

/// Members by id, from the `offset`-th on; `limit` 0: all.
std::vector<MemberRow> members(Transaction& transaction, std::int64_t organization_id, std::int64_t limit = 0,
                               std::int64_t offset = 0);
std::optional<MemberRow> find_member(Transaction& transaction, std::int64_t organization_id, std::int64_t user_id);
std::int64_t count_members(Transaction& transaction, std::int64_t organization_id);
std::int64_t count_members(Transaction& transaction, std::int64_t organization_id, Role role);
void add_member(Transaction& transaction, std::int64_t organization_id, std::int64_t user_id, Role role,
                std::string_view now);
void set_role(Transaction& transaction, std::int64_t organization_id, std::int64_t user_id, Role role);
/// Also makes the user forget the organization as the one it works in.
void remove_member(Transaction& transaction, std::int64_t organization_id, std::int64_t user_id);

struct ProjectName {
    std::int64_t id = 0;
    std::string title;
};
std::vector<ProjectName> projects_created_by(Transaction& transaction, std::int64_t organization_id,
                                             std::int64_t user_id);
std::vector<ProjectName> projects_annotated_by(Transaction& transaction, std::int64_t organization_id,
                                               std::int64_t user_id);
std::int64_t count_annotations_by(Transaction& transaction, std::int64_t organization_id, std::int64_t user_id);

} // namespace tw::server
