#include "config/visibility.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace tw {
namespace {

bool has_conditions(const TagNode& node) {
    return std::ranges::any_of(node.attributes, [](const auto& entry) {
        return entry.first.starts_with("when") || entry.first == "visiblewhen" || entry.first == "perregion";
    });
}

/// What a list of labels or choices holds; nothing for what is no list.
std::vector<std::string> strings_of(const Json* value) {
    std::vector<std::string> out;
    if (value == nullptr || !value->is_array())
        return out;
    for (const Json& item : *value) {
        // A nested choice is a path; its last step is what was picked.
        const Json& leaf = item.is_array() && !item.empty() ? item.back() : item;
        if (leaf.is_string())
            out.push_back(leaf.get<std::string>());
    }
    return out;
}

/// What `control` says of a region.
std::vector<std::string> strings_of(const Region& region, const TagNode& control) {
    const Json* held = region.control(control.name);
    return strings_of(held != nullptr ? find(*held, "value") : nullptr);
}

/// Controls whose answers are picked from a list without being labels of regions.
bool picks(const TagNode& node) {
    return node.type != nullptr && node.type->kind == TagKind::control && !node.type->result_type.empty() &&
           !node.type->label_container && !node.type->draws_regions;
}
bool labels_regions(const TagNode& node) {
    return node.type != nullptr && (node.type->label_container || node.type->draws_regions);
}

/// What conditions are asked for: the page as it stands, or what may be saved for one region (or for the task).
struct Question {
    const ConfigTree& tree;
    const Document& document;
    const Region* region = nullptr; ///< the selected one, or the one to be saved
    bool saving = false;            ///< selection does not count
};

class Conditions {
public:
    Conditions(const Question& question, const TagNode& node)
        : question_(question), node_(node), mode_(to_lower_ascii(trim(node.get("visiblewhen")))),
          per_region_(node.flag("perregion")), choice_values_(split_trimmed(node.get("whenchoicevalue"), ',')) {
        for (const std::string& name : split_trimmed(node.get("whentagname"), ','))
            sort_in(name);
        for (const std::string& name : split_trimmed(node.get("whenlabelname"), ','))
            sort_in(name);
    }

    [[nodiscard]] bool hold() const {
        // A mistyped name hides the tag; what was saved before the mistake is not thrown away for it.
        if (dangling_)
            return question_.saving;
        return selection_fits() && label_fits() && choice_fits();
    }

private:
    void sort_in(const std::string& name) {
        const TagNode* named = question_.tree.by_name(name);
        if (named == nullptr)
            dangling_ = true;
        else if (labels_regions(*named))
            labelers_.push_back(named);
        else if (picks(*named))
            pickers_.push_back(named);
        // A tag that is not built cannot be asked, so it hides nothing.
    }

    [[nodiscard]] bool selection_fits() const {
        if (question_.saving)
            return true;
        if (mode_ == "no-region-selected")
            return question_.region == nullptr;
        return question_.region != nullptr || !(mode_ == "region-selected" || per_region_);
    }

    /// whenLabelValue, and whenTagName or whenLabelName where they name what makes regions.
    [[nodiscard]] bool label_fits() const {
        const std::string_view wanted = trim(node_.get("whenlabelvalue"));
        if (wanted.empty() && labelers_.empty())
            return true;
        if (question_.region == nullptr) // what is saved for the task has no region to ask
            return question_.saving;
        if (wanted.empty())
            return std::ranges::any_of(labelers_, [&](const TagNode* one) { return made_by(*one); });
        const std::vector<std::string> labels = labels_of_region();
        const auto has = [&](std::string_view label) { return std::ranges::find(labels, label) != labels.end(); };
        // A label may hold a comma, so the whole is tried first.
        return has(wanted) || std::ranges::any_of(split_trimmed(wanted, ','), has);
    }

    [[nodiscard]] bool made_by(const TagNode& control) const {
        return question_.region->control(control.name) != nullptr;
    }

    [[nodiscard]] std::vector<std::string> labels_of_region() const {
        if (labelers_.empty())
            return region_labels(question_.tree, *question_.region);
        std::vector<std::string> labels;
        for (const TagNode* one : labelers_)
            std::ranges::move(strings_of(*question_.region, *one), std::back_inserter(labels));
        return labels;
    }

