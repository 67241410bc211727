#include "tagkit/registry.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <numeric>

namespace tw {
namespace {

/// Insertions, deletions and replacements that turn one text into the other.
std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row[b.size()];
}

/// Longer names are no slip of the fingers.
constexpr std::size_t longest_name = 40;

const std::map<std::string, TagKind, std::less<>>& planned_tags() {
    static const std::map<std::string, TagKind, std::less<>> tags = [] {
        std::map<std::string, TagKind, std::less<>> all;
        const auto add = [&all](TagKind kind, std::initializer_list<std::string_view> names) {
            for (const std::string_view name : names)
                all.emplace(to_lower_ascii(name), kind);
        };
        add(TagKind::object, {"Audio", "AudioPlus", "Chat", "Dialog", "HyperText", "HyperTextPlus", "Image", "List",
                              "Paragraphs", "Pdf", "ReactCode", "Table", "Text", "TimeSeries", "Video"});
        add(TagKind::control,
            {"Bitmask",        "BitmaskLabels",  "Brush",           "BrushLabels",    "Choices",
             "DateTime",       "Ellipse",        "EllipseLabels",   "HtmlLabels",     "HyperTextLabels",
             "KeyPoint",       "KeyPointLabels", "Labels",          "Magicwand",      "Number",
             "OcrTokenLabels", "Pairwise",       "ParagraphLabels", "PdfLabels",      "Polygon",
             "PolygonLabels",  "Ranker",         "Rating",          "Rectangle",      "RectangleLabels",
             "Relations",      "Taxonomy",       "TextArea",        "TimelineLabels", "TimeSeriesLabels",
             "Vector",         "VectorLabels",   "VideoRectangle",  "VideoVector",    "VideoVectorLabels"});
        add(TagKind::visual, {"Collapse", "Filter", "Header", "Markdown", "Panel", "Repeater", "Style", "View"});
        add(TagKind::child, {"Bucket", "Channel", "Choice", "Label", "MultiChannel", "Relation", "Shortcut"});
        return all;
    }();
    return tags;
}

} // namespace

TagRegistry::TagRegistry(std::vector<const TagType*> types) : types_(std::move(types)) {
    for (const TagType* type : types_) {
        by_name_.emplace(to_lower_ascii(type->name), type);
        if (!type->result_type.empty())
            by_result_.emplace(type->result_type, type);
    }
    // A name of its own beats an alias of another tag, whatever the order.
    for (const TagType* type : types_) {
        for (const std::string& alias : type->aliases)
            by_name_.emplace(to_lower_ascii(alias), type);
    }
}

const TagType* TagRegistry::find(std::string_view tag) const {
    const auto found = by_name_.find(to_lower_ascii(tag));
    return found == by_name_.end() ? nullptr : found->second;
}

const TagType* TagRegistry::by_result_type(std::string_view result_type) const {
    const auto found = by_result_.find(result_type);
    return found == by_result_.end() ? nullptr : found->second;
}

std::string TagRegistry::suggest(std::string_view tag) const {
    std::vector<std::string_view> names;
    for (const TagType* type : types_) {
        names.emplace_back(type->name);
        names.insert(names.end(), type->aliases.begin(), type->aliases.end());
    }
    return nearest_name(tag, names);
}

std::string nearest_name(std::string_view wanted, const std::vector<std::string_view>& candidates) {
    if (wanted.size() > longest_name)
        return {};
    const std::string lower = to_lower_ascii(wanted);
    std::string_view best;
    std::size_t best_distance = std::max<std::size_t>(1, lower.size() / 3) + 1;
    for (const std::string_view candidate : candidates) {
        const std::size_t distance = edit_distance(lower, to_lower_ascii(candidate));
        if (distance < best_distance) {
            best_distance = distance;
            best = candidate;
        }
    }
    return std::string(best);
}

bool is_planned_tag(std::string_view tag) {
    return planned_tag_kind(tag).has_value();
}

std::optional<TagKind> planned_tag_kind(std::string_view tag) {
    const auto found = planned_tags().find(to_lower_ascii(tag));
    return found == planned_tags().end() ? std::nullopt : std::optional(found->second);
}

} // namespace tw
