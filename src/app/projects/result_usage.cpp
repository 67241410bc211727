#include "app/projects/result_usage.hpp"

#include "base/text.hpp"
#include "tagkit/tag_type.hpp"

#include <algorithm>
#include <set>
#include <span>
#include <utility>

namespace tw {
namespace {

/// Result types and the tags that write them; `object` is what such a control needs, "" when it fits any.
struct TypeInfo {
    std::string_view type, tag, object;
    bool labels = false; ///< its value lists labels under the name of its type
};
constexpr TypeInfo types[] = {{"rectanglelabels", "RectangleLabels", "Image", true},
                              {"polygonlabels", "PolygonLabels", "Image", true},
                              {"ellipselabels", "EllipseLabels", "Image", true},
                              {"keypointlabels", "KeyPointLabels", "Image", true},
                              {"brushlabels", "BrushLabels", "Image", true},
                              {"bitmasklabels", "BitmaskLabels", "Image", true},
                              {"vectorlabels", "VectorLabels", "Image", true},
                              {"rectangle", "Rectangle", "Image"},
                              {"polygon", "Polygon", "Image"},
                              {"ellipse", "Ellipse", "Image"},
                              {"keypoint", "KeyPoint", "Image"},
                              {"brush", "Brush", "Image"},
                              {"bitmask", "Bitmask", "Image"},
                              {"vector", "Vector", "Image"},
                              {"labels", "Labels", "Text", true},
                              {"hypertextlabels", "HyperTextLabels", "HyperText", true},
                              {"paragraphlabels", "ParagraphLabels", "Paragraphs", true},
                              {"timeserieslabels", "TimeSeriesLabels", "TimeSeries", true},
                              {"timelinelabels", "TimelineLabels", "Video", true},
                              {"videorectangle", "VideoRectangle", "Video"},
                              {"choices", "Choices", ""},
                              {"textarea", "TextArea", ""},
                              {"taxonomy", "Taxonomy", ""},
                              {"rating", "Rating", ""},
                              {"number", "Number", ""},
                              {"datetime", "DateTime", ""},
                              {"pairwise", "Pairwise", ""}};

const TypeInfo* info_of(std::string_view type) {
    const auto found = std::ranges::find(types, type, &TypeInfo::type);
    return found == std::end(types) ? nullptr : found;
}

bool draws(const TypeInfo& info) {
    return !info.object.empty();
}

/// The object that a control's results lie on.
std::string_view object_of(const ControlUsage& usage) {
    const TypeInfo* info = info_of(usage.type);
    if (!info)
        return "";
    if (info->object == "Text" && usage.on_nodes)
        return "HyperText";
    if (info->object == "Text" && usage.on_time)
        return "Audio";
    return info->object;
}

std::string_view object_by_ending(const std::string& value) {
    const std::string path = to_lower_ascii(value.substr(0, value.find('?')));
    const auto ends = [&](std::initializer_list<std::string_view> endings) {
        return std::ranges::any_of(endings, [&](std::string_view ending) { return path.ends_with(ending); });
    };
    if (ends({".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp", ".svg", ".avif"}) || path.starts_with("data:image/"))
        return "Image";
    if (ends({".wav", ".mp3", ".flac", ".ogg", ".m4a"}))
        return "Audio";
    if (ends({".mp4", ".webm", ".mov", ".avi", ".mkv"}))
        return "Video";
    return "Text";
}

/// The field of the data that an object of this tag would show.
std::string field_of(std::string_view object, const std::string& name, const std::string& sample_text, const Json& data,
                     const std::set<std::string>& taken) {
    if (!data.is_object() || data.empty())
        return name;
    const auto fits = [&](const Json& value) {
        return value.is_string() && (object_by_ending(value.get_ref<const std::string&>()) == object ||
                                     (object == "HyperText" || object == "Paragraphs"));
    };
    if (const Json* own = find(data, name); own && fits(*own))
        return name;
    std::string best;
    std::size_t longest = 0;
    for (const auto& [key, value] : data.items()) {
        if (!fits(value) || taken.contains(key))
            continue;
        const std::string& text = value.get_ref<const std::string&>();
        if (!sample_text.empty() && text.find(sample_text) != std::string::npos)
            return key;
        if (best.empty() || text.size() > longest) {
            best = key;
            longest = text.size();
        }
    }
    return best.empty() ? data.begin().key() : best;
}

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text)
        if (c == '&')
            out += "&amp;";
        else if (c == '<')
            out += "&lt;";
        else if (c == '"')
            out += "&quot;";
        else if (c == '\n')
            out += "&#10;";
        else
            out += c;
    return out;
}

void write_control(std::string& xml, const std::string& name, const ControlUsage& usage, const TypeInfo& info) {
    const std::string tag(info.tag);
    xml += "  <" + tag + " name=\"" + escaped(name) + "\" toName=\"" + escaped(usage.to_name) + "\"";
    if (usage.per_region)
        xml += " perRegion=\"true\"";
    if (info.type == "choices")
        xml += usage.several ? " choice=\"multiple\" showInline=\"true\"" : " choice=\"single\" showInline=\"true\"";
    const bool choices = info.type == "choices" || info.type == "taxonomy";
    if (!info.labels && !choices) {
        xml += "/>\n";
        return;
    }
    xml += ">\n";
    for (const auto& [label, count] : usage.labels)
        xml += std::string("    <") + (choices ? "Choice" : "Label") + " value=\"" + escaped(label) + "\"/>\n";
    xml += "  </" + tag + ">\n";
}

