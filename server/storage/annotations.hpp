// Rows of annotations and drafts. SQL only; rules are in services/annotations.
#pragma once

#include "storage/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tw::server {

struct AnnotationRow {
    std::int64_t id = 0, task_id = 0, project_id = 0;
    std::string uid;
    std::optional<std::int64_t> completed_by, updated_by;
    std::string result = "null"; ///< JSON text
    std::int64_t result_count = 0;
    bool was_cancelled = false, ground_truth = false, bulk_created = false;
    bool completed = true; ///< false: listed, and not counted yet (the guide's own form)
    std::optional<double> lead_time;
    std::string prediction = "{}"; ///< JSON text
    std::optional<std::int64_t> import_id, parent_prediction, parent_annotation;
    std::string last_action, draft_created_at, created_at, updated_at;
};

struct DraftRow {
    std::int64_t id = 0, task_id = 0, project_id = 0, user_id = 0;
    std::optional<std::int64_t> annotation_id, import_id;
    std::string result = "[]";
    std::optional<double> lead_time;
    bool was_postponed = false;
    std::string created_at, updated_at;
    std::string document_uid; ///< not empty: the draft is that document's head, and `result` is empty
};

std::optional<AnnotationRow> find_annotation(Transaction& transaction, std::int64_t id);
/// Of all these tasks, by task and id.
std::vector<AnnotationRow> annotations_of(Transaction& transaction, const std::vector<std::int64_t>& task_ids);
std::optional<AnnotationRow> find_annotation_by_uid(Transaction& transaction, const std::string& uid);
bool has_annotation_uid(Transaction& transaction, const std::string& uid);
void insert_annotation(Transaction& transaction, AnnotationRow& row); ///< fills `id`
void update_annotation(Transaction& transaction, const AnnotationRow& row);
void delete_annotation(Transaction& transaction, std::int64_t id);
/// Takes the flag from all annotations of a task but this one.
void clear_ground_truth(Transaction& transaction, std::int64_t task_id, std::int64_t but);

class AnnotationWriter {
public:
    explicit AnnotationWriter(Transaction& transaction);
    ~AnnotationWriter();
    AnnotationWriter(const AnnotationWriter&) = delete;
    AnnotationWriter& operator=(const AnnotationWriter&) = delete;
    std::int64_t insert(const AnnotationRow& row);

private:
    struct Statement;
    std::unique_ptr<Statement> statement_;
};

std::optional<DraftRow> find_draft(Transaction& transaction, std::int64_t id);
std::vector<DraftRow> drafts_of(Transaction& transaction, const std::vector<std::int64_t>& task_ids);
void insert_draft(Transaction& transaction, DraftRow& row);
void update_draft(Transaction& transaction, const DraftRow& row);
void delete_draft(Transaction& transaction, std::int64_t id);
std::optional<DraftRow> find_draft_of_document(Transaction& transaction, const std::string& document_uid);

/// One annotation of a person, as a list of tasks needs it.
struct OwnWork {
    std::int64_t task_id = 0;
    std::string uid;
    bool was_cancelled = false;
};
/// Of the tasks from one id to another, by task and id.
std::vector<OwnWork> own_work(Transaction& transaction, std::int64_t project_id, std::int64_t user_id,
                              std::int64_t first_task, std::int64_t last_task);
std::vector<std::int64_t> tasks_with_own_drafts(Transaction& transaction, std::int64_t project_id, std::int64_t user_id,
                                                std::int64_t first_task, std::int64_t last_task);
/// Who annotated in a project, each once.
std::vector<std::int64_t> annotators_of(Transaction& transaction, std::int64_t project_id);

} // namespace tw::server
