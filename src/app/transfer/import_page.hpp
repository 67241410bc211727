// What the page of an import keeps between frames. Owned by PageStates.
#pragma once

#include "app/transfer/import_service.hpp"
#include "app/transfer/media_needs.hpp"

#include <functional>

namespace tw {

class Studio;

struct ImportView {
    std::shared_ptr<Import> run;
    std::size_t source = 0;             ///< the one whose rows are shown
    std::vector<PickedFile> waiting;    ///< pictures and the like that go in without questions, batch by batch
    std::vector<PickedFile> pending;    ///< for the project that is being made or opened
    bool busy = false;                  ///< a batch of them is on its way
    bool closing = false;               ///< `run` is over, its tasks are being read
    bool whole_project = false;         ///< `run` is of an archive: it begins by itself and ends at its project
    Json archive_media = Json::array(); ///< [path, address] of that archive
    std::string media_of, media_asked;  ///< project whose media are in `media`, and are being read
    MediaIndex media;                   ///< files by the paths that tasks name
    std::unique_ptr<MediaNeeds> needs;  ///< which files its tasks wait for
    std::string needs_dismissed;        ///< project whose missing files were seen
    std::size_t came_in = 0;            ///< of all batches since it was idle
    double scroll_x_px = 0;             ///< of the preview

    /// Tasks are on their way: what is exported now would not be all.
    [[nodiscard]] bool coming_in() const { return run != nullptr || busy; }
};

/// The address of the file that a value of task data names by path; nullptr when there is none, or it is no path. Good
/// once the project's media are known: load_media() asks for them and `then` comes at once or in a later frame.
const std::string* media_of(const Studio& studio, std::string_view value);
void load_media(Studio& studio, std::function<void()> then);
/// Data with every path of a file that is here replaced by the file's address.
Json with_media(const Studio& studio, const Json& data);
/// Once a frame: looks for files that tasks wait for, and lets dropped ones in.
void step_media(Studio& studio);
/// What tasks wait for, above the table of the Data page; answers the height used.
double draw_missing_media(Studio& studio, const Rect& box_px);
/// Files of rows are looked at; the page of the import shows what was found.
void begin_import(Studio& studio, const StoredProject& project, std::vector<WantedKey> wanted,
                  const std::vector<PickedFile>& files);
/// Rows are shown before anything is written; everything else comes in at once.
void take_into_project(Studio& studio, std::vector<PickedFile> files);
/// True while an import has the page of the project to itself.
bool draw_import_page(Studio& studio, const Rect& box_px);

} // namespace tw
