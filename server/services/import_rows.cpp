#include "services/import_rows.hpp"

#include "base/id.hpp"
#include "ports/clock.hpp"
#include "services/projects.hpp"
#include "services/task_rules.hpp"
#include "storage/predictions.hpp"
#include "storage/users.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace tw::server {

Result<AuthorIds> check_authors(Transaction& t, const Caller& caller, const NamedAuthors& authors,
                                bool unknown_emails) {
    AuthorIds ids;
    for (const std::int64_t id : authors.ids)
        if (!role_in(t, caller.organization_id, id))
            return fail(
                "validation",
                fmt::format("Import data contains completed_by={} which is not a valid annotator's email or ID", id));
    for (const std::string& email : authors.emails) {
        const auto user = find_user_by_email(t, email);
        if (user && role_in(t, caller.organization_id, user->id))
            ids[email] = user->id;
        else if (!unknown_emails)
            return fail("validation", fmt::format("Unknown annotator's email {}", email));
        else
            ids[email] = caller.user_id;
    }
    return ids;
}

ImportRows::ImportRows(Services& services, Transaction& transaction, const Caller& caller, const ProjectRow& project,
                       const AuthorIds& authors, std::int64_t first_inner_id)
    : services_(&services), transaction_(&transaction), caller_(&caller), project_(&project), authors_(&authors),
      inner_id_(first_inner_id), now_(now_iso(services)),
      skips_count_(project_setting(project, "skip_queue") == "IGNORE_SKIPPED"), tasks_(transaction),
      annotations_(transaction) {}

std::int64_t ImportRows::insert(ImportItem& item) {
    TaskRow task;
    task.project_id = project_->id;
    task.inner_id = inner_id_++;
    task.uid = new_uid();
    task.data = std::move(item.data);
    task.meta = std::move(item.meta);
    task.overlap = std::max<std::int64_t>(1, project_->maximum_annotations);
    task.file_upload_id = item.upload;
    task.created_at = task.updated_at = now_;
    std::vector<AnnotationRow> annotations;
    for (ImportedAnnotation& imported : item.annotations) {
        annotations.push_back(row_of(imported));
        task.total_annotations += imported.was_cancelled ? 0 : 1;
        task.cancelled_annotations += imported.was_cancelled ? 1 : 0;
        task.ground_truth += imported.ground_truth ? 1 : 0;
    }
    task.total_predictions = static_cast<std::int64_t>(item.predictions.size());
    task.is_labeled = is_labeled(annotations, task.overlap, skips_count_);
    task.completed_at = task.is_labeled ? now_ : "";
    const std::int64_t id = tasks_.insert(task);
    for (AnnotationRow& annotation : annotations) {
        annotation.task_id = id;
        annotations_.insert(annotation);
    }
    for (ImportedPrediction& imported : item.predictions) {
        PredictionRow prediction;
        prediction.task_id = id;
        prediction.project_id = project_->id;
        prediction.result = std::move(imported.result);
        prediction.model_version = std::move(imported.model_version);
        prediction.score = imported.score;
        prediction.created_at = prediction.updated_at = now_;
        insert_prediction(*transaction_, prediction);
    }
    change_.tasks += 1;
    change_.finished += task.is_labeled ? 1 : 0;
    change_.with_annotations += task.total_annotations > 0 ? 1 : 0;
    change_.annotations += task.total_annotations;
    change_.skipped += task.cancelled_annotations;
    change_.ground_truth += task.ground_truth;
    change_.predictions += task.total_predictions;
    return id;
}

std::string ImportRows::new_uid() const {
    return make_uid(services_->clock.now_ms_utc(), services_->random);
}

AnnotationRow ImportRows::row_of(ImportedAnnotation& imported) const {
    AnnotationRow row;
    row.project_id = project_->id;
    row.uid = new_uid();
    row.completed_by = imported.author_email.empty() ? imported.author.value_or(caller_->user_id)
                                                     : authors_->at(imported.author_email);
    row.result = std::move(imported.result);
    row.result_count = imported.result_count;
    row.was_cancelled = imported.was_cancelled;
    row.ground_truth = imported.ground_truth;
    row.lead_time = imported.lead_time;
    row.import_id = imported.import_id;
    row.created_at = row.updated_at = now_;
    return row;
}

} // namespace tw::server
