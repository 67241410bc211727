#include "config/config_tree.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace tw {

void ConfigTree::build_index() {
    by_name_.clear();
    objects_.clear();
    controls_.clear();
    controls_of_.clear();
    for (const TagNode& node : nodes_) {
        if (!node.name.empty())
            by_name_.emplace(node.name, node.id);
        if (node.type == nullptr)
            continue;
        if (node.type->kind == TagKind::object)
            objects_.push_back(node.id);
        if (node.type->kind == TagKind::control) {
            controls_.push_back(node.id);
            for (const std::string& object : node.to_names)
                controls_of_[object].push_back(node.id);
        }
    }
}

namespace {

std::vector<const TagNode*> pick(const std::vector<TagNode>& nodes, const std::vector<NodeId>& ids) {
    std::vector<const TagNode*> out;
    out.reserve(ids.size());
    for (const NodeId id : ids)
        out.push_back(&nodes[id]);
    return out;
}

} // namespace

const TagNode* ConfigTree::by_name(std::string_view name) const {
    const auto found = by_name_.find(name);
    return found == by_name_.end() ? nullptr : &nodes_[found->second];
}

std::vector<const TagNode*> ConfigTree::objects() const {
    return pick(nodes_, objects_);
}

std::vector<const TagNode*> ConfigTree::controls() const {
    return pick(nodes_, controls_);
}

std::vector<const TagNode*> ConfigTree::controls_of(std::string_view object_name) const {
    const auto found = controls_of_.find(object_name);
    return found == controls_of_.end() ? std::vector<const TagNode*>{} : pick(nodes_, found->second);
}

std::vector<const TagNode*> ConfigTree::descendants(NodeId id, TagKind kind) const {
    std::vector<const TagNode*> out;
    std::vector<NodeId> pending(nodes_[id].children.rbegin(), nodes_[id].children.rend());
    while (!pending.empty()) {
        const TagNode& next = nodes_[pending.back()];
        pending.pop_back();
        if (next.type != nullptr && next.type->kind == kind)
            out.push_back(&next);
        pending.insert(pending.end(), next.children.rbegin(), next.children.rend());
    }
    return out;
}

std::vector<std::string> ConfigTree::data_fields() const {
    std::vector<std::string> fields;
    for (const TagNode& node : nodes_) {
        for (const auto& [name, attribute] : node.attributes) {
            const AttributeSpec* spec = node.type != nullptr ? node.type->attribute(name) : nullptr;
            // A price in a hint is no field; of a tag we do not know, only what is surely data is read.
            const bool reads_data = spec != nullptr ? spec->type == AttributeType::value || name == "value"
                                                    : node.type == nullptr && (name == "value" || name == "valuelist");
            if (!reads_data || node.dynamic)
                continue;
            for (std::string& field : variables_in(attribute.text)) {
                if (std::ranges::find(fields, field) == fields.end())
                    fields.push_back(std::move(field));
            }
        }
    }
    return fields;
}

std::string written_value(const TagNode& node) {
    const std::string_view alias = node.get("alias");
    return std::string(alias.empty() ? node.get("value") : alias);
}

namespace {

void dump_node(const ConfigTree& tree, const TagNode& node, std::size_t depth, std::string& out) {
    out.append(depth * 2, ' ');
    out += node.tag;
    if (node.type == nullptr)
        out += '?';
    if (node.dynamic)
        out += '*';
    if (!node.name.empty())
        out += ' ' + node.name;
    const char* arrow = " -> ";
    for (const std::string& object : node.to_names) {
        out += arrow + object;
        arrow = ", ";
    }
    for (const auto& [name, attribute] : node.attributes) {
        const AttributeSpec* spec = node.type != nullptr ? node.type->attribute(name) : nullptr;
        const bool shown_above = name == "name" || name == "toname";
        if (shown_above || (spec != nullptr && spec->fallback == attribute.text))
            continue;
        out += ' ' + attribute.written + '=' + dump_json(attribute.text);
    }
    if (!node.text.empty())
        out += " text=" + dump_json(node.text);
    out += '\n';
    for (const NodeId child : node.children)
        dump_node(tree, tree.node(child), depth + 1, out);
}

} // namespace

std::string dump(const ConfigTree& tree) {
    std::string out;
    dump_node(tree, tree.root(), 0, out);
    return out;
}

std::string to_text(const Diagnostics& diagnostics) {
    std::string out;
    for (const Diagnostic& item : diagnostics.items()) {
        const Where& where = item.error.where;
        if (!where.file.empty())
            out += where.file + ':';
        if (where.line > 0)
            out += std::to_string(where.line) + ':' + std::to_string(where.column) + ':';
        if (!out.empty() && out.back() == ':')
            out += ' ';
        out += std::string(to_string(item.severity)) + ": " + item.error.message + " [" + item.error.code + "]\n";
    }
    return out;
}

Json to_json(const Diagnostics& diagnostics) {
    Json list = Json::array();
    for (const Diagnostic& item : diagnostics.items()) {
        Json one = {{"severity", to_string(item.severity)}, {"code", item.error.code}, {"message", item.error.message}};
        const Where& where = item.error.where;
        if (!where.file.empty())
            one["file"] = where.file;
        if (where.line > 0) {
            one["line"] = where.line;
            one["column"] = where.column;
        }
        if (!where.pointer.empty())
            one["pointer"] = where.pointer;
        list.push_back(std::move(one));
    }
    return {{"diagnostics", std::move(list)}};
}

} // namespace tw
