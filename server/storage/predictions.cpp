#include "storage/predictions.hpp"

#include "storage/sql.hpp"

#include <fmt/format.h>

namespace tw::server {
namespace {

constexpr std::string_view columns = "id, task_id, project_id, result, model_version, score, created_at, updated_at";

void out(sql::Query& query, PredictionRow& row) {
    query.out(row.id)
        .out(row.task_id)
        .out(row.project_id)
        .out(row.result)
        .out(row.model_version)
        .out(row.score)
        .out(row.created_at)
        .out(row.updated_at);
}

} // namespace

std::optional<PredictionRow> find_prediction(Transaction& transaction, std::int64_t id) {
    sql::Query query(transaction.sql, fmt::format("SELECT {} FROM predictions WHERE id = ?", columns));
    query.bind(id);
    return sql::first_row<PredictionRow>(query, out);
}

std::vector<PredictionRow> predictions_of(Transaction& transaction, const std::vector<std::int64_t>& task_ids) {
    return sql::rows_of_ids<PredictionRow>(
        transaction.sql,
        fmt::format("SELECT {} FROM predictions WHERE task_id IN ({{}}) ORDER BY task_id, id", columns), task_ids, out);
}

std::vector<PredictionRow> list_predictions(Transaction& transaction, const PredictionFilter& filter,
                                            std::int64_t limit) {
    std::string where = "project_id IN (SELECT id FROM projects WHERE organization_id = ?)";
    if (filter.task)
        where += " AND task_id = ?";
    if (filter.project)
        where += " AND project_id = ?";
    sql::Query query(transaction.sql,
                     fmt::format("SELECT {} FROM predictions WHERE {} ORDER BY id LIMIT ?", columns, where));
    query.bind(filter.organization);
    if (filter.task)
        query.bind(*filter.task);
    if (filter.project)
        query.bind(*filter.project);
    query.bind(limit);
    return sql::all_rows<PredictionRow>(query, out);
}

void insert_prediction(Transaction& transaction, PredictionRow& row) {
    sql::run(transaction.sql,
             "INSERT INTO predictions (task_id, project_id, result, model_version, score, created_at, updated_at) "
             "VALUES (?, ?, ?, ?, ?, ?, ?)",
             row.task_id, row.project_id, row.result, row.model_version, row.score, row.created_at, row.updated_at);
    row.id = sql::last_id(transaction.sql, "predictions");
}

void update_prediction(Transaction& transaction, const PredictionRow& row) {
    sql::run(transaction.sql,
             "UPDATE predictions SET result = ?, model_version = ?, score = ?, updated_at = ? WHERE id = ?", row.result,
             row.model_version, row.score, row.updated_at, row.id);
}

void delete_prediction(Transaction& transaction, std::int64_t id) {
    sql::run(transaction.sql, "DELETE FROM predictions WHERE id = ?", id);
}

bool has_model_version(Transaction& transaction, std::int64_t project_id, const std::string& version) {
    return sql::whole(transaction.sql, "SELECT 1 FROM predictions WHERE project_id = ? AND model_version = ? LIMIT 1",
                      project_id, version)
        .has_value();
}

std::vector<ModelVersion> model_versions(Transaction& transaction, std::int64_t project_id) {
    std::vector<ModelVersion> versions;
    ModelVersion version;
    sql::Query query(transaction.sql, "SELECT model_version, count(*), max(created_at) FROM predictions WHERE "
                                      "project_id = ? GROUP BY model_version ORDER BY 3 DESC");
    query.bind(project_id).out(version.name).out(version.count).out(version.latest);
    while (query.next())
        versions.push_back(version);
    return versions;
}

std::vector<std::pair<std::int64_t, std::int64_t>> tasks_with_version(Transaction& transaction, std::int64_t project_id,
                                                                      const std::string& version) {
    std::vector<std::pair<std::int64_t, std::int64_t>> tasks;
    std::int64_t task = 0, count = 0;
    sql::Query query(
        transaction.sql,
        "SELECT task_id, count(*) FROM predictions WHERE project_id = ? AND model_version = ? GROUP BY task_id");
    query.bind(project_id).bind(version).out(task).out(count);
    while (query.next())
        tasks.emplace_back(task, count);
    return tasks;
}

std::int64_t delete_version(Transaction& transaction, std::int64_t project_id, const std::string& version) {
    return sql::run(transaction.sql, "DELETE FROM predictions WHERE project_id = ? AND model_version = ?", project_id,
                    version);
}

std::int64_t delete_predictions_of(Transaction& transaction, const std::vector<std::int64_t>& task_ids) {
    std::int64_t deleted = 0;
    sql::in_parts(transaction.sql, "DELETE FROM predictions WHERE task_id IN ({})", task_ids,
                  [&](sql::Query& query) { deleted += query.run(); });
    return deleted;
}

} // namespace tw::server
