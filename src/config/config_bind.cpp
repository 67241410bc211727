#include "base/text.hpp"
#include "config/config_checks.hpp"
#include "config/config_tree.hpp"

#include <set>

namespace tw {
namespace {

/// Keys for labels and choices that ask for none, in the order in which they are given.
constexpr std::string_view automatic_keys = "1234567890qwetasdfgzxcvbyiopjklnm";
/// Task data may nest choices; deeper than this it is no list that a person could read.
constexpr std::size_t max_dynamic_depth = 64;

std::string scalar_text(const Json& value) {
    return value.is_string() ? value.get<std::string>() : dump_json(value);
}

} // namespace

class ConfigBinder {
public:
    ConfigBinder(const ConfigTree& source, ConfigTree& bound, const Json& task_data, const TagRegistry& registry,
                 Diagnostics& diagnostics)
        : source_(source), bound_(bound), data_(task_data), registry_(registry), diagnostics_(diagnostics) {}

    void run() {
        bound_.source_ = source_.source_;
        bound_.nodes_.reserve(source_.nodes_.size());
        copy(source_.root(), no_node);
        bound_.build_index();
        give_hotkeys();
        check_duplicate_values(bound_, true, diagnostics_);
    }

private:
    NodeId push(TagNode node, NodeId parent) {
        const auto id = static_cast<NodeId>(bound_.nodes_.size());
        node.id = id;
        node.parent = parent;
        node.children.clear();
        bound_.nodes_.push_back(std::move(node));
        if (parent != no_node)
            bound_.nodes_[parent].children.push_back(id);
        return id;
    }

    void copy(const TagNode& node, NodeId parent) {
        const NodeId id = push(node, parent);
        if (node.type != nullptr && node.type->kind == TagKind::child)
            resolve_attributes(bound_.nodes_[id]);
        for (const NodeId child : node.children)
            copy(source_.node(child), id);
        if (node.type != nullptr)
            add_dynamic(node, id);
    }

    /// A label or choice is shown and saved by its resolved text; what the task lacks stays as written, so that a choice
    /// "$100" is one.
    void resolve_attributes(TagNode& node) const {
        for (auto& [name, attribute] : node.attributes) {
            if (attribute.text.find('$') == std::string::npos)
                continue;
            std::string resolved = resolve_text(attribute.text, data_);
            if (!resolved.empty())
                attribute.text = std::move(resolved);
        }
    }

    void add_dynamic(const TagNode& node, NodeId id) {
        const TagType* child = listed_child(*node.type, registry_);
        const AttributeValue* value = node.attribute("value");
        if (child == nullptr || value == nullptr || trim(value->text).empty())
            return;
        const Json list = resolve_variables(trim(value->text), data_);
        if (list.is_array()) {
            add_children(list, *child, id, value->where, 1);
            return;
        }
        const auto tag = "tag"_is(node.tag);
        const auto children = "child"_is(child->name);
        const auto field = "field"_is(value->text);
        diagnostics_.warning(list.is_null() ? say("bad-dynamic-children.missing", tag, children, field)
                                            : say("bad-dynamic-children.no-list", tag, children, field),
                             value->where);
    }

    void add_children(const Json& list, const TagType& child, NodeId parent, const Where& where, std::size_t depth) {
        if (depth > max_dynamic_depth) {
            diagnostics_.warning(say("dynamic-depth"), where);
            return;
        }
        for (const Json& item : list) {
            TagNode node;
            node.type = &child;
            node.tag = child.name;
            node.dynamic = true;
            node.where = where;
            const auto set = [&](const std::string& name, std::string text) {
                node.attributes.try_emplace(to_lower_ascii(name), AttributeValue{std::move(text), name, where});
            };
            if (item.is_object()) {
                for (const auto& [key, value] : item.items()) {
                    if (!value.is_structured() && !value.is_null())
                        set(key, scalar_text(value));
                }
            } else if (!item.is_structured() && !item.is_null()) {
                set("value", scalar_text(item));
            }
            if (node.attribute("value") == nullptr) {
                diagnostics_.warning(say("bad-dynamic-children.no-value"), where);
                continue;
            }
            const NodeId id = push(std::move(node), parent);
            if (const Json* nested = find(item, "children"); nested != nullptr && nested->is_array())
                add_children(*nested, child, id, where, depth + 1);
        }
    }

    void give_hotkeys() {
        std::set<std::string> taken;
        for (const TagNode& node : bound_.nodes_) {
            for (std::string& key : explicit_hotkeys(node))
                taken.insert(std::move(key));
        }
        std::size_t next = 0;
        const auto next_free = [&]() -> std::string {
            while (next < automatic_keys.size()) {
                std::string key(1, automatic_keys[next++]);
                if (!taken.contains(key))
                    return key;
            }
            return {};
        };
        for (TagNode& node : bound_.nodes_) {
            const bool takes_key = node.type != nullptr && node.type->kind == TagKind::child &&
                                   node.type->attribute("hotkey") != nullptr && usable(node);
            if (!takes_key || !trim(node.get("hotkey")).empty())
                continue;
            std::string key = next_free();
            if (key.empty())
                return;
            node.attributes.insert_or_assign("hotkey", AttributeValue{std::move(key), "hotkey", node.where});
        }
    }

    /// Labels of a control that is not built would only waste keys.
    bool usable(const TagNode& node) const {
        for (NodeId up = node.parent; up != no_node; up = bound_.node(up).parent) {
            const TagType* type = bound_.node(up).type;
            if (type == nullptr)
                return false;
            if (type->kind == TagKind::control)
                return true;
        }
        return false;
    }

    const ConfigTree& source_;
    ConfigTree& bound_;
    const Json& data_;
    const TagRegistry& registry_;
    Diagnostics& diagnostics_;
};

std::shared_ptr<const ConfigTree> ConfigTree::bind(const Json& task_data, const TagRegistry& registry,
                                                   Diagnostics& diagnostics) const {
    auto bound = std::make_shared<ConfigTree>();
    ConfigBinder(*this, *bound, task_data, registry, diagnostics).run();
    return bound;
}

} // namespace tw
