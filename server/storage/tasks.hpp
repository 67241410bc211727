// Rows of tasks and of the locks on them. SQL only; rules are in services/tasks and services/task_rules.
#pragma once

#include "storage/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tw::server {

struct TaskRow {
    std::int64_t id = 0, project_id = 0, inner_id = 0;
    std::string uid, data = "{}", meta = "{}";
    std::int64_t overlap = 1;
    bool is_labeled = false;
    std::optional<std::int64_t> file_upload_id, updated_by;
    std::int64_t total_annotations = 0, cancelled_annotations = 0, total_predictions = 0, ground_truth = 0;
    std::string completed_at, created_at, updated_at;
    std::string file_upload; ///< path of the upload, when there is one; not a column
};

std::optional<TaskRow> find_task(Transaction& transaction, std::int64_t id);
/// In the order of `ids`; those that are gone are left out.
std::vector<TaskRow> find_tasks(Transaction& transaction, const std::vector<std::int64_t>& ids);
void insert_task(Transaction& transaction, TaskRow& row); ///< fills `id`
void update_task(Transaction& transaction, const TaskRow& row);
void delete_tasks(Transaction& transaction, const std::vector<std::int64_t>& ids);
/// Ids of a project's tasks, in order, from `offset`; `after_id` > 0 seeks instead.
std::vector<std::int64_t> task_ids(Transaction& transaction, std::int64_t project_id, std::int64_t offset,
                                   std::int64_t limit, std::int64_t after_id = 0);
/// The same, newest change first.
std::vector<std::int64_t> task_ids_by_change(Transaction& transaction, std::int64_t project_id, std::int64_t offset,
                                             std::int64_t limit);

/// Writes many tasks with one prepared statement.
class TaskWriter {
public:
    explicit TaskWriter(Transaction& transaction);
    ~TaskWriter();
    TaskWriter(const TaskWriter&) = delete;
    TaskWriter& operator=(const TaskWriter&) = delete;
    std::int64_t insert(const TaskRow& row);

private:
    struct Statement;
    std::unique_ptr<Statement> statement_;
};

struct LockRow {
    std::int64_t task_id = 0, user_id = 0;
    std::string unique_id, expires_at;
};
void set_lock(Transaction& transaction, std::int64_t project_id, const LockRow& lock);
void release_lock(Transaction& transaction, std::int64_t task_id, std::int64_t user_id);
void release_old_locks(Transaction& transaction, std::string_view now);

void note_in_stream(Transaction& transaction, std::int64_t project_id, std::int64_t user_id, std::int64_t task_id,
                    std::optional<std::int64_t> annotation_id);
/// (task, annotation), oldest first, the last `limit`.
std::vector<std::pair<std::int64_t, std::optional<std::int64_t>>>
stream_of(Transaction& transaction, std::int64_t project_id, std::int64_t user_id, std::int64_t limit);

} // namespace tw::server
