#include "layout/style.hpp"

#include "base/text.hpp"
#include "layout/css.hpp"
#include "layout/style_properties.hpp"

#include <algorithm>

namespace tw {
namespace {

/// The names by which selectors find a node.
struct Names {
    std::string tag, id;
    std::vector<std::string> classes;
};

std::vector<Names> names_of(const ConfigTree& tree) {
    std::vector<Names> names(tree.nodes().size());
    for (const TagNode& node : tree.nodes()) {
        Names& own = names[node.id];
        own.tag = to_lower_ascii(node.type != nullptr ? node.type->name : node.tag);
        own.id = std::string(trim(node.get("idattr")));
        own.classes = css_words(node.get("classname"));
        own.classes.push_back("lsf-" + own.tag);
        if (node.parent == no_node) {
            own.classes.emplace_back("lsf-annotation");
            continue;
        }
        own.classes.push_back("lsf-annotation__" + own.tag);
        own.classes.push_back("lsf-" + names[node.parent].tag + "__" + own.tag);
    }
    return names;
}

class Matcher {
public:
    Matcher(const ConfigTree& tree, const std::vector<Names>& names) : tree_(tree), names_(names) {}

    [[nodiscard]] bool matches(const CssRule& rule, NodeId id) const {
        return matches_up_to(rule.selector, rule.selector.size(), id);
    }

private:
    [[nodiscard]] bool matches_up_to(const std::vector<CssCompound>& selector, std::size_t count, NodeId id) const {
        if (!fits(selector[count - 1], names_[id]))
            return false;
        // The nearest fitting ancestor is tried alone: with descendants only, no farther one could do better. A child
        // combinator further out may be missed; configs do not nest that far.
        for (bool child = selector[count - 1].child_of_previous; --count > 0;) {
            do
                id = tree_.node(id).parent;
            while (id != no_node && !child && !fits(selector[count - 1], names_[id]));
            if (id == no_node || !fits(selector[count - 1], names_[id]))
                return false;
            child = selector[count - 1].child_of_previous;
        }
        return true;
    }

    [[nodiscard]] static bool fits(const CssCompound& compound, const Names& names) {
        if (!compound.tag.empty() && compound.tag != "*" && compound.tag != names.tag)
            return false;
        if (!compound.id.empty() && compound.id != names.id)
            return false;
        return std::ranges::all_of(compound.classes, [&](const std::string& name) {
            return std::ranges::find(names.classes, name) != names.classes.end();
        });
    }

    const ConfigTree& tree_;
    const std::vector<Names>& names_;
};

std::vector<CssRule> sheet_rules(const ConfigTree& tree, Diagnostics* diagnostics) {
    std::vector<CssRule> rules;
    for (const TagNode& node : tree.nodes()) {
        if (node.type == nullptr || !node.type->style_sheet)
            continue;
        std::vector<CssRule> sheet = parse_css_rules(node.text, node.where, diagnostics);
        const std::vector<CssDeclaration>* checked = nullptr;
        for (const CssRule& rule : sheet) {
            ViewStyle ignored;
            if (rule.declarations.get() != checked)
                apply_properties(*rule.declarations, node.where, ignored, diagnostics);
            checked = rule.declarations.get();
        }
        std::ranges::move(sheet, std::back_inserter(rules));
    }
    std::ranges::stable_sort(rules, {}, &CssRule::specificity);
    return rules;
}

} // namespace

void apply_declarations(std::string_view css, const Where& where, ViewStyle& style, Diagnostics* diagnostics) {
    apply_properties(parse_css_declarations(css), where, style, diagnostics);
}

TreeStyles TreeStyles::resolve(const ConfigTree& tree, Diagnostics* diagnostics) {
    TreeStyles out;
    out.styles_.emplace_back();
    out.index_.resize(tree.nodes().size(), 0);
    const std::vector<CssRule> rules = sheet_rules(tree, diagnostics);
    const std::vector<Names> names = rules.empty() ? std::vector<Names>{} : names_of(tree);
    const Matcher matcher(tree, names);
    for (const TagNode& node : tree.nodes()) {
        ViewStyle style;
        if (node.parent != no_node) {
            const ViewStyle& around = out.of(node.parent);
            style.color = around.color;
            style.font_size_px = around.font_size_px;
            style.bold = around.bold;
            style.italic = around.italic;
            style.font_family = around.font_family;
            style.text_align = around.text_align;
        }
        if (const auto display = read_display(node.get("display")))
            style.display = *display;
        for (const CssRule& rule : rules) {
            if (matcher.matches(rule, node.id))
                apply_properties(*rule.declarations, node.where, style, nullptr);
        }
        if (const AttributeValue* written = node.attribute("style"))
            apply_declarations(written->text, written->where, style, diagnostics);
        if (node.parent != no_node && style == out.of(node.parent)) {
            out.index_[node.id] = out.index_[node.parent];
        } else if (style != out.styles_.front()) {
            out.index_[node.id] = static_cast<std::uint32_t>(out.styles_.size());
            out.styles_.push_back(std::move(style));
        }
    }
    return out;
}

const ViewStyle& TreeStyles::of(NodeId id) const {
    return styles_[id < index_.size() ? index_[id] : 0];
}

void check_styles(const ConfigTree& tree, Diagnostics& diagnostics) {
    TreeStyles::resolve(tree, &diagnostics);
}

} // namespace tw
