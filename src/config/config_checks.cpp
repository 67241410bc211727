#include "config/config_checks.hpp"

#include "base/color.hpp"
#include "base/number.hpp"
#include "base/text.hpp"

#include <algorithm>
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

std::string element(const TagNode& node) {
    return '<' + node.tag + '>';
}

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

/// What is wrong with a value, "" when nothing is.
std::string complaint(const AttributeSpec& spec, std::string_view text) {
    switch (spec.type) {
    case AttributeType::boolean: {
        const std::string lower = to_lower_ascii(text);
        const bool fits = lower == "true" || lower == "false" || lower == "0" || lower == "1";
        return fits ? "" : "is true or false";
    }
    case AttributeType::integer: {
        const auto value = parse_double(text);
        return value && *value == std::trunc(*value) ? "" : "is a whole number";
    }
    case AttributeType::number:
        return parse_double(text) ? "" : "is a number";
    case AttributeType::color:
        return parse_css_color(text) ? "" : "is a colour such as red or #36b37e";
    case AttributeType::choice: {
        const bool fits = std::ranges::find(spec.choices, to_lower_ascii(text), [](const std::string& one) {
                              return to_lower_ascii(one);
                          }) != spec.choices.end();
        return fits ? "" : "is one of " + joined(spec.choices);
    }
    case AttributeType::hotkey: {
        const bool fits = std::ranges::all_of(split_trimmed(text, ','), [](const std::string& keys) {
            return keys == "+" || (!keys.starts_with('+') && !keys.ends_with('+'));
        });
        return fits ? "" : "is a key or a combination such as a, ctrl+1";
    }
    case AttributeType::text:
    case AttributeType::value:
    case AttributeType::name:
    case AttributeType::name_list:
    case AttributeType::css:
        break;
    }
    return {};
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
        diagnostics_.error("no-object",
                           "No tag shows data to label. Add one, for instance <" + tag + " name=\"" + name +
                               "\" value=\"$" + name + "\"/>.",
                           *where);
    }

    void check_name(const TagNode& node) {
        if (node.name.empty())
            return;
        const TagNode* first = tree_.by_name(node.name);
        if (first->id == node.id)
            return;
        diagnostics_.error("duplicate-name",
                           element(node) + " has the name \"" + node.name + "\", which line " +
                               std::to_string(first->where.line) + " already gave to " + element(*first) + '.',
                           node.attribute("name")->where);
    }

    void report_unknown(const TagNode& node) {
        if (is_planned_tag(node.tag)) {
            diagnostics_.warning("tag-not-built",
                                 element(node) + " is not built in this version; the rest of the config works.",
                                 node.where);
            return;
        }
        const std::string near = registry_.suggest(node.tag);
        diagnostics_.warning("unknown-tag",
                             element(node) + " is no tag of the config language" +
                                 (near.empty() ? "." : "; did you mean <" + near + ">?"),
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
            const std::string wrong = complaint(*spec, text);
            if (!wrong.empty())
                diagnostics_.warning("bad-value",
                                     spec->name + "=\"" + attribute.text + "\" is not understood: it " + wrong + '.' +
                                         (spec->fallback.empty() ? "" : " " + spec->fallback + " is used."),
                                     attribute.where);
        }
        if (!node.text.empty() && !node.type->style_sheet)
            diagnostics_.info("stray-text", "Text inside " + element(node) + " is not shown.", node.where);
    }

    void report_unknown(const TagNode& node, const AttributeValue& attribute) {
        std::vector<std::string_view> known;
        for (const AttributeSpec& spec : node.type->attributes)
            known.emplace_back(spec.name);
        for (const AttributeSpec& spec : visibility_attributes())
            known.emplace_back(spec.name);
        const std::string near = nearest_name(attribute.written, known);
        diagnostics_.info("unknown-attribute",
                          element(node) + " has no attribute " + attribute.written +
                              (near.empty() ? "; it is ignored." : "; did you mean " + near + '?'),
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
            std::string why;
            if (lower == "name")
                why = is_object ? "; controls point to it by name" : "; its results are saved under it";
            diagnostics_.error("missing-" + lower, element(node) + " has no " + spec.name + why + '.', node.where);
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
                diagnostics_.error("toname-not-object",
                                   element(node) + " points to " + element(*object) + " \"" + target +
                                       "\", which shows no data.",
                                   written->where);
            else if (!can_label(*node.type, *object))
                diagnostics_.error("cannot-label",
                                   element(node) + " cannot label " + element(*object) + "; it labels " +
                                       joined(node.type->labels) + '.',
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
            diagnostics_.warning("misplaced-tag", element(node) + " has no meaning inside " + element(parent) + '.',
                                 node.where);
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
            diagnostics_.info("no-children",
                              element(node) + " holds no <" + child->name + "> and has no value that lists some.",
                              node.where);
    }

    void check_conditions(const TagNode& node) {
        for (const char* attribute : {"whentagname", "whenlabelname"}) {
            const AttributeValue* written = node.attribute(attribute);
            if (written == nullptr)
                continue;
            for (const std::string& name : split_trimmed(written->text, ',')) {
                if (tree_.by_name(name) == nullptr)
                    diagnostics_.warning("dangling-condition",
                                         written->written + " names \"" + name +
                                             "\", which is no tag's name: the condition never holds.",
                                         written->where);
            }
        }
    }

    void check_hotkeys(const TagNode& node) {
        for (const std::string& key : explicit_hotkeys(node)) {
            const auto [first, fresh] = hotkeys_.try_emplace(key, node.id);
            if (!fresh && first->second != node.id)
                diagnostics_.warning("hotkey-clash",
                                     "The hotkey " + key + " is already taken by " +
                                         element(tree_.node(first->second)) + " at line " +
                                         std::to_string(tree_.node(first->second).where.line) + '.',
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
        diagnostics.warning("duplicate-value",
                            element(node) + " has the value \"" + value +
                                "\" a second time; results cannot tell them apart.",
                            node.where);
    }
}

} // namespace tw
