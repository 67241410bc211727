// Feeds the DOM twin of what is drawn (mirror.js) from the semantics tree: compares each frame's tree with the last one by
// a hash a node and sends only what changed. Owned by Studio. Never looks at widgets.
#pragma once

#include "scene/semantics.hpp"

#include <string>
#include <unordered_map>
#include <vector>

namespace tw::web {

class WebMirror {
public:
    /// Sends {set:[nodes], remove:[ids], order:[ids]}, each only when there is something to say.
    void update(const SemanticTree& tree);

private:
    struct Known {
        std::uint64_t hash = 0;
        std::uint64_t seen = 0;
        std::uint32_t parent = 0;
    };
    std::unordered_map<std::string, Known> known_;
    std::vector<std::string> order_;
    std::uint64_t frame_ = 0;
    std::uint64_t last_tree_hash_ = 0;
};

} // namespace tw::web
