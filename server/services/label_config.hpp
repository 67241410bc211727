// A labeling config as the API speaks of it: checked with Label Studio's rules and words, and summed up as its
// parsed_label_config and control_weights. The tree itself is core's; nothing here knows a tag by name beyond what the
// API's own words need.
#pragma once

#include "base/error.hpp"
#include "base/json.hpp"
#include "tagkit/registry.hpp"

#include <string>

namespace tw::server {

struct LabelConfig {
    Json parsed = Json::object();  ///< parsed_label_config
    Json weights = Json::object(); ///< control_weights, all 1.0
    bool has_controls = false;
    bool suits_bulk = true; ///< config_suitable_for_bulk_annotation
};

/// Errors: "label-config" (no XML: 400 with a plain detail), "validation" at /label_config.
Result<LabelConfig> read_label_config(const std::string& xml, const TagRegistry& tags);

/// `fresh` weights where `old` has none; what `old` says of labels that are still there stays.
Json merged_weights(const Json& old, const Json& fresh);

/// A result made from a short form ("A", {"choices": ["A"]}) for the only control of the config; null when it does not fit.
Json expand_short_result(const Json& given, const Json& parsed_config);

/// Is the region one that the config's controls can make: from_name, to_name and labels?
bool fits_config(const Json& region, const Json& parsed_config);

/// Sample data for each field that the config reads: {text: "..."}.
Json sample_task_data(const Json& parsed_config);

} // namespace tw::server
