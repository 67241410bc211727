// Which nodes are visible and which results are eligible, by the visibleWhen family (spec/tags.md §0.3) and the guide's
// additions (spec/guide-notes.md): conditions are joined by AND, a hidden container hides what it holds, and a result
// whose control is not eligible is dropped on serialisation.
#pragma once

#include "config/config_tree.hpp"
#include "edit/document.hpp"

#include <string>
#include <vector>

namespace tw {

/// What conditions look at.
struct VisibilityInput {
    const ConfigTree* tree = nullptr;
    const Document* document = nullptr;
    std::string selected_region; ///< "" when none, or several
};

/// One flag a node, by NodeId.
std::vector<bool> visible_nodes(const VisibilityInput& input);

/// May `control` hold a value for this region ("" : for the whole task)? Decides what is saved, not what is shown.
bool eligible(const VisibilityInput& input, const TagNode& control, std::string_view region_id);

/// `results` of the document less those whose control of this config is not eligible: what is handed in.
Json eligible_results(const ConfigTree& tree, const Document& document, Json results);

/// A region's labels from any of its label containers, in config order: what whenLabelValue compares with.
std::vector<std::string> region_labels(const ConfigTree& tree, const Region& region);

} // namespace tw
