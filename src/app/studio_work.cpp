// What a person does with projects and tasks as a whole: create, delete, submit, export.
#include "app/around/around.hpp"

#include "app/page_states.hpp"
#include "app/server/remote_projects.hpp"
#include "base/message_json.hpp"
#include "base/time.hpp"

#include <algorithm>
#include <iterator>

namespace tw {

void Studio::forget_storage_error() {
    if (storage_error && storage_error->code != "storage-blocked")
        storage_error.reset();
}

void Studio::parse_form() {
    if (form.tree && form.parsed == form.config)
        return;
    form.parsed = form.config;
    form.diagnostics = {};
    form.tree = ConfigTree::parse(form.config, registry, form.diagnostics);
}

void Studio::create_project() {
    if (form.creating)
        return;
    if (!store) {
        form.error = error_of(say("storage-blocked"));
        return;
    }
    parse_form();
    StoredProject stored;
    stored.project.title = form.title.empty() ? ui.text("new.name-default") : form.title;
    stored.project.description = form.description;
    stored.project.guidelines = form.guidelines;
    stored.project.color = form.color;
    stored.project.label_config = form.config;
    form.creating = true;
    form.error.reset();
    // The form keeps what was dropped until all of it is on the device: it may not come to that.
    std::vector<Task> tasks = make_tasks(form.dropped.items, *form.tree);
    form.total = tasks.size() + form.dropped.blobs.size();
    store->add_tasks(
        std::move(stored), std::move(tasks), form.dropped.blobs,
        [this, link = link_](std::size_t done, std::size_t total) {
            if (!link->alive)
                return;
            form.done = done;
            form.total = total;
            ports.host->request_frame();
        },
        later<AddedTasks>([this](Result<AddedTasks> kept) {
            form.creating = false;
            std::vector<PickedFile> late = std::exchange(states->intake.pending, {});
            if (!kept) {
                form.error = kept.error();
                storage_error = kept.error();
                take_files(std::move(late));
                return;
            }
            forget_storage_error();
            autosave.tell_tabs("projects");
            // Large files are looked at once there is a project to take them.
            std::ranges::move(form.dropped.large, std::back_inserter(late));
            form = {};
            const bool rows = std::ranges::any_of(late, [](const PickedFile& file) { return file.handle != 0; });
            go(address_of(kept->project, rows ? 0 : kept->first_task_id));
            states->intake.pending = std::move(late);
        }));
}

void Studio::delete_project(const StoredProject& doomed) {
    if (!store)
        return;
    if (doomed.remote)
        return delete_on_server(*this, doomed);
    store->delete_project(doomed.project.uid, later<Unit>([this](Result<Unit> gone) {
                              if (!gone)
                                  storage_error = gone.error();
                              autosave.tell_tabs("projects");
                              if (page == Page::projects)
                                  load_projects();
                              else
                                  go({});
                          }));
}

void Studio::export_project(const StoredProject& stored) {
    if (!store)
        return;
    if (stored.remote) // the server has all of it; this device perhaps only a part
        return ports.host->open_link("api/projects/" + std::to_string(stored.project.id) +
                                     "/export?exportType=JSON&download_all_tasks=true");
    export_tasks(stored);
}

void Studio::export_tasks(const StoredProject& stored, ExportKind kind, const std::vector<std::uint32_t>& rows) {
    ExportOrder order;
    order.project = stored;
    order.kind = kind;
    const bool is_open = project && project->stored.project.uid == stored.project.uid;
    // What is in memory but could not be saved must be in the export: it is often why the person exports.
    const bool unsaved = storage_error || autosave.state() == SaveState::failed;
    if (is_open) {
        for (const std::uint32_t row : rows)
            order.inner_ids.push_back(project->table->inner_id(row));
        if (task && project->current >= 0) {
            leave_document(*this);
            if (task->changed)
                keep_task();
            if (task->document_uid == task->stored.document_uid) {
                order.open_task_id = project->table->id(static_cast<std::size_t>(project->current));
                order.open_document = dump_json(task->session->document().to_snapshot());
            }
        }
    }
    begin_export(*this, order, is_open && unsaved ? project->table : nullptr);
}

void Studio::export_current() {
    if (project)
        return export_project(project->stored);
    if (task)
        ports.host->download("annotations.json", "application/json", dump_json(annotations_json(), 2));
}

void Studio::handle_session_events() {
    if (!task)
        return;
    for (EditorEvent& event : task->session->take_events()) {
        if (event.type == "notice") {
            const Json* const args = find(event.detail, "args");
            notify(ui.strings->word(ui.text(string_or(event.detail, "key", "")),
                                    message_from_json({{"arguments", args ? *args : Json()}})));
            continue;
        }
        if (event.type == "edit-meta") {
            note_region = string_or(event.detail, "id", "");
            note_take_focus = true;
            detail_tab = 0;
            continue;
        }
        if (event.type == "copy") {
            ports.host->set_clipboard(string_or(event.detail, "text", ""));
            continue;
        }
        if (event.type == "pan") {
            for (auto& [name, view] : task->view.canvases) {
                view.content_to_box.offset_in_view =
                    view.content_to_box.offset_in_view +
                    Vec2{number_or(event.detail, "dx", 0), number_or(event.detail, "dy", 0)};
                view.fitted = false;
            }
            continue;
        }
        if (project && project->current >= 0 && !task->embedded) {
            StoredTask& stored = task->stored;
            const bool was_touched = project->table->summary(static_cast<std::size_t>(project->current)).touched;
            if (event.type == "submit" || event.type == "update" || event.type == "skip" || event.type == "unskip") {
                Annotation* own = annotation_of(stored, task->document_uid);
                const std::string now = iso_from_ms(ports.clock->now_ms_utc());
                if (!own) {
                    auto& all = stored.task.annotations;
                    const bool home = task->document_uid == stored.document_uid;
                    own = &*all.insert(home ? all.begin() : all.end(), Annotation{});
                    own->uid = task->document_uid;
                    own->created_at_utc = now;
                    take_over_draft(stored, *own);
                }
                own->result = task->session->result();
                own->updated_at_utc = now;
                own->was_cancelled = event.type == "skip";
                own->lead_time_s = task->session->lead_time_s();
                around->flow.advance = event.type == "submit" || event.type == "skip";
                around->tour_step = -1; // its last step was done
                stored.state = event.type == "skip"     ? TaskState::skipped
                               : event.type == "unskip" ? TaskState::started
                                                        : TaskState::done;
                notify(ui.text(event.type == "skip"     ? "notice.skipped"
                               : event.type == "submit" ? "notice.submitted"
                                                        : "notice.updated"));
            } else if (event.type == "change") {
                task->changed = true;
                if (stored.state == TaskState::fresh)
                    stored.state = TaskState::started;
            } else {
                ports.host->emit(event.type, event.detail);
                continue;
            }
            if (store && (event.type != "change" || !was_touched))
                keep_task();
        }
        ports.host->emit(event.type, event.detail);
    }
}

} // namespace tw