void count_labels(const Json& labels, ControlUsage& usage) {
    if (!labels.is_array())
        return;
    usage.several |= labels.size() > 1;
    for (const Json& label : labels)
        if (label.is_string())
            ++usage.labels[label.get<std::string>()];
        else if (label.is_array() && !label.empty() && label.back().is_string())
            ++usage.labels[label.back().get<std::string>()]; // a path of a taxonomy: its end
}

} // namespace

void ResultUsage::add(const Json& result) {
    if (!result.is_array())
        return;
    std::set<std::string, std::less<>> drawn; ///< ids of regions that a control drew
    for (const Json& item : result)
        if (const TypeInfo* info = info_of(string_or(item, "type", "")); info && draws(*info))
            drawn.insert(string_or(item, "id", ""));
    for (const Json& item : result) {
        const std::string name = string_or(item, "from_name", ""), type = string_or(item, "type", "");
        const Json* value = find(item, "value");
        if (name.empty() || type.empty() || !value)
            continue;
        const auto [at, fresh] = controls.try_emplace(name);
        ControlUsage& usage = at->second;
        if (fresh) {
            order.push_back(name);
            usage.to_name = string_or(item, "to_name", "");
            usage.type = type;
        }
        ++usage.results;
        const TypeInfo* info = info_of(type);
        if (!info)
            continue;
        if (const Json* labels = find(*value, type))
            count_labels(*labels, usage);
        usage.per_region |= !draws(*info) && drawn.contains(string_or(item, "id", ""));
        if (const Json* start = find(*value, "start")) {
            usage.on_nodes |= start->is_string();
            usage.on_time |= find(*value, "channel") != nullptr || start->is_number_float();
        }
        if (usage.sample_text.empty())
            usage.sample_text = string_or(*value, "text", "");
    }
}

void ResultUsage::add(const Task& task) {
    for (const Annotation& annotation : task.annotations)
        add(annotation.result);
    for (const Prediction& prediction : task.predictions)
        add(prediction.result);
    if (task.drafts.is_array())
        for (const Json& draft : task.drafts)
            if (const Json* result = find(draft, "result"))
                add(*result);
}

std::string infer_config(const ResultUsage& usage, const Json& data) {
    // Objects in the order their controls came; a control without an object of its own goes where others point.
    std::vector<std::pair<std::string, std::string>> objects; // name, tag
    const auto object_named = [&](const std::string& name) {
        return std::ranges::find(objects, name, [](const auto& object) { return object.first; });
    };
    for (const bool drawing : {true, false})
        for (const std::string& name : usage.order) {
            const ControlUsage& control = usage.controls.at(name);
            const std::string tag(object_of(control));
            if (control.to_name.empty() || tag.empty() == drawing || object_named(control.to_name) != objects.end())
                continue;
            std::string guessed = tag;
            if (guessed.empty()) {
                const Json* own = find(data, control.to_name);
                const Json* first = data.is_object() && !data.empty() ? &*data.begin() : nullptr;
                const Json* shown = own ? own : first;
                guessed = shown && shown->is_string() ? object_by_ending(shown->get_ref<const std::string&>()) : "Text";
            }
            objects.emplace_back(control.to_name, guessed);
        }
    if (objects.empty())
        return {};
    std::string xml = "<View>\n";
    std::set<std::string> taken;
    for (const auto& [object, tag] : objects) {
        std::string above, below, sample_text;
        for (const std::string& name : usage.order) {
            const ControlUsage& control = usage.controls.at(name);
            const TypeInfo* info = info_of(control.type);
            if (control.to_name != object || !info)
                continue;
            write_control(info->labels ? above : below, name, control, *info);
            if (sample_text.empty())
                sample_text = control.sample_text;
        }
        const std::string field = field_of(tag, object, sample_text, data, taken);
        taken.insert(field);
        xml += above + "  <" + tag + " name=\"" + escaped(object) + "\" value=\"$" + escaped(field) + "\"/>\n" + below;
    }
    return xml + "</View>\n";
}

std::string infer_config(const std::vector<Task>& tasks) {
    ResultUsage usage;
    for (const Task& task : tasks)
        usage.add(task);
    return infer_config(usage, tasks.empty() ? Json() : tasks.front().data);
}

std::vector<Orphan> orphans(const ResultUsage& usage, const ConfigTree& config) {
    std::vector<Orphan> lost;
    for (const std::string& name : usage.order) {
        const ControlUsage& control = usage.controls.at(name);
        const TagNode* node = config.by_name(name);
        if (!node || !node->type || node->type->kind != TagKind::control) {
            lost.push_back({Orphan::Kind::control, name, {}, control.results});
            continue;
        }
        if (node->type->result_type != control.type) {
            lost.push_back({Orphan::Kind::type, name, control.type, control.results});
            continue;
        }
        const std::vector<const TagNode*> known = config.descendants(node->id, TagKind::child);
        if (known.empty()) // labels that come with the data, or none at all
            continue;
        for (const auto& [label, count] : control.labels)
            if (std::ranges::none_of(known, [&](const TagNode* one) { return written_value(*one) == label; }))
                lost.push_back({Orphan::Kind::label, name, label, count});
    }
    return lost;
}

} // namespace tw
