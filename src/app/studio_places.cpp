// Where one is: addresses, and what has to be fetched from the device before a page can show.
#include "app/studio.hpp"

#include "edit/recovery.hpp"

namespace tw {

void Studio::go(const Address& wanted, bool replace) {
    address = wanted;
    if (!options.embedded)
        ports.host->set_address(to_string(wanted), replace);
    ports.host->request_frame();
    sheet.clear();
    if (wanted.fresh) {
        page = Page::new_project;
    } else if (wanted.project_id == 0) {
        close_task();
        project.reset();
        page = Page::projects;
        load_projects();
    } else {
        open_project(wanted.project_id, wanted.task_id);
    }
}

void Studio::load_projects() {
    if (!store) {
        projects.emplace();
        return;
    }
    store->list_projects(later<std::vector<StoredProject>>([this](Result<std::vector<StoredProject>> found) {
        if (found) {
            projects = std::move(*found);
        } else {
            storage_error = found.error();
            projects.emplace();
        }
    }));
}

void Studio::open_project(std::int64_t project_id, std::int64_t task_id) {
    if (project && project->stored.project.id == project_id) {
        if (task_id == 0) {
            close_task();
            page = Page::tasks;
            return;
        }
        for (std::size_t i = 0; i < project->tasks.size(); ++i)
            if (project->tasks[i].task.id == task_id)
                return open_task(static_cast<int>(i));
        page = Page::missing;
        return;
    }
    close_task();
    project.reset();
    page = Page::loading;
    if (!store) {
        page = Page::missing;
        return;
    }
    store->list_projects(later<std::vector<StoredProject>>([this, project_id,
                                                            task_id](Result<std::vector<StoredProject>> found) {
        const Address still{false, project_id, task_id};
        if (address != still)
            return; // the person went elsewhere meanwhile
        if (!found) {
            storage_error = found.error();
            page = Page::missing;
            return;
        }
        const auto wanted = std::ranges::find(*found, project_id, [](const StoredProject& p) { return p.project.id; });
        if (wanted == found->end()) {
            page = Page::missing;
            return;
        }
        store->list_tasks(
            wanted->project.uid,
            later<std::vector<StoredTask>>([this, still, stored = *wanted](Result<std::vector<StoredTask>> tasks) {
                if (address != still)
                    return;
                project.emplace();
                project->stored = stored;
                if (tasks)
                    project->tasks = std::move(*tasks);
                else
                    storage_error = tasks.error();
                open_project(still.project_id, still.task_id);
            }));
    }));
}

void Studio::open_task(int index) {
    close_task();
    project->current = index;
    page = Page::loading;
    const StoredTask& stored = project->tasks[static_cast<std::size_t>(index)];
    const Address still = address;
    store->storage().op_log().read_document(
        stored.document_uid, later<DocumentRecords>([this, still, index](Result<DocumentRecords> records) {
            if (address != still || !project || project->current != index)
                return;
            if (!records) { // shown with what the record has; edits will say that they are not saved
                storage_error = records.error();
                records = DocumentRecords{};
            }
            const StoredTask& wanted = project->tasks[static_cast<std::size_t>(index)];
            Diagnostics diagnostics;
            Result<Document> document = restore(wanted.document_uid, *records, wanted.base_result, diagnostics);
            EditorSetup setup;
            Diagnostics config_diagnostics;
            setup.config = ConfigTree::parse(project->stored.project.label_config, registry, config_diagnostics);
            setup.task = wanted.task;
            setup.document_uid = wanted.document_uid;
            if (document)
                setup.document = std::move(*document);
            else
                setup.result = wanted.base_result;
            setup.client_id = autosave.client_id();
            setup.first_sequence = autosave.next_sequence();
            setup.readonly = options.readonly;
            if (const Annotation* own = own_annotation(wanted)) {
                setup.lead_time_s = own->lead_time_s.value_or(0);
                setup.submitted = true;
            }
            EditorServices services{&registry, ports.clock, ports.random, {ports.shaper, ports.images}};
            task = std::make_unique<OpenTask>();
            task->document_uid = wanted.document_uid;
            task->session = std::make_unique<EditorSession>(services, std::move(setup));
            autosave.attach(task->session.get(), records->ops.size());
            canvas_focus = true;
            page = Page::labeling;
            if (!diagnostics.empty())
                notify(diagnostics.items().front().error.message, true);
        }));
}

void Studio::close_task() {
    if (!task)
        return;
    handle_session_events();
    autosave.attach(nullptr, 0);
    task.reset();
    note_region.clear();
    region_anchor = -1;
    widgets.focus_id.clear();
    if (project)
        project->current = -1;
}

void Studio::open_new_project(std::vector<PickedFile> files) {
    form = {};
    project.reset();
    close_task();
    go({true, 0, 0});
    if (!files.empty())
        take_files(std::move(files));
}

void Studio::pick_files() {
    ports.host->pick_files(false, later<std::vector<PickedFile>>([this](Result<std::vector<PickedFile>> files) {
                               if (files && !files->empty())
                                   take_files(std::move(*files));
                           }));
}

void Studio::take_files(std::vector<PickedFile> files) {
    if (options.embedded)
        return;
    if (project && page != Page::new_project) { // files for the project that is open
        Dropped dropped;
        tw::take_files(dropped, std::move(files));
        for (const FileProblem& problem : dropped.problems)
            notify(ui.strings->format("error.file-read",
                                      {{"name", problem.file},
                                       {"reason", problem.reason.empty() ? problem.diagnostic.error.message
                                                                         : ui.text(problem.reason)}}),
                   true);
        Diagnostics ignored;
        const auto tree = ConfigTree::parse(project->stored.project.label_config, registry, ignored);
        std::vector<Task> tasks = make_tasks(std::move(dropped.items), *tree);
        if (tasks.empty() || !store)
            return;
        const std::size_t count = tasks.size();
        store->add_tasks(project->stored, std::move(tasks), std::move(dropped.blobs), {},
                         later<StoredProject>([this, count](Result<StoredProject> kept) {
                             if (!kept) {
                                 storage_error = kept.error();
                                 return;
                             }
                             notify(ui.strings->format("notice.imported", {{"n", std::to_string(count)}}));
                             autosave.tell_tabs("tasks");
                             const Address here = address;
                             close_task();
                             project.reset();
                             go(here, true);
                         }));
        return;
    }
    if (page != Page::new_project)
        return open_new_project(std::move(files));
    tw::take_files(form.dropped, std::move(files));
    if (form.title.empty())
        form.title = form.dropped.title;
    if (!form.dropped.config.empty()) {
        form.config = std::exchange(form.dropped.config, {});
    } else if (form.config.empty() || form.config == form.proposed) {
        form.proposed = propose_config(form.dropped);
        form.config = form.proposed;
    }
    ports.host->request_frame();
}

} // namespace tw
