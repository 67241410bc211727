// The filters and orders of the data manager (spec/datamanager.md, sections 3 and 4) as pieces of SQL. Reads outside
// JSON: what cannot be meant is an error that says so, never a wrong answer.
#pragma once

#include "base/json.hpp"
#include "storage/task_search.hpp"

namespace tw::server {

struct FilterContext {
    std::string model_version; ///< the project's, for predictions_score
    Json column_types;         ///< {"tasks:data.n": "Number"} of a view, or null
};

/// {conjunction, items}; null and empty items are all tasks. Errors: "query".
Result<SearchPiece> compile_filters(const Json& filters, const FilterContext& context);
/// ["-tasks:data.n"]: the first entry counts; NULLs last both ways. Errors: "query".
Result<SearchPiece> compile_ordering(const Json& ordering, const FilterContext& context);
/// {all, included | excluded}; null and nothing included are all, as Label Studio reads a query (an action refuses the
/// latter before it comes here). Errors: "query".
Result<SearchPiece> compile_selection(const Json& selected_items);

/// Both must hold.
SearchPiece both(SearchPiece a, SearchPiece b);

} // namespace tw::server
