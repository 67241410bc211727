#include "storage/exports.hpp"

#include "storage/sql.hpp"

namespace tw::server {
namespace {

constexpr const char* columns = "SELECT id, project_id, task_number, created_by, title, status, file, md5, options, "
                                "converted_formats, created_at, finished_at FROM exports WHERE ";

void out(sql::Query& query, ExportRow& row) {
    query.out(row.id)
        .out(row.project_id)
        .out(row.task_number)
        .out(row.created_by)
        .out(row.title)
        .out(row.status)
        .out(row.file)
        .out(row.md5);
    query.out(row.options).out(row.converted_formats).out(row.created_at).out(row.finished_at);
}

} // namespace

void insert_export(Transaction& transaction, ExportRow& row) {
    sql::run(transaction.sql,
             "INSERT INTO exports (project_id, task_number, created_by, title, status, file, md5, options, "
             "converted_formats, created_at, finished_at) "
             "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
             row.project_id, row.task_number, row.created_by, row.title, row.status, row.file, row.md5, row.options,
             row.converted_formats, row.created_at, row.finished_at);
    row.id = sql::last_id(transaction.sql, "exports");
}

std::optional<ExportRow> find_export(Transaction& transaction, std::int64_t id) {
    sql::Query query(transaction.sql, std::string(columns) + "id = ?");
    query.bind(id);
    return sql::first_row<ExportRow>(query, out);
}

std::vector<ExportRow> exports_of(Transaction& transaction, std::int64_t project_id) {
    sql::Query query(transaction.sql, std::string(columns) + "project_id = ? ORDER BY id DESC");
    query.bind(project_id);
    return sql::all_rows<ExportRow>(query, out);
}

void update_export(Transaction& transaction, const ExportRow& row) {
    sql::run(transaction.sql, "UPDATE exports SET title = ?, status = ?, converted_formats = ? WHERE id = ?", row.title,
             row.status, row.converted_formats, row.id);
}

void delete_export(Transaction& transaction, std::int64_t id) {
    sql::run(transaction.sql, "DELETE FROM exports WHERE id = ?", id);
}

} // namespace tw::server
