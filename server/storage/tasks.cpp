#include "storage/tasks.hpp"

#include "storage/sql.hpp"

#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

namespace tw::server {
namespace {

constexpr std::string_view columns =
    "t.id, t.project_id, t.inner_id, t.uid, t.data, t.meta, t.overlap, t.is_labeled, t.file_upload_id, t.updated_by, "
    "t.total_annotations, "
    "t.cancelled_annotations, t.total_predictions, t.ground_truth, t.completed_at, t.created_at, t.updated_at, f.file";
constexpr std::string_view from = "tasks t LEFT JOIN file_uploads f ON f.id = t.file_upload_id";
constexpr std::string_view insert_text =
    "INSERT INTO tasks (uid, project_id, inner_id, data, meta, overlap, is_labeled, file_upload_id, updated_by, "
    "total_annotations, "
    "cancelled_annotations, total_predictions, ground_truth, completed_at, created_at, updated_at) "
    "VALUES (:uid, :project, :inner, :data, :meta, :overlap, :labeled, :upload, :by, :annotations, :cancelled, "
    ":predictions, :truth, :completed, :created, :updated)";

void out(sql::Query& query, TaskRow& row) {
    query.out(row.id)
        .out(row.project_id)
        .out(row.inner_id)
        .out(row.uid)
        .out(row.data)
        .out(row.meta)
        .out(row.overlap)
        .out(row.is_labeled);
    query.out(row.file_upload_id)
        .out(row.updated_by)
        .out(row.total_annotations)
        .out(row.cancelled_annotations)
        .out(row.total_predictions);
    query.out(row.ground_truth).out(row.completed_at).out(row.created_at).out(row.updated_at).out(row.file_upload);
}

} // namespace

std::optional<TaskRow> find_task(Transaction& transaction, std::int64_t id) {
    sql::Query query(transaction.sql, fmt::format("SELECT {} FROM {} WHERE t.id = ?", columns, from));
    query.bind(id);
    return sql::first_row<TaskRow>(query, out);
}

std::vector<TaskRow> find_tasks(Transaction& transaction, const std::vector<std::int64_t>& ids) {
    auto rows = sql::rows_of_ids<TaskRow>(
        transaction.sql, fmt::format("SELECT {} FROM {} WHERE t.id IN ({{}})", columns, from), ids, out);
    std::unordered_map<std::int64_t, std::size_t> place;
    for (std::size_t i = 0; i < ids.size(); ++i)
        place[ids[i]] = i;
    std::ranges::sort(rows, {}, [&](const TaskRow& row) { return place[row.id]; });
    return rows;
}

void insert_task(Transaction& transaction, TaskRow& row) {
    TaskWriter writer(transaction);
    row.id = writer.insert(row);
}

void update_task(Transaction& transaction, const TaskRow& row) {
    sql::run(transaction.sql,
             "UPDATE tasks SET data = ?, meta = ?, overlap = ?, is_labeled = ?, file_upload_id = ?, updated_by = ?, "
             "total_annotations = ?, "
             "cancelled_annotations = ?, total_predictions = ?, ground_truth = ?, completed_at = ?, updated_at = ?, "
             "inner_id = ? WHERE id = ?",
             row.data, row.meta, row.overlap, row.is_labeled, row.file_upload_id, row.updated_by, row.total_annotations,
             row.cancelled_annotations, row.total_predictions, row.ground_truth, row.completed_at, row.updated_at,
             row.inner_id, row.id);
}

void delete_tasks(Transaction& transaction, const std::vector<std::int64_t>& ids) {
    const auto run = [](sql::Query& query) { query.run(); };
    sql::in_parts(transaction.sql,
                  "DELETE FROM ops WHERE document_uid IN (SELECT uid FROM documents WHERE task_id IN ({}))", ids, run);
    sql::in_parts(transaction.sql, "DELETE FROM tasks WHERE id IN ({})", ids, run);
}

std::vector<std::int64_t> task_ids(Transaction& transaction, std::int64_t project_id, std::int64_t offset,
                                   std::int64_t limit, std::int64_t after_id) {
    sql::Query query(transaction.sql,
                     "SELECT id FROM tasks WHERE project_id = ? AND id > ? ORDER BY id LIMIT ? OFFSET ?");
    query.bind(project_id).bind(after_id).bind(limit).bind(offset);
    return sql::all_ids(query);
}

std::vector<std::int64_t> task_ids_by_change(Transaction& transaction, std::int64_t project_id, std::int64_t offset,
                                             std::int64_t limit) {
    sql::Query query(transaction.sql,
                     "SELECT id FROM tasks WHERE project_id = ? ORDER BY updated_at DESC, id LIMIT ? OFFSET ?");
    query.bind(project_id).bind(limit).bind(offset);
    return sql::all_ids(query);
}

struct TaskWriter::Statement {
    explicit Statement(soci::session& session_in) : session(&session_in), statement(session_in) {
        statement.exchange(soci::use(row.uid, "uid"));
        statement.exchange(soci::use(project, "project"));
        statement.exchange(soci::use(inner, "inner"));
        statement.exchange(soci::use(row.data, "data"));
        statement.exchange(soci::use(row.meta, "meta"));
        statement.exchange(soci::use(overlap, "overlap"));
        statement.exchange(soci::use(labeled, "labeled"));
        statement.exchange(soci::use(upload, upload_is, "upload"));
        statement.exchange(soci::use(by, by_is, "by"));
        statement.exchange(soci::use(annotations, "annotations"));
        statement.exchange(soci::use(cancelled, "cancelled"));
        statement.exchange(soci::use(predictions, "predictions"));
        statement.exchange(soci::use(truth, "truth"));
        statement.exchange(soci::use(row.completed_at, "completed"));
        statement.exchange(soci::use(row.created_at, "created"));
        statement.exchange(soci::use(row.updated_at, "updated"));
        statement.alloc();
        statement.prepare(std::string(insert_text));
        statement.define_and_bind();
    }
    soci::session* session;
    TaskRow row;
    long long project = 0, inner = 0, overlap = 1, upload = 0, by = 0, annotations = 0, cancelled = 0, predictions = 0,
              truth = 0;
    int labeled = 0;
    soci::indicator upload_is = soci::i_null, by_is = soci::i_null;
    soci::statement statement;
};

TaskWriter::TaskWriter(Transaction& transaction) : statement_(std::make_unique<Statement>(transaction.sql)) {}
TaskWriter::~TaskWriter() = default;

std::int64_t TaskWriter::insert(const TaskRow& row) {
    Statement& s = *statement_;
    s.row = row;
    s.project = row.project_id;
    s.inner = row.inner_id;
    s.overlap = row.overlap;
    s.labeled = row.is_labeled ? 1 : 0;
    s.upload = row.file_upload_id.value_or(0);
    s.upload_is = row.file_upload_id ? soci::i_ok : soci::i_null;
    s.by = row.updated_by.value_or(0);
    s.by_is = row.updated_by ? soci::i_ok : soci::i_null;
    s.annotations = row.total_annotations;
    s.cancelled = row.cancelled_annotations;
    s.predictions = row.total_predictions;
    s.truth = row.ground_truth;
    s.statement.execute(true);
    return sql::last_id(*s.session, "tasks");
}

void set_lock(Transaction& transaction, std::int64_t project_id, const LockRow& lock) {
    sql::run(
        transaction.sql,
        "INSERT INTO task_locks (task_id, user_id, project_id, unique_id, expires_at) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (task_id, user_id) DO UPDATE SET unique_id = excluded.unique_id, expires_at = excluded.expires_at",
        lock.task_id, lock.user_id, project_id, lock.unique_id, lock.expires_at);
}

void release_lock(Transaction& transaction, std::int64_t task_id, std::int64_t user_id) {
    sql::run(transaction.sql, "DELETE FROM task_locks WHERE task_id = ? AND user_id = ?", task_id, user_id);
}

void release_old_locks(Transaction& transaction, std::string_view now) {
    sql::run(transaction.sql, "DELETE FROM task_locks WHERE expires_at < ?", std::string(now));
}

void note_in_stream(Transaction& transaction, std::int64_t project_id, std::int64_t user_id, std::int64_t task_id,
                    std::optional<std::int64_t> annotation_id) {
    sql::run(transaction.sql, "DELETE FROM label_stream WHERE project_id = ? AND user_id = ? AND task_id = ?",
             project_id, user_id, task_id);
    sql::run(transaction.sql,
             "INSERT INTO label_stream (project_id, user_id, task_id, annotation_id) VALUES (?, ?, ?, ?)", project_id,
             user_id, task_id, annotation_id);
}

std::vector<std::pair<std::int64_t, std::optional<std::int64_t>>>
stream_of(Transaction& transaction, std::int64_t project_id, std::int64_t user_id, std::int64_t limit) {
    std::vector<std::pair<std::int64_t, std::optional<std::int64_t>>> stream;
    std::int64_t task = 0;
    std::optional<std::int64_t> annotation;
    sql::Query query(transaction.sql, "SELECT task_id, annotation_id FROM label_stream WHERE project_id = ? AND "
                                      "user_id = ? ORDER BY id DESC LIMIT ?");
    query.bind(project_id).bind(user_id).bind(limit).out(task).out(annotation);
    while (query.next())
        stream.emplace_back(task, annotation);
    std::ranges::reverse(stream);
    return stream;
}

} // namespace tw::server
