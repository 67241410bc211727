#include "app/transfer/archive.hpp"

#include "app/page_states.hpp"

#include <map>

namespace tw {
namespace {

/// Where the files of an archive come to lie, found while its tasks are written.
struct ArchiveFiles {
    std::map<std::string, std::string> hash_of; ///< by path in the archive
    std::map<std::string, std::string> path_of; ///< by hash
    bool whole = false;

    std::string place(std::string_view sha256, std::string_view name) {
        std::string& path = path_of[std::string(sha256)];
        if (!path.empty())
            return path;
        path = "media/" + (whole ? std::string(sha256) + "/" : std::string()) + std::string(name);
        if (hash_of.contains(path)) // another file of this name
            path = "media/" + std::string(sha256.substr(0, 8)) + "-" + std::string(name);
        hash_of[path] = sha256;
        return path;
    }
};

/// Notes the files that a task names. With its files beside it, an address of this device becomes a relative path; a
/// path that was there stays, and the file is put where it leads.
void note_files(const Studio& studio, ArchiveFiles& files, Json& data) {
    if (data.is_structured()) {
        for (Json& inner : data)
            note_files(studio, files, inner);
        return;
    }
    for_each_blob(data, [&](const std::string&, std::string_view sha256, std::string_view name) {
        const std::string path = files.place(sha256, name);
        return files.whole ? std::string() : path;
    });
    const std::string text = data.is_string() ? data.get<std::string>() : std::string();
    if (const std::string* address = media_of(studio, text)) {
        Json found = *address;
        for_each_blob(found, [&](const std::string&, std::string_view sha256, std::string_view name) {
            if (files.whole)
                files.place(sha256, name);
            else
                files.hash_of.try_emplace(media_path(text), sha256);
            return std::string();
        });
    }
}

} // namespace

std::string file_name_of(const std::string& title) {
    std::string name;
    for (const char c : title)
        name += std::string_view("/\\:*?\"<>|").find(c) == std::string_view::npos && static_cast<unsigned char>(c) >= 32
                    ? c
                    : '-';
    return name.empty() ? "project" : name;
}

void export_archive(Studio& studio, const std::shared_ptr<ExportRun>& run, Studio::ExportKind kind) {
    Host& host = *studio.ports.host;
    const std::uint32_t zip = host.zip_open();
    auto files = std::make_shared<ArchiveFiles>();
    files->whole = run->lines = kind == Studio::ExportKind::project;
    run->write = [&host, zip, lines = run->lines](std::string_view part) {
        host.zip_text(zip, lines ? "tasks.jsonl" : "tasks.json", part);
    };
    run->change = [&studio, files](Json& task) {
        if (const auto data = task.find("data"); data != task.end())
            note_files(studio, *files, *data);
    };
    begin_export_card(studio, run);
    run_export(*studio.store, run, studio.later<Unit>([&studio, &host, run, zip, files](Result<Unit> done) {
        if (!done) {
            end_export_card(studio);
            host.zip_close(zip, "", [](const Result<Unit>&) {});
            if (done.error().code != "cancelled")
                studio.notify(studio.ui.say(done.error()), true);
            return;
        }
        studio.states->exporting.packing = true;
        if (files->whole) {
            Json project = parse_json(to_record(run->project)).value_or(Json::object());
            project["format"] = 1;
            project["media"] = Json::array();
            const ImportView& view = studio.states->intake;
            if (view.media_of == run->project.project.uid)
                for (const auto& [path, address] : view.media.entries())
                    project["media"].push_back(Json::array({path, address}));
            host.zip_text(zip, "project.json", dump_json(project));
        }
        for (const auto& [path, sha256] : files->hash_of)
            host.zip_blob(zip, path, sha256);
        host.zip_close(zip, file_name_of(run->project.project.title) + (files->whole ? ".tagwright" : ".zip"),
                       studio.later<Unit>([&studio](Result<Unit> closed) {
                           end_export_card(studio);
                           if (closed)
                               studio.notify(studio.ui.text("notice.exported"));
                           else if (closed.error().code != "cancelled")
                               studio.notify(studio.ui.say(closed.error()), true);
                       }));
    }));
}

void import_archive(Studio& studio, PickedFile file) {
    if (!studio.store || studio.states->intake.run)
        return;
    if (studio.page != Page::projects)
        studio.go({});
    const auto opened = [&studio, name = file.name](Result<ProjectFile> archive) {
        const auto refuse = [&](const std::string& reason) {
            studio.notify(studio.ui.strings->format("error.file-read", {{"name", name}, {"reason", reason}}), true);
        };
        end_export_card(studio);
        if (!archive)
            return archive.error().code == "cancelled" ? void() : refuse(studio.ui.say(archive.error()));
        auto project = project_from_record(archive->project);
        if (!project || archive->tasks.handle == 0)
            return refuse(studio.ui.text("error.no-project"));
        ImportView& view = studio.states->intake;
        view.archive_media = Json::array();
        if (const auto json = parse_json(archive->project))
            if (const Json* media = find(*json, "media"); media && media->is_array())
                view.archive_media = *media;
        project->project.id = 0; // it is given an id and a uid of its own
        project->task_count = project->done_count = 0;
        std::vector<PickedFile> tasks(1, archive->tasks);
        view.whole_project = true;
        begin_import(studio, *project, {}, tasks);
    };
    begin_reading_card(studio, file.name);
    studio.ports.host->open_project_file(file.handle, studio.later<ProjectFile>(opened));
}

} // namespace tw
