#include "services/projects.hpp"

#include "base/id.hpp"
#include "base/time.hpp"
#include "model/given.hpp"
#include "ports/clock.hpp"
#include "services/json_text.hpp"
#include "services/label_config.hpp"
#include "services/permissions.hpp"
#include "services/project_fields.hpp"
#include "services/task_rules.hpp"
#include "storage/predictions.hpp"
#include "storage/users.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace tw::server {
namespace {

enum class Kind : std::uint8_t { setting, column, counter };
struct Field {
    std::string_view name;
    std::string_view fallback = ""; ///< JSON text
    Kind kind = Kind::setting;
    bool writable = true;
};

/// In the order Label Studio sends them.
constexpr Field fields[] = {
    {"id", "", Kind::column, false},
    {"title", "", Kind::column},
    {"description", "\"\""},
    {"label_config", "", Kind::column},
    {"expert_instruction", "\"\""},
    {"show_instruction", "false"},
    {"show_skip_button", "true"},
    {"enable_empty_annotation", "true"},
    {"show_annotation_history", "false"},
    {"organization", "", Kind::column},
    {"color", "\"#FFFFFF\""},
    {"maximum_annotations", "", Kind::column},
    {"is_published", "false"},
    {"model_version", "\"\""},
    {"is_draft", "false"},
    {"created_by", "", Kind::column, false},
    {"created_at", "", Kind::column, false},
    {"min_annotations_to_start_training", "0"},
    {"start_training_on_annotation_update", "false"},
    {"show_collab_predictions", "true"},
    {"num_tasks_with_annotations", "", Kind::counter, false},
    {"task_number", "", Kind::counter, false},
    {"useful_annotation_number", "", Kind::counter, false},
    {"ground_truth_number", "", Kind::counter, false},
    {"skipped_annotations_number", "", Kind::counter, false},
    {"total_annotations_number", "", Kind::counter, false},
    {"total_predictions_number", "", Kind::counter, false},
    {"sampling", "\"Sequential sampling\""},
    {"show_ground_truth_first", "false"},
    {"annotator_evaluation_enabled", "false"},
    {"show_overlap_first", "false"},
    {"overlap_cohort_percentage", "100"},
    {"task_data_login", "null"},
    {"task_data_password", "null"},
    {"control_weights", "{}"},
    {"parsed_label_config", "{}", Kind::setting, false},
    {"evaluate_predictions_automatically", "false"},
    {"config_has_control_tags", "false", Kind::setting, false},
    {"skip_queue", "\"REQUEUE_FOR_OTHERS\""},
    {"reveal_preannotations_interactively", "false"},
    {"pinned_at", "", Kind::column},
    {"finished_task_number", "", Kind::counter, false},
    {"queue_total", "", Kind::column, false},
    {"queue_done", "", Kind::column, false},
    {"config_suitable_for_bulk_annotation", "true", Kind::setting, false},
    {"state", "null", Kind::setting, false},
};

bool is_color(const std::string& text) {
    return text.size() == 7 && text[0] == '#' &&
           std::ranges::all_of(text.substr(1), [](unsigned char c) { return std::isxdigit(c); });
}

Result<Json> checked_setting(Transaction& transaction, const ProjectRow& row, std::string_view name,
                             const Json& value) {
    const auto one_of = [&](std::initializer_list<std::string_view> choices) -> Result<Json> {
        if (value.is_null())
            return value;
        if (value.is_string() && std::ranges::find(choices, value.get_ref<const std::string&>()) != choices.end())
            return value;
        return invalid_field(name, fmt::format("{} is not a valid choice.", dump_json(value)));
    };
    if (name == "sampling")
        return one_of({"Sequential sampling", "Uniform sampling", "Uncertainty sampling"});
    if (name == "skip_queue")
        return one_of({"REQUEUE_FOR_ME", "REQUEUE_FOR_OTHERS", "IGNORE_SKIPPED"});
    if (name == "color") {
        if (!value.is_string() || !is_color(value.get<std::string>()))
            return invalid_field(name, "A color is #RRGGBB.");
        return value;
    }
    if (name == "model_version") {
        if (value.is_null())
            return Json("");
        if (!value.is_string())
            return invalid_field(name, "Not a valid string.");
        const std::string& version = value.get_ref<const std::string&>();
        if (!version.empty() && row.id != 0 && !has_model_version(transaction, row.id, version))
            return invalid_field(name, "Model version doesn't exist in the project.");
        return value;
    }
    if (name == "control_weights") {
        if (!value.is_object())
            return invalid_field(name, "control_weights is an object.");
        return value;
    }
    const auto* const field = std::ranges::find_if(fields, [&](const Field& f) { return f.name == name; });
    if (field->fallback == "true" || field->fallback == "false") {
        const auto flag = flag_of(value);
        return flag ? Result<Json>(Json(*flag)) : invalid_field(name, "Must be a valid boolean.");
    }
    if (!field->fallback.empty() && (field->fallback[0] == '0' || field->fallback == "100")) {
        const auto whole = whole_of(value);
        return whole ? Result<Json>(Json(*whole)) : invalid_field(name, "A valid integer is required.");
    }
    if (value.is_null())
        return field->fallback == "null" ? Result<Json>(value) : Result<Json>(Json(""));
    if (!value.is_string())
        return invalid_field(name, "Not a valid string.");
    return value;
}

/// The guide's own words for some fields.
Json with_known_names(const Json& body) {
    Json named = body;
    if (const Json* const skip = find(body, "show_skip"); skip && !body.contains("show_skip_button"))
        named["show_skip_button"] = *skip;
    return named;
}

Result<void> apply(Services& services, Transaction& transaction, ProjectRow& row, const Json& given) {
    const Json body = with_known_names(given);
    if (!body.is_object())
        return fail("validation", "Invalid data. Expected a dictionary.");
    const auto settings_before = parse_json(row.settings);
    Json settings = settings_before && settings_before->is_object() ? *settings_before : Json::object();
    if (const Json* const title = find(body, "title")) {
        if (!title->is_null() && !title->is_string())
            return invalid_field("title", "Not a valid string.");
        const std::string text = title->is_null() ? "" : title->get<std::string>();
        std::size_t characters = 0;
        for (const char c : text)
            characters += (static_cast<unsigned char>(c) & 0xc0U) != 0x80U ? 1 : 0;
        if (!text.empty() && characters < 3)
            return invalid_field("title", "Ensure this field has at least 3 characters.");
        if (characters > 50)
            return invalid_field("title", "Ensure this field has no more than 50 characters.");
        row.title = text;
    }
    if (const Json* const config = find(body, "label_config")) {
        if (!config->is_string() || (config->get_ref<const std::string&>().empty() && row.id != 0))
            return invalid_field("label_config",
                                 config->is_null() ? "This field may not be null." : "This field may not be blank.");
        std::string xml = config->get<std::string>();
        if (xml.empty())
            xml = "<View></View>";
        const auto read = read_label_config(xml, services.tags);
        if (!read)
            return std::unexpected(read.error());
        if (row.id != 0 && read->has_controls)
            if (auto fits = check_config_against_data(transaction, row, read->parsed, false); !fits)
                return fits;
        row.label_config = std::move(xml);
        settings["parsed_label_config"] = read->parsed;
        settings["control_weights"] = merged_weights(settings.value("control_weights", Json::object()), read->weights);
        settings["config_has_control_tags"] = read->has_controls;
        settings["config_suitable_for_bulk_annotation"] = read->suits_bulk;
    }
    if (const Json* const maximum = find(body, "maximum_annotations")) {
        const auto whole = whole_of(*maximum);
        if (!whole)
            return invalid_field("maximum_annotations",
                                 maximum->is_null() ? "This field may not be null." : "A valid integer is required.");
        row.maximum_annotations = *whole;
    }
    if (const Json* const pinned = find(body, "pinned_at")) {
        if (!pinned->is_null() && (!pinned->is_string() || !ms_from_iso(pinned->get<std::string>())))
            return invalid_field("pinned_at", "Datetime has wrong format.");
        row.pinned_at = pinned->is_null() ? "" : pinned->get<std::string>();
    }
    if (const Json* const organization = find(body, "organization"))
        if (whole_of(*organization) != row.organization_id)
            return invalid_field("organization",
                                 fmt::format("Invalid pk {} - object does not exist.", dump_json(*organization)));
    for (const Field& field : fields) {
        if (field.kind != Kind::setting || !field.writable)
            continue;
        const Json* const value = find(body, field.name);
        if (!value)
            continue;
        auto checked = checked_setting(transaction, row, field.name, *value);
        if (!checked)
            return std::unexpected(checked.error());
        settings[std::string(field.name)] = std::move(*checked);
    }
    if (bool_or(body, "show_collab_predictions", true) == false)
        settings["model_version"] = "";
    if (const Json* const start = find(body, "start_training_on_annotation_update"); start && start->is_boolean())
        settings["min_annotations_to_start_training"] = start->get<bool>() ? 1 : 0;
    if (bool_or(settings, "is_published", false))
        settings["is_draft"] = false;
    row.settings = dump_json(settings);
    return {};
}

} // namespace

