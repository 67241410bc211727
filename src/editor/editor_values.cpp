// Values of controls that are no region: choices, texts. Whole-task values are one register holding a whole result; values
// of a region are registers of that region.
#include "base/id.hpp"
#include "editor/editor_internal.hpp"

#include <algorithm>

namespace tw {
Json choice_value(const ConfigTree& tree, const TagNode& control, const TagNode& choice) {
    if (!control.flag("allownested"))
        return written_value(choice);
    Json path = Json::array();
    for (const TagNode* at = &choice; at->type != nullptr && at->type->kind == TagKind::child;
         at = &tree.node(at->parent))
        path.insert(path.begin(), written_value(*at));
    return path;
}

const Json* EditorSession::default_value(const TagNode& control) const {
    const auto found = caches_->defaults.find(control.name);
    if (found == caches_->defaults.end() || document_.find({RegisterKind::control, "", control.name}) != nullptr)
        return nullptr;
    return &found->second;
}

void EditorSession::add_defaults(Transaction& transaction) const {
    for (const auto& [name, value] : caches_->defaults) {
        const TagNode* control = config_->by_name(name);
        if (control != nullptr && default_value(*control) != nullptr && visible()[control->id])
            transaction.set({RegisterKind::control, "", name}, whole_result(*control, Json::object(), value));
    }
}

Json EditorSession::whole_result(const TagNode& control, Json before, Json value) const {
    if (!before.is_object() || before.empty()) {
        // The id is made once: a value taken away and given again is the same result.
        std::string& id = caches_->result_ids[control.name];
        if (id.empty())
            id = make_region_id(*services_.random);
        before = {{"id", id},
                  {"from_name", control.name},
                  {"to_name", control.to_names.empty() ? control.name : control.to_names.front()},
                  {"type", control.type->result_type},
                  {"origin", "manual"}};
    } else if (string_or(before, "origin", "") == "prediction") {
        before["origin"] = "prediction-changed";
    }
    before["value"][std::string(control_value_key(control.type->result_type))] = std::move(value);
    return before;
}

VisibilityInput EditorSession::visibility_input() const {
    // Several selected regions show the per-region controls of the first; what is set goes to all of them.
    return {config_.get(), &document_, selection_.empty() ? std::string{} : selection_.front()};
}

const Json* EditorSession::control_value(const TagNode& control) const {
    if (control.type == nullptr)
        return nullptr;
    if (!control.flag("perregion")) {
        if (const Json* preselected = default_value(control))
            return preselected;
        const Register* entry = document_.find({RegisterKind::control, "", control.name});
        const Json* value = entry == nullptr ? nullptr : find(entry->value, "value");
        return value == nullptr ? nullptr : find(*value, control_value_key(control.type->result_type));
    }
    const Json* common = nullptr;
    for (const std::string& id : selection_) {
        const Region* region = document_.region(id);
        const Json* value = region == nullptr ? nullptr : value_of(*region, control.name);
        if (value == nullptr || (common != nullptr && *common != *value))
            return nullptr;
        common = value;
    }
    return common;
}

std::vector<std::string> EditorSession::value_targets(const TagNode& control, const std::string& region_id) const {
    std::vector<std::string> out;
    const std::vector<std::string> asked = region_id.empty() ? selection_ : std::vector{region_id};
    for (const std::string& id : asked) {
        const Region* region = document_.region(id);
        if (region != nullptr && region->alive() && is_editable(id) &&
            std::ranges::find(control.to_names, object_of(*region)) != control.to_names.end() &&
            eligible({config_.get(), &document_, id}, control, id))
            out.push_back(id);
    }
    return out;
}

bool EditorSession::set_control_value(const TagNode& control, const std::string& region_id, Json value,
                                      std::string action, std::string coalesce_key) {
    if (readonly_ || control.type == nullptr || control.type->control == nullptr)
        return false;
    if (!value.is_null() && !control.type->control->validate(control, value))
        return false;
    Transaction transaction;
    transaction.action = std::move(action);
    transaction.coalesce_key = std::move(coalesce_key);
    if (!control.flag("perregion")) {
        const RegisterAddress address{RegisterKind::control, "", control.name};
        const Register* entry = document_.find(address);
        if (value.is_null()) {
            // Only what was written can be cleared: a preselection is written first.
            if (const Json* preselected = default_value(control))
                transaction.set(address, whole_result(control, Json::object(), *preselected));
            transaction.set(address, nullptr);
        } else {
            transaction.set(address, whole_result(control, entry == nullptr ? Json{} : entry->value, std::move(value)));
        }
        return !commit(std::move(transaction)).empty();
    }
    for (const std::string& id : value_targets(control, region_id)) {
        const Region& region = *document_.region(id);
        if (!value.is_null() && region.control(control.name) == nullptr && !region.extra.contains(control.name))
            transaction.set({RegisterKind::region_extra, id, control.name}, {{"origin", "manual"}});
        add_edited_origin(transaction, region);
        transaction.set({RegisterKind::region_control, id, control.name},
                        value.is_null() ? Json{} : Json{{"type", control.type->result_type}, {"value", value}});
    }
    return !commit(std::move(transaction)).empty();
}

/// A prediction that a person touched is no prediction any more.
void EditorSession::add_edited_origin(Transaction& transaction, const Region& region) const {
    for (const auto& [from_name, entry] : region.extra)
        if (string_or(entry.value, "origin", "") == "prediction") {
            Json extra = entry.value;
            extra["origin"] = "prediction-changed";
            transaction.set({RegisterKind::region_extra, region.id, from_name}, std::move(extra));
        }
}

const std::vector<bool>& EditorSession::visible() const {
    Caches& caches = *caches_;
    const std::string selected = visibility_input().selected_region;
    if (!caches.visible_known || caches.visible_revision != document_.revision() ||
        caches.visible_selected != selected) {
        std::vector<bool> now = visible_nodes(visibility_input());
        if (now != caches.visible) {
            caches.visible = std::move(now);
            caches.children.clear();
            ++caches.revision;
        }
        caches.visible_revision = document_.revision();
        caches.visible_selected = selected;
        caches.visible_known = true;
    }
    return caches.visible;
}

const LayoutResult& EditorSession::layout(Size viewport_px) {
    Caches& caches = *caches_;
    const std::vector<bool>& shown = visible();
    if (caches.layout_revision == caches.revision && caches.layout_viewport_px == viewport_px)
        return caches.layout;
    caches.layout_viewport_px = viewport_px;
    caches.layout = lay_out(
        {.tree = config_.get(), .visible = &shown, .viewport_px = viewport_px, .context = [this](const TagNode& node) {
             return box_context(node);
         }});
    for (auto& [name, model] : objects_)
        if (const TagNode* node = config_->by_name(name); node != nullptr && node->id < caches.layout.boxes_px.size())
            model->set_width(caches.layout.boxes_px[node->id].w);
    caches.layout_revision = caches.revision;
    return caches.layout;
}

BoxContext EditorSession::box_context(const TagNode& node) const {
    BoxContext context;
    context.node = &node;
    auto known = caches_->children.find(node.id);
    if (known == caches_->children.end()) {
        const std::vector<bool>& shown = visible();
        std::vector<const TagNode*> children;
        if (node.type != nullptr && node.type->kind == TagKind::control) {
            children = config_->descendants(node.id, TagKind::child);
        } else {
            for (const NodeId child : node.children)
                children.push_back(&config_->node(child));
        }
        std::erase_if(children, [&](const TagNode* child) { return !shown[child->id]; });
        known = caches_->children.emplace(node.id, std::move(children)).first;
    }
    context.children = &known->second;
    context.shaper = services_.objects.shaper;
    context.object = object(node.name);
    if (node.type != nullptr && node.type->kind == TagKind::control)
        context.value = control_value(node);
    if (const AttributeValue* value = node.attribute("value"); value != nullptr && context.object == nullptr)
        context.resolved_value = resolve_text(value->text, task_.data);
    context.viewport_height_px = std::max(0.0, caches_->layout_viewport_px.h);
    return context;
}

Json EditorSession::result() const {
    Json all = document_.to_result();
    for (const auto& [name, value] : caches_->defaults)
        if (const TagNode* control = config_->by_name(name); default_value(*control) != nullptr)
            all.push_back(whole_result(*control, Json::object(), value));
    return eligible_results(*config_, document_, std::move(all));
}

std::vector<Error> EditorSession::unmet_requirements() const {
    std::vector<Error> out;
    const std::vector<bool>& shown = visible();
    for (const TagNode* control : config_->controls()) {
        if (!control->flag("required"))
            continue;
        const auto unmet = [&](const std::string& region_id) {
            Where where = control->where;
            where.pointer = region_id.empty() ? control->name : control->name + "/" + region_id;
            const std::string_view own_words = control->get("requiredmessage");
            out.push_back(
                own_words.empty()
                    ? error_of(say("required", "name"_is(control->name)), std::move(where))
                    : Error{.code = "required", .message = std::string(own_words), .where = std::move(where)});
        };
        if (control->type->label_container || control->type->draws_regions) {
            const auto has_it = [&](const std::string& id) {
                return document_.region(id)->control(control->name) != nullptr;
            };
            if (shown[control->id] && std::ranges::none_of(document_.region_ids(), has_it))
                unmet("");
        } else if (control->flag("perregion")) {
            for (const std::string& id : document_.region_ids()) {
                const Region& region = *document_.region(id);
                if (value_of(region, control->name) == nullptr &&
                    std::ranges::find(control->to_names, object_of(region)) != control->to_names.end() &&
                    eligible({config_.get(), &document_, id}, *control, id))
                    unmet(id);
            }
        } else if (shown[control->id] && control_value(*control) == nullptr) {
            unmet("");
        }
    }
    return out;
}

std::vector<Json> EditorSession::kept_results() const {
    std::vector<Json> out;
    for (const auto& [index, entry] : document_.kept())
        if (!entry.value.is_null())
            out.push_back(entry.value);
    for (const auto& [key, entry] : document_.controls()) {
        const TagNode* control = config_->by_name(key.first);
        if (!entry.value.is_null() && (control == nullptr || control->type == nullptr))
            out.push_back(entry.value);
    }
    return out;
}

bool EditorSession::skipped() const {
    const auto found = document_.fields().find("was_cancelled");
    return found != document_.fields().end() && found->second.value == true;
}

Json EditorSession::copied() const {
    Json out = Json::array();
    if (selection_.empty())
        return out;
    for (Json& item : document_.to_result())
        if (caches_->selected.contains(string_or(item, "id", "")))
            out.push_back(std::move(item));
    return out;
}

} // namespace tw
