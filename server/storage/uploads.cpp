#include "storage/uploads.hpp"

#include "storage/sql.hpp"

namespace tw::server {
namespace {

constexpr const char* columns = "SELECT id, project_id, user_id, file, size, created_at FROM file_uploads WHERE ";

void out(sql::Query& query, UploadRow& row) {
    query.out(row.id).out(row.project_id).out(row.user_id).out(row.file).out(row.size).out(row.created_at);
}

} // namespace

void insert_upload(Transaction& transaction, UploadRow& row) {
    sql::run(transaction.sql,
             "INSERT INTO file_uploads (project_id, user_id, file, size, created_at) VALUES (?, ?, ?, ?, ?)",
             row.project_id, row.user_id, row.file, row.size, row.created_at);
    row.id = sql::last_id(transaction.sql, "file_uploads");
}

std::optional<UploadRow> find_upload(Transaction& transaction, std::int64_t id) {
    sql::Query query(transaction.sql, std::string(columns) + "id = ?");
    query.bind(id);
    return sql::first_row<UploadRow>(query, out);
}

std::optional<UploadRow> find_upload_by_file(Transaction& transaction, const std::string& file) {
    sql::Query query(transaction.sql, std::string(columns) + "file = ?");
    query.bind(file);
    return sql::first_row<UploadRow>(query, out);
}

std::vector<UploadRow> uploads_of(Transaction& transaction, std::int64_t project_id) {
    sql::Query query(transaction.sql, std::string(columns) + "project_id = ? ORDER BY id");
    query.bind(project_id);
    return sql::all_rows<UploadRow>(query, out);
}

void delete_upload(Transaction& transaction, std::int64_t id) {
    sql::run(transaction.sql, "DELETE FROM file_uploads WHERE id = ?", id);
}

std::vector<std::int64_t> tasks_of_upload(Transaction& transaction, std::int64_t upload_id) {
    sql::Query query(transaction.sql, "SELECT id FROM tasks WHERE file_upload_id = ? ORDER BY id");
    query.bind(upload_id);
    return sql::all_ids(query);
}

} // namespace tw::server
