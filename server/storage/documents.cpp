#include "storage/documents.hpp"

#include "storage/sql.hpp"

namespace tw::server {
namespace {

constexpr std::string_view document_columns = "uid, project_id, task_id, user_id, snapshot, position";

void out_document(sql::Query& query, DocumentRow& row) {
    query.out(row.uid).out(row.project_id).out(row.task_id).out(row.user_id).out(row.snapshot).out(row.position);
}

} // namespace

std::optional<DocumentRow> find_document(Transaction& transaction, const std::string& uid) {
    sql::Query query(transaction.sql, fmt::format("SELECT {} FROM documents WHERE uid = ?", document_columns));
    query.bind(uid);
    return sql::first_row<DocumentRow>(query, out_document);
}

std::vector<DocumentRow> documents_of(Transaction& transaction, std::int64_t task_id) {
    sql::Query query(transaction.sql, fmt::format("SELECT {} FROM documents WHERE task_id = ?", document_columns));
    query.bind(task_id);
    return sql::all_rows<DocumentRow>(query, out_document);
}

void insert_document(Transaction& transaction, const DocumentRow& row) {
    sql::run(transaction.sql,
             "INSERT INTO documents (uid, project_id, task_id, user_id, snapshot, position) VALUES (?, ?, ?, ?, ?, ?)",
             row.uid, row.project_id, row.task_id, row.user_id, row.snapshot, row.position);
}

void update_document_snapshot(Transaction& transaction, const DocumentRow& row) {
    sql::run(transaction.sql, "UPDATE documents SET snapshot = ?, position = ? WHERE uid = ? AND position <= ?",
             row.snapshot, row.position, row.uid, row.position);
}

std::optional<std::int64_t> insert_op(Transaction& transaction, std::int64_t project_id, const OpRecord& record) {
    const auto written =
        sql::run(transaction.sql,
                 "INSERT INTO ops (project_id, document_uid, client_id, sequence, op) VALUES (?, ?, ?, ?, ?) "
                 "ON CONFLICT (client_id, sequence) DO NOTHING",
                 project_id, record.document_uid, record.client_id, record.sequence, record.json);
    if (written == 0)
        return std::nullopt;
    return sql::last_id(transaction.sql, "ops");
}

void delete_op(Transaction& transaction, std::int64_t position) {
    sql::run(transaction.sql, "DELETE FROM ops WHERE position = ?", position);
}

std::vector<OpRecord> ops_of_document(Transaction& transaction, const std::string& document_uid, std::int64_t after,
                                      std::int64_t last) {
    struct Row {
        std::int64_t position = 0, sequence = 0;
        std::string client_id, op;
    };
    sql::Query query(transaction.sql, "SELECT position, client_id, sequence, op FROM ops WHERE document_uid = ? AND "
                                      "position > ? AND position <= ? ORDER BY position");
    query.bind(document_uid).bind(after).bind(last == 0 ? INT64_MAX : last);
    std::vector<OpRecord> out;
    for (Row& row : sql::all_rows<Row>(
             query, [](sql::Query& q, Row& r) { q.out(r.position).out(r.client_id).out(r.sequence).out(r.op); }))
        out.push_back({document_uid, std::move(row.client_id), static_cast<std::uint64_t>(row.sequence),
                       std::move(row.op), static_cast<std::uint64_t>(row.position)});
    return out;
}

void note_in_feed(Transaction& transaction, std::int64_t project_id, const FeedRow& row) {
    const std::string kind(to_string(row.kind));
    if (row.kind != FeedKind::ops)
        sql::run(transaction.sql, "DELETE FROM feed WHERE project_id = ? AND kind = ? AND ref = ?", project_id, kind,
                 row.ref);
    sql::run(transaction.sql, "UPDATE projects SET feed_position = feed_position + 1 WHERE id = ?", project_id);
    const std::string body = row.kind == FeedKind::ops ? fmt::format("{}-{}", row.first_op, row.last_op) : "";
    sql::run(transaction.sql,
             "INSERT INTO feed (project_id, position, kind, ref, body) SELECT id, feed_position, ?, ?, ? FROM projects "
             "WHERE id = ?",
             kind, row.ref, body, project_id);
}

std::int64_t feed_position(Transaction& transaction, std::int64_t project_id) {
    return sql::whole(transaction.sql, "SELECT feed_position FROM projects WHERE id = ?", project_id).value_or(0);
}

std::vector<FeedRow> feed_after(Transaction& transaction, std::int64_t project_id, std::int64_t after,
                                std::size_t limit) {
    struct Row {
        std::int64_t position = 0;
        std::string kind, ref, body;
    };
    sql::Query query(transaction.sql,
                     "SELECT position, kind, ref, body FROM feed WHERE project_id = ? AND position > ? "
                     "ORDER BY position LIMIT ?");
    query.bind(project_id).bind(after).bind(static_cast<std::int64_t>(limit));
    std::vector<FeedRow> out;
    for (Row& row : sql::all_rows<Row>(
             query, [](sql::Query& q, Row& r) { q.out(r.position).out(r.kind).out(r.ref).out(r.body); })) {
        FeedRow line{row.position, feed_kind_from(row.kind).value_or(FeedKind::project), std::move(row.ref), 0, 0};
        if (const std::size_t dash = row.body.find('-'); dash != std::string::npos) {
            line.first_op = std::strtoll(row.body.c_str(), nullptr, 10);
            line.last_op = std::strtoll(row.body.c_str() + dash + 1, nullptr, 10);
        }
        out.push_back(std::move(line));
    }
    return out;
}

} // namespace tw::server
