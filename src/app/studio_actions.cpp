// The actions of the page: zoom, tasks, panels, places. The session lists its own.
#include "app/around/around.hpp"
#include "app/page_states.hpp"
#include "app/server/remote_projects.hpp"
#include "app/server/server_account.hpp"
#include "app/server/sync_engine.hpp"
#include "app/server/sync_push.hpp"
#include "app/studio.hpp"
#include "app/transfer/import_page.hpp"

namespace tw {
namespace {

/// The first object on the page that zooms, with the box it was painted in.
const TagNode* zooming_object(const Studio& studio) {
    if (!studio.task)
        return nullptr;
    const EditorSession& session = *studio.task->session;
    for (const TagNode* object : session.config().objects()) {
        const ObjectModel* model = session.object(object->name);
        if (model && model->zooms() && model->status() == ObjectModel::Status::ready &&
            studio.area.box_of(object->name))
            return object;
    }
    return nullptr;
}

bool zoom(Studio& studio, CanvasCommand command) {
    const TagNode* object = zooming_object(studio);
    if (!object)
        return false;
    const Rect& box = *studio.area.box_of(object->name);
    const ObjectModel& model = *studio.task->session->object(object->name);
    apply(command, studio.task->view.canvases[object->name], model.content_size(), {box.w, box.h});
    studio.frame_again = true;
    return true;
}

/// Undoes all this session did, step by step, so that every step stays redoable.
bool undo_all(Studio& studio) {
    bool any = false;
    while (studio.task->session->run("annotation:undo"))
        any = true;
    return any;
}

/// Undoes or redoes until `wanted` steps of this session are done.
bool go_to_step(Studio& studio, const Json& wanted) {
    if (!wanted.is_number())
        return false;
    EditorSession& session = *studio.task->session;
    const auto done = [&] { return std::ranges::count(session.history().steps(), false, &HistoryStep::undone); };
    const auto target = wanted.get<std::int64_t>();
    while (done() > target && session.run("annotation:undo")) {
    }
    while (done() < target && session.run("annotation:redo")) {
    }
    return done() == target;
}

} // namespace

void Studio::make_actions() {
    const auto labeling = [this] { return page == Page::labeling && task != nullptr; };
    const auto zoomable = [this] { return page == Page::labeling && zooming_object(*this) != nullptr; };
    const auto local = [this] { return project.has_value() && page == Page::labeling; };
    const auto always = [] { return true; };
    const auto writable = [this, local] {
        return local() && task && !task->embedded && !options.readonly && around->flow.prediction < 0;
    };
    const auto several = [this, local] { return local() && task && annotation_tabs(*this).size() > 1; };
    const auto place = [this](std::string name) {
        return [this, name](const Json&) { return go({false, 0, 0, name}), true; };
    };
    const auto not_embedded = [this] { return !options.embedded; };
    const auto with_account = [this] { return server->user.has_value(); };
    const auto has_next = [this, local] { return local() && project->row_beside(project->current, 1) >= 0; };
    const auto has_previous = [this, local] { return local() && project->row_beside(project->current, -1) >= 0; };
    const auto go_beside = [this](int step) {
        const int row = project->row_beside(project->current, step);
        go(address_of(project->stored, project->table->id(static_cast<std::size_t>(row))));
        return true;
    };
    actions = {
        {"view:zoom-in",
         "action.view.zoom-in",
         {"ctrl+=", "ctrl++", "ctrl+plus"},
         zoomable,
         [this](const Json&) { return zoom(*this, CanvasCommand::zoom_in); }},
        {"view:zoom-out",
         "action.view.zoom-out",
         {"ctrl+-", "ctrl+minus"},
         zoomable,
         [this](const Json&) { return zoom(*this, CanvasCommand::zoom_out); }},
        {"view:zoom-to-fit",
         "action.view.zoom-to-fit",
         {"shift+1"},
         zoomable,
         [this](const Json&) { return zoom(*this, CanvasCommand::fit); }},
        {"view:zoom-to-actual",
         "action.view.zoom-to-actual",
         {"shift+2"},
         zoomable,
         [this](const Json&) { return zoom(*this, CanvasCommand::actual); }},
        {"annotation:reset",
         "action.annotation.reset",
         {},
         [this, labeling] { return labeling() && task->session->history().can_undo(); },
         [this](const Json&) { return undo_all(*this); }},
        {"history:go",
         "action.history.go",
         {},
         labeling,
         [this](const Json& wanted) { return go_to_step(*this, wanted); }},
        {"task:next",
         "action.task.next",
         {"ctrl+arrowright", "shift+arrowdown"},
         has_next,
         [go_beside](const Json&) { return go_beside(1); }},
        {"task:previous",
         "action.task.previous",
         {"ctrl+arrowleft", "shift+arrowup"},
         has_previous,
         [go_beside](const Json&) { return go_beside(-1); }},
        {"task:open",
         "action.task.open",
         {},
         local,
         [this](const Json& id) {
             return id.is_number() && (go(address_of(project->stored, id.get<std::int64_t>())), true);
         }},
        {"task:next-skipped",
         "action.task.next-skipped",
         {},
         [this, local] { return local() && next_in_state(*this, TaskState::skipped) >= 0; },
         [this](const Json&) {
             const auto row = static_cast<std::size_t>(next_in_state(*this, TaskState::skipped));
             return go(address_of(project->stored, project->table->id(row))), true;
         }},
        {"task:stay",
         "action.task.stay",
         {},
         local,
         [this](const Json&) {
             around->flow.stay = !around->flow.stay;
             ports.host->set_setting("flow:stay", around->flow.stay ? "1" : "0");
             return true;
         }},
        {"annotation:open",
         "action.annotation.open",
         {},
         local,
         [this](const Json& id) {
             if (!id.is_string())
                 return false;
             const std::string which = id.get<std::string>();
             if (which.starts_with("prediction:"))
                 return show_prediction(*this, std::atoi(which.c_str() + 11));
             return which.starts_with("annotation:") && open_annotation(*this, which.substr(11));
         }},
        {"annotation:new",
         "action.annotation.new",
         {"alt+n"},
         writable,
         [this](const Json&) { return new_annotation(*this, Json::array(), Json::object()); }},
        {"annotation:copy",
         "action.annotation.copy",
         {},
         writable,
         [this](const Json&) { return new_annotation(*this, task->session->result(), Json::object()); }},
        {"annotation:delete",
         "action.annotation.delete",
         {},
         writable,
         [this](const Json&) { return delete_annotation(*this); }},
        {"annotation:restore",
         "action.annotation.restore",
         {},
         [this, local] { return local() && around->flow.deleted.has_value(); },
         [this](const Json&) { return restore_annotation(*this); }},
        {"annotation:ground-truth",
         "action.annotation.ground-truth",
         {},
         [this, writable] { return writable() && annotation_of(task->stored, task->document_uid); },
         [this](const Json&) { return toggle_ground_truth(*this); }},
        {"annotation:copy-prediction",
         "action.annotation.copy-prediction",
         {"alt+c"},
         [this, local] { return local() && task && !options.readonly && !task->stored.task.predictions.empty(); },
         [this](const Json&) { return copy_prediction(*this); }},
        {"annotation:next",
         "action.annotation.next",
         {"alt+]"},
         several,
         [this](const Json&) { return step_annotation(*this, 1); }},
        {"annotation:previous",
         "action.annotation.previous",
         {"alt+["},
         several,
         [this](const Json&) { return step_annotation(*this, -1); }},
        {"annotation:compare",
         "action.annotation.compare",
         {},
         several,
         [this](const Json&) { return toggle_compare(*this); }},
        {"page:tour",
         "action.page.tour",
         {},
         labeling,
         [this](const Json&) { return sheet.clear(), start_tour(*this), true; }},
        {"page:leave-tour",
         "tour.leave",
         {"escape"},
         [this, labeling] { return labeling() && around->tour_step >= 0; },
         [this](const Json&) { return around->tour_step = -1, true; }},
        {"page:guidelines",
         "action.page.guidelines",
         {},
         [this, local] { return local() && !guidelines_of(*this).empty(); },
         [this](const Json&) { return sheet = sheet == "guidelines" ? "" : "guidelines", true; }},
        {"page:tasklist",
         "action.page.tasklist",
         {},
         local,
         [this](const Json&) {
             around->flow.list_open = !around->flow.list_open;
             ports.host->set_setting("layout:tasklist-open", around->flow.list_open ? "1" : "0");
             return true;
         }},
        {"page:sync-now",
         "action.page.sync-now",
         {},
         [this] { return sync_light(*this) != SyncLight::none; },
         [this](const Json&) { return sync_now(*this), true; }},
        {"page:forget-refused",
         "action.page.forget-refused",
         {},
         [this] { return sync && !sync->refused.empty(); },
         [this](const Json&) { return forget_refused(*this), true; }},
        {"page:keep-offline",
         "action.page.keep-offline",
         {},
         [this] { return sync_light(*this) != SyncLight::none; },
         [this](const Json&) { return keep_offline(*this, !project->stored.remote->keep_offline), true; }},
        {"page:projects", "action.page.projects", {}, not_embedded, [this](const Json&) { return go({}), true; }},
        {"page:project",
         "action.page.project",
         {},
         [this] { return project.has_value(); },
         [this](const Json&) { return go(address_of(project->stored)), true; }},
        {"page:palette",
         "action.page.palette",
         {"ctrl+k"},
         always,
         [this](const Json&) { return open_palette(*this), true; },
         true},
        {"page:help",
         "action.page.help",
         {"shift+?", "?"},
         always,
         [this](const Json&) { return sheet = sheet == "help" ? "" : "help", true; }},
        {"page:settings", "action.page.settings", {}, not_embedded, place("settings")},
        {"page:hotkeys", "action.page.hotkeys", {}, not_embedded, place("hotkeys")},
        {"page:about", "action.page.about", {}, not_embedded, place("about")},
        {"page:sign-in",
         "action.page.sign-in",
         {},
         [this] { return ports.http && !options.embedded && !server->user; },
         place("sign-in")},
        {"page:account", "action.page.account", {}, with_account, place("account")},
        {"page:members", "action.page.members", {}, with_account, place("members")},
        {"page:server",
         "action.page.server",
         {},
         [this] { return server->user && server->user->is_admin(); },
         place("server")},
        {"page:sign-out",
         "action.page.sign-out",
         {},
         with_account,
         [this](const Json&) { return sign_out(*this), true; }},
        {"page:theme", "action.page.theme", {}, always, [this](const Json&) { return look.toggle_theme(), true; }},
        {"page:language",
         "action.page.language",
         {},
         always,
         [this](const Json&) { return look.toggle_language(), true; }},
        {"page:panels",
         "action.page.panels",
         {},
         labeling,
         [this](const Json&) {
             side_open = !side_open;
             ports.host->set_setting("layout:side-open", side_open ? "1" : "0");
             return true;
         }},
        {"page:export-media",
         "action.page.export-media",
         {},
         [this] { return project.has_value() && !states->intake.coming_in(); },
         [this](const Json&) {
             export_tasks(project->stored, ExportKind::json_with_media);
             return true;
         }},
        {"page:export-project",
         "action.page.export-project",
         {},
         [this] { return project.has_value() && !states->intake.coming_in(); },
         [this](const Json&) {
             export_tasks(project->stored, ExportKind::project);
             return true;
         }},
        {"page:export",
         "action.page.export",
         {},
         [this] { return project ? !states->intake.coming_in() : task != nullptr; },
         [this](const Json&) { return export_current(), true; }},
    };
    add_data_actions(*this);
}

} // namespace tw
