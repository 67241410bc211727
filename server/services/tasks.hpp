// Tasks in the several forms that Label Studio's endpoints send them (spec/results.md, section 1), and what may be done
// with one.
#pragma once

#include "services/caller.hpp"
#include "services/services.hpp"
#include "storage/annotations.hpp"
#include "storage/predictions.hpp"
#include "storage/projects.hpp"
#include "storage/tasks.hpp"

#include <map>
#include <span>

namespace tw::server {

enum class TaskForm : std::uint8_t {
    plain,     ///< POST
    with_work, ///< PATCH, and a project's list: annotations and predictions besides
    listed,    ///< the data manager's list
    full,      ///< the same with fields=all
    single,    ///< GET of one: authors expanded
    next,      ///< of the label stream
    exported,  ///< JSON export
};

/// What belongs to tasks, read for a whole page at once.
struct TaskWork {
    std::vector<AnnotationRow> annotations; ///< by task and id
    std::vector<PredictionRow> predictions;
    std::vector<DraftRow> drafts;
    std::map<std::int64_t, std::string> emails; ///< of users named in drafts and annotations
    std::map<std::int64_t, std::string> short_users;
};
TaskWork read_work(Transaction& transaction, const std::vector<std::int64_t>& task_ids);

struct TaskJson {
    TaskForm form = TaskForm::full;
    const Caller* caller = nullptr;
    const ProjectRow* project = nullptr;
    std::vector<std::string> include = {}; ///< only these keys; empty: all
    std::string lock_id = {}, queue = {};  ///< of the label stream
    std::uint64_t now_ms = 0;
};
void append_task(std::string& out, const TaskRow& task, const TaskWork& work, const TaskJson& how);

/// "no longer than" texts of annotations: created_ago with a no-break space.
std::string created_ago(const std::string& created_at, std::uint64_t now_ms);
void append_annotation(std::string& out, const AnnotationRow& annotation, const TaskWork& work, std::uint64_t now_ms,
                       bool expand_author);
void append_exported_annotation(std::string& out, const AnnotationRow& annotation,
                                const std::string& completed_by_json = {});
void append_prediction(std::string& out, const PredictionRow& prediction, std::uint64_t now_ms);
void append_draft(std::string& out, const DraftRow& draft, const TaskWork& work, std::uint64_t now_ms);

/// A task that the caller may see, and its project. Errors: "not-found".
struct TaskOfProject {
    TaskRow task;
    ProjectRow project;
};
Result<TaskOfProject> task_for(Transaction& transaction, const Caller& caller, std::int64_t id);

Result<TaskRow> create_task(Services& services, Transaction& transaction, const Caller& caller, const Json& body);
Result<TaskRow> change_task(Services& services, Transaction& transaction, const Caller& caller, TaskOfProject found,
                            const Json& body);
/// With everything that hangs on them; counters follow.
void remove_tasks(Services& services, Transaction& transaction, const ProjectRow& project,
                  const std::vector<std::int64_t>& ids);

} // namespace tw::server