Result<ProjectRow> project_for(Transaction& transaction, const Caller& caller, std::int64_t id) {
    auto row = find_project(transaction, id);
    if (!row || !allow(caller, Right::view_project, row->organization_id))
        return fail("not-found", "No Project matches the given query.");
    return std::move(*row);
}

std::vector<std::string> unknown_project_keys(const Json& body) {
    std::vector<std::string> unknown;
    if (!body.is_object())
        return unknown;
    const auto is_word = [](const std::string& key) {
        return !key.empty() && key.size() <= 40 &&
               std::ranges::all_of(key, [](unsigned char c) { return std::isalnum(c) || c == '_' || c == '-'; });
    };
    for (const auto& [key, value] : body.items())
        if (is_word(key) && key != "show_skip" && unknown.size() < 20 &&
            std::ranges::none_of(fields, [&](const Field& field) { return field.name == key; }))
            unknown.push_back(key);
    return unknown;
}

Json project_setting(const ProjectRow& row, std::string_view name) {
    const auto settings = parse_json(row.settings);
    if (settings)
        if (const Json* const value = find(*settings, name))
            return *value;
    const auto* const field = std::ranges::find_if(fields, [&](const Field& f) { return f.name == name; });
    if (field == std::end(fields) || field->fallback.empty())
        return nullptr;
    return *parse_json(field->fallback);
}

