#include "config/config_checks.hpp"

#include "base/color.hpp"
#include "base/number.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <optional>
#include <set>

namespace tw {

bool can_label(const TagType& control, const TagNode& object) {
    return std::ranges::any_of(control.labels, [&](const std::string& tag) {
        return tag == "*" || (object.type != nullptr && to_lower_ascii(tag) == to_lower_ascii(object.type->name));
    });
}

bool shows_data(const ConfigTree& tree) {
    if (!tree.objects().empty())
        return true;
    return std::ranges::any_of(tree.nodes(), [](const TagNode& node) {
        if (node.type != nullptr || node.name.empty())
            return false;
        const auto kind = planned_tag_kind(node.tag);
        return kind ? *kind == TagKind::object : !variables_in(node.get("value")).empty();
    });
}

const TagType* listed_child(const TagType& control, const TagRegistry& registry) {
    if (control.kind != TagKind::control || control.children.empty())
        return nullptr;
    const AttributeSpec* value = control.attribute("value");
    if (value == nullptr || value->type != AttributeType::value)
        return nullptr;
    const TagType* child = registry.find(control.children.front());
    return child != nullptr && child->kind == TagKind::child ? child : nullptr;
}

std::vector<std::string> explicit_hotkeys(const TagNode& node) {
    return split_trimmed(to_lower_ascii(node.get("hotkey")), ',');
}

namespace {

std::string joined(const std::vector<std::string>& parts) {
    std::string out;
    for (const std::string& part : parts)
        out += (out.empty() ? "" : ", ") + part;
    return out;
}

const AttributeSpec* spec_of(const TagType& type, std::string_view lower_name) {
    if (const AttributeSpec* own = type.attribute(lower_name))
        return own;
    // Every tag takes conditions, also those whose schema does not list them.
    const auto& shared = visibility_attributes();
    const auto found = std::ranges::find_if(
        shared, [&](const AttributeSpec& spec) { return to_lower_ascii(spec.name) == lower_name; });
    return found == shared.end() ? nullptr : &*found;
}

/// What a value should have been; nothing when it is good.
std::optional<Message> wanted_instead(const AttributeSpec& spec, std::string_view text) {
    switch (spec.type) {
    case AttributeType::boolean: {
        const std::string lower = to_lower_ascii(text);
        const bool fits = lower == "true" || lower == "false" || lower == "0" || lower == "1";
        return fits ? std::nullopt : std::optional(say("wanted.boolean"));
    }
    case AttributeType::integer: {
        const auto value = parse_double(text);
        return value && *value == std::trunc(*value) ? std::nullopt : std::optional(say("wanted.integer"));
    }
    case AttributeType::number:
        return parse_double(text) ? std::nullopt : std::optional(say("wanted.number"));
    case AttributeType::color:
        return parse_css_color(text) ? std::nullopt : std::optional(say("wanted.color"));
    case AttributeType::choice: {
        const bool fits = std::ranges::find(spec.choices, to_lower_ascii(text), [](const std::string& one) {
                              return to_lower_ascii(one);
                          }) != spec.choices.end();
        return fits ? std::nullopt : std::optional(say("wanted.choice", "choices"_is(joined(spec.choices))));
    }
    case AttributeType::hotkey: {
        const bool fits = std::ranges::all_of(split_trimmed(text, ','), [](const std::string& keys) {
            return keys == "+" || (!keys.starts_with('+') && !keys.ends_with('+'));
        });
        return fits ? std::nullopt : std::optional(say("wanted.hotkey"));
    }
    case AttributeType::text:
    case AttributeType::value:
    case AttributeType::name:
    case AttributeType::name_list:
    case AttributeType::css:
        break;
    }
    return std::nullopt;
}

class Checker {
public:
    Checker(const ConfigTree& tree, const TagRegistry& registry, Diagnostics& diagnostics)
        : tree_(tree), registry_(registry), diagnostics_(diagnostics) {}

