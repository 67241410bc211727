// Files that come to a project that is open: rows are looked at first (import_page.cpp), pictures and the rest become
// tasks as they are read, one batch behind the other.
#include "app/page_states.hpp"
#include "app/server/send_files.hpp"
#include "app/transfer/import_page.hpp"

namespace tw {
namespace {

constexpr double media_slice_ms = 8;

std::shared_ptr<const ConfigTree> config_of(Studio& studio) {
    Diagnostics ignored;
    return ConfigTree::parse(studio.project->stored.project.label_config, studio.registry, ignored);
}

void take_batch(Studio& studio);

/// The new tasks are on the device: into the table with them.
void show_new(Studio& studio, const AddedTasks& added, std::function<void()> then) {
    if (!studio.project || studio.project->stored.project.uid != added.project.project.uid)
        return;
    studio.project->stored.task_count = added.project.task_count;
    studio.project->stored.done_count = added.project.done_count;
    studio.autosave.tell_tabs("tasks", {{"project", added.project.project.uid}});
    if (studio.states->data.reloading) // what is being read may be of before
        studio.states->data.reload_again = true;
    studio.store->read_new(studio.project->table,
                           studio.later<Unit>([then = std::move(then)](const Result<Unit>&) { then(); }));
}

void batch_done(Studio& studio, Result<AddedTasks> kept) {
    ImportView& view = studio.states->intake;
    if (!kept) {
        view.busy = false;
        view.waiting.clear();
        studio.storage_error = kept.error();
        return;
    }
    view.came_in += kept->count;
    if (kept->count > 0)
        studio.notify(studio.ui.strings->format("notice.imported", {{"n", std::to_string(view.came_in)}}));
    if (!studio.project || studio.project->stored.project.uid != kept->project.project.uid) {
        view.busy = false; // the person went elsewhere; what was dropped belongs to what was open
        view.waiting.clear();
        return;
    }
    show_new(studio, *kept, [&studio] {
        studio.states->intake.busy = false;
        take_batch(studio);
    });
}

/// Takes those files out that tasks wait for; they become no tasks of their own.
std::vector<std::pair<std::string, NewBlob>> take_named(Studio& studio, std::vector<PickedFile>& files) {
    std::vector<std::pair<std::string, NewBlob>> media;
    std::vector<PickedFile> rest;
    for (PickedFile& file : files) {
        if (!file.sha256.empty() && studio.states->intake.needs->names(lower_file_name(file.name)))
            media.emplace_back(file.name, NewBlob{file.sha256, file.mime, {}});
        else
            rest.push_back(std::move(file));
    }
    files = std::move(rest);
    return media;
}

void keep_media(Studio& studio, std::vector<std::pair<std::string, NewBlob>> media) {
    ImportView& view = studio.states->intake;
    view.busy = true;
    auto index = std::make_shared<std::vector<std::pair<std::string, std::string>>>();
    for (const auto& [path, blob] : media)
        index->emplace_back(path, blob_address(blob.sha256, path));
    studio.store->put_media(
        studio.project->stored.project.uid, std::move(media), studio.later<Unit>([&studio, index](Result<Unit> kept) {
            ImportView& now = studio.states->intake;
            now.busy = false;
            if (!kept) {
                studio.storage_error = kept.error();
                return;
            }
            if (!studio.project)
                return;
            load_media(studio, [&studio, index] {
                for (auto& [path, address] : *index)
                    studio.states->intake.media.add(path, address);
                if (studio.states->intake.needs)
                    studio.states->intake.needs->look_again();
                studio.notify(studio.ui.strings->format("notice.matched", {{"n", std::to_string(index->size())}}));
                if (studio.task && studio.project && studio.project->current >= 0)
                    studio.open_task(studio.project->current); // what it shows may be here now
                take_batch(studio);
            });
        }));
}

void take_batch(Studio& studio) {
    ImportView& view = studio.states->intake;
    if (view.busy || view.waiting.empty() || !studio.project || !studio.store)
        return;
    if (!view.needs || !view.needs->is_of(*studio.project->table) || !view.needs->rows_known()) {
        studio.frame_again = true; // first it must be known which files tasks wait for: step_media()
        return;
    }
    Dropped dropped;
    std::vector<PickedFile> files = std::exchange(view.waiting, {});
    if (auto media = take_named(studio, files); !media.empty()) {
        view.waiting = std::move(files); // the rest follows
        return keep_media(studio, std::move(media));
    }
    tw::take_files(dropped, std::move(files));
    for (const FileProblem& problem : dropped.problems)
        studio.notify(say(studio.ui, problem), true);
    std::vector<Task> tasks = make_tasks(std::move(dropped.items), *config_of(studio));
    if (tasks.empty())
        return;
    view.busy = true;
    studio.store->add_tasks(
        studio.project->stored, std::move(tasks), std::move(dropped.blobs), {},
        studio.later<AddedTasks>([&studio](Result<AddedTasks> kept) { batch_done(studio, std::move(kept)); }));
}

} // namespace

void load_media(Studio& studio, std::function<void()> then) {
    const std::string uid = studio.project->stored.project.uid;
    if (studio.states->intake.media_of == uid || !studio.store)
        return then();
    studio.store->list_media(uid, studio.later<MediaIndex>([&studio, uid, then](Result<MediaIndex> media) {
        ImportView& view = studio.states->intake;
        view.media_of = uid;
        view.media = media ? std::move(*media) : MediaIndex();
        then();
    }));
}

const std::string* media_of(const Studio& studio, std::string_view value) {
    const ImportView& view = studio.states->intake;
    if (view.media.empty() || !studio.project || view.media_of != studio.project->stored.project.uid)
        return nullptr;
    const std::string path = media_path(value);
    return path.empty() ? nullptr : view.media.find(path);
}

Json with_media(const Studio& studio, const Json& data) {
    Json out = data;
    if (out.is_string()) {
        if (const std::string* address = media_of(studio, out.get_ref<const std::string&>()))
            out = *address;
    } else if (out.is_structured()) {
        for (Json& inner : out)
            inner = with_media(studio, inner);
    }
    return out;
}

void take_into_project(Studio& studio, std::vector<PickedFile> files) {
    if (studio.project->stored.remote)
        return offer_to_send(studio, std::move(files));
    ImportView& view = studio.states->intake;
    std::vector<PickedFile> rows;
    if (!view.busy && view.waiting.empty())
        view.came_in = 0;
    for (PickedFile& file : files)
        (file.handle != 0 ? rows : view.waiting).push_back(std::move(file));
    if (!rows.empty() && studio.store)
        begin_import(studio, studio.project->stored, wanted_keys(*config_of(studio)), rows);
    take_batch(studio);
    studio.ports.host->request_frame();
}

void begin_import(Studio& studio, const StoredProject& project, std::vector<WantedKey> wanted,
                  const std::vector<PickedFile>& files) {
    ImportView& view = studio.states->intake;
    using State = ImportStatus::State;
    if (view.run && (view.run->status().state == State::importing || view.run->status().state == State::undoing))
        return; // one behind the other
    view.run.reset();
    view.source = 0;
    view.run = std::make_shared<Import>(studio.ports, project, std::move(wanted), files);
    view.run->start();
}

void step_media(Studio& studio) {
    ImportView& view = studio.states->intake;
    if (!studio.project || !studio.store || (studio.page != Page::tasks && view.waiting.empty()))
        return;
    const std::shared_ptr<TaskTable>& table = studio.project->table;
    if (view.media_of != table->project_uid()) {
        if (std::exchange(view.media_asked, table->project_uid()) != table->project_uid())
            load_media(studio, [] {});
        return;
    }
    if (!view.needs || !view.needs->is_of(*table))
        view.needs = std::make_unique<MediaNeeds>(table, wanted_keys(*config_of(studio)));
    if (!view.needs->step(media_slice_ms, *studio.ports.clock, view.media))
        studio.frame_again = true;
    if (view.needs->rows_known())
        take_batch(studio);
}

void finish_import(Studio& studio) {
    ImportView& view = studio.states->intake;
    const auto close = [&studio] {
        studio.states->intake.run.reset();
        studio.states->intake.closing = studio.states->intake.whole_project = false;
        studio.ports.host->request_frame();
    };
    if (std::exchange(view.closing, true))
        return; // its tasks are on their way into the table
    const ImportStatus status = view.run->status();
    if (status.state != ImportStatus::State::done)
        return close();
    const StoredProject& project = status.added.project;
    studio.notify(studio.ui.strings->format("notice.imported", {{"n", std::to_string(status.imported)}}));
    if (!view.whole_project) {
        if (!studio.project || studio.project->stored.project.uid != project.project.uid)
            return close();
        return show_new(studio, status.added, close);
    }
    std::vector<Record> media;
    for (const Json& one : view.archive_media)
        if (one.is_array() && one.size() == 2 && one[0].is_string() && one[1].is_string())
            media.push_back({project.project.uid + "/" + one[0].get<std::string>(), one[1].get<std::string>()});
    studio.autosave.tell_tabs("projects");
    studio.store->storage().records().put("media", std::move(media),
                                          studio.later<Unit>([&studio, close, project](const Result<Unit>&) {
                                              close();
                                              studio.go(address_of(project));
                                          }));
}

} // namespace tw