std::string project_json(Transaction& transaction, const Caller& caller, const ProjectRow& row,
                         const std::vector<std::string>& include, bool null_counters) {
    const auto parsed = parse_json(row.settings);
    const Json settings = parsed ? *parsed : Json::object();
    const std::string skip_queue = string_or(settings, "skip_queue", "REQUEUE_FOR_OTHERS");
    std::string text;
    std::optional<JsonObject> writing;
    JsonObject& object = writing.emplace(text);
    const auto counter = [&](std::string_view name, std::int64_t value) {
        if (null_counters)
            object.raw(name, "null");
        else
            object.number(name, value);
    };
    const std::map<std::string_view, std::function<void(std::string_view)>> columns = {
        {"id", [&](auto name) { object.number(name, row.id); }},
        {"title", [&](auto name) { object.text(name, row.title); }},
        {"label_config", [&](auto name) { object.text(name, row.label_config); }},
        {"organization", [&](auto name) { object.number(name, row.organization_id); }},
        {"maximum_annotations", [&](auto name) { object.number(name, row.maximum_annotations); }},
        {"created_by",
         [&](auto name) { object.raw(name, row.created_by ? short_user_json(transaction, *row.created_by) : "null"); }},
        {"created_at", [&](auto name) { object.text(name, row.created_at); }},
        {"pinned_at", [&](auto name) { object.text_or_null(name, row.pinned_at); }},
        {"num_tasks_with_annotations", [&](auto name) { counter(name, row.num_tasks_with_annotations); }},
        {"task_number", [&](auto name) { counter(name, row.task_number); }},
        {"useful_annotation_number", [&](auto name) { counter(name, row.total_annotations_number); }},
        {"ground_truth_number", [&](auto name) { counter(name, row.ground_truth_number); }},
        {"skipped_annotations_number", [&](auto name) { counter(name, row.skipped_annotations_number); }},
        {"total_annotations_number", [&](auto name) { counter(name, row.total_annotations_number); }},
        {"total_predictions_number", [&](auto name) { counter(name, row.total_predictions_number); }},
        {"finished_task_number", [&](auto name) { counter(name, row.finished_task_number); }},
        {"queue_total", [&](auto name) { counter(name, row.task_number); }},
        {"queue_done",
         [&](auto name) {
             counter(name, null_counters ? 0
                                         : count_tasks_done_by(transaction, row.id, caller.user_id,
                                                               skip_queue != "REQUEUE_FOR_ME"));
         }},
    };
    for (const Field& field : fields) {
        if (!include.empty() && std::ranges::find(include, field.name) == include.end())
            continue;
        if (field.kind != Kind::setting) {
            columns.at(field.name)(field.name);
        } else if (const Json* const value = find(settings, field.name)) {
            object.raw(field.name, dump_json(*value));
        } else {
            object.raw(field.name, field.fallback);
        }
    }
    writing.reset();
    return text;
}

