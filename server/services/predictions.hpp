// Predictions: what a model says of a task.
#pragma once

#include "services/tasks.hpp"

namespace tw::server {

/// Errors: "not-found" "No Prediction matches the given query.".
Result<PredictionRow> prediction_for(Transaction& transaction, const Caller& caller, std::int64_t id);
Result<PredictionRow> create_prediction(Services& services, Transaction& transaction, const Caller& caller,
                                        const Json& body);
Result<PredictionRow> change_prediction(Services& services, Transaction& transaction, const Caller& caller,
                                        PredictionRow row, const Json& body);
Result<void> remove_prediction(Services& services, Transaction& transaction, const Caller& caller,
                               const PredictionRow& row);
struct ImportedPredictions {
    std::int64_t created = 0;
    std::vector<std::int64_t> left_out; ///< places in the list of what does not fit the config
};
/// An array of {task, result, score, model_version}. Errors: "validation" with the item's place.
Result<ImportedPredictions> import_predictions(Services& services, const Caller& caller, std::int64_t project_id,
                                               const Json& list);
/// Adds to a task's and its project's number of predictions.
void count_predictions(Services& services, Transaction& transaction, std::int64_t project_id, std::int64_t task_id,
                       std::int64_t change);

} // namespace tw::server
