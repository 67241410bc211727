// Tasks, annotations, predictions and drafts as JSON text, in the several forms that Label Studio's endpoints send them
// (spec/results.md). Their heavy parts go out as they lie in the database.
#pragma once

#include "model/caller.hpp"
#include "services/services.hpp"
#include "storage/annotations.hpp"
#include "storage/predictions.hpp"
#include "storage/projects.hpp"
#include "storage/tasks.hpp"

#include <map>
#include <string>
#include <vector>

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
    std::int64_t caller_id = 0;
    std::vector<std::string> include = {}; ///< only these keys; empty: all
    std::uint64_t now_ms = 0;
    // Of the project, read once for a whole page:
    std::string model_version = {};   ///< whose predictions give the score
    std::string undefined_field = {}; ///< what a bare file or line is called, "" when the config does not say
    // Of exports:
    bool authors_as_objects = false, whole_predictions = false, drafts_as_ids = false;
    // Of the label stream:
    std::string lock_id = {}, queue = {};
};
TaskJson task_json(const Services& services, TaskForm form, const Caller& caller, const ProjectRow& project,
                   std::vector<std::string> include = {});
void append_task(std::string& out, const TaskRow& task, const TaskWork& work, const TaskJson& how);

/// "3 minutes", with a no-break space as Label Studio writes it.
std::string created_ago(const std::string& created_at, std::uint64_t now_ms);
void append_annotation(std::string& out, const AnnotationRow& annotation, const TaskWork& work, std::uint64_t now_ms,
                       bool expand_author);
void append_exported_annotation(std::string& out, const AnnotationRow& annotation,
                                const std::string& completed_by_json = {});
void append_prediction(std::string& out, const PredictionRow& prediction, std::uint64_t now_ms);
void append_draft(std::string& out, const DraftRow& draft, const TaskWork& work, std::uint64_t now_ms);

} // namespace tw::server
