// What a person does with projects and tasks as a whole: create, delete, submit, export.
#include "app/studio.hpp"

#include "app/exchange.hpp"
#include "base/time.hpp"

#include <algorithm>

namespace tw {
namespace {

bool finished(TaskState state) {
    return state == TaskState::done || state == TaskState::skipped;
}

std::string download_name(const std::string& title) {
    std::string name;
    for (const char c : title)
        name += std::string_view("/\\:*?\"<>|").find(c) == std::string_view::npos && static_cast<unsigned char>(c) >= 32
                    ? c
                    : '-';
    return (name.empty() ? "project" : name) + ".json";
}

} // namespace

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
        form.error = Error{"storage-blocked", ui.text("error.storage-blocked"), {}};
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
    std::vector<Task> tasks = make_tasks(std::exchange(form.dropped.items, {}), *form.tree);
    form.total = tasks.size() + form.dropped.blobs.size();
    store->add_tasks(
        std::move(stored), std::move(tasks), std::exchange(form.dropped.blobs, {}),
        [this, link = link_](std::size_t done, std::size_t total) {
            if (!link->alive)
                return;
            form.done = done;
            form.total = total;
            ports.host->request_frame();
        },
        later<StoredProject>([this](Result<StoredProject> kept) {
            form.creating = false;
            if (!kept) {
                form.error = kept.error();
                storage_error = kept.error();
                return;
            }
            forget_storage_error();
            autosave.tell_tabs("projects");
            form = {};
            const StoredProject made = std::move(*kept);
            store->list_tasks(made.project.uid,
                              later<std::vector<StoredTask>>([this, made](Result<std::vector<StoredTask>> kept_tasks) {
                                  const std::int64_t first =
                                      kept_tasks && !kept_tasks->empty() ? kept_tasks->front().task.id : 0;
                                  go({false, made.project.id, first});
                              }));
        }));
}

void Studio::delete_project(const StoredProject& doomed) {
    if (!store)
        return;
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
    store->list_tasks(
        stored.project.uid, later<std::vector<StoredTask>>([this, stored](Result<std::vector<StoredTask>> tasks) {
            if (!tasks) {
                storage_error = tasks.error();
                return;
            }
            auto kept = std::make_shared<std::vector<StoredTask>>(std::move(*tasks));
            store->read_documents(
                *kept, later<std::vector<DocumentRecords>>([this, stored,
                                                            kept](Result<std::vector<DocumentRecords>> documents) {
                    if (!documents)
                        documents =
                            std::vector<DocumentRecords>(kept->size()); // what the records have is better than nothing
                    ports.host->download(download_name(stored.project.title), "application/json",
                                         tw::export_project(stored, *kept, *documents));
                    notify(ui.text("notice.exported"));
                }));
        }));
}

void Studio::export_current() {
    // What is in memory but could not be saved must be in the export: it is often why the person exports.
    if (project && task && autosave.state() == SaveState::failed) {
        std::vector<StoredTask> tasks = project->tasks;
        StoredTask& own = tasks[static_cast<std::size_t>(project->current)];
        std::vector<DocumentRecords> documents(tasks.size());
        documents[static_cast<std::size_t>(project->current)].snapshot = {
            own.document_uid, 1, dump_json(task->session->document().to_snapshot())};
        ports.host->download(download_name(project->stored.project.title), "application/json",
                             tw::export_project(project->stored, tasks, documents));
        return;
    }
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
            std::string message = ui.text(string_or(event.detail, "key", ""));
            if (const Json* args = find(event.detail, "args"); args && args->is_object())
                for (const auto& [name, value] : args->items())
                    if (const std::size_t at = message.find("{" + name + "}"); at != std::string::npos)
                        message.replace(at, name.size() + 2,
                                        value.is_string() ? value.get<std::string>() : dump_json(value));
            notify(std::move(message));
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
            StoredTask& stored = project->tasks[static_cast<std::size_t>(project->current)];
            const TaskState before = stored.state;
            if (event.type == "submit" || event.type == "update" || event.type == "skip" || event.type == "unskip") {
                Annotation* own = own_annotation(stored);
                const std::string now = iso_from_ms(ports.clock->now_ms_utc());
                if (!own) {
                    stored.task.annotations.insert(stored.task.annotations.begin(), Annotation{});
                    own = &stored.task.annotations.front();
                    own->uid = stored.document_uid;
                    own->created_at_utc = now;
                }
                own->result = task->session->result();
                own->updated_at_utc = now;
                own->was_cancelled = event.type == "skip";
                own->lead_time_s = task->session->lead_time_s();
                stored.state = event.type == "skip"     ? TaskState::skipped
                               : event.type == "unskip" ? TaskState::started
                                                        : TaskState::done;
                notify(ui.text(event.type == "skip"     ? "notice.skipped"
                               : event.type == "submit" ? "notice.submitted"
                                                        : "notice.updated"));
            } else if (event.type == "change" && stored.state == TaskState::fresh) {
                stored.state = TaskState::started;
            } else {
                ports.host->emit(event.type, event.detail);
                continue;
            }
            if (store && (event.type != "change" || before != stored.state))
                store->put_task(project->stored.project.uid, stored, later<Unit>([this](Result<Unit> kept) {
                                    if (!kept)
                                        storage_error = kept.error();
                                }));
            if (finished(before) != finished(stored.state)) {
                project->stored.done_count += finished(stored.state) ? 1 : -1;
                if (store)
                    store->put_project(project->stored, later<Unit>([](const Result<Unit>&) {}));
            }
        }
        ports.host->emit(event.type, event.detail);
    }
}

} // namespace tw
