// Binding the values of a SearchPiece to the query that its SQL became part of.
#pragma once

#include "storage/sql.hpp"
#include "storage/task_search.hpp"

namespace tw::server {

inline void bind_values(sql::Query& query, const std::vector<SearchValue>& values) {
    for (const SearchValue& value : values)
        std::visit([&](const auto& v) { query.bind(v); }, value);
}

} // namespace tw::server