Result<ProjectRow> create_project(Services& services, Transaction& transaction, const Caller& caller,
                                  const Json& body) {
    if (auto allowed = allow(caller, Right::create_project); !allowed)
        return std::unexpected(allowed.error());
    ProjectRow row;
    row.organization_id = caller.organization_id;
    row.created_by = caller.user_id;
    row.label_config = "<View></View>";
    row.settings = "{}";
    row.uid = make_uid(services.clock.now_ms_utc(), services.random);
    row.created_at = row.updated_at = now_iso(services);
    if (auto applied = apply(services, transaction, row, body); !applied)
        return std::unexpected(applied.error());
    insert_project(transaction, row);
    return row;
}

Result<ProjectRow> change_project(Services& services, Transaction& transaction, const Caller& caller, ProjectRow row,
                                  const Json& body) {
    if (auto allowed = allow(caller, Right::change_project, row.organization_id); !allowed)
        return std::unexpected(allowed.error());
    const ProjectRow before = row;
    if (auto applied = apply(services, transaction, row, body); !applied)
        return std::unexpected(applied.error());
    row.updated_at = now_iso(services);
    update_project(transaction, row);
    const bool overlap_changed =
        row.maximum_annotations != before.maximum_annotations ||
        project_setting(row, "overlap_cohort_percentage") != project_setting(before, "overlap_cohort_percentage");
    if (overlap_changed || project_setting(row, "skip_queue") != project_setting(before, "skip_queue"))
        rearrange_overlap(services, transaction, row, overlap_changed);
    const std::int64_t id = row.id;
    tell_followers(services, transaction, id, FeedKind::project);
    auto fresh = find_project(transaction, id);
    return fresh ? Result<ProjectRow>(std::move(*fresh)) : fail("not-found", "No Project matches the given query.");
}

Result<void> check_config_against_data(Transaction& transaction, const ProjectRow& row, const Json& parsed,
                                       bool labels_too) {
    const ProjectCounts counts = counts_of(transaction, row.id);
    std::string missing, labels;
    for (const auto& [key, n] : counts) {
        const auto& [kind, name, label] = key;
        if (kind == "annotations") {
            const std::size_t first = name.find('|'), second = name.find('|', first + 1);
            if (second == std::string::npos)
                continue;
            const std::string from = name.substr(0, first), to = name.substr(first + 1, second - first - 1),
                              type = name.substr(second + 1);
            const Json* const control = find(parsed, from);
            const Json* const targets = control ? find(*control, "to_name") : nullptr;
            const bool fits = targets && std::ranges::find(*targets, Json(to)) != targets->end();
            if (!fits)
                missing += fmt::format("\n{} with from_name={}, to_name={}, type={}", n, from, to, type);
        } else if (labels_too && (kind == "labels" || kind == "draft_labels")) {
            const Json* const control = find(parsed, name);
            const Json* const known = control ? find(*control, "labels") : nullptr;
            if (known && !control->contains("dynamic_labels") && std::ranges::find(*known, Json(label)) == known->end())
                labels += fmt::format("\n{} ({} annotation{})", label, n, n == 1 ? "" : "s");
        }
    }
    if (!missing.empty())
        return fail("validation",
                    "Created annotations are incompatible with provided labeling schema, we found:" + missing,
                    {.pointer = "/label_config"});
    if (!labels.empty())
        return fail("validation", "These labels still exist in annotations or drafts:" + labels,
                    {.pointer = "/label_config"});
    return {};
}

} // namespace tw::server