    [[nodiscard]] bool choice_fits() const {
        const bool negated = mode_ == "choice-unselected";
        const bool asked = negated || mode_ == "choice-selected" || !choice_values_.empty() || !pickers_.empty();
        return !asked || picked() != negated;
    }

    [[nodiscard]] bool picked() const {
        if (!pickers_.empty())
            return std::ranges::any_of(pickers_, [&](const TagNode* one) { return picked(*one); });
        return std::ranges::any_of(question_.tree.controls(), [&](const TagNode* one) {
            return one->id != node_.id && picks(*one) && lists_answers(*one) && picked(*one);
        });
    }

    /// Without a name only controls that offer choices count, not free text.
    [[nodiscard]] static bool lists_answers(const TagNode& control) { return !control.type->children.empty(); }

    [[nodiscard]] bool picked(const TagNode& control) const {
        if (control.flag("perregion"))
            return question_.region != nullptr && fits(strings_of(*question_.region, control));
        const auto& all = question_.document.controls();
        for (auto at = all.lower_bound({control.name, ""}); at != all.end() && at->first.first == control.name; ++at) {
            const Json* inner = find(at->second.value, "value");
            const Json* value = inner != nullptr ? find(*inner, control_value_key(control.type->result_type)) : nullptr;
            if (fits(strings_of(value)))
                return true;
        }
        return false;
    }

    [[nodiscard]] bool fits(const std::vector<std::string>& picks) const {
        if (choice_values_.empty())
            return !picks.empty();
        return std::ranges::any_of(picks, [&](const std::string& one) {
            return std::ranges::find(choice_values_, one) != choice_values_.end();
        });
    }

    const Question& question_;
    const TagNode& node_;
    std::string mode_;
    bool per_region_;
    std::vector<std::string> choice_values_;
    std::vector<const TagNode*> labelers_, pickers_;
    bool dangling_ = false;
};

const Region* live_region(const Document& document, std::string_view id) {
    const Region* region = id.empty() ? nullptr : document.region(id);
    return region != nullptr && region->alive() ? region : nullptr;
}

} // namespace

std::vector<bool> visible_nodes(const VisibilityInput& input) {
    const ConfigTree& tree = *input.tree;
    const Question question{tree, *input.document, live_region(*input.document, input.selected_region)};
    std::vector<bool> visible(tree.nodes().size());
    for (const TagNode& node : tree.nodes()) { // preorder: a parent comes before its children
        const bool shown_around = node.parent == no_node || visible[node.parent];
        visible[node.id] = shown_around && (!has_conditions(node) || Conditions(question, node).hold());
    }
    return visible;
}

bool eligible(const VisibilityInput& input, const TagNode& control, std::string_view region_id) {
    const ConfigTree& tree = *input.tree;
    const Question question{tree, *input.document, live_region(*input.document, region_id), true};
    for (const TagNode* node = &control;; node = &tree.node(node->parent)) {
        if (has_conditions(*node) && !Conditions(question, *node).hold())
            return false;
        if (node->parent == no_node)
            return true;
    }
}

Json eligible_results(const ConfigTree& tree, const Document& document, Json results) {
    std::vector<bool> conditional(tree.nodes().size()); // few controls are: the others are not asked result by result
    for (const TagNode& node : tree.nodes())
        conditional[node.id] =
            (node.parent != no_node && conditional[node.parent]) || has_conditions(node) ||
            std::ranges::any_of(node.attributes, [](const auto& a) { return a.first == "perregion"; });
    Json out = Json::array();
    for (Json& item : results) {
        const TagNode* control = tree.by_name(string_or(item, "from_name", ""));
        if (control != nullptr && control->type != nullptr && control->type->kind == TagKind::control &&
            conditional[control->id]) {
            const std::string id = string_or(item, "id", "");
            const std::string region_id = live_region(document, id) != nullptr ? id : std::string();
            if (!eligible({&tree, &document, region_id}, *control, region_id))
                continue;
        }
        out.push_back(std::move(item));
    }
    return out;
}

std::vector<std::string> region_labels(const ConfigTree& tree, const Region& region) {
    std::vector<std::string> labels;
    for (const TagNode* control : tree.controls()) {
        if (control->type->label_container)
            std::ranges::move(strings_of(region, *control), std::back_inserter(labels));
    }
    return labels;
}

} // namespace tw
