#include "storage/views.hpp"

#include "storage/sql.hpp"

namespace tw::server {
namespace {

void out(sql::Query& query, ViewRow& row) {
    query.out(row.id).out(row.project_id).out(row.position).out(row.user_id).out(row.data).out(row.selected_items);
}

} // namespace

std::optional<ViewRow> find_view(Transaction& transaction, std::int64_t id) {
    sql::Query query(transaction.sql,
                     "SELECT id, project_id, position, user_id, data, selected_items FROM views WHERE id = ?");
    query.bind(id);
    return sql::first_row<ViewRow>(query, out);
}

std::optional<std::int64_t> project_of_view(Transaction& transaction, std::int64_t id) {
    return sql::whole(transaction.sql, "SELECT project_id FROM views WHERE id = ?", id);
}

std::vector<ViewRow> views_of(Transaction& transaction, std::int64_t project_id) {
    sql::Query query(transaction.sql, "SELECT id, project_id, position, user_id, data, selected_items FROM views WHERE "
                                      "project_id = ? ORDER BY position, id");
    query.bind(project_id);
    return sql::all_rows<ViewRow>(query, out);
}

std::vector<ViewRow> views_of_organization(Transaction& transaction, std::int64_t organization_id) {
    sql::Query query(transaction.sql,
                     "SELECT v.id, v.project_id, v.position, v.user_id, v.data, v.selected_items FROM views v JOIN "
                     "projects p ON p.id = v.project_id WHERE p.organization_id = ? ORDER BY v.project_id, v.position, "
                     "v.id");
    query.bind(organization_id);
    return sql::all_rows<ViewRow>(query, out);
}

void insert_view(Transaction& transaction, ViewRow& row) {
    row.position = sql::whole(transaction.sql, "SELECT max(position) FROM views WHERE project_id = ?", row.project_id)
                       .value_or(-1) +
                   1;
    sql::run(transaction.sql,
             "INSERT INTO views (project_id, user_id, position, data, selected_items) VALUES (?, ?, ?, ?, ?)",
             row.project_id, row.user_id, row.position, row.data, row.selected_items);
    row.id = sql::last_id(transaction.sql, "views");
}

void update_view(Transaction& transaction, const ViewRow& row) {
    sql::run(transaction.sql, "UPDATE views SET position = ?, data = ?, selected_items = ? WHERE id = ?", row.position,
             row.data, row.selected_items, row.id);
}

void delete_view(Transaction& transaction, std::int64_t id) {
    sql::run(transaction.sql, "DELETE FROM views WHERE id = ?", id);
}

void delete_views_of(Transaction& transaction, std::int64_t project_id) {
    sql::run(transaction.sql, "DELETE FROM views WHERE project_id = ?", project_id);
}

} // namespace tw::server
