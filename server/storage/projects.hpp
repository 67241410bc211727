// Rows of projects and the counters kept with them. SQL only; rules are in services/projects.
#pragma once

#include "storage/database.hpp"

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace tw::server {

struct ProjectRow {
    std::int64_t id = 0, organization_id = 0;
    std::optional<std::int64_t> created_by;
    std::string uid, title, label_config;
    std::string settings; ///< every other field of the API that has no column, as a JSON object
    std::int64_t maximum_annotations = 1;
    std::string pinned_at, created_at, updated_at;
    std::int64_t task_number = 0, finished_task_number = 0, num_tasks_with_annotations = 0,
                 total_annotations_number = 0, skipped_annotations_number = 0, ground_truth_number = 0,
                 total_predictions_number = 0;
};

/// What changes in a project's counters.
struct CounterChange {
    std::int64_t tasks = 0, finished = 0, with_annotations = 0, annotations = 0, skipped = 0, ground_truth = 0,
                 predictions = 0;
};

/// Counts by kind: "data" (name: key), "annotations" (name: "from|to|type"), "labels" and "draft_labels" (name: control).
using ProjectCounts = std::map<std::tuple<std::string, std::string, std::string>, std::int64_t>;

struct ProjectFilter {
    std::vector<std::int64_t> ids = {}; ///< empty: all
    std::string title = {};             ///< part of it, any case
    std::optional<bool> pinned = {};
    std::string ordering = {}; ///< a field, with "-" before it for descending; "": pinned first, then newest first
};

std::optional<ProjectRow> find_project(Transaction& transaction, std::int64_t id);
std::optional<std::int64_t> organization_of_project(Transaction& transaction, std::int64_t id);
void insert_project(Transaction& transaction, ProjectRow& row);       ///< fills `id`
void update_project(Transaction& transaction, const ProjectRow& row); ///< all but the counters
void delete_project(Transaction& transaction, std::int64_t id);
std::int64_t count_projects(Transaction& transaction, std::int64_t organization_id, const ProjectFilter& filter);
std::vector<ProjectRow> list_projects(Transaction& transaction, std::int64_t organization_id,
                                      const ProjectFilter& filter, std::int64_t offset, std::int64_t limit);
void change_counters(Transaction& transaction, std::int64_t project_id, const CounterChange& change);
void add_counts(Transaction& transaction, std::int64_t project_id, const ProjectCounts& changes);
ProjectCounts counts_of(Transaction& transaction, std::int64_t project_id);
void clear_counts(Transaction& transaction, std::int64_t project_id);
/// The first of `count` new inner ids.
std::int64_t take_inner_ids(Transaction& transaction, std::int64_t project_id, std::int64_t count);
/// Tasks with an annotation of the caller, and tasks: what queue_done and queue_total need.
std::int64_t count_tasks_done_by(Transaction& transaction, std::int64_t project_id, std::int64_t user_id,
                                 bool with_skipped);

} // namespace tw::server
