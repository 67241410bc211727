// What the page of an import keeps between frames. Owned by PageStates.
#pragma once

#include "app/transfer/import_run.hpp"

#include <functional>
#include <set>

namespace tw {

class Studio;

struct ImportView {
    std::shared_ptr<ImportRun> run;
    std::size_t source = 0;                   ///< the one whose rows are shown
    std::vector<PickedFile> waiting;          ///< pictures and the like that go in without questions, batch by batch
    std::vector<PickedFile> pending;          ///< for the project that is being made
    bool busy = false;                        ///< a batch of them is on its way
    bool whole_project = false;               ///< `run` is of an archive: it begins by itself and ends at its project
    Json archive_media = Json::array();       ///< [path, address] of that archive
    std::string media_of;                     ///< project whose media are in `media`
    MediaIndex media;                         ///< files by the paths that tasks name
    std::string named_of;                     ///< project and layout of the table that `named` was made of
    std::set<std::string, std::less<>> named; ///< names of files that tasks wait for, in lower case
    std::size_t came_in = 0;                  ///< of all batches since it was idle
};

/// The address of the file that a value of task data names by path; nullptr when there is none, or it is no path. Good
/// once the project's media are known: load_media() asks for them and `then` comes at once or in a later frame.
const std::string* media_of(const Studio& studio, std::string_view value);
void load_media(Studio& studio, std::function<void()> then);
/// Data with every path of a file that is here replaced by the file's address.
Json with_media(const Studio& studio, const Json& data);
/// Rows are shown before anything is written; everything else comes in at once.
void take_into_project(Studio& studio, std::vector<PickedFile> files);
/// True while an import has the page of the project to itself.
bool draw_import_page(Studio& studio, const Rect& box_px);

} // namespace tw
