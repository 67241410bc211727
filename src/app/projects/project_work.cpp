// What the page of projects does: samples, copies, small changes. Everything answers later; the page shows how far it is.
#include "app/page_states.hpp"
#include "app/server/remote_projects.hpp"

#include "app/transfer/exchange.hpp"
#include "base/hash.hpp"

#include <map>

namespace tw {
namespace {

constexpr std::string_view sample_root = "assets/samples/";

/// A sample on its way: its texts, then the files its tasks name, one after the other.
struct Fetching {
    std::string folder, config, tasks;
    std::vector<std::string> files;             ///< paths below assets/
    std::map<std::string, std::string> blob_of; ///< by address in the tasks
    std::vector<NewBlob> blobs;
};

void fetch_next(Studio& studio, const std::shared_ptr<Fetching>& fetching);

std::string_view mime_of(std::string_view path) {
    return path.ends_with(".png") ? "image/png" : path.ends_with(".svg") ? "image/svg+xml" : "image/jpeg";
}

/// Addresses of files in the data of tasks.
void collect_files(const Json& value, std::vector<std::string>& files) {
    if (value.is_structured()) {
        for (const Json& inner : value)
            collect_files(inner, files);
    } else if (value.is_string()) {
        const std::string& text = value.get_ref<const std::string&>();
        if (text.starts_with(sample_root) && std::ranges::find(files, text.substr(7)) == files.end())
            files.push_back(text.substr(7));
    }
}

void finish(Studio& studio, Fetching& fetching) {
    std::string text = fetching.tasks;
    for (const auto& [address, blob] : fetching.blob_of)
        for (std::size_t at = 0; (at = text.find('"' + address + '"', at)) != std::string::npos;)
            text.replace(at + 1, address.size(), blob);
    studio.states->projects.sample.clear();
    if (studio.page != Page::projects)
        return; // the person went elsewhere meanwhile
    studio.form = {};
    studio.form.config = fetching.config;
    studio.form.title = studio.ui.text("sample." + fetching.folder);
    studio.form.description = studio.ui.text("sample." + fetching.folder + "-hint");
    Diagnostics diagnostics;
    for (Task& task : read_task_file(text, fetching.folder, diagnostics))
        studio.form.dropped.items.push_back({Dropped::Item::Kind::task, {}, std::move(task)});
    studio.form.dropped.blobs = std::move(fetching.blobs);
    studio.create_project();
}

void took(Studio& studio, Fetching& fetching, const std::string& path, Bytes bytes) {
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    if (path.ends_with("config.xml")) {
        fetching.config = text;
    } else if (path.ends_with("tasks.json")) {
        fetching.tasks = text;
        if (const auto tasks = parse_json(text))
            collect_files(*tasks, fetching.files);
        studio.states->projects.to_fetch = fetching.files.size();
    } else {
        const std::string sha256 = sha256_hex(text);
        const std::size_t slash = path.find_last_of('/');
        fetching.blob_of["assets/" + path] = "tagwright-blob:" + sha256 + "/" + path.substr(slash + 1);
        fetching.blobs.push_back({sha256, std::string(mime_of(path)), std::move(bytes)});
    }
}

void fetch_next(Studio& studio, const std::shared_ptr<Fetching>& fetching) {
    ProjectsView& view = studio.states->projects;
    if (view.fetched == fetching->files.size())
        return finish(studio, *fetching);
    const std::string path = fetching->files[view.fetched];
    studio.ports.host->fetch_asset(path, studio.later<Bytes>([&studio, fetching, path](Result<Bytes> bytes) {
        ProjectsView& now = studio.states->projects;
        if (!bytes) {
            now.sample.clear();
            now.sample_error = studio.ui.text("sample.failed");
            return;
        }
        ++now.fetched;
        took(studio, *fetching, path, std::move(*bytes));
        fetch_next(studio, fetching);
    }));
}

/// A project being copied: its tasks are read in pieces, then added to the copy.
struct Copying {
    StoredProject copy;
    std::shared_ptr<TaskTable> table;
    std::vector<Task> tasks;
    std::size_t next = 0;
    bool with_annotations = true;
};

void end_copying(Studio& studio, const Error* error) {
    studio.form.creating = false;
    if (error)
        studio.storage_error = *error;
    studio.autosave.tell_tabs("projects");
    if (studio.page == Page::projects)
        studio.load_projects();
}

void copy_more(Studio& studio, const std::shared_ptr<Copying>& copying) {
    constexpr std::size_t piece = 200;
    const std::size_t total = copying->table->size();
    studio.form.done = copying->next / 2; // the other half is writing
    studio.form.total = total;
    if (copying->next == total) {
        studio.store->add_tasks(
            copying->copy, std::move(copying->tasks), {},
            [&studio, total](std::size_t done, std::size_t) { studio.form.done = (total + done) / 2; },
            studio.later<AddedTasks>([&studio, title = copying->copy.project.title](const Result<AddedTasks>& kept) {
                end_copying(studio, kept ? nullptr : &kept.error());
                if (kept)
                    studio.notify(studio.ui.strings->format("notice.duplicated", {{"title", title}}));
            }));
        return;
    }
    std::vector<std::uint32_t> rows;
    for (; copying->next < total && rows.size() < piece; ++copying->next)
        rows.push_back(static_cast<std::uint32_t>(copying->next));
    studio.store->load_tasks(
        *copying->table, rows,
        studio.later<std::vector<TaskWithDocument>>([&studio, copying](Result<std::vector<TaskWithDocument>> tasks) {
            if (!tasks)
                return end_copying(studio, &tasks.error());
            for (TaskWithDocument& one : *tasks) {
                Task task = task_for_export(std::move(one));
                if (!copying->with_annotations) {
                    task.annotations.clear();
                    task.drafts = Json::array();
                }
                copying->tasks.push_back(std::move(task));
            }
            copy_more(studio, copying);
        }));
}

} // namespace

void duplicate_project(Studio& studio, const StoredProject& project, bool with_annotations) {
    if (!studio.store || studio.form.creating)
        return;
    studio.form = {};
    studio.form.creating = true;
    auto copying = std::make_shared<Copying>();
    copying->with_annotations = with_annotations;
    copying->copy.project = project.project;
    copying->copy.project.id = 0;
    copying->copy.project.uid.clear();
    copying->copy.project.title = studio.ui.strings->format("start.copy", {{"title", project.project.title}});
    studio.store->open_table(project.project.uid, studio.later<std::shared_ptr<TaskTable>>(
                                                      [&studio, copying](Result<std::shared_ptr<TaskTable>> table) {
                                                          if (!table)
                                                              return end_copying(studio, &table.error());
                                                          copying->table = std::move(*table);
                                                          copy_more(studio, copying);
                                                      }));
}

void begin_sample(Studio& studio, const std::string& folder) {
    ProjectsView& view = studio.states->projects;
    if (!view.sample.empty() || studio.form.creating)
        return;
    auto fetching = std::make_shared<Fetching>();
    fetching->folder = folder;
    fetching->files = {"samples/" + folder + "/config.xml", "samples/" + folder + "/tasks.json"};
    view.sample = folder;
    view.sample_error.clear();
    view.fetched = 0;
    view.to_fetch = fetching->files.size();
    fetch_next(studio, fetching);
}

void keep_project(Studio& studio, const StoredProject& project) {
    if (!studio.store)
        return;
    if (project.remote)
        return change_on_server(studio, project);
    studio.store->put_project(project, studio.later<Unit>([&studio](const Result<Unit>& kept) {
        if (!kept)
            studio.storage_error = kept.error();
        studio.autosave.tell_tabs("projects");
        if (studio.page == Page::projects)
            studio.load_projects();
    }));
}

} // namespace tw
