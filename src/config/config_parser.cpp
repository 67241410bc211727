#include "base/text.hpp"
#include "base/xml.hpp"
#include "config/config_checks.hpp"
#include "config/config_tree.hpp"

#include <algorithm>

namespace tw {
namespace {

/// The one tag every config stands in.
constexpr std::string_view root_tag = "View";

Diagnostics sorted_by_place(const Diagnostics& diagnostics) {
    std::vector<Diagnostic> items = diagnostics.items();
    std::ranges::stable_sort(
        items, {}, [](const Diagnostic& item) { return std::pair(item.error.where.line, item.error.where.column); });
    Diagnostics sorted;
    for (Diagnostic& item : items)
        sorted.add(item.severity, std::move(item.error));
    return sorted;
}

} // namespace

class ConfigParser {
public:
    ConfigParser(ConfigTree& tree, const TagRegistry& registry, Diagnostics& diagnostics, std::string_view file)
        : tree_(tree), registry_(registry), diagnostics_(diagnostics), file_(file) {}

    void run(std::string_view xml) {
        tree_.source_ = std::string(xml);
        auto elements = parse_xml_fragment(xml, file_);
        if (!elements) {
            diagnostics_.add(Severity::error, std::move(elements.error()));
            add_root();
        } else if (elements->size() == 1 && is_root(elements->front())) {
            add(elements->front(), no_node);
        } else {
            add_root();
            diagnostics_.info(say("root-added", "tag"_is(root_tag)), elements->front().where);
            for (const XmlElement& element : *elements)
                add(element, 0);
        }
        tree_.build_index();
        if (!elements)
            return;
        bind_targets();
        tree_.build_index();
        check_config(tree_, registry_, diagnostics_);
    }

private:
    static bool is_root(const XmlElement& element) { return to_lower_ascii(element.name) == to_lower_ascii(root_tag); }

    TagNode& push(std::string_view tag, NodeId parent) {
        TagNode& node = tree_.nodes_.emplace_back();
        node.id = static_cast<NodeId>(tree_.nodes_.size() - 1);
        node.parent = parent;
        node.tag = std::string(tag);
        node.type = registry_.find(tag);
        if (parent != no_node)
            tree_.nodes_[parent].children.push_back(node.id);
        return node;
    }

    void add_root() { push(root_tag, no_node).where.file = std::string(file_); }

    void add(const XmlElement& element, NodeId parent) {
        TagNode& node = push(element.name, parent);
        node.where = element.where;
        node.text = element.text;
        for (const XmlAttribute& attribute : element.attributes) {
            const auto [place, fresh] = node.attributes.try_emplace(
                to_lower_ascii(attribute.name), AttributeValue{attribute.value, attribute.name, attribute.where});
            if (!fresh)
                diagnostics_.warning(say("duplicate-attribute", "name"_is(attribute.name)), attribute.where);
        }
        if (const AttributeValue* name = node.attribute("name"))
            node.name = std::string(trim(name->text));
        if (const AttributeValue* targets = node.attribute("toname"))
            node.to_names = split_trimmed(targets->text, ',');
        const NodeId id = node.id; // `node` moves when its children are added
        for (const XmlElement& child : element.children)
            add(child, id);
    }

    /// A control whose toName is missing or names nothing is bound to the only object it fits, when there is just one.
    void bind_targets() {
        const std::vector<const TagNode*> objects = tree_.objects();
        for (const NodeId id : tree_.controls_) {
            TagNode& control = tree_.nodes_[id];
            const AttributeValue* written = control.attribute("toname");
            if (control.type->attribute("toname") == nullptr)
                continue;
            std::vector<const TagNode*> fitting;
            std::ranges::copy_if(objects, std::back_inserter(fitting),
                                 [&](const TagNode* object) { return can_label(*control.type, *object); });
            if (control.to_names.empty()) {
                report_missing(control, written, fitting);
                if (fitting.size() == 1)
                    control.to_names = {fitting.front()->name};
            }
            for (std::string& target : control.to_names) {
                // Without any object one diagnostic about the whole config says it all.
                if (tree_.by_name(target) != nullptr || !shows_data(tree_))
                    continue;
                report_dangling(control, target, written, fitting);
                if (fitting.size() == 1)
                    target = fitting.front()->name;
            }
        }
    }

    static std::string quoted_names(const std::vector<const TagNode*>& objects) {
        std::string names;
        for (const TagNode* object : objects)
            names += (names.empty() ? "\"" : ", \"") + object->name + '"';
        return names;
    }

    void report_missing(const TagNode& control, const AttributeValue* written,
                        const std::vector<const TagNode*>& fitting) {
        const Where& where = written != nullptr ? written->where : control.where;
        const auto tag = "tag"_is(control.tag);
        if (fitting.size() == 1)
            diagnostics_.warning(say("missing-toname.bound", tag, "object"_is(fitting.front()->name)), where);
        else if (fitting.empty())
            diagnostics_.error(say("missing-toname.none-fits", tag), where);
        else
            diagnostics_.error(say("missing-toname.fits", tag, "objects"_is(quoted_names(fitting))), where);
    }

    void report_dangling(const TagNode& control, const std::string& target_name, const AttributeValue* written,
                         const std::vector<const TagNode*>& fitting) {
        const Where& where = written != nullptr ? written->where : control.where;
        const auto tag = "tag"_is(control.tag);
        const auto target = "target"_is(target_name);
        if (fitting.size() == 1)
            diagnostics_.warning(say("dangling-toname.bound", tag, target, "object"_is(fitting.front()->name)), where);
        else if (fitting.empty())
            diagnostics_.error(say("dangling-toname.none-fits", tag, target), where);
        else
            diagnostics_.error(say("dangling-toname.fits", tag, target, "objects"_is(quoted_names(fitting))), where);
    }

    ConfigTree& tree_;
    const TagRegistry& registry_;
    Diagnostics& diagnostics_;
    std::string_view file_;
};

std::shared_ptr<const ConfigTree> ConfigTree::parse(std::string_view xml, const TagRegistry& registry,
                                                    Diagnostics& diagnostics, std::string_view file) {
    auto tree = std::make_shared<ConfigTree>();
    Diagnostics found;
    ConfigParser(*tree, registry, found, file).run(xml);
    const Diagnostics sorted = sorted_by_place(found);
    for (const Diagnostic& item : sorted.items())
        diagnostics.add(item.severity, item.error);
    return tree;
}

} // namespace tw
