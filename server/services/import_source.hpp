// Where an import's items come from: the JSON of a body, or files by their kind. Bodies and files of rows are read piece
// by piece and handed on item by item, so that one of any size passes through small buffers. Says nothing of what an item
// has to be.
#pragma once

#include "http/message.hpp"

#include <functional>

namespace tw::server {

/// Called with each item and its number; an error ends the reading and is its error.
using TakeItem = std::function<Result<void>(const Json& item, std::int64_t index)>;

/// A list's elements one after the other, also of {"tasks": [...]}; anything else is one item. Errors: "json-parse" with
/// line, column and the item's pointer; those of `take`.
Result<void> read_json_items(const Body& body, const TakeItem& take);

/// ".csv"; "" for a name without.
std::string extension_of(const std::string& name);
/// Files that may be a list of tasks, or one thing to look at.
bool is_rows(const std::string& extension);
/// Can files of this kind be imported?
bool is_importable(const std::string& extension);
/// A client's file name without what means something in paths, addresses and pages.
std::string safe_file_name(std::string name);

struct SourceFile {
    std::filesystem::path path;
    std::string file;       ///< under media/, as addresses name it: "upload/1/0a0b0c0d-cat.jpg"
    bool one_field = false; ///< the config reads one data field at most, so that a lone file can become a task
    bool rows_as_tasks = true;
};
/// JSON and rows: their items; text and pictures: one. Errors: those of read_json_items, "validation", "body-too-large".
Result<void> read_file_items(const SourceFile& source, const TakeItem& take);

} // namespace tw::server
