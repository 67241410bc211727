#include "storage/next_search.hpp"

#include "storage/search_values.hpp"

#include <fmt/format.h>

namespace tw::server {
namespace {

SearchPiece pool_where(const Pool& pool) {
    SearchPiece where{"t.is_labeled = 0 AND NOT EXISTS (SELECT 1 FROM annotations a WHERE a.project_id = t.project_id "
                      "AND a.completed_by = ? AND a.task_id = t.id) "
                      "AND NOT EXISTS (SELECT 1 FROM drafts d WHERE d.project_id = t.project_id AND d.user_id = ? AND "
                      "d.was_postponed = 1 AND d.task_id = t.id)",
                      {pool.user_id, pool.user_id}};
    if (!pool.within.sql.empty()) {
        where.sql += " AND (" + pool.within.sql + ")";
        where.values.insert(where.values.end(), pool.within.values.begin(), pool.within.values.end());
    }
    return where;
}

/// Locks of others and what is counted leave room.
SearchPiece free_where(const Pool& pool) {
    SearchPiece piece;
    piece.sql = "(SELECT count(*) FROM task_locks l WHERE l.task_id = t.id AND l.user_id <> ? AND l.expires_at > ?) + "
                "t.total_annotations";
    piece.values = {pool.user_id, pool.now};
    switch (pool.skips) {
    case SkipCount::all:
        piece.sql += " + t.cancelled_annotations";
        break;
    case SkipCount::others:
        piece.sql += " + (SELECT count(*) FROM annotations a WHERE a.task_id = t.id AND a.was_cancelled = 1 AND "
                     "coalesce(a.completed_by, 0) <> ?)";
        piece.values.emplace_back(pool.user_id);
        break;
    case SkipCount::own:
        piece.sql += " + (SELECT count(*) FROM annotations a WHERE a.task_id = t.id AND a.was_cancelled = 1 AND "
                     "a.completed_by = ?)";
        piece.values.emplace_back(pool.user_id);
        break;
    }
    piece.sql += " < t.overlap";
    return piece;
}

std::optional<std::int64_t> first(Transaction& transaction, const Pool& pool, std::string_view from,
                                  const SearchPiece& where, const SearchPiece& order) {
    sql::Query query(transaction.sql,
                     fmt::format("SELECT t.id FROM {} WHERE t.project_id = ? AND {} ORDER BY {} LIMIT 1", from,
                                 where.sql, order.sql));
    query.bind(pool.project_id);
    bind_values(query, where.values);
    bind_values(query, order.values);
    return sql::first_row<std::int64_t>(query, [](sql::Query& q, std::int64_t& id) { q.out(id); });
}

void add(SearchPiece& where, const SearchPiece& more) {
    where.sql += " AND (" + more.sql + ")";
    where.values.insert(where.values.end(), more.values.begin(), more.values.end());
}

} // namespace

std::optional<std::int64_t> locked_task(Transaction& transaction, const Pool& pool) {
    // A person's own locks are few; asked for in one query with the tasks, the planner walks all of those first.
    sql::Query locks(
        transaction.sql,
        "SELECT task_id FROM task_locks WHERE project_id = ? AND user_id = ? AND expires_at > ? ORDER BY task_id");
    locks.bind(pool.project_id).bind(pool.user_id).bind(pool.now);
    for (const std::int64_t id : sql::all_ids(locks)) {
        SearchPiece where = pool_where(pool);
        add(where, {"t.id = ?", {id}});
        if (first(transaction, pool, "tasks t", where, {"t.id", {}}))
            return id;
    }
    return std::nullopt;
}

std::optional<std::string> lock_id(Transaction& transaction, std::int64_t task_id, std::int64_t user_id) {
    return sql::text(transaction.sql, "SELECT unique_id FROM task_locks WHERE task_id = ? AND user_id = ?", task_id,
                     user_id);
}

std::optional<std::int64_t> choose_from_pool(Transaction& transaction, const Pool& pool, const PoolChoice& choice) {
    SearchPiece where = pool_where(pool);
    if (choice.free_only)
        add(where, free_where(pool));
    if (choice.ground_truth_only)
        add(where, {"t.ground_truth > 0", {}});
    if (choice.overlapping)
        add(where, {*choice.overlapping ? "t.overlap > 1" : "t.overlap <= 1", {}});
    if (choice.most_annotated) {
        SearchPiece most = pool_where(pool);
        SearchPiece inner{"t.total_annotations > 0 AND t.total_annotations = (SELECT max(t.total_annotations) FROM "
                          "tasks t WHERE t.project_id = ? AND " +
                              most.sql + ")",
                          {pool.project_id}};
        inner.values.insert(inner.values.end(), most.values.begin(), most.values.end());
        add(where, inner);
    }
    SearchPiece order{"t.id", {}};
    if (!choice.custom_order.sql.empty())
        order = choice.custom_order;
    else if (choice.order == PoolOrder::random)
        order = {"random()", {}};
    else if (choice.order == PoolOrder::least_score) {
        add(where, {"EXISTS (SELECT 1 FROM predictions p WHERE p.task_id = t.id AND p.model_version = ? AND p.score IS "
                    "NOT NULL)",
                    {choice.model_version}});
        order = {"(SELECT min(p.score) FROM predictions p WHERE p.task_id = t.id AND p.model_version = ?), t.id",
                 {choice.model_version}};
    }
    return first(transaction, pool, "tasks t", where, order);
}

bool any_overlapping(Transaction& transaction, const Pool& pool) {
    SearchPiece where = pool_where(pool);
    add(where, {"t.overlap > 1", {}});
    return first(transaction, pool, "tasks t", where, {"t.id", {}}).has_value();
}

std::optional<std::int64_t> oldest_postponed(Transaction& transaction, const Pool& pool) {
    SearchPiece where{"d.user_id = ? AND d.was_postponed = 1 AND t.is_labeled = 0", {pool.user_id}};
    return first(transaction, pool, "drafts d JOIN tasks t ON t.id = d.task_id", where, {"d.updated_at, d.id", {}});
}

std::optional<std::int64_t> oldest_skipped(Transaction& transaction, const Pool& pool) {
    SearchPiece where{"a.completed_by = ? AND a.was_cancelled = 1 AND t.is_labeled = 0 AND NOT EXISTS (SELECT 1 FROM "
                      "annotations b WHERE b.task_id = t.id AND "
                      "b.completed_by = ? AND b.was_cancelled = 0)",
                      {pool.user_id, pool.user_id}};
    return first(transaction, pool, "annotations a JOIN tasks t ON t.id = a.task_id", where,
                 {"a.updated_at, a.id", {}});
}

} // namespace tw::server
