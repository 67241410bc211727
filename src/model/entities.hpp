// Values with ids: what a project, a task, an annotation and a prediction are, outside any editing. They carry Label
// Studio JSON as it came in (unknown keys are kept in `extra`), have a `uid` made where they were born, and an integer
// `id` given by an authority (0 until then). Nothing here has behaviour.
#pragma once

#include "base/json.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tw {

struct Project {
    std::string uid;
    std::int64_t id = 0;
    std::string title;
    std::string description;
    std::string label_config; ///< labeling XML as the person wrote it
    std::string guidelines;   ///< shown to whoever labels: Label Studio's expert_instruction
    std::string color;        ///< "#rrggbb", "" for none
    std::string created_at_utc, updated_at_utc;
    Json extra = Json::object();
};

struct Annotation {
    std::string uid; ///< Label Studio's unique_id
    std::int64_t id = 0;
    Json result = Json::array();
    bool was_cancelled = false;
    bool ground_truth = false;
    std::optional<double> lead_time_s;
    std::string created_at_utc, updated_at_utc;
    Json extra = Json::object(); ///< every other key, untouched
};

struct Prediction {
    std::int64_t id = 0;
    Json result = Json::array();
    std::string model_version;
    std::optional<double> score;
    Json extra = Json::object();
};

struct Task {
    std::string uid;
    std::int64_t id = 0;
    std::int64_t inner_id = 0;
    Json data = Json::object();
    Json meta = Json::object();
    std::vector<Annotation> annotations;
    std::vector<Prediction> predictions;
    Json drafts = Json::array();
    Json extra = Json::object();
};

} // namespace tw
