// Where one is: addresses, and what has to be fetched from the device before a page can show.
#include "app/around/around.hpp"
#include "app/page_states.hpp"
#include "app/server/remote_projects.hpp"
#include "app/server/server_pages.hpp"
#include "app/server/sync_engine.hpp"
#include "app/server/sync_pull.hpp"

#include "app/transfer/archive.hpp"
#include "app/transfer/import_page.hpp"
#include "base/text.hpp"
#include "edit/recovery.hpp"

#include <algorithm>
#include <iterator>

namespace tw {

void Studio::go(const Address& wanted, bool replace) {
    address = wanted;
    if (!options.embedded)
        ports.host->set_address(to_string(wanted), replace);
    ports.host->request_frame();
    sheet.clear();
    widgets.focus_id.clear();
    states->intake.pending.clear();
    if (wanted.fresh) {
        page = Page::new_project;
    } else if (wanted.project_id == 0 && !wanted.place.empty()) {
        close_task();
        project.reset();
        page = wanted.place == "settings"      ? Page::settings
               : wanted.place == "hotkeys"     ? Page::hotkeys
               : wanted.place == "about"       ? Page::about
               : is_server_place(wanted.place) ? Page::server
                                               : Page::missing;
        if (page == Page::settings)
            ask_estimate(*this);
        if (page == Page::server)
            begin_server_page(*this);
    } else if (wanted.project_id == 0) {
        close_task();
        project.reset();
        page = Page::projects;
        load_projects();
        refresh_projects(*this);
    } else {
        open_project(wanted.project_id, wanted.task_id);
    }
}

int OpenProject::row_beside(int row, int step) const {
    const auto count = static_cast<std::ptrdiff_t>(order.empty() ? table->size() : order.size());
    const auto found = std::ranges::find(order, static_cast<std::uint32_t>(row));
    // A task that is not among the chosen ones stands before them.
    const std::ptrdiff_t here = order.empty() ? row : found == order.end() ? -1 : found - order.begin();
    const std::ptrdiff_t wanted = here + step;
    if (wanted < 0 || wanted >= count)
        return -1;
    return order.empty() ? static_cast<int>(wanted) : static_cast<int>(order[static_cast<std::size_t>(wanted)]);
}

void Studio::load_projects() {
    if (!store) {
        projects.emplace();
        return;
    }
    store->list_projects(later<std::vector<StoredProject>>([this](Result<std::vector<StoredProject>> found) {
        if (found) {
            std::erase_if(*found, [this](const StoredProject& one) { return !is_mine(*this, one); });
            projects = std::move(*found);
        } else {
            storage_error = found.error();
            projects.emplace();
        }
    }));
}

void Studio::open_project(std::int64_t project_id, std::int64_t task_id) {
    if (project && project->stored.project.id == project_id &&
        project->stored.remote.has_value() == address.at_server) {
        if (task_id == 0) {
            close_task();
            page = address.place == "settings" ? Page::project_settings : Page::tasks;
            if (page == Page::project_settings)
                begin_settings(*this);
            return;
        }
        if (const int row = project->table->row_of(task_id); row >= 0)
            return open_task(row);
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
    const Address still = address;
    store->list_projects(
        later<std::vector<StoredProject>>([this, project_id, still](Result<std::vector<StoredProject>> found) {
            if (address != still)
                return; // the person went elsewhere meanwhile
            if (!found) {
                storage_error = found.error();
                page = Page::missing;
                return;
            }
            const auto wanted = std::ranges::find_if(*found, [&](const StoredProject& p) {
                return p.project.id == project_id && p.remote.has_value() == still.at_server && is_mine(*this, p);
            });
            if (wanted == found->end()) {
                if (still.at_server)
                    return look_for(*this, still);
                page = Page::missing;
                return;
            }
            if (sync)
                sync->looked = false;
            store->open_table(wanted->project.uid,
                              later<std::shared_ptr<TaskTable>>([this, still, stored = *wanted](
                                                                    Result<std::shared_ptr<TaskTable>> table) {
                                  if (address != still)
                                      return;
                                  project.emplace();
                                  project->stored = stored;
                                  if (table)
                                      project->table = std::move(*table);
                                  else
                                      storage_error = table.error();
                                  if (!project->table)
                                      project->table = std::make_shared<TaskTable>(stored.project.uid);
                                  // Two tabs may each have written their own idea of the counts.
                                  project->stored.task_count = static_cast<std::int64_t>(project->table->size());
                                  project->stored.done_count = static_cast<std::int64_t>(project->table->done_count());
                                  if (table && (project->stored.task_count != stored.task_count ||
                                                project->stored.done_count != stored.done_count))
                                      store->put_project(project->stored, later<Unit>([](const Result<Unit>&) {}));
                                  follow_open_project(*this);
                                  const auto go_on = [this, still] {
                                      if (address == still)
                                          open_project(still.project_id, still.task_id);
                                  };
                                  if (stored.remote && (!stored.remote->listed || project->table->empty()))
                                      refresh_list(*this, go_on);
                                  else
                                      go_on();
                              }));
        }));
}

void Studio::open_task(int index) {
    const std::vector<NeighborTask> ahead = std::exchange(around->flow.ahead, {});
    close_task();
    project->current = index;
    const auto found = std::ranges::find(ahead, index, &NeighborTask::row);
    if (found != ahead.end()) {
        const std::string uid = first_document(*found->stored);
        show_task(*found->stored, uid, found->records);
        // What another tab wrote since it was read comes after.
        store->storage().op_log().read_document(uid, later<DocumentRecords>([this, uid](Result<DocumentRecords> now) {
                                                    if (!now || !task || task->document_uid != uid)
                                                        return;
                                                    std::vector<Op> ops;
                                                    for (const OpRecord& record : now->ops)
                                                        if (auto op = from_record(record))
                                                            ops.push_back(std::move(*op));
                                                    own_session(*this).apply_remote(ops);
                                                }));
        return;
    }
    page = Page::loading;
    const Address still = address;
    before_task(*this, index, [this, still, index] {
        if (address != still || !project || project->current != index)
            return;
        read_task(still, index);
    });
}

void Studio::read_task(const Address& still, int index) {
    store->load_task(*project->table, static_cast<std::size_t>(index),
                     later<StoredTask>([this, still, index](Result<StoredTask> stored) {
                         if (address != still || !project || project->current != index)
                             return;
                         if (!stored) {
                             storage_error = stored.error();
                             page = Page::missing;
                             return;
                         }
                         auto whole = std::make_shared<StoredTask>(std::move(*stored));
                         const std::string uid = first_document(*whole);
                         store->storage().op_log().read_document(
                             uid,
                             later<DocumentRecords>([this, still, index, whole, uid](Result<DocumentRecords> records) {
                                 if (address != still || !project || project->current != index)
                                     return;
                                 auto got = std::make_shared<Result<DocumentRecords>>(std::move(records));
                                 load_media(*this, [this, still, index, whole, uid, got] {
                                     if (address == still && project && project->current == index)
                                         show_task(std::move(*whole), uid, std::move(*got));
                                 });
                             }));
                     }));
}

void Studio::show_task(StoredTask stored, const std::string& uid, Result<DocumentRecords> records) {
    autosave.attach(nullptr, 0); // with what the one on screen still holds
    around->flow.wanted_document.clear();
    if (!records) { // shown with what the record has; edits will say that they are not saved
        storage_error = records.error();
        records = DocumentRecords{};
    }
    const bool home = uid == stored.document_uid;
    const Json base = home ? stored.base_result : base_of(stored, uid);
    Diagnostics diagnostics;
    Result<Document> document = restore(uid, *records, base, diagnostics);
    if (!home && document && records->ops.empty() && records->snapshot.json.empty()) // what its ops will come on top of
        store->storage().op_log().write_snapshot({uid, 0, dump_json(document->to_snapshot())}, 0,
                                                 later<Unit>([](const Result<Unit>&) {}));
    EditorSetup setup;
    Diagnostics config_diagnostics;
    setup.config = ConfigTree::parse(project->stored.project.label_config, registry, config_diagnostics);
    setup.task = stored.task;
    setup.task.data = with_media(*this, stored.task.data);
    setup.document_uid = uid;
    if (document)
        setup.document = std::move(*document);
    else
        setup.result = base;
    setup.client_id = autosave.client_id();
    setup.first_sequence = autosave.next_sequence();
    setup.readonly = options.readonly;
    setup.hotkeys = keymap.overrides();
    if (const Annotation* own = annotation_of(stored, uid)) {
        setup.lead_time_s = own->lead_time_s.value_or(0);
        setup.submitted = true;
    }
    EditorServices services{&registry, ports.clock, ports.random, {ports.shaper, ports.images}};
    const bool same_task = task && task->stored.task.uid == stored.task.uid;
    LabelingViewState view =
        same_task ? std::move(task->view) : LabelingViewState{}; // another annotation, the same look
    task = std::make_unique<OpenTask>();
    task->view = std::move(view);
    task->document_uid = uid;
    task->stored = std::move(stored);
    task->session = std::make_unique<EditorSession>(services, std::move(setup));
    autosave.attach(task->session.get(), records->ops.size(), project->stored.feed(), task->stored.task.id);
    canvas_focus = true;
    page = Page::labeling;
    const bool has_ops = !records->ops.empty() || !records->snapshot.json.empty();
    if (has_ops && !project->table->summary(static_cast<std::size_t>(project->current)).touched)
        keep_task(); // the tab was killed between an edit and its note of it
    if (!same_task)
        offer_guidelines(*this), offer_tour(*this);
    if (!diagnostics.empty())
        notify(ui.say(diagnostics.items().front().error), true);
}

void Studio::keep_task() {
    const auto row = static_cast<std::size_t>(project->current);
    const bool was_finished = is_finished(project->table->state(row));
    TaskSummary summary = summarize(task->stored, true);
    summary.labels = labels_of(own_session(*this).result());
    Json news = {{"project", project->stored.project.uid},
                 {"inner_id", project->table->inner_id(row)},
                 {"summary", to_record(summary)}};
    store->put_task(*project->table, row, task->stored, std::move(summary),
                    later<Unit>([this, news = std::move(news)](Result<Unit> kept) {
                        if (kept)
                            autosave.tell_tabs("task", news);
                        else
                            storage_error = kept.error();
                    }));
    if (was_finished == is_finished(task->stored.state))
        return;
    project->stored.done_count = static_cast<std::int64_t>(project->table->done_count());
    store->put_project(project->stored, later<Unit>([](const Result<Unit>&) {}));
}

void Studio::close_task() {
    if (!task)
        return;
    leave_prediction(*this);
    handle_session_events();
    leave_document(*this);
    around->flow.deleted.reset();
    around->flow.advance = false;
    forget_read_ahead(*this);
    if (task->changed && project && project->current >= 0 && store)
        keep_task(); // with the labels as they are now
    autosave.attach(nullptr, 0);
    around->flow.wanted_document.clear();
    task.reset();
    note_region.clear();
    region_anchor = -1;
    widgets.focus_id.clear();
    if (project)
        project->current = -1;
}

void Studio::open_new_project(std::vector<PickedFile> files) {
    form = {};
    states->setup.tab = SetupView::gallery;
    states->setup.chosen_template.clear();
    states->setup.settings_of = 0;
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
    const auto archive = std::ranges::find_if(files, [](const PickedFile& file) {
        return file.handle != 0 && to_lower_ascii(file.name).ends_with(".tagwright");
    });
    if (archive != files.end())
        return import_archive(*this, std::move(*archive));
    // A project that is being made, or opened, takes them once it is there.
    if ((form.creating && page == Page::new_project) ||
        (!project && page == Page::loading && address.project_id != 0)) {
        std::ranges::move(files, std::back_inserter(states->intake.pending));
        return;
    }
    if (project && page != Page::new_project)
        return take_into_project(*this, std::move(files));
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
    if (!form.config.empty())
        states->setup.tab = SetupView::config;
    ports.host->request_frame();
}

} // namespace tw
