#include "services/action_forms.hpp"

#include "model/given.hpp"
#include "services/projects.hpp"
#include "services/task_actions.hpp"
#include "services/task_edits.hpp"
#include "storage/organizations.hpp"
#include "storage/predictions.hpp"

namespace tw::server {
namespace {

Json select(const char* name, const char* label, Json options) {
    return Json{{"type", "select"}, {"name", name}, {"label", label}, {"options", std::move(options)}};
}

Json input(const char* name, const char* label) {
    return Json{{"type", "input"}, {"name", name}, {"label", label}};
}

Json controls_of(const ProjectRow& project) {
    const Json config = project_setting(project, "parsed_label_config");
    Json names = Json::array();
    for (const auto& [name, control] : config.items())
        names.push_back(name);
    return names;
}

Json fields_of(Transaction& transaction, const Caller& caller, const ProjectRow& project, const std::string& action) {
    Json fields = Json::array();
    if (action == "predictions_to_annotations") {
        Json versions = Json::array();
        for (const ModelVersion& version : model_versions(transaction, project.id))
            versions.push_back(version.name);
        fields.push_back(select("model_version", "Choose predictions", std::move(versions)));
    } else if (action == "delete_tasks_annotations") {
        Json people = Json::array({Json{{"label", "All annotators"}, {"value", ""}}});
        for (const MemberRow& member : members(transaction, caller.organization_id))
            people.push_back(Json{{"label", member.user.email}, {"value", std::to_string(member.user.id)}});
        fields.push_back(select("annotator", "Choose annotator", std::move(people)));
    } else if (action == "add_data_field") {
        fields.push_back(input("value_name", "Name"));
        fields.push_back(select("value_type", "Type", {"String", "Number"}));
        fields.push_back(input("value", "Value"));
    } else if (action == "rename_labels") {
        fields.push_back(select("control_tag", "Control", controls_of(project)));
        fields.push_back(input("old_label_name", "Old label"));
        fields.push_back(input("new_label_name", "New label"));
    } else if (action == "propagate_annotations") {
        fields.push_back(Json{{"type", "number"}, {"name", "source_annotation_id"}, {"label", "Source annotation"}});
    } else if (action == "cache_labels") {
        Json controls = controls_of(project);
        controls.insert(controls.begin(), Json("ALL"));
        fields.push_back(select("control_tag", "Control", std::move(controls)));
        fields.push_back(select("with_counters", "With counters", {"Yes", "No"}));
        fields.push_back(select("source", "Source", {"Annotations", "Predictions"}));
    }
    return fields;
}

} // namespace

Result<std::string> data_manager_action_form(Transaction& transaction, const Caller& caller, const ProjectRow& project,
                                             const std::string& action) {
    if (!is_action(action) && !is_task_edit(action))
        return unknown_action(action);
    Json fields = fields_of(transaction, caller, project, action);
    Json form = Json::array();
    if (!fields.empty())
        form.push_back(Json{{"columnCount", 1}, {"fields", std::move(fields)}});
    return dump_json(form);
}

} // namespace tw::server
