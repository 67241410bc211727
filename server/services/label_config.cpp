#include "services/label_config.hpp"

#include "base/text.hpp"
#include "config/config_tree.hpp"
#include "model/given.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace tw::server {
namespace {

std::optional<TagKind> kind_of(const TagNode& node) {
    return node.type ? std::optional(node.type->kind) : planned_tag_kind(node.tag);
}

std::unexpected<Error> invalid(std::string message) {
    return invalid_field("label_config", std::move(message));
}

std::string attribute_text(const TagNode& node, std::string_view name) {
    const AttributeValue* const value = node.attribute(name);
    return value ? value->text : std::string();
}

/// "$image" -> "image".
std::string variable_of(std::string text) {
    if (text.starts_with('$'))
        text.erase(0, 1);
    return text;
}

std::string names_as_python(const ConfigTree& tree) {
    std::string text = "[";
    for (const TagNode& node : tree.nodes())
        if (!node.name.empty())
            text += (text.size() > 1 ? ", '" : "'") + node.name + "'";
    return text + "]";
}

void collect_labels(const ConfigTree& tree, const TagNode& node, Json& labels, Json& attributes) {
    for (const NodeId id : node.children) {
        const TagNode& child = tree.node(id);
        const std::string tag = to_lower_ascii(child.tag);
        if (tag == "label" || tag == "choice") {
            const std::string alias = attribute_text(child, "alias");
            const std::string written = alias.empty() ? attribute_text(child, "value") : alias;
            labels.push_back(written);
            Json all = Json::object();
            for (const auto& [lower, value] : child.attributes)
                all[value.written] = value.text;
            attributes[written] = std::move(all);
        }
        collect_labels(tree, child, labels, attributes);
    }
}

Json input_of(const TagNode& object) {
    Json input;
    input["type"] = object.tag;
    const std::string list = attribute_text(object, "valuelist");
    if (!list.empty()) {
        input["valueList"] = variable_of(list);
        return input;
    }
    const std::string type = attribute_text(object, "valuetype");
    input["valueType"] = type.empty() ? Json(nullptr) : Json(type);
    input["value"] = variable_of(attribute_text(object, "value"));
    return input;
}

bool draws_regions(const TagNode& node) {
    static const std::set<std::string, std::less<>> drawing = {
        "labels",           "brush",          "ellipse",         "keypoint",        "polygon",
        "rectangle",        "vector",         "bitmask",         "brushlabels",     "ellipselabels",
        "keypointlabels",   "polygonlabels",  "rectanglelabels", "hypertextlabels", "paragraphlabels",
        "timeserieslabels", "videorectangle", "vectorlabels",    "bitmasklabels",   "timelinelabels"};
    return drawing.contains(to_lower_ascii(node.tag));
}

bool unsuited_for_bulk(const TagNode& node) {
    const std::string tag = to_lower_ascii(node.tag);
    const auto is_on = [&](std::string_view name) { return to_lower_ascii(attribute_text(node, name)) == "true"; };
    if (draws_regions(node) || is_on("perregion") || is_on("peritem"))
        return true;
    if ((tag == "choices" || tag == "taxonomy") && node.attribute("value"))
        return true;
    return tag == "taxonomy" && (is_on("labeling") || node.attribute("apiurl"));
}

Result<void> check(const ConfigTree& tree) {
    std::set<std::string, std::less<>> names;
    for (const TagNode& node : tree.nodes())
        if (!node.name.empty() && !names.insert(node.name).second)
            return invalid("Label config contains non-unique names");
    for (const TagNode& node : tree.nodes()) {
        const auto kind = kind_of(node);
        if (kind == TagKind::object) {
            if (node.name.empty() && to_lower_ascii(node.tag) != "style")
                return invalid(fmt::format("'name' is a required attribute of {}", node.tag));
            if (!node.attribute("value") && !node.attribute("valuelist"))
                return invalid(fmt::format("'value' is a required attribute of {}", node.tag));
        }
        // As it is written: the parser binds what dangles to the only fitting object, which people are offered, not scripts.
        const std::vector<std::string> targets = split_trimmed(attribute_text(node, "toname"), ',');
        for (const std::string& target : targets)
            if (!names.contains(target))
                return invalid(fmt::format("toName=\"{}\" not found in names: {}", target, names_as_python(tree)));
        if (kind == TagKind::control && to_lower_ascii(node.tag) != "relations") {
            const bool shortcut = to_lower_ascii(node.tag) == "shortcut" || to_lower_ascii(node.tag) == "filter";
            if (node.name.empty() && !shortcut)
                return invalid(fmt::format("'name' is a required attribute of {}", node.tag));
            if (targets.empty() && !shortcut && to_lower_ascii(node.tag) != "pairwise")
                return invalid(fmt::format("'toName' is a required attribute of {}", node.tag));
        }
        if (to_lower_ascii(node.tag) == "choices" && !node.attribute("value")) {
            Json labels = Json::array(), attributes;
            collect_labels(tree, node, labels, attributes);
            if (labels.empty())
                return invalid("'Choice' is a required property of Choices");
        }
    }
    return {};
}

} // namespace

