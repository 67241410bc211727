// What dropped files become: raw items (a picture, a line of text, a task of a JSON file), a config when one was dropped,
// a proposed config when none was, and tasks once the config is known. Pure: it stores nothing and shows nothing.
#pragma once

#include "app/host.hpp"
#include "app/store/local_store.hpp"
#include "config/config_tree.hpp"

#include <string>
#include <vector>

namespace tw {

struct FileProblem {
    std::string file;
    std::string reason;    ///< string key of a sentence, "" when `error` says it
    Diagnostic diagnostic; ///< of a JSON file's task
};

/// Everything that was dropped or picked so far for one project.
struct Dropped {
    struct Item {
        enum class Kind : std::uint8_t { image, text, task } kind = Kind::text;
        std::string value; ///< address of the picture, or the text
        Task task;
    };
    std::vector<Item> items;
    std::vector<NewBlob> blobs;
    std::vector<PickedFile> large; ///< files of rows to be read piece by piece, once there is a project
    std::vector<Task> samples;     ///< what their beginnings hold: to propose a config by, and for its picture
    std::vector<FileProblem> problems;
    std::string config; ///< of the last .xml dropped
    std::string title;  ///< a file's or folder's name, for a project that has none

    [[nodiscard]] bool empty() const { return items.empty() && large.empty() && config.empty() && problems.empty(); }
};

/// Sorts files in: images become blobs, each line of a .txt an item, a .json tasks, an .xml the config.
void take_files(Dropped& dropped, std::vector<PickedFile> files);

/// A config that fits what was dropped: what an export's results were made with, else boxes for pictures, marks and choices
/// for texts, both for both.
std::string propose_config(const Dropped& dropped);

/// Tasks for the items: an item's value goes to the field that the first fitting object of the config reads.
std::vector<Task> make_tasks(std::vector<Dropped::Item> items, const ConfigTree& config);

} // namespace tw
