#include "scene/semantics.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tw {

void SemanticTree::clear() {
    nodes_.clear();
    open_.clear();
}

std::uint32_t SemanticTree::add(SemanticNode node) {
    node.parent = open_.empty() ? 0 : open_.back() + 1;
    nodes_.push_back(std::move(node));
    return std::uint32_t(nodes_.size() - 1);
}

void SemanticTree::open(SemanticNode group) {
    open_.push_back(add(std::move(group)));
}

void SemanticTree::close() {
    if (!open_.empty())
        open_.pop_back();
}

const SemanticNode* SemanticTree::find(std::string_view role, std::string_view name) const {
    const auto found =
        std::ranges::find_if(nodes_, [&](const SemanticNode& node) { return node.role == role && node.name == name; });
    return found == nodes_.end() ? nullptr : &*found;
}

const SemanticNode* SemanticTree::by_id(std::string_view id) const {
    const auto found = std::ranges::find(nodes_, id, &SemanticNode::id);
    return found == nodes_.end() ? nullptr : &*found;
}

std::string dump(const SemanticTree& tree, bool with_rects) {
    std::string out;
    std::vector<int> depths;
    for (const SemanticNode& node : tree.nodes()) {
        const int depth = node.parent == 0 ? 0 : depths[node.parent - 1] + 1;
        depths.push_back(depth);
        out += fmt::format("{:{}}{} \"{}\"", "", depth * 2, node.role, node.name);
        if (!node.value.empty())
            out += fmt::format(" = \"{}\"", node.value);
        const auto state = [&out](bool on, std::string_view word) {
            if (on)
                out += fmt::format(" [{}]", word);
        };
        state(node.disabled, "disabled");
        state(node.focused, "focused");
        state(node.selected, "selected");
        if (node.checked)
            state(true, *node.checked ? "checked" : "unchecked");
        if (node.expanded)
            state(true, *node.expanded ? "expanded" : "collapsed");
        if (node.pressed)
            state(true, *node.pressed ? "pressed" : "released");
        if (node.row_index > 0)
            out += fmt::format(" row {}/{}", node.row_index, node.row_count);
        if (with_rects)
            out += fmt::format(" @ {:.1f},{:.1f} {:.1f}x{:.1f}", node.rect_px.x, node.rect_px.y, node.rect_px.w,
                               node.rect_px.h);
        out += '\n';
    }
    return out;
}

} // namespace tw
