// The config tree to boxes: Yoga does the flex arithmetic, Views bring their styles, leaves are measured by their tag.
// Pure: the same input gives the same boxes. Boxes are in CSS pixels of the labeling area, y down; the area scrolls when
// the content is higher than the viewport, and nothing in it scrolls by itself: a container is at least as high as what
// it holds. What grows shares the height that is left; a narrow viewport turns rows into columns.
#pragma once

#include "config/config_tree.hpp"
#include "layout/style.hpp"
#include "tagkit/hooks.hpp"

#include <functional>
#include <string>
#include <vector>

namespace tw {

struct LayoutInput {
    const ConfigTree* tree = nullptr;
    const std::vector<bool>* visible = nullptr; ///< by NodeId
    Size viewport_px;
    std::function<BoxContext(const TagNode&)> context; ///< what measuring a leaf may ask
};

struct LayoutResult {
    std::vector<Rect> boxes_px;  ///< by NodeId; empty rects for what is hidden or takes no room. A leaf paints here
    std::vector<Rect> frames_px; ///< by NodeId: the box with its padding and border, where background and border go
    TreeStyles styles;
    Size content_px; ///< at least the viewport's width
};

LayoutResult lay_out(const LayoutInput& input);

/// Boxes as text for golden files.
std::string dump(const ConfigTree& tree, const LayoutResult& layout);

} // namespace tw
