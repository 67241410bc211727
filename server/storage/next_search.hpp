// The searches behind the label stream. A pool is what a person may still get: tasks that are not labeled, without an
// annotation or a postponed draft of theirs; "free" ones are not held by others either. SQL only.
#pragma once

#include "storage/task_search.hpp"

#include <optional>

namespace tw::server {

enum class SkipCount : std::uint8_t { others, own, all }; ///< whose skips count towards the overlap

struct Pool {
    std::int64_t project_id = 0, user_id = 0;
    std::string now;
    SkipCount skips = SkipCount::own;
    SearchPiece within; ///< of a query
};

std::optional<std::int64_t> locked_task(Transaction& transaction, const Pool& pool);
std::optional<std::string> lock_id(Transaction& transaction, std::int64_t task_id, std::int64_t user_id);
enum class PoolOrder : std::uint8_t { by_id, random, least_score };
struct PoolChoice {
    PoolOrder order = PoolOrder::by_id;
    bool free_only = true;
    bool ground_truth_only = false;
    std::optional<bool> overlapping = {}; ///< tasks with overlap > 1, or those without
    bool most_annotated = false;          ///< those with the most annotations by others, if more than none
    std::string model_version = {};       ///< for least_score
    SearchPiece custom_order = {};
};
std::optional<std::int64_t> choose_from_pool(Transaction& transaction, const Pool& pool, const PoolChoice& choice);
bool any_overlapping(Transaction& transaction, const Pool& pool);
std::optional<std::int64_t> oldest_postponed(Transaction& transaction, const Pool& pool);
std::optional<std::int64_t> oldest_skipped(Transaction& transaction, const Pool& pool);

} // namespace tw::server
