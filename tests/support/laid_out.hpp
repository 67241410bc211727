// A bound config laid out without an editor: objects made from task data, pictures of one size, text of fixed widths.
#pragma once

#include "config/config_tree.hpp"
#include "layout/layout.hpp"
#include "ports/image_source.hpp"
#include "support/fixed_shaper.hpp"

#include <map>
#include <memory>

namespace tw::test {

/// Every address is a picture of 800x600.
class FixedImages final : public ImageSource {
public:
    FixedImages() {
        state_.status = ImageState::Status::ready;
        state_.natural_px = {800, 600};
        state_.version = 1;
    }
    const ImageState& image(const std::string&) override { return state_; }
    void release_unused() override {}

private:
    ImageState state_;
};

class LaidOut {
public:
    LaidOut(const ConfigTree& tree, const Json& task_data, Size viewport_px) : task_data_(task_data) {
        for (const TagNode* node : tree.objects()) {
            if (node->type->object == nullptr)
                continue;
            auto model = node->type->object->make_model(*node, resolve_variables(node->get("value"), task_data),
                                                        {&shaper_, &images_});
            if (model != nullptr)
                model->poll();
            objects_[node->id] = std::move(model);
        }
        for (const TagNode& node : tree.nodes()) {
            std::vector<const TagNode*>& children = children_[node.id];
            if (node.type != nullptr && node.type->kind == TagKind::control)
                children = tree.descendants(node.id, TagKind::child);
            else
                for (const NodeId child : node.children)
                    children.push_back(&tree.node(child));
        }
        layout = lay_out({&tree, nullptr, viewport_px,
                          [this, viewport_px](const TagNode& node) { return context(node, viewport_px); }});
    }

    LayoutResult layout;

private:
    BoxContext context(const TagNode& node, Size viewport_px) {
        BoxContext context;
        context.node = &node;
        context.children = &children_[node.id];
        context.shaper = &shaper_;
        if (const auto object = objects_.find(node.id); object != objects_.end())
            context.object = object->second.get();
        context.resolved_value = resolve_text(node.get("value"), task_data_);
        context.viewport_height_px = viewport_px.h;
        return context;
    }

    const Json& task_data_;
    FixedShaper shaper_;
    FixedImages images_;
    std::map<NodeId, std::unique_ptr<ObjectModel>> objects_;
    std::map<NodeId, std::vector<const TagNode*>> children_;
};

} // namespace tw::test