    void run() {
        check_has_object();
        for (const TagNode& node : tree_.nodes()) {
            check_name(node);
            check_conditions(node);
            check_hotkeys(node);
            if (node.type == nullptr) {
                report_unknown(node);
                continue;
            }
            check_attributes(node);
            check_required(node);
            check_targets(node);
            check_place(node);
            check_children(node);
        }
        check_duplicate_values(tree_, false, diagnostics_);
    }

private:
    void check_has_object() {
        if (shows_data(tree_))
            return;
        // A root that was put around a fragment has no place of its own.
        const Where* where = &tree_.root().where;
        for (const TagNode& node : tree_.nodes()) {
            if (where->line == 0)
                where = &node.where;
        }
        std::string tag = "Text", name = "text";
        for (const TagNode* control : tree_.controls()) {
            if (control->to_names.empty())
                continue;
            name = control->to_names.front();
            const TagType* named_alike = registry_.find(name);
            if (!control->type->labels.empty() && control->type->labels.front() != "*")
                tag = control->type->labels.front();
            else if (named_alike != nullptr && named_alike->kind == TagKind::object)
                tag = named_alike->name;
            break;
        }
        diagnostics_.error(say("no-object", "tag"_is(tag), "name"_is(name), "field"_is('$' + name)), *where);
    }

    void check_name(const TagNode& node) {
        if (node.name.empty())
            return;
        const TagNode* first = tree_.by_name(node.name);
        if (first->id == node.id)
            return;
        diagnostics_.error(say("duplicate-name", "tag"_is(node.tag), "name"_is(node.name), "line"_is(first->where.line),
                               "first"_is(first->tag)),
                           node.attribute("name")->where);
    }

    void report_unknown(const TagNode& node) {
        if (is_planned_tag(node.tag)) {
            diagnostics_.warning(say("tag-not-built", "tag"_is(node.tag)), node.where);
            return;
        }
        const std::string near = registry_.suggest(node.tag);
        const auto tag = "tag"_is(node.tag);
        diagnostics_.warning(near.empty() ? say("unknown-tag", tag) : say("unknown-tag.near", tag, "near"_is(near)),
                             node.where);
    }

    void check_attributes(const TagNode& node) {
        for (const auto& [name, attribute] : node.attributes) {
            const AttributeSpec* spec = spec_of(*node.type, name);
            if (spec == nullptr) {
                report_unknown(node, attribute);
                continue;
            }
            const std::string_view text = trim(attribute.text);
            if (text.empty() || text.find('$') != std::string_view::npos)
                continue;
            const std::optional<Message> wanted = wanted_instead(*spec, text);
            if (!wanted)
                continue;
            const auto written = "name"_is(spec->name);
            const auto value = "value"_is(attribute.text);
            diagnostics_.warning(spec->fallback.empty() ? say("bad-value", written, value, "wanted"_is(*wanted))
                                                        : say("bad-value.fallback", written, value,
                                                              "wanted"_is(*wanted), "fallback"_is(spec->fallback)),
                                 attribute.where);
        }
        if (!node.text.empty() && !node.type->style_sheet)
            diagnostics_.info(say("stray-text", "tag"_is(node.tag)), node.where);
    }

    void report_unknown(const TagNode& node, const AttributeValue& attribute) {
        std::vector<std::string_view> known;
        for (const AttributeSpec& spec : node.type->attributes)
            known.emplace_back(spec.name);
        for (const AttributeSpec& spec : visibility_attributes())
            known.emplace_back(spec.name);
        const std::string near = nearest_name(attribute.written, known);
        const auto tag = "tag"_is(node.tag);
        const auto written = "name"_is(attribute.written);
        diagnostics_.info(near.empty() ? say("unknown-attribute", tag, written)
                                       : say("unknown-attribute.near", tag, written, "near"_is(near)),
                          attribute.where);
    }

    void check_required(const TagNode& node) {
        const bool has_list = !trim(node.get("valuelist")).empty();
        for (const AttributeSpec& spec : node.type->attributes) {
            const std::string lower = to_lower_ascii(spec.name);
            const bool is_object = node.type->kind == TagKind::object, is_control = node.type->kind == TagKind::control;
            const bool needed =
                spec.required || (lower == "name" && (is_object || is_control)) || (lower == "value" && is_object);
            // A missing toName was spoken of when it was bound.
            if (!needed || lower == "toname" || (lower == "value" && has_list))
                continue;
            if (const AttributeValue* written = node.attribute(lower);
                written != nullptr && !trim(written->text).empty())
                continue;
            const auto tag = "tag"_is(node.tag);
            Error missing = error_of(lower != "name" ? say("missing-attribute", tag, "name"_is(spec.name))
                                     : is_object     ? say("missing-name.object", tag)
                                                     : say("missing-name.control", tag),
                                     node.where);
            missing.code = "missing-" + lower;
            diagnostics_.add(Severity::error, std::move(missing));
        }
    }

