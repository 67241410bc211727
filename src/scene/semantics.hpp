// The one tree of what is on screen for everything that cannot see: the DOM mirror, inspect(), locate(), and headless
// tests. Widgets emit a node as they draw, regions from the display list. Roles are ARIA's. Rects are in CSS pixels of the
// element. A frame's tree is whole: what is not in it is not on screen.
#pragma once

#include "base/geometry.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tw {

struct SemanticNode {
    /// Stable while the thing exists: "action:annotation:undo", "region:aB3", "choice:sentiment:Positive".
    std::string id = {};
    std::string role =
        {}; ///< "button", "checkbox", "radio", "textbox", "tab", "list", "listitem", "option", "img", ...
    std::string name = {};  ///< what a screen reader says
    std::string value = {}; ///< of textbox, slider, progressbar
    Rect rect_px = {};
    std::uint32_t parent = 0; ///< index + 1 of the parent; 0: top level
    bool disabled = false, focused = false, selected = false;
    std::optional<bool> checked = {}, expanded = {}, pressed = {};
    int row_index = 0, row_count = 0; ///< 1-based; for virtual lists
    bool operator==(const SemanticNode&) const = default;
};

class SemanticTree {
public:
    void clear();
    /// Adds a node below the innermost open group; returns its index.
    std::uint32_t add(SemanticNode node);
    void open(SemanticNode group);
    void close();
    [[nodiscard]] const std::vector<SemanticNode>& nodes() const { return nodes_; }
    [[nodiscard]] const SemanticNode* find(std::string_view role, std::string_view name) const;
    [[nodiscard]] const SemanticNode* by_id(std::string_view id) const;

private:
    std::vector<SemanticNode> nodes_;
    std::vector<std::uint32_t> open_;
};

/// Indented text for golden files: "button \"Submit\" [disabled]" with rects when asked.
std::string dump(const SemanticTree& tree, bool with_rects = false);

} // namespace tw
