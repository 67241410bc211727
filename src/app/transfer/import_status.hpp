// What is known of an import while it goes on: all that its page shows. Values and their JSON, for the import itself runs
// elsewhere (import_service.hpp) and tells by messages. Nothing here reads a file or writes a task.
#pragma once

#include "app/store/local_store.hpp"
#include "formats/text_rows.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tw {

/// A data key that the config reads, and the tag that shows it.
struct WantedKey {
    std::string key, tag;
};

struct ImportSource {
    std::string name;
    RowFormat format = RowFormat::lines;
    std::string encoding;
    bool encoding_sure = true;
    char separator = ',';
    std::vector<std::string> columns;
    std::vector<std::string> keys;                 ///< the data key of each column, "" leaves it out; empty: no choice
    std::vector<std::vector<std::string>> preview; ///< the first rows
    std::vector<Diagnostic> problems;              ///< the first ones
    std::uint64_t left_out = 0;
    std::optional<Error> error;
};

struct ImportStatus {
    enum class State : std::uint8_t { scanning, ready, importing, undoing, done, cancelled, failed };
    State state = State::scanning;
    std::vector<ImportSource> sources;
    std::uint64_t rows = 0, left_out = 0, imported = 0; ///< rows: that would come in
    double progress = 0;                                ///< 0..1 of the bytes to read
    std::optional<Error> error;
    AddedTasks added; ///< once done: the project with its new counts, and where the new tasks begin
};

/// As a worker tells it: with all that its words in any language need.
Json to_json(const Error& error);
Error error_from(const Json& json);

/// Without its sources where these are as they were told before.
Json to_json(const ImportStatus& status, bool with_sources);
/// Takes over what `json` tells; the rest stays.
void take_status(const Json& json, ImportStatus& status);

} // namespace tw
