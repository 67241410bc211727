#include "app/transfer/archive.hpp"

#include "app/page_states.hpp"

namespace tw {

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
    when_card_is_free(studio, [&studio, file, opened] {
        begin_reading_card(studio, file.name);
        studio.ports.host->open_project_file(file.handle, studio.later<ProjectFile>(opened));
    });
}

} // namespace tw
