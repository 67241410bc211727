#include "storage/task_search.hpp"

#include "storage/search_values.hpp"

#include <fmt/format.h>

namespace tw::server {
namespace {

/// A JSON path that names one key, whatever characters it has.
std::string json_path(std::string_view field) {
    std::string path = "$.\"";
    for (const char c : field) {
        if (c == '"' || c == '\\')
            path += '\\';
        path += c;
    }
    return path + "\"";
}

} // namespace

std::vector<std::int64_t> search_task_ids(Transaction& transaction, const TaskSearch& search) {
    sql::Query query(transaction.sql,
                     fmt::format("SELECT t.id FROM tasks t WHERE t.project_id = ?{} ORDER BY {} LIMIT ? OFFSET ?",
                                 search.where.sql.empty() ? "" : " AND (" + search.where.sql + ")",
                                 search.order.sql.empty() ? "t.id" : search.order.sql));
    query.bind(search.project_id);
    bind_values(query, search.where.values);
    bind_values(query, search.order.values);
    query.bind(search.limit).bind(search.offset);
    return sql::all_ids(query);
}

SearchTotals search_totals(Transaction& transaction, const TaskSearch& search) {
    sql::Query query(transaction.sql,
                     fmt::format("SELECT count(*), coalesce(sum(t.total_annotations), 0), "
                                 "coalesce(sum(t.total_predictions), 0) FROM tasks t WHERE t.project_id = ?{}",
                                 search.where.sql.empty() ? "" : " AND (" + search.where.sql + ")"));
    query.bind(search.project_id);
    bind_values(query, search.where.values);
    SearchTotals totals;
    query.out(totals.tasks).out(totals.annotations).out(totals.predictions);
    query.next();
    return totals;
}

SearchPiece column_sql(SearchColumn column, std::string_view field, std::string_view version) {
    switch (column) {
    case SearchColumn::id:
        return {"t.id", {}};
    case SearchColumn::inner_id:
        return {"t.inner_id", {}};
    case SearchColumn::total_annotations:
        return {"t.total_annotations", {}};
    case SearchColumn::cancelled_annotations:
        return {"t.cancelled_annotations", {}};
    case SearchColumn::total_predictions:
        return {"t.total_predictions", {}};
    case SearchColumn::ground_truth:
        return {"t.ground_truth", {}};
    case SearchColumn::completed_at:
        return {"nullif(t.completed_at, '')", {}};
    case SearchColumn::created_at:
        return {"t.created_at", {}};
    case SearchColumn::updated_at:
        return {"t.updated_at", {}};
    case SearchColumn::is_labeled:
        return {"t.is_labeled", {}};
    case SearchColumn::updated_by:
        return {"t.updated_by", {}};
    case SearchColumn::file_upload:
        return {"(SELECT f.file FROM file_uploads f WHERE f.id = t.file_upload_id)", {}};
    case SearchColumn::storage_filename:
        return {"NULL", {}};
    case SearchColumn::no_count:
        return {"0", {}};
    case SearchColumn::avg_lead_time:
        return {"(SELECT avg(a.lead_time) FROM annotations a WHERE a.task_id = t.id)", {}};
    case SearchColumn::predictions_score:
        return {"(SELECT avg(p.score) FROM predictions p WHERE p.task_id = t.id AND p.model_version = ?)",
                {std::string(version)}};
    case SearchColumn::draft_exists:
        return {"EXISTS (SELECT 1 FROM drafts d WHERE d.task_id = t.id)", {}};
    case SearchColumn::annotators:
        return {"(SELECT group_concat(DISTINCT a.completed_by) FROM annotations a WHERE a.task_id = t.id)", {}};
    case SearchColumn::annotations_ids:
        return {"(SELECT group_concat(a.id) FROM annotations a WHERE a.task_id = t.id)", {}};
    case SearchColumn::annotations_results:
        return {"(SELECT group_concat(a.result) FROM annotations a WHERE a.task_id = t.id AND a.result NOT IN ('[]', "
                "'null'))",
                {}};
    case SearchColumn::predictions_results:
        return {"(SELECT group_concat(p.result) FROM predictions p WHERE p.task_id = t.id AND p.result NOT IN ('[]', "
                "'null'))",
                {}};
    case SearchColumn::predictions_model_versions:
        return {"(SELECT group_concat(DISTINCT p.model_version) FROM predictions p WHERE p.task_id = t.id)", {}};
    case SearchColumn::data_field:
        return {"json_extract(t.data, ?)", {json_path(field)}};
    case SearchColumn::data_text:
        return {"t.data", {}};
    }
    return {"NULL", {}};
}

SearchPiece data_type_sql(std::string_view field) {
    return {"json_type(t.data, ?)", {json_path(field)}};
}

} // namespace tw::server
