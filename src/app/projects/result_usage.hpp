// What results say about the config that made them: which controls wrote them, on which objects, with which labels. Pure
// reading of Label Studio results; from it a config is proposed for an export that came without one, and a changed config is
// checked against what is already annotated.
#pragma once

#include "config/config_tree.hpp"
#include "model/entities.hpp"

#include <map>
#include <string>
#include <vector>

namespace tw {

/// Everything one control wrote.
struct ControlUsage {
    std::string to_name, type; ///< result type: "rectanglelabels"
    std::size_t results = 0;
    std::map<std::string, std::size_t> labels; ///< labels or choices, with their counts
    bool per_region = false;                   ///< written for regions that another control drew
    bool several = false;                      ///< more than one choice at once
    bool on_nodes = false, on_time = false;    ///< spans of a document's nodes, or of seconds
    std::string sample_text;                   ///< words of a span, to find the field they stand in
};

struct ResultUsage {
    std::map<std::string, ControlUsage> controls; ///< by from_name
    std::vector<std::string> order;               ///< names as they were first met

    void add(const Json& result); ///< the result array of one annotation or prediction
    void add(const Task& task);   ///< annotations, predictions and drafts
};

/// A config that shows and edits what `usage` holds; `data` is a task's, to tell which field is which. "" when there is
/// nothing to go by.
std::string infer_config(const ResultUsage& usage, const Json& data);
std::string infer_config(const std::vector<Task>& tasks);

/// What would be kept but could no longer be edited under another config.
struct Orphan {
    enum class Kind : std::uint8_t { control, type, label } kind = Kind::control;
    std::string control, label;
    std::size_t results = 0;
    bool operator==(const Orphan&) const = default;
};
std::vector<Orphan> orphans(const ResultUsage& usage, const ConfigTree& config);

} // namespace tw
