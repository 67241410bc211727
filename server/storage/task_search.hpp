// Finding tasks by conditions: pieces of SQL put together from a closed set, with every value bound. What the words of
// an API mean is decided in services/task_query; the SQL is here.
#pragma once

#include "storage/database.hpp"

#include <string>
#include <variant>
#include <vector>

namespace tw::server {

using SearchValue = std::variant<std::int64_t, double, std::string>;

/// A condition or an order: SQL of ours with ? for each value.
struct SearchPiece {
    std::string sql;
    std::vector<SearchValue> values;
};

struct TaskSearch {
    std::int64_t project_id = 0;
    SearchPiece where; ///< empty: all
    SearchPiece order; ///< empty: by id
    std::int64_t offset = 0, limit = -1;
};
std::vector<std::int64_t> search_task_ids(Transaction& transaction, const TaskSearch& search);
struct SearchTotals {
    std::int64_t tasks = 0, annotations = 0, predictions = 0;
};
SearchTotals search_totals(Transaction& transaction, const TaskSearch& search);

/// What a column of the data manager is in SQL.
enum class SearchColumn : std::uint8_t {
    id,
    inner_id,
    total_annotations,
    cancelled_annotations,
    total_predictions,
    completed_at,
    created_at,
    updated_at,
    is_labeled,
    updated_by,
    file_upload,
    avg_lead_time,
    predictions_score,
    draft_exists,
    annotators,
    annotations_results,
    predictions_results,
    predictions_model_versions,
    annotations_ids,
    ground_truth,
    data_field,
    data_text,
    storage_filename,
    no_count, ///< 0 everywhere: comments are not here yet
};
/// The SQL of a column; `field` is the data key of data_field, `version` the model version of predictions_score.
SearchPiece column_sql(SearchColumn column, std::string_view field = {}, std::string_view version = {});
/// The JSON type of a data field, as SQLite names it.
SearchPiece data_type_sql(std::string_view field);

} // namespace tw::server
