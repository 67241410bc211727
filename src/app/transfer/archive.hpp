// Projects as archives: Label Studio JSON with its files beside it, and a whole project as one file (project.json,
// tasks.jsonl, media/<sha256>/<name>) that comes back by a drop. Files go from the device into the archive and out of it
// by the host; the program sees names and tasks only.
#pragma once

#include "app/studio.hpp"
#include "app/transfer/exchange.hpp"

namespace tw {

/// A title as the name of a file, without its ending.
std::string file_name_of(const std::string& title);
void export_archive(Studio& studio, const std::shared_ptr<ExportRun>& run, Studio::ExportKind kind);
/// A dropped .tagwright file becomes a project of its own, with new ids; import_page.cpp shows how far it is.
void import_archive(Studio& studio, PickedFile file);

} // namespace tw
