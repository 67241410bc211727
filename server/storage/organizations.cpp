#include "storage/organizations.hpp"

#include "storage/sql.hpp"

namespace tw::server {
namespace {

constexpr std::string_view columns = "o.id, o.title, o.token, o.contact_info, o.created_by, o.legacy_tokens_enabled, "
                                     "o.api_tokens_enabled, o.created_at, o.updated_at";

void into(sql::Query& query, OrganizationRow& row) {
    query.out(row.id).out(row.title).out(row.token).out(row.contact_info).out(row.created_by);
    query.out(row.legacy_tokens_enabled).out(row.api_tokens_enabled).out(row.created_at).out(row.updated_at);
}

template <class... Values>
std::vector<OrganizationRow> organizations(Transaction& transaction, std::string_view rest, const Values&... values) {
    sql::Query query(transaction.sql, "SELECT " + std::string(columns) + " FROM organizations o " + std::string(rest));
    (query.bind(values), ...);
    std::vector<OrganizationRow> rows;
    OrganizationRow row;
    into(query, row);
    while (query.next())
        rows.push_back(row);
    return rows;
}

std::optional<OrganizationRow> first_of(std::vector<OrganizationRow> rows) {
    return rows.empty() ? std::nullopt : std::optional(std::move(rows.front()));
}

std::vector<ProjectName> names(sql::Query& query) {
    std::vector<ProjectName> rows;
    ProjectName row;
    query.out(row.id).out(row.title);
    while (query.next())
        rows.push_back(row);
    return rows;
}

struct MemberKey {
    std::int64_t user_id = 0;
    std::string role, joined_at;
};

std::vector<MemberRow> members_where(Transaction& transaction, const std::string& rest,
                                     const std::vector<std::int64_t>& values) {
    std::vector<MemberKey> keys;
    MemberKey key;
    sql::Query query(transaction.sql,
                     "SELECT user_id, role, created_at FROM members WHERE organization_id = ? " + rest);
    for (const std::int64_t value : values)
        query.bind(value);
    query.out(key.user_id).out(key.role).out(key.joined_at);
    while (query.next())
        keys.push_back(key);
    std::vector<MemberRow> rows;
    for (const MemberKey& one : keys)
        if (auto user = find_user(transaction, one.user_id))
            rows.push_back({std::move(*user), role_from(one.role), one.joined_at});
    return rows;
}

} // namespace

std::optional<OrganizationRow> find_organization(Transaction& transaction, std::int64_t id) {
    return first_of(organizations(transaction, "WHERE o.id = ?", id));
}

std::optional<OrganizationRow> first_organization(Transaction& transaction) {
    return first_of(organizations(transaction, "ORDER BY o.id LIMIT 1"));
}

std::vector<OrganizationRow> organizations_of_user(Transaction& transaction, std::int64_t user_id) {
    return organizations(transaction, "JOIN members m ON m.organization_id = o.id WHERE m.user_id = ? ORDER BY o.id",
                         user_id);
}

std::int64_t insert_organization(Transaction& transaction, const OrganizationRow& organization) {
    sql::run(transaction.sql,
             "INSERT INTO organizations (title, token, contact_info, created_by, legacy_tokens_enabled, "
             "api_tokens_enabled, created_at, updated_at) VALUES (?,?,?,?,?,?,?,?)",
             organization.title, organization.token, organization.contact_info, organization.created_by,
             organization.legacy_tokens_enabled, organization.api_tokens_enabled, organization.created_at,
             organization.updated_at);
    return sql::last_id(transaction.sql, "organizations");
}

void update_organization(Transaction& transaction, const OrganizationRow& organization) {
    sql::run(transaction.sql,
             "UPDATE organizations SET title = ?, token = ?, contact_info = ?, legacy_tokens_enabled = ?, "
             "api_tokens_enabled = ?, updated_at = ? WHERE id = ?",
             organization.title, organization.token, organization.contact_info, organization.legacy_tokens_enabled,
             organization.api_tokens_enabled, organization.updated_at, organization.id);
}

std::vector<MemberRow> members(Transaction& transaction, std::int64_t organization_id, std::int64_t limit,
                               std::int64_t offset) {
    if (limit == 0)
        return members_where(transaction, "ORDER BY user_id", {organization_id});
    return members_where(transaction, "ORDER BY user_id LIMIT ? OFFSET ?", {organization_id, limit, offset});
}

std::optional<MemberRow> find_member(Transaction& transaction, std::int64_t organization_id, std::int64_t user_id) {
    auto rows = members_where(transaction, "AND user_id = ?", {organization_id, user_id});
    return rows.empty() ? std::nullopt : std::optional(std::move(rows.front()));
}

std::int64_t count_members(Transaction& transaction, std::int64_t organization_id) {
    return sql::whole(transaction.sql, "SELECT COUNT(*) FROM members WHERE organization_id = ?", organization_id)
        .value_or(0);
}

std::int64_t count_members(Transaction& transaction, std::int64_t organization_id, Role role) {
    return sql::whole(transaction.sql, "SELECT COUNT(*) FROM members WHERE organization_id = ? AND role = ?",
                      organization_id, to_string(role))
        .value_or(0);
}

void add_member(Transaction& transaction, std::int64_t organization_id, std::int64_t user_id, Role role,
                std::string_view now) {
    sql::run(transaction.sql, "INSERT INTO members (organization_id, user_id, role, created_at) VALUES (?,?,?,?)",
             organization_id, user_id, to_string(role), now);
}

void set_role(Transaction& transaction, std::int64_t organization_id, std::int64_t user_id, Role role) {
    sql::run(transaction.sql, "UPDATE members SET role = ? WHERE organization_id = ? AND user_id = ?", to_string(role),
             organization_id, user_id);
}

void remove_member(Transaction& transaction, std::int64_t organization_id, std::int64_t user_id) {
    sql::run(transaction.sql, "DELETE FROM members WHERE organization_id = ? AND user_id = ?", organization_id,
             user_id);
    sql::run(transaction.sql, "UPDATE users SET active_organization = NULL WHERE id = ? AND active_organization = ?",
             user_id, organization_id);
}

std::vector<ProjectName> projects_created_by(Transaction& transaction, std::int64_t organization_id,
                                             std::int64_t user_id) {
    sql::Query query(transaction.sql,
                     "SELECT id, title FROM projects WHERE organization_id = ? AND created_by = ? ORDER BY id");
    query.bind(organization_id).bind(user_id);
    return names(query);
}

std::vector<ProjectName> projects_annotated_by(Transaction& transaction, std::int64_t organization_id,
                                               std::int64_t user_id) {
    sql::Query query(transaction.sql,
                     "SELECT p.id, p.title FROM projects p WHERE p.organization_id = ? AND EXISTS "
                     "(SELECT 1 FROM annotations a WHERE a.project_id = p.id AND a.completed_by = ?) ORDER BY p.id");
    query.bind(organization_id).bind(user_id);
    return names(query);
}

std::int64_t count_annotations_by(Transaction& transaction, std::int64_t organization_id, std::int64_t user_id) {
    return sql::whole(
               transaction.sql,
               "SELECT COUNT(*) FROM projects p JOIN annotations a ON a.project_id = p.id AND a.completed_by = ? "
               "WHERE p.organization_id = ?",
               user_id, organization_id)
        .value_or(0);
}

} // namespace tw::server
