// Rows of predictions. SQL only.
#pragma once

#include "storage/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tw::server {

struct PredictionRow {
    std::int64_t id = 0, task_id = 0, project_id = 0;
    std::string result = "null", model_version;
    std::optional<double> score;
    std::string created_at, updated_at;
};

struct PredictionFilter {
    std::optional<std::int64_t> task, project;
    std::int64_t organization = 0;
};

std::optional<PredictionRow> find_prediction(Transaction& transaction, std::int64_t id);
std::vector<PredictionRow> predictions_of(Transaction& transaction, const std::vector<std::int64_t>& task_ids);
std::vector<PredictionRow> list_predictions(Transaction& transaction, const PredictionFilter& filter,
                                            std::int64_t limit);
void insert_prediction(Transaction& transaction, PredictionRow& row);
void update_prediction(Transaction& transaction, const PredictionRow& row);
void delete_prediction(Transaction& transaction, std::int64_t id);
bool has_model_version(Transaction& transaction, std::int64_t project_id, const std::string& version);
struct ModelVersion {
    std::string name;
    std::int64_t count = 0;
    std::string latest;
};
std::vector<ModelVersion> model_versions(Transaction& transaction, std::int64_t project_id);
/// Tasks that lose predictions, and how many each, when a version goes.
std::vector<std::pair<std::int64_t, std::int64_t>> tasks_with_version(Transaction& transaction, std::int64_t project_id,
                                                                      const std::string& version);
std::int64_t delete_version(Transaction& transaction, std::int64_t project_id, const std::string& version);
std::int64_t delete_predictions_of(Transaction& transaction, const std::vector<std::int64_t>& task_ids);

} // namespace tw::server
