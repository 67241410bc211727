#include "services/import_item.hpp"

#include "base/text.hpp"
#include "services/label_config.hpp"
#include "services/task_rules.hpp"

#include <fmt/format.h>

namespace tw::server {
namespace {

std::unexpected<Error> bad(std::string message) {
    return fail("validation", std::move(message));
}

/// The beginning of a value, for messages.
std::string excerpt(const Json& value, std::size_t bytes) {
    std::string text = dump_json(value);
    if (text.size() > bytes) {
        text.resize(bytes);
        while (!text.empty() && !is_valid_utf8(text))
            text.pop_back();
    }
    return text;
}

void read_author(const Json& by, ImportedAnnotation& out) {
    const Json* const email = find(by, "email");
    const Json* const id = find(by, "id");
    if (by.is_number_integer())
        out.author = by.get<std::int64_t>();
    else if (by.is_string())
        out.author_email = by.get<std::string>();
    else if (email && email->is_string())
        out.author_email = email->get<std::string>();
    else if (id && id->is_number_integer())
        out.author = id->get<std::int64_t>();
}

Result<void> read_annotations(const Json& item, ImportItem& out) {
    const Json* const list = find(item, "annotations");
    if (!list)
        return {};
    if (!list->is_array())
        return bad("Task[annotations] must be list");
    for (const Json& one : *list) {
        const Json* const result = find(one, "result");
        if (!one.is_object() || !result)
            return bad("Annotation must have \"result\" fields");
        if (!result->is_array())
            return bad("\"result\" field in annotation must be list");
        ImportedAnnotation annotation;
        if (const Json* const by = find(one, "completed_by"))
            read_author(*by, annotation);
        annotation.result = dump_json(*result);
        annotation.result_count = result_count_of(*result);
        annotation.was_cancelled = bool_or(one, "was_cancelled", false);
        annotation.ground_truth = bool_or(one, "ground_truth", true);
        annotation.lead_time = number_at(one, "lead_time");
        if (const Json* const id = find(one, "id"); id && id->is_number_integer())
            annotation.import_id = id->get<std::int64_t>();
        out.annotations.push_back(std::move(annotation));
    }
    // One ground truth a task: the last one said.
    bool seen = false;
    for (auto annotation = out.annotations.rbegin(); annotation != out.annotations.rend(); ++annotation)
        if (annotation->ground_truth)
            annotation->ground_truth = !std::exchange(seen, true);
    return {};
}

Result<void> read_predictions(const Json& item, ImportItem& out) {
    const Json* const list = find(item, "predictions");
    if (!list)
        return {};
    if (!list->is_array())
        return bad("Task[predictions] must be list");
    for (const Json& one : *list) {
        const Json* const result = find(one, "result");
        if (!one.is_object() || !result)
            return bad("Prediction must have \"result\" fields");
        if (!result->is_array())
            continue; // a short form is only read by POST /api/predictions/
        out.predictions.push_back(
            {dump_json(*result), string_or(one, "model_version", "undefined"), number_at(one, "score")});
    }
    return {};
}

/// As Label Studio's loader sees it; what it does not know, fits.
bool fits(std::string_view type, const Json& value) {
    const bool text = value.is_string(), list = value.is_array(), null = value.is_null();
    if (type == "Text")
        return text || value.is_number() || list || null;
    if (type == "HyperText" || type == "Header")
        return text || null;
    if (type == "Image" || type == "Audio" || type == "AudioPlus" || type == "Video")
        return text || list || null;
    return true;
}

/// The key of the data in "images[0].url".
std::string first_key(const std::string& field) {
    return field.substr(0, field.find_first_of(".["));
}

bool is_wrapped(const Json& item) {
    const Json* const data = find(item, "data");
    return data && data->is_object();
}

} // namespace

const Json& data_of_item(const Json& item) {
    return is_wrapped(item) ? *find(item, "data") : item;
}

ItemChecker::ItemChecker(const Json& parsed_config, std::vector<std::string> preannotated_from_fields)
    : parsed_config_(parsed_config), preannotated_from_fields_(std::move(preannotated_from_fields)) {
    for (const auto& [name, control] : parsed_config_.items())
        if (const Json* const inputs = find(control, "inputs"))
            for (const Json& input : *inputs) {
                const std::string field = string_or(input, "value", string_or(input, "valueList", ""));
                if (!field.empty() && field.find("{{") == std::string::npos)
                    types_[field] = string_or(input, "type", "");
            }
}

Result<ImportItem> ItemChecker::check(const Json& item, std::int64_t index) const {
    const auto at = [&](std::string message) { return bad(fmt::format("Error at item {}: {}", index, message)); };
    if (!item.is_object())
        return at(
            fmt::format("Task root must be dict with \"data\", \"meta\", \"annotations\", \"predictions\" fields :: {}",
                        excerpt(item, 200)));
    const bool wrapped = is_wrapped(item);
    const Json& data = data_of_item(item);
    if (auto checked = check_data(data); !checked)
        return at(checked.error().message + (wrapped ? "" : " [assume: item as is = task root with values]") +
                  "  :: " + excerpt(item, 200));
    ImportItem out;
    out.data = dump_json(data);
    if (wrapped) {
        if (const Json* const meta = find(item, "meta"); meta && !meta->is_null())
            out.meta = dump_json(*meta);
        if (auto read = read_annotations(item, out); !read)
            return at(read.error().message);
        if (auto read = read_predictions(item, out); !read)
            return at(read.error().message);
    }
    for (const std::string& field : preannotated_from_fields_)
        preannotate(field, data, out);
    return out;
}

std::vector<std::string> ItemChecker::missing_keys(const Json& data) const {
    std::vector<std::string> missing;
    if (!data.contains("$undefined$"))
        for (const auto& [field, type] : types_)
            if (!find(data, first_key(field)))
                missing.push_back(field);
    return missing;
}

Result<void> ItemChecker::check_data(const Json& data) const {
    if (types_.empty() || data.contains("$undefined$"))
        return {};
    // A project of pictures and texts may have tasks with one of them: what is missing is a warning then.
    if (const std::vector<std::string> missing = missing_keys(data); missing.size() == types_.size())
        return bad(fmt::format("\"{}\" key is expected in task data", missing.front()));
    for (const auto& [field, type] : types_) {
        const std::string first = first_key(field);
        const Json* const value = find(data, first);
        if (!value)
            continue;
        if (first == field && !fits(type, *value))
            return bad(fmt::format(
                "data['{}']={} is of type '{}', but the object tag {} expects the following types: [<class 'str'>]",
                field, excerpt(*value, 80), value->type_name(), type));
    }
    return {};
}

void ItemChecker::preannotate(const std::string& field, const Json& data, ImportItem& out) const {
    const Json* const value = find(data, field);
    const Json* const control = find(parsed_config_, field);
    if (!value || !control || value->is_structured())
        return;
    Json only;
    only[field] = *control;
    const Json result = expand_short_result(*value, only);
    if (!result.is_null())
        out.predictions.push_back({dump_json(result), std::string(preannotated_version), 1.0});
}

} // namespace tw::server
