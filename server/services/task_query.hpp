// The data manager's questions: filters, ordering and selected items of a view or a query (spec/datamanager.md), turned
// into ids of tasks. Where Label Studio answers 500 we answer 400 with what is wrong; empty selections select nothing.
#pragma once

#include "services/services.hpp"
#include "storage/projects.hpp"

#include <vector>

namespace tw::server {

struct TaskQuery {
    Json filters;        ///< {conjunction, items} or null
    Json ordering;       ///< list; only its first entry counts
    Json selected_items; ///< {all, included | excluded} or null
    Json column_types;   ///< columnsDisplayType of a view: {"tasks:data.n": "Number"}
    [[nodiscard]] bool empty() const;
};

/// From `query` (JSON text), `view`, or a body. Errors: "not-found" for a view that is not there, "query" for bad JSON.
Result<TaskQuery> task_query_of(Transaction& transaction, const ProjectRow& project, const Json& given);

struct TaskPage {
    std::vector<std::int64_t> ids;
    std::int64_t total = 0, total_annotations = 0, total_predictions = 0;
};
/// Errors: "query" with what is wrong.
Result<TaskPage> run_task_query(Transaction& transaction, const ProjectRow& project, const TaskQuery& query,
                                std::int64_t offset, std::int64_t limit);
/// All that the query selects, in its order.
Result<std::vector<std::int64_t>> selected_tasks(Transaction& transaction, const ProjectRow& project,
                                                 const TaskQuery& query);

} // namespace tw::server
