// Annotations, drafts and predictions: what a client may write, and everything that follows from it.
#pragma once

#include "services/tasks.hpp"

namespace tw::server {

/// Label Studio's `result`: a list, JSON text of one, or nothing. Answers the JSON value (null when absent). Errors:
/// "validation" at /result.
Result<Json> result_of(const Json& body);

Result<AnnotationRow> create_annotation(Services& services, Transaction& transaction, const Caller& caller,
                                        const TaskOfProject& found, const Json& body);
struct AnnotationOfTask {
    AnnotationRow annotation;
    TaskOfProject found;
};
/// Errors: "not-found" "No Annotation matches the given query.".
Result<AnnotationOfTask> annotation_for(Transaction& transaction, const Caller& caller, std::int64_t id);
Result<AnnotationRow> change_annotation(Services& services, Transaction& transaction, const Caller& caller,
                                        AnnotationOfTask of, const Json& body);
void remove_annotation(Services& services, Transaction& transaction, const AnnotationOfTask& of,
                       std::optional<std::int64_t> by);

Result<DraftRow> create_draft(Services& services, Transaction& transaction, const Caller& caller,
                              const TaskOfProject& found, std::optional<std::int64_t> annotation_id, const Json& body);
Result<DraftRow> change_draft(Services& services, Transaction& transaction, const Caller& caller, DraftRow draft,
                              const Json& body);
void remove_draft(Transaction& transaction, const DraftRow& draft);
Result<DraftRow> draft_for(Transaction& transaction, const Caller& caller, std::int64_t id);
/// The annotation goes, its head stays as a draft of whoever asked.
Result<DraftRow> convert_to_draft(Services& services, Transaction& transaction, const Caller& caller,
                                  const AnnotationOfTask& of);

Result<PredictionRow> create_prediction(Services& services, Transaction& transaction, const Caller& caller,
                                        const Json& body);
Result<PredictionRow> prediction_for(Transaction& transaction, const Caller& caller, std::int64_t id);
Result<PredictionRow> change_prediction(Services& services, Transaction& transaction, PredictionRow row,
                                        const Json& body);
void remove_prediction(Services& services, Transaction& transaction, const PredictionRow& row);
/// Adds to a task's and its project's number of predictions.
void count_predictions(Services& services, Transaction& transaction, std::int64_t project_id, std::int64_t task_id,
                       std::int64_t change);

} // namespace tw::server
