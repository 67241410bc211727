// Labels: which are armed, what choosing one does, which tool fits, and the making of regions.
#include "base/id.hpp"
#include "base/text.hpp"
#include "editor/editor_internal.hpp"

#include <algorithm>

namespace tw {
namespace {

bool points_at(const TagNode& control, std::string_view object) {
    return std::ranges::find(control.to_names, object) != control.to_names.end();
}

bool takes_several(const TagNode& control) {
    return to_lower_ascii(control.get("choice")) == "multiple";
}

bool has(const std::vector<std::string>& list, std::string_view value) {
    return std::ranges::find(list, value) != list.end();
}

std::vector<std::string> labels_of(const Region& region, std::string_view control) {
    std::vector<std::string> out;
    if (const Json* labels = value_of(region, control); labels != nullptr && labels->is_array())
        for (const Json& label : *labels)
            if (label.is_string())
                out.push_back(label.get<std::string>());
    return out;
}

} // namespace

const TagNode* EditorSession::find_label(std::string_view control, std::string_view text) const {
    const auto index = caches_->labels.find(control);
    if (index == caches_->labels.end())
        return nullptr;
    for (const auto* map : {&index->second.by_written, &index->second.by_value})
        if (const auto found = map->find(text); found != map->end())
            return found->second;
    return nullptr;
}

const TagNode* EditorSession::container_of(const TagNode& label) const {
    for (NodeId at = label.parent; at != no_node; at = config_->node(at).parent)
        if (const TagNode& node = config_->node(at); node.type != nullptr && node.type->kind == TagKind::control)
            return &node;
    return nullptr;
}

bool EditorSession::label_on(const TagNode& control, const TagNode& label) const {
    const std::string written = written_value(label);
    bool applies = false;
    for (const std::string& id : selection_) {
        const Region* region = document_.region(id);
        if (region == nullptr || !points_at(control, object_of(*region)))
            continue;
        applies = true;
        if (has(labels_of(*region, control.name), written))
            return true;
    }
    if (applies)
        return false;
    const auto armed = armed_.find(control.name);
    return armed != armed_.end() && has(armed->second, written);
}

/// May `more` regions take the label, by maxUsages of the label or of its container?
bool EditorSession::usable(const TagNode& container, const std::string& label, std::size_t more) {
    const TagNode* node = find_label(container.name, label);
    double most = container.attribute("maxusages") != nullptr ? container.number("maxusages") : 0;
    if (node != nullptr && node->attribute("maxusages") != nullptr)
        most = node->number("maxusages");
    if (most <= 0)
        return true;
    std::size_t used = 0;
    for (const RegionIndex index : document_.region_order())
        used += has(labels_of(document_.region_at(index), container.name), label) ? 1U : 0U;
    if (double(used + more) <= most)
        return true;
    notice("notice.max-usages", {{"label", label}, {"count", most}});
    return false;
}

bool EditorSession::choose_label(const TagNode& container, const TagNode& label) {
    if (readonly_ || container.type == nullptr || !container.type->label_container)
        return false;
    const std::string written = written_value(label);
    if (!text_selection_.empty() && points_at(container, text_selection_.object)) {
        const auto before = armed_;
        armed_.clear();
        armed_[container.name] = {written};
        const bool made = span_from_selection();
        armed_ = before;
        return made;
    }
    std::vector<std::string> applicable;
    for (const std::string& id : selection_) {
        const RegionView view = view_of(id);
        const bool fits = view.object != nullptr && points_at(container, view.object->name) &&
                          (!container.type->draws_regions || view.shape == container.type->shape);
        if (fits)
            applicable.push_back(id);
    }
    if (!applicable.empty())
        return relabel(container, applicable, written);
    arm(container, written);
    return true;
}

bool EditorSession::relabel(const TagNode& container, const std::vector<std::string>& region_ids,
                            const std::string& label) {
    std::vector<const Region*> regions;
    for (const std::string& id : region_ids)
        if (is_editable(id))
            regions.push_back(document_.region(id));
    if (regions.empty()) {
        notice("notice.region-not-editable");
        return false;
    }
    const auto lacks = [&](const Region* region) { return !has(labels_of(*region, container.name), label); };
    const bool several = takes_several(container);
    const auto lacking = std::size_t(std::ranges::count_if(regions, lacks));
    const bool taking_away = several && lacking == 0;
    if (lacking > 0 && !usable(container, label, lacking))
        return false;
    Transaction transaction;
    transaction.action = "history.relabel";
    for (const Region* region : regions) {
        std::vector<std::string> labels = several ? labels_of(*region, container.name) : std::vector<std::string>{};
        if (taking_away)
            std::erase(labels, label);
        else if (!has(labels, label))
            labels.push_back(label);
        if (labels.empty()) // a region keeps at least one label
            continue;
        add_edited_origin(transaction, *region);
        if (region->control(container.name) == nullptr && region->extra.find(container.name) == region->extra.end())
            transaction.set({RegisterKind::region_extra, region->id, container.name}, {{"origin", "manual"}});
        transaction.set({RegisterKind::region_control, region->id, container.name},
                        {{"type", container.type->result_type}, {"value", labels}});
    }
    return !commit(std::move(transaction)).empty();
}

void EditorSession::arm(const TagNode& container, const std::string& label) {
    std::vector<std::string>& armed = armed_[container.name];
    const bool was_armed = has(armed, label);
    if (was_armed)
        std::erase(armed, label);
    else if (!usable(container, label, 1))
        ; // the notice is sent; what was armed stays
    else if (takes_several(container))
        armed.push_back(label);
    else
        armed = {label};
    const bool any = !armed.empty();
    if (!any)
        armed_.erase(container.name);
    if (container.type->draws_regions && any)
        std::erase_if(armed_, [&](const auto& entry) {
            const TagNode* other = config_->by_name(entry.first);
            return entry.first != container.name && other != nullptr && other->type->draws_regions;
        });
    if (!any) {
        if (tool_control_ == container.name)
            activate_tool("move");
        return;
    }
    if (container.type->draws_regions) {
        activate_tool(container.type->tool, &container);
        return;
    }
    const TagNode* current = config_->by_name(tool_control_);
    const auto draws_for = [&](const TagNode& control) {
        return std::ranges::any_of(container.to_names,
                                   [&](const std::string& name) { return points_at(control, name); });
    };
    if (current != nullptr && !current->type->label_container && draws_for(*current))
        return;
    for (const TagNode* control : config_->controls())
        if (control->type->draws_regions && !control->type->label_container && draws_for(*control)) {
            activate_tool(control->type->tool, control);
            return;
        }
}

std::vector<std::string> EditorSession::tools() const {
    std::vector<std::string> out{"move"};
    if (std::ranges::any_of(objects_, [](const auto& entry) { return entry.second->zooms(); }))
        out.emplace_back("pan-image");
    for (const TagNode* control : config_->controls())
        if (control->type->draws_regions && !control->type->tool.empty() && !has(out, control->type->tool))
            out.push_back(control->type->tool);
    return out;
}

bool EditorSession::activate_tool(std::string_view id, const TagNode* control) {
    std::unique_ptr<Tool> made;
    std::string made_for;
    if (id == "move") {
        made = make_select_tool();
    } else if (id == "pan-image") {
        made = make_pan_tool();
    } else {
        // Of several controls with this tool: the one asked for, one with armed labels, one that needs none, the first.
        const TagNode* best = control;
        int best_rank = 0;
        for (const TagNode* other : config_->controls()) {
            if (control != nullptr || other->type->tool != id || !other->type->draws_regions)
                continue;
            const int rank = armed_.contains(other->name) ? 3 : !other->type->label_container ? 2 : 1;
            if (rank > best_rank) {
                best = other;
                best_rank = rank;
            }
        }
        if (best == nullptr || best->type->shape == nullptr || best->to_names.empty())
            return false;
        const TagNode* target = config_->by_name(best->to_names.front());
        if (target == nullptr)
            return false;
        made = best->type->shape->make_tool(*best, *target);
        made_for = best->name;
    }
    if (made == nullptr)
        return false;
    cancel_gesture();
    tool_ = std::move(made);
    tool_control_ = std::move(made_for);
    return true;
}

bool EditorSession::may_create(std::string_view control_name, std::string_view object_name) {
    if (readonly_) {
        notice("notice.readonly");
        return false;
    }
    const TagNode* control = config_->by_name(control_name);
    if (control != nullptr && control->type->label_container && !armed_.contains(control->name) &&
        !control->flag("allowempty")) {
        notice("notice.choose-label-first");
        return false;
    }
    for (const auto& [container, labels] : armed_) {
        const TagNode* node = config_->by_name(container);
        if (node == nullptr || !points_at(*node, object_name) || (node->type->draws_regions && node != control))
            continue;
        for (const std::string& label : labels)
            if (!usable(*node, label, 1))
                return false;
    }
    return true;
}

std::string EditorSession::create_region(std::string_view control_name, const std::string& object_name, Json shape) {
    const TagNode* object_node = config_->by_name(object_name);
    const ObjectModel* model = object(object_name);
    if (readonly_ || object_node == nullptr || model == nullptr)
        return {};
    const TagNode* control = config_->by_name(control_name);
    if (control != nullptr && control->type->shape != nullptr)
        shape = control->type->shape->stored(std::move(shape), *model, *control);
    Json geometry{{"to_name", object_name}, {"value", std::move(shape)}};
    const Json extras = object_node->type->object->result_extras(*model);
    for (const auto& [key, value] : extras.items())
        geometry[key] = value;
    const std::string id = make_region_id(*services_.random);
    Transaction transaction;
    transaction.action = "history.draw";
    transaction.set({RegisterKind::region_geometry, id, ""}, std::move(geometry));
    transaction.set({RegisterKind::region_order, id, ""}, document_.next_order_key());
    bool labelled = false;
    const auto add = [&](const TagNode& node, const std::vector<std::string>* labels) {
        Json value{{"type", node.type->result_type}};
        if (labels != nullptr)
            value["value"] = *labels;
        labelled = labelled || labels != nullptr;
        transaction.set({RegisterKind::region_control, id, node.name}, std::move(value));
        transaction.set({RegisterKind::region_extra, id, node.name}, {{"origin", "manual"}});
    };
    if (control != nullptr) {
        const auto armed = armed_.find(control->name);
        add(*control, armed == armed_.end() ? nullptr : &armed->second);
    }
    std::vector<const TagNode*> used;
    for (const auto& [container, labels] : armed_) {
        const TagNode* node = config_->by_name(container);
        if (node == nullptr || !points_at(*node, object_name))
            continue;
        if (node == control)
            used.push_back(node);
        if (node == control || node->type->draws_regions)
            continue;
        add(*node, &labels);
        used.push_back(node);
    }
    if (commit(std::move(transaction)).empty())
        return {};
    if (!keep_labels_armed_)
        for (const TagNode* node : used)
            armed_.erase(node->name);
    const bool wants_answer = std::ranges::any_of(config_->controls_of(object_name), [&](const TagNode* node) {
        return node->flag("perregion") && eligible(visibility_input(), *node, id);
    });
    if (select_after_create_ || !labelled || wants_answer)
        set_selection({id});
    return id;
}

bool EditorSession::span_from_selection() {
    const TextSelection open = text_selection_;
    const ObjectModel* model = object(open.object);
    const TagNode* node = config_->by_name(open.object);
    if (open.empty() || model == nullptr || node == nullptr) {
        set_text_selection({});
        return false;
    }
    std::string granularity(node->get("granularity"));
    bool labelled = false;
    for (const auto& [container, labels] : armed_) {
        const TagNode* control = config_->by_name(container);
        if (control == nullptr || !points_at(*control, open.object) || labels.empty())
            continue;
        labelled = true;
        if (const TagNode* label = find_label(container, labels.front()))
            if (!label->get("granularity").empty())
                granularity = label->get("granularity");
    }
    Json shape = model->span_shape(open.start_utf16, open.end_utf16, to_lower_ascii(granularity));
    if (shape.is_null()) {
        set_text_selection({});
        return false;
    }
    const auto start = std::uint32_t(number_or(shape, "start", 0)), end = std::uint32_t(number_or(shape, "end", 0));
    if (!labelled || readonly_) {
        set_text_selection({open.object, start, end});
        return false;
    }
    if (!may_create("", open.object))
        return false;
    set_text_selection({});
    return !create_region("", open.object, std::move(shape)).empty();
}

} // namespace tw