Result<LabelConfig> read_label_config(const std::string& xml, const TagRegistry& tags) {
    Diagnostics diagnostics;
    const auto tree = ConfigTree::parse(xml, tags, diagnostics);
    for (const Diagnostic& diagnostic : diagnostics.items())
        if (diagnostic.severity == Severity::error && diagnostic.error.code.starts_with("xml"))
            return fail("label-config",
                        fmt::format("{} line {}, column {}", diagnostic.error.message, diagnostic.error.where.line,
                                    diagnostic.error.where.column),
                        diagnostic.error.where);
    if (auto checked = check(*tree); !checked)
        return std::unexpected(checked.error());

    LabelConfig config;
    for (const TagNode& node : tree->nodes()) {
        config.suits_bulk = config.suits_bulk && !unsuited_for_bulk(node);
        if (node.name.empty() || node.to_names.empty() || kind_of(node) == TagKind::object)
            continue;
        config.has_controls = true;
        Json control, labels = Json::array(), attributes = Json::object();
        collect_labels(*tree, node, labels, attributes);
        control["type"] = node.tag;
        control["to_name"] = node.to_names;
        control["inputs"] = Json::array();
        for (const std::string& target : node.to_names)
            if (const TagNode* const object = tree->by_name(target))
                control["inputs"].push_back(input_of(*object));
        control["labels"] = labels;
        control["labels_attrs"] = std::move(attributes);
        if (attribute_text(node, "value").starts_with('$'))
            control["dynamic_labels"] = true;
        if (const std::size_t open = node.name.find("{{"); open != std::string::npos)
            control["regex"][node.name.substr(open, node.name.find("}}", open) + 2 - open)] = ".*";
        for (const auto& [attribute, what] :
             {std::pair{"whentagname", "tag"}, {"whenlabelvalue", "label"}, {"whenchoicevalue", "choice"}})
            if (const std::string value = attribute_text(node, attribute);
                !value.empty() && !control.contains("conditionals"))
                control["conditionals"] = Json{{"type", what}, {"name", value}};
        Json weights;
        weights["overall"] = 1.0;
        weights["type"] = node.tag;
        weights["labels"] = Json::object();
        for (const Json& label : labels)
            weights["labels"][label.get<std::string>()] = 1.0;
        config.weights[node.name] = std::move(weights);
        config.parsed[node.name] = std::move(control);
    }
    return config;
}

Json merged_weights(const Json& old, const Json& fresh) {
    Json merged = fresh;
    for (auto& [name, control] : merged.items()) {
        const Json* const before = find(old, name);
        if (!before)
            continue;
        control["overall"] = number_or(*before, "overall", 1.0);
        const Json* const labels = find(*before, "labels");
        if (!labels)
            continue;
        for (auto& [label, weight] : control["labels"].items())
            weight = number_or(*labels, label, 1.0);
    }
    return merged;
}

Json expand_short_result(const Json& given, const Json& parsed) {
    if (given.is_array())
        return given;
    if (parsed.size() != 1)
        return nullptr;
    const auto control = parsed.begin();
    const std::string type = to_lower_ascii(string_or(control.value(), "type", ""));
    const Json* const targets = find(control.value(), "to_name");
    const std::string key = type == "textarea" ? "text" : type == "pairwise" ? "selected" : type;
    Json value;
    if (given.is_object()) {
        if (!given.contains(key))
            return nullptr;
        value = given;
    } else if (given.is_string() || given.is_number()) {
        const bool lists = type.ends_with("labels") || type == "choices" || type == "textarea" || type == "taxonomy";
        if (type == "choices" || type.ends_with("labels")) {
            const Json* const labels = find(control.value(), "labels");
            const bool known =
                labels && std::ranges::any_of(*labels, [&](const Json& label) { return label == given; });
            if (!known)
                return nullptr;
        }
        value[key] = lists ? Json::array({given}) : given;
    } else {
        return nullptr;
    }
    Json region;
    region["from_name"] = control.key();
    region["to_name"] = targets && !targets->empty() ? targets->front() : Json("");
    region["type"] = type;
    region["value"] = std::move(value);
    return Json::array({std::move(region)});
}

bool fits_config(const Json& region, const Json& parsed) {
    const std::string type = string_or(region, "type", "");
    if (type == "relation" || parsed.empty())
        return true;
    const Json* const control = find(parsed, string_or(region, "from_name", ""));
    if (!control && std::ranges::any_of(parsed, [](const Json& one) { return one.contains("regex"); }))
        return true; // made by a Repeater, whose names have indexes
    const Json* const targets = control ? find(*control, "to_name") : nullptr;
    if (!targets || std::ranges::find(*targets, Json(string_or(region, "to_name", ""))) == targets->end())
        return false;
    const Json* const value = find(region, "value");
    const Json* const chosen = value ? find(*value, type) : nullptr;
    const Json* const known = find(*control, "labels");
    if (!chosen || !chosen->is_array() || !known || known->empty() || control->contains("dynamic_labels"))
        return true;
    return std::ranges::all_of(*chosen, [&](const Json& one) {
        const Json& label = one.is_array() && !one.empty() ? one.back() : one; // a path of nested choices
        return std::ranges::find(*known, label) != known->end();
    });
}

Json sample_task_data(const Json& parsed) {
    Json data = Json::object();
    for (const auto& [name, control] : parsed.items()) {
        const Json* const inputs = find(control, "inputs");
        if (!inputs)
            continue;
        for (const Json& input : *inputs) {
            const std::string type = string_or(input, "type", "");
            const std::string field = string_or(input, "value", string_or(input, "valueList", ""));
            if (type == "Image")
                data[field] = "/static/samples/sample.jpg";
            else if (type.starts_with("Audio"))
                data[field] = "/static/samples/sample.mp3";
            else if (type == "Video")
                data[field] = "/static/samples/sample.mp4";
            else if (type == "TimeSeries")
                data[field] = "/samples/time-series.csv?time=time&values=value";
            else if (type == "Paragraphs" || type == "Chat")
                data[field] = Json::array(
                    {Json{{"author", "Alice"}, {"text", "Hello"}}, Json{{"author", "Bob"}, {"text", "Hi"}}});
            else
                data[field] = "To have faith is to trust yourself to the water";
        }
    }
    return data;
}

} // namespace tw::server