    void check_targets(const TagNode& node) {
        if (node.type->kind != TagKind::control)
            return;
        for (const std::string& target : node.to_names) {
            const TagNode* object = tree_.by_name(target);
            const AttributeValue* written = node.attribute("toname");
            if (object == nullptr || object->type == nullptr || written == nullptr || object->id == node.id)
                continue;
            if (object->type->kind != TagKind::object)
                diagnostics_.error(
                    say("toname-not-object", "tag"_is(node.tag), "other"_is(object->tag), "target"_is(target)),
                    written->where);
            else if (!can_label(*node.type, *object))
                diagnostics_.error(say("cannot-label", "tag"_is(node.tag), "other"_is(object->tag),
                                       "labels"_is(joined(node.type->labels))),
                                   written->where);
        }
    }

    void check_place(const TagNode& node) {
        if (node.parent == no_node)
            return;
        const TagNode& parent = tree_.node(node.parent);
        if (parent.type == nullptr)
            return;
        const std::vector<std::string>& taken = parent.type->children;
        const bool named = std::ranges::find(taken, to_lower_ascii(node.type->name),
                                             [](const std::string& tag) { return to_lower_ascii(tag); }) != taken.end();
        // A View or Header among labels only arranges them.
        const bool fits =
            named || (node.type->kind == TagKind::child    ? in_container_of(node)
                      : node.type->kind == TagKind::visual ? !taken.empty()
                                                           : std::ranges::find(taken, "*") != taken.end());
        if (!fits)
            diagnostics_.warning(say("misplaced-tag", "tag"_is(node.tag), "parent"_is(parent.tag)), node.where);
    }

    /// Does a tag further up take this child, with only visual tags in between?
    bool in_container_of(const TagNode& node) const {
        for (NodeId up = node.parent; up != no_node; up = tree_.node(up).parent) {
            const TagType* type = tree_.node(up).type;
            if (type == nullptr)
                return true;
            if (std::ranges::find(type->children, node.type->name) != type->children.end())
                return true;
            if (type->kind != TagKind::visual)
                return false;
        }
        return false;
    }

    void check_children(const TagNode& node) {
        const TagType* child = listed_child(*node.type, registry_);
        if (child == nullptr || !trim(node.get("value")).empty())
            return;
        if (tree_.descendants(node.id, TagKind::child).empty())
            diagnostics_.info(say("no-children", "tag"_is(node.tag), "child"_is(child->name)), node.where);
    }

    void check_conditions(const TagNode& node) {
        for (const char* attribute : {"whentagname", "whenlabelname"}) {
            const AttributeValue* written = node.attribute(attribute);
            if (written == nullptr)
                continue;
            for (const std::string& name : split_trimmed(written->text, ',')) {
                if (tree_.by_name(name) == nullptr)
                    diagnostics_.warning(say("dangling-condition", "attribute"_is(written->written), "name"_is(name)),
                                         written->where);
            }
        }
    }

    void check_hotkeys(const TagNode& node) {
        for (const std::string& key : explicit_hotkeys(node)) {
            const auto [first, fresh] = hotkeys_.try_emplace(key, node.id);
            if (!fresh && first->second != node.id)
                diagnostics_.warning(say("hotkey-clash", "key"_is(key), "tag"_is(tree_.node(first->second).tag),
                                         "line"_is(tree_.node(first->second).where.line)),
                                     node.attribute("hotkey")->where);
        }
    }

    const ConfigTree& tree_;
    const TagRegistry& registry_;
    Diagnostics& diagnostics_;
    std::map<std::string, NodeId> hotkeys_;
};

} // namespace

void check_config(const ConfigTree& tree, const TagRegistry& registry, Diagnostics& diagnostics) {
    Checker(tree, registry, diagnostics).run();
}

void check_duplicate_values(const ConfigTree& tree, bool only_dynamic, Diagnostics& diagnostics) {
    // A value need only be unique among its siblings: a nested choice is saved with its path. Preorder ids mean that a
    // parent's scope is known before its children's.
    std::vector<NodeId> scope(tree.nodes().size());
    std::set<std::pair<NodeId, std::string>> seen;
    for (const TagNode& node : tree.nodes()) {
        const bool is_child = node.type != nullptr && node.type->kind == TagKind::child;
        const bool is_visual = node.type != nullptr && node.type->kind == TagKind::visual;
        const NodeId around = node.parent == no_node ? node.id : scope[node.parent];
        scope[node.id] = is_visual ? around : node.id;
        if (!is_child)
            continue;
        std::string value = written_value(node);
        if (value.empty() || seen.insert({around, value}).second || (only_dynamic && !node.dynamic))
            continue;
        diagnostics.warning(say("duplicate-value", "tag"_is(node.tag), "value"_is(value)), node.where);
    }
}

} // namespace tw
