#include "storage/annotations.hpp"

#include "storage/sql.hpp"

#include <fmt/format.h>

namespace tw::server {
namespace {

constexpr std::string_view columns =
    "id, task_id, project_id, uid, completed_by, updated_by, result, result_count, was_cancelled, ground_truth, "
    "bulk_created, completed, lead_time, prediction, "
    "import_id, parent_prediction, parent_annotation, last_action, draft_created_at, created_at, updated_at";
constexpr std::string_view draft_columns = "id, task_id, project_id, user_id, annotation_id, import_id, result, "
                                           "lead_time, was_postponed, created_at, updated_at, document_uid";

void out_annotation(sql::Query& query, AnnotationRow& row) {
    query.out(row.id)
        .out(row.task_id)
        .out(row.project_id)
        .out(row.uid)
        .out(row.completed_by)
        .out(row.updated_by)
        .out(row.result);
    query.out(row.result_count)
        .out(row.was_cancelled)
        .out(row.ground_truth)
        .out(row.bulk_created)
        .out(row.completed)
        .out(row.lead_time)
        .out(row.prediction);
    query.out(row.import_id)
        .out(row.parent_prediction)
        .out(row.parent_annotation)
        .out(row.last_action)
        .out(row.draft_created_at);
    query.out(row.created_at).out(row.updated_at);
}

void out_draft(sql::Query& query, DraftRow& row) {
    query.out(row.id)
        .out(row.task_id)
        .out(row.project_id)
        .out(row.user_id)
        .out(row.annotation_id)
        .out(row.import_id)
        .out(row.result);
    query.out(row.lead_time).out(row.was_postponed).out(row.created_at).out(row.updated_at).out(row.document_uid);
}

} // namespace

std::optional<AnnotationRow> find_annotation(Transaction& transaction, std::int64_t id) {
    sql::Query query(transaction.sql, fmt::format("SELECT {} FROM annotations WHERE id = ?", columns));
    query.bind(id);
    return sql::first_row<AnnotationRow>(query, out_annotation);
}

std::optional<AnnotationRow> find_annotation_by_uid(Transaction& transaction, const std::string& uid) {
    sql::Query query(transaction.sql, fmt::format("SELECT {} FROM annotations WHERE uid = ?", columns));
    query.bind(uid);
    return sql::first_row<AnnotationRow>(query, out_annotation);
}

std::vector<OwnWork> own_work(Transaction& transaction, std::int64_t project_id, std::int64_t user_id,
                              std::int64_t first_task, std::int64_t last_task) {
    sql::Query query(
        transaction.sql,
        "SELECT task_id, uid, was_cancelled FROM annotations WHERE project_id = ? AND completed_by = ? AND "
        "task_id BETWEEN ? AND ? ORDER BY task_id, id");
    query.bind(project_id).bind(user_id).bind(first_task).bind(last_task);
    return sql::all_rows<OwnWork>(
        query, [](sql::Query& q, OwnWork& row) { q.out(row.task_id).out(row.uid).out(row.was_cancelled); });
}

std::vector<std::int64_t> tasks_with_own_drafts(Transaction& transaction, std::int64_t project_id, std::int64_t user_id,
                                                std::int64_t first_task, std::int64_t last_task) {
    sql::Query query(transaction.sql, "SELECT DISTINCT task_id FROM drafts WHERE project_id = ? AND user_id = ? AND "
                                      "task_id BETWEEN ? AND ? ORDER BY task_id");
    query.bind(project_id).bind(user_id).bind(first_task).bind(last_task);
    return sql::all_ids(query);
}

std::vector<AnnotationRow> annotations_of(Transaction& transaction, const std::vector<std::int64_t>& task_ids) {
    return sql::rows_of_ids<AnnotationRow>(
        transaction.sql,
        fmt::format("SELECT {} FROM annotations WHERE task_id IN ({{}}) ORDER BY task_id, id", columns), task_ids,
        out_annotation);
}

bool has_annotation_uid(Transaction& transaction, const std::string& uid) {
    return sql::whole(transaction.sql, "SELECT 1 FROM annotations WHERE uid = ?", uid).has_value();
}

void insert_annotation(Transaction& transaction, AnnotationRow& row) {
    AnnotationWriter writer(transaction);
    row.id = writer.insert(row);
}

void update_annotation(Transaction& transaction, const AnnotationRow& row) {
    sql::run(transaction.sql,
             "UPDATE annotations SET completed_by = ?, updated_by = ?, result = ?, result_count = ?, was_cancelled = "
             "?, ground_truth = ?, completed = ?, lead_time = ?, "
             "prediction = ?, last_action = ?, parent_prediction = ?, parent_annotation = ?, draft_created_at = ?, "
             "updated_at = ? WHERE id = ?",
             row.completed_by, row.updated_by, row.result, row.result_count, row.was_cancelled, row.ground_truth,
             row.completed, row.lead_time, row.prediction, row.last_action, row.parent_prediction,
             row.parent_annotation, row.draft_created_at, row.updated_at, row.id);
}

void delete_annotation(Transaction& transaction, std::int64_t id) {
    sql::run(transaction.sql, "DELETE FROM annotations WHERE id = ?", id);
}

void clear_ground_truth(Transaction& transaction, std::int64_t task_id, std::int64_t but) {
    sql::run(transaction.sql,
             "UPDATE annotations SET ground_truth = 0 WHERE task_id = ? AND id <> ? AND ground_truth = 1", task_id,
             but);
}

struct AnnotationWriter::Statement {
    struct Optional {
        long long value = 0;
        soci::indicator is = soci::i_null;
        void operator=(const std::optional<std::int64_t>& given) {
            value = given.value_or(0);
            is = given ? soci::i_ok : soci::i_null;
        }
    };
    explicit Statement(soci::session& session_in) : session(&session_in), statement(session_in) {
        statement.exchange(soci::use(row.uid, "uid"));
        statement.exchange(soci::use(task, "task"));
        statement.exchange(soci::use(project, "project"));
        statement.exchange(soci::use(by.value, by.is, "by"));
        statement.exchange(soci::use(updated_by.value, updated_by.is, "updater"));
        statement.exchange(soci::use(row.result, "result"));
        statement.exchange(soci::use(count, "count"));
        statement.exchange(soci::use(cancelled, "cancelled"));
        statement.exchange(soci::use(truth, "truth"));
        statement.exchange(soci::use(bulk, "bulk"));
        statement.exchange(soci::use(completed, "completed"));
        statement.exchange(soci::use(lead, lead_is, "lead"));
        statement.exchange(soci::use(row.prediction, "prediction"));
        statement.exchange(soci::use(import.value, import.is, "import"));
        statement.exchange(soci::use(parent_prediction.value, parent_prediction.is, "pp"));
        statement.exchange(soci::use(parent_annotation.value, parent_annotation.is, "pa"));
        statement.exchange(soci::use(row.last_action, "action"));
        statement.exchange(soci::use(row.draft_created_at, "drafted"));
        statement.exchange(soci::use(row.created_at, "created"));
        statement.exchange(soci::use(row.updated_at, "updated"));
        statement.alloc();
        statement.prepare(
            "INSERT INTO annotations (uid, task_id, project_id, completed_by, updated_by, result, "
            "result_count, was_cancelled, ground_truth, "
            "bulk_created, completed, lead_time, prediction, import_id, parent_prediction, parent_annotation, "
            "last_action, draft_created_at, created_at, "
            "updated_at) VALUES (:uid, :task, :project, :by, :updater, :result, :count, :cancelled, "
            ":truth, :bulk, :completed, :lead, :prediction, "
            ":import, :pp, :pa, :action, :drafted, :created, :updated)");
        statement.define_and_bind();
    }
    soci::session* session;
    AnnotationRow row;
    long long task = 0, project = 0, count = 0;
    int cancelled = 0, truth = 0, bulk = 0, completed = 1;
    Optional by, updated_by, import, parent_prediction, parent_annotation;
    double lead = 0;
    soci::indicator lead_is = soci::i_null;
    soci::statement statement;
};

AnnotationWriter::AnnotationWriter(Transaction& transaction)
    : statement_(std::make_unique<Statement>(transaction.sql)) {}
AnnotationWriter::~AnnotationWriter() = default;

std::int64_t AnnotationWriter::insert(const AnnotationRow& row) {
    Statement& s = *statement_;
    s.row = row;
    s.task = row.task_id;
    s.project = row.project_id;
    s.count = row.result_count;
    s.cancelled = row.was_cancelled ? 1 : 0;
    s.truth = row.ground_truth ? 1 : 0;
    s.bulk = row.bulk_created ? 1 : 0;
    s.completed = row.completed ? 1 : 0;
    s.by = row.completed_by;
    s.updated_by = row.updated_by;
    s.import = row.import_id;
    s.parent_prediction = row.parent_prediction;
    s.parent_annotation = row.parent_annotation;
    s.lead = row.lead_time.value_or(0);
    s.lead_is = row.lead_time ? soci::i_ok : soci::i_null;
    s.statement.execute(true);
    return sql::last_id(*s.session, "annotations");
}

std::optional<DraftRow> find_draft(Transaction& transaction, std::int64_t id) {
    sql::Query query(transaction.sql, fmt::format("SELECT {} FROM drafts WHERE id = ?", draft_columns));
    query.bind(id);
    return sql::first_row<DraftRow>(query, out_draft);
}

std::optional<DraftRow> find_draft_of_document(Transaction& transaction, const std::string& document_uid) {
    sql::Query query(transaction.sql, fmt::format("SELECT {} FROM drafts WHERE document_uid = ?", draft_columns));
    query.bind(document_uid);
    return sql::first_row<DraftRow>(query, out_draft);
}

std::vector<DraftRow> drafts_of(Transaction& transaction, const std::vector<std::int64_t>& task_ids) {
    return sql::rows_of_ids<DraftRow>(
        transaction.sql,
        fmt::format("SELECT {} FROM drafts WHERE task_id IN ({{}}) ORDER BY task_id, id", draft_columns), task_ids,
        out_draft);
}

void insert_draft(Transaction& transaction, DraftRow& row) {
    sql::run(transaction.sql,
             "INSERT INTO drafts (task_id, project_id, user_id, annotation_id, import_id, result, lead_time, "
             "was_postponed, created_at, updated_at, document_uid) "
             "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
             row.task_id, row.project_id, row.user_id, row.annotation_id, row.import_id, row.result, row.lead_time,
             row.was_postponed, row.created_at, row.updated_at, row.document_uid);
    row.id = sql::last_id(transaction.sql, "drafts");
}

void update_draft(Transaction& transaction, const DraftRow& row) {
    sql::run(transaction.sql,
             "UPDATE drafts SET result = ?, lead_time = ?, was_postponed = ?, annotation_id = ?, updated_at = ?, "
             "document_uid = ? WHERE id = ?",
             row.result, row.lead_time, row.was_postponed, row.annotation_id, row.updated_at, row.document_uid, row.id);
}

void delete_draft(Transaction& transaction, std::int64_t id) {
    sql::run(transaction.sql, "DELETE FROM drafts WHERE id = ?", id);
}

std::vector<std::int64_t> annotators_of(Transaction& transaction, std::int64_t project_id) {
    sql::Query query(
        transaction.sql,
        "SELECT DISTINCT completed_by FROM annotations WHERE project_id = ? AND completed_by IS NOT NULL ORDER BY 1");
    query.bind(project_id);
    return sql::all_ids(query);
}

} // namespace tw::server
