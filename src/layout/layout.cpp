#include "layout/layout.hpp"

#include "layout/yoga_tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace tw {
namespace {

constexpr double gap_px = 8;
constexpr double narrow_viewport_px = 480;
constexpr double min_grown_height_px = 240;
/// Room for the notice that stands for a tag this version does not know.
constexpr double notice_height_px = 32;

class Builder {
public:
    explicit Builder(const LayoutInput& input)
        : input_(input), tree_(*input.tree), styles_(TreeStyles::resolve(tree_)), boxes_(input.viewport_px),
          box_of_(tree_.nodes().size()), flow_of_(tree_.nodes().size()),
          narrow_(input.viewport_px.w < narrow_viewport_px) {}

    LayoutResult run() {
        LayoutResult result;
        result.boxes_px.resize(tree_.nodes().size());
        result.frames_px.resize(tree_.nodes().size());
        result.content_px = input_.viewport_px;
        const YogaTree::BoxId page = boxes_.add_stack(0);
        if (const auto root = add(0)) {
            boxes_.append(page, *box_of_[0]);
            if (root->grows)
                boxes_.let_grow(*box_of_[0], 0);
            boxes_.calculate(page);
            place(0, {}, result);
            for (const Rect& frame : result.frames_px) {
                result.content_px.w = std::max(result.content_px.w, frame.right());
                result.content_px.h = std::max(result.content_px.h, frame.bottom());
            }
        }
        result.styles = std::move(styles_);
        return result;
    }

private:
    struct Added {
        bool grows = false; ///< it, or something in it, takes the height that is left
    };

    [[nodiscard]] bool visible(NodeId id) const {
        return (input_.visible == nullptr || id >= input_.visible->size() || (*input_.visible)[id]) &&
               styles_.of(id).display != Display::none;
    }

    [[nodiscard]] bool is_container(const TagNode& node) const {
        if (node.type != nullptr)
            return node.type->box != nullptr && node.type->box->container();
        return std::ranges::any_of(node.children, [this](NodeId child) { return holds_boxes(child); });
    }

    /// A tag that is not known stands for all it holds, unless some of that can be shown.
    [[nodiscard]] bool holds_boxes(NodeId id) const {
        const TagNode& node = tree_.node(id);
        return (node.type != nullptr && node.type->box != nullptr) ||
               std::ranges::any_of(node.children, [this](NodeId child) { return holds_boxes(child); });
    }

    [[nodiscard]] static bool flows(const ViewStyle& style) { return style.display == Display::inline_block; }

    /// Adds a node's box, unless it takes no room.
    std::optional<Added> add(NodeId id) {
        const TagNode& node = tree_.node(id);
        const bool takes_room = node.type == nullptr || node.type->box != nullptr;
        if (!visible(id) || !takes_room)
            return std::nullopt;
        return is_container(node) ? add_container(node) : add_leaf(node);
    }

    Added add_leaf(const TagNode& node) {
        if (node.type == nullptr) {
            box_of_[node.id] = boxes_.add_leaf([](double width_px) { return Size{width_px, notice_height_px}; });
        } else {
            const BoxHooks* hooks = node.type->box;
            box_of_[node.id] = boxes_.add_leaf([this, hooks, &node](double width_px) {
                return hooks->measure(input_.context ? input_.context(node) : BoxContext{}, width_px);
            });
        }
        set_style(node.id, true);
        return {node.type != nullptr && node.type->box->grows()};
    }

    Added add_container(const TagNode& node) {
        const ViewStyle& style = styles_.of(node.id);
        const bool flex = style.display == Display::flex;
        const YogaTree::BoxId box = boxes_.add_stack(flex ? 0 : gap_px);
        box_of_[node.id] = box;
        set_style(node.id, false);
        if (node.type == nullptr)
            boxes_.set_room_above(box, notice_height_px + gap_px);
        std::optional<YogaTree::BoxId> flow;
        std::vector<NodeId> growing;
        for (const NodeId child : node.children) {
            const auto inner = add(child);
            if (!inner)
                continue;
            if (flex || !flows(styles_.of(child)))
                flow.reset();
            else if (!flow)
                boxes_.append(box, flow.emplace(boxes_.add_flow(gap_px)));
            flow_of_[child] = flow;
            boxes_.append(flow.value_or(box), *box_of_[child]);
            if (inner->grows)
                growing.push_back(child);
        }
        if (narrow_ && boxes_.is_row(box))
            boxes_.turn_into_column(box);
        for (const NodeId child : growing)
            boxes_.let_grow(*box_of_[child], is_container(tree_.node(child)) ? 0 : min_grown_height_px);
        return {!growing.empty()};
    }

    void set_style(NodeId id, bool is_leaf) {
        boxes_.set_style(*box_of_[id], styles_.of(id), is_leaf);
        if (narrow_)
            boxes_.limit_width(*box_of_[id]);
    }

    void place(NodeId id, Vec2 origin_px, LayoutResult& result) const {
        if (!box_of_[id])
            return;
        Rect frame = boxes_.frame_in_parent(*box_of_[id]);
        frame.x += origin_px.x;
        frame.y += origin_px.y;
        result.frames_px[id] = frame;
        const TagNode& node = tree_.node(id);
        const bool container = is_container(node);
        Rect inner = boxes_.content_in_frame(*box_of_[id]);
        inner.x += frame.x;
        inner.y += frame.y;
        result.boxes_px[id] = container ? frame : inner;
        if (!container)
            return;
        for (const NodeId child : node.children) {
            Vec2 from_px{frame.x, frame.y};
            if (flow_of_[child]) {
                const Rect flow = boxes_.frame_in_parent(*flow_of_[child]);
                from_px = from_px + Vec2{flow.x, flow.y};
            }
            place(child, from_px, result);
        }
    }

    const LayoutInput& input_;
    const ConfigTree& tree_;
    TreeStyles styles_;
    YogaTree boxes_;
    std::vector<std::optional<YogaTree::BoxId>> box_of_;  ///< by NodeId
    std::vector<std::optional<YogaTree::BoxId>> flow_of_; ///< the row that wraps which a node flows in
    bool narrow_;
};

} // namespace

LayoutResult lay_out(const LayoutInput& input) {
    return Builder(input).run();
}

namespace {

void dump_node(const ConfigTree& tree, const LayoutResult& layout, const TagNode& node, std::size_t depth,
               std::string& out) {
    const Rect& box = layout.boxes_px[node.id];
    const Rect& frame = layout.frames_px[node.id];
    if (frame == Rect{})
        return;
    const auto shown = [](const Rect& r) { return fmt::format("{:g},{:g} {:g}x{:g}", r.x, r.y, r.w, r.h); };
    out.append(depth * 2, ' ');
    out += node.tag + (node.name.empty() ? "" : ' ' + node.name) + ' ' + shown(box);
    if (frame != box)
        out += " in " + shown(frame);
    out += '\n';
    for (const NodeId child : node.children)
        dump_node(tree, layout, tree.node(child), depth + 1, out);
}

} // namespace

std::string dump(const ConfigTree& tree, const LayoutResult& layout) {
    std::string out = fmt::format("content {:g}x{:g}\n", layout.content_px.w, layout.content_px.h);
    dump_node(tree, layout, tree.root(), 0, out);
    return out;
}

} // namespace tw
