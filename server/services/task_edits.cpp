#include "services/task_edits.hpp"

#include "base/number.hpp"
#include "model/given.hpp"
#include "services/annotations.hpp"
#include "services/given_work.hpp"
#include "services/predictions.hpp"
#include "services/tasks.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace tw::server {
namespace {

constexpr std::string_view edits[] = {"add_data_field", "rename_labels", "propagate_annotations", "cache_labels"};

Json said(std::string text) {
    return Json{{"response_code", 200}, {"detail", std::move(text)}};
}

/// Each task's data through `edit`, which says whether it changed anything; answers how many did.
template <class Edit>
Result<std::int64_t> edit_data(Services& services, Transaction& t, const Caller& caller,
                               const std::vector<std::int64_t>& ids, Edit edit) {
    std::int64_t changed = 0;
    for (const std::int64_t id : ids) {
        auto found = task_for(t, caller, id);
        if (!found)
            continue;
        Json data = parse_json(found->task.data).value_or(Json::object());
        edit(id, data);
        if (auto done = change_task(services, t, caller, std::move(*found), Json{{"data", std::move(data)}}); !done)
            return std::unexpected(done.error());
        ++changed;
    }
    return changed;
}

Result<Json> add_data_field(Services& services, Transaction& t, const Caller& caller,
                            const std::vector<std::int64_t>& ids, const Json& form) {
    if (auto given = require_fields(form, {"value_name", "value_type", "value"}); !given)
        return std::unexpected(given.error());
    const std::string name = string_or(form, "value_name", ""), type = string_or(form, "value_type", "");
    Json value = *find(form, "value");
    if (name.empty())
        return invalid_field("value_name", "This field may not be blank.");
    if (type == "Number") {
        const auto number = value.is_number()   ? std::optional(value.get<double>())
                            : value.is_string() ? parse_double(value.get<std::string>())
                                                : std::nullopt;
        if (!number)
            return invalid_field("value", "A valid number is required.");
        value = *number;
    } else if (type != "String") {
        return invalid_field("value_type", "String or Number; this server evaluates no expressions.");
    }
    const auto changed =
        edit_data(services, t, caller, ids, [&](std::int64_t /*task*/, Json& data) { data[name] = value; });
    if (!changed)
        return std::unexpected(changed.error());
    return said(fmt::format("Updated {} tasks", *changed));
}

/// Renames inside one result; answers how often.
std::int64_t rename_in(Json& result, const std::string& control, const Json& old_name, const Json& new_name) {
    std::int64_t renamed = 0;
    if (!result.is_array())
        return 0;
    for (Json& region : result) {
        if (string_or(region, "from_name", "") != control || !region.contains("value") || !region["value"].is_object())
            continue;
        Json& value = region["value"];
        const auto labels = value.find(string_or(region, "type", ""));
        if (labels == value.end() || !labels->is_array())
            continue;
        for (Json& label : *labels) {
            Json& leaf = label.is_array() && !label.empty() ? label.back() : label;
            if (leaf == old_name) {
                leaf = new_name;
                ++renamed;
            }
        }
    }
    return renamed;
}

Result<Json> rename_labels(Services& services, Transaction& t, const Caller& caller,
                           const std::vector<std::int64_t>& ids, const Json& form) {
    if (auto given = require_fields(form, {"control_tag", "old_label_name", "new_label_name"}); !given)
        return std::unexpected(given.error());
    std::int64_t labels = 0, annotations = 0;
    for (const std::int64_t id : ids) {
        const auto found = task_for(t, caller, id);
        if (!found)
            continue;
        for (const AnnotationRow& row : annotations_of(t, {id})) {
            Json result = parse_json(row.result).value_or(Json(nullptr));
            const std::int64_t renamed = rename_in(result, string_or(form, "control_tag", ""),
                                                   *find(form, "old_label_name"), *find(form, "new_label_name"));
            if (renamed == 0)
                continue;
            if (auto done = change_annotation(services, t, caller, {row, *found}, Json{{"result", std::move(result)}});
                !done)
                return std::unexpected(done.error());
            labels += renamed;
            ++annotations;
        }
    }
    return said(fmt::format("Updated {} labels in {}", labels, annotations));
}

Result<Json> propagate(Services& services, Transaction& t, const Caller& caller, const ProjectRow& project,
                       const std::vector<std::int64_t>& ids, const Json& form) {
    const auto source_id = whole_in(form, "source_annotation_id");
    if (!source_id)
        return invalid_field("source_annotation_id", "A valid integer is required.");
    const auto source = annotation_for(t, caller, *source_id);
    if (!source || source->annotation.project_id != project.id)
        return fail("not-found", "No Annotation matches the given query.");
    const Json body{{"result", parse_json(source->annotation.result).value_or(Json::array())},
                    {"parent_annotation", *source_id}};
    std::int64_t created = 0;
    for (const std::int64_t id : ids) {
        const auto found = task_for(t, caller, id);
        if (!found || id == source->annotation.task_id)
            continue;
        if (auto done = create_annotation(services, t, caller, *found, body); !done)
            return std::unexpected(done.error());
        ++created;
    }
    return said(fmt::format("Created {} annotations", created));
}

template <class Rows>
void count_labels(std::map<std::string, std::int64_t>& counts, const Rows& rows, const std::string& control) {
    for (const auto& row : rows) {
        const Json result = parse_json(row.result).value_or(Json(nullptr));
        if (!result.is_array())
            continue;
        for (const Json& region : result) {
            const Json* const value = find(region, "value");
            const Json* const labels = value ? find(*value, string_or(region, "type", "")) : nullptr;
            if (!labels || !labels->is_array() || (control != "ALL" && string_or(region, "from_name", "") != control))
                continue;
            for (const Json& label : *labels)
                if (const Json& leaf = label.is_array() && !label.empty() ? label.back() : label; leaf.is_string())
                    ++counts[leaf.get<std::string>()];
        }
    }
}

Result<Json> cache_labels(Services& services, Transaction& t, const Caller& caller,
                          const std::vector<std::int64_t>& ids, const Json& form) {
    std::string control = string_or(form, "custom_control_tag", "");
    if (control.empty())
        control = string_or(form, "control_tag", "ALL");
    const bool counters = string_or(form, "with_counters", "Yes") != "No";
    const bool predictions = string_or(form, "source", "Annotations") == "Predictions";
    const auto changed = edit_data(services, t, caller, ids, [&](std::int64_t id, Json& data) {
        std::map<std::string, std::int64_t> counts;
        if (predictions)
            count_labels(counts, predictions_of(t, {id}), control);
        else
            count_labels(counts, annotations_of(t, {id}), control);
        std::string text;
        for (const auto& [label, count] : counts)
            text += (text.empty() ? "" : ", ") + label + (counters ? ": " + std::to_string(count) : "");
        data[control == "ALL" ? "cache_all" : "cache_" + control] = text;
    });
    if (!changed)
        return std::unexpected(changed.error());
    return said(fmt::format("Updated {} tasks", *changed));
}

} // namespace

bool is_task_edit(const std::string& action) {
    return std::ranges::find(edits, action) != std::end(edits);
}

Result<Json> run_task_edit(Services& services, Transaction& transaction, const Caller& caller,
                           const ProjectRow& project, const std::string& action,
                           const std::vector<std::int64_t>& task_ids, const Json& form) {
    if (action == "add_data_field")
        return add_data_field(services, transaction, caller, task_ids, form);
    if (action == "rename_labels")
        return rename_labels(services, transaction, caller, task_ids, form);
    if (action == "propagate_annotations")
        return propagate(services, transaction, caller, project, task_ids, form);
    return cache_labels(services, transaction, caller, task_ids, form);
}

} // namespace tw::server
