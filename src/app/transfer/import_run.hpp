// The import of files of rows (CSV, TSV, JSON, JSON lines, text) into a project: first a scan that says what would come
// in, without writing anything; then, when the person agrees, the import itself. Files are read piece by piece from the
// host and tasks written some hundred at a time, so that neither memory nor the page feels how large they are. Owned by
// the page that shows it; answers that come after its end do nothing.
#pragma once

#include "app/host.hpp"
#include "app/store/local_store.hpp"
#include "config/config_tree.hpp"
#include "formats/row_import.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tw {

/// A data key that the config reads, and the tag that shows it.
struct WantedKey {
    std::string key, tag;
};
std::vector<WantedKey> wanted_keys(const ConfigTree& config);
/// For each column the key it becomes: its own name when the config reads that or reads nothing of these; a lone column,
/// or the one of the like name, goes to the key that has nobody else.
std::vector<std::string> keys_for(const std::vector<std::string>& columns, const std::vector<WantedKey>& wanted);

struct ImportSource {
    PickedFile file;
    RowFormat format = RowFormat::lines;
    std::string encoding;
    bool encoding_sure = true;
    char separator = ',';
    std::vector<std::string> keys; ///< one a column, "" leaves it out
    std::unique_ptr<RowImport> scan;
    std::unique_ptr<Diagnostics> problems; ///< of the scan, then of the import
    bool scanned = false;
    std::optional<Error> error;
};

class ImportRun : public std::enable_shared_from_this<ImportRun> {
public:
    enum class State : std::uint8_t { scanning, ready, importing, undoing, done, cancelled, failed };

    ImportRun(Host& host, LocalStore& store, StoredProject project, std::vector<WantedKey> wanted,
              std::vector<PickedFile> files);
    void start();
    /// Looks at a source again in another way; encoding "" is found out.
    void look_again(std::size_t source, std::string encoding, std::optional<char> separator);
    void begin();
    /// Stops; what came in already is taken back.
    void cancel();

    [[nodiscard]] State state() const { return state_; }
    [[nodiscard]] std::vector<ImportSource>& sources() { return sources_; }
    [[nodiscard]] const std::vector<WantedKey>& wanted() const { return wanted_; }
    [[nodiscard]] std::uint64_t rows() const;     ///< that would come in
    [[nodiscard]] std::uint64_t left_out() const; ///< of all sources
    [[nodiscard]] std::uint64_t imported() const { return imported_; }
    /// 0..1 of the bytes to read.
    [[nodiscard]] double progress() const;
    [[nodiscard]] const std::optional<Error>& error() const { return error_; }
    /// The project with its new counts, and where the new tasks begin; once done.
    [[nodiscard]] const AddedTasks& added() const { return added_; }
    /// What was left out and why, as CSV: file, line, place, reason.
    [[nodiscard]] std::string report() const;

private:
    void scan_next();
    void scan_piece(std::size_t source, std::uint64_t offset, std::uint32_t turn);
    void import_piece();
    void take_piece(std::string text);
    void write_some();
    void fail_with(Error error);
    /// A completion that does nothing once the run is gone, or its turn is over.
    template <class T, class F>
    Completion<T> later(F then);

    Host* host_;
    LocalStore* store_;
    StoredProject project_;
    std::vector<WantedKey> wanted_;
    std::vector<ImportSource> sources_;
    State state_ = State::scanning;
    std::uint32_t turn_ = 0; ///< rises with every new beginning: answers of before are dropped
    std::uint64_t read_bytes_ = 0, imported_ = 0;
    std::size_t current_ = 0;
    std::uint64_t offset_ = 0;
    std::unique_ptr<RowImport> import_;
    std::vector<Task> waiting_;
    std::size_t writing_ = 0;
    bool reading_ = false, all_read_ = false;
    std::shared_ptr<LocalStore::Adding> adding_;
    AddedTasks added_;
    std::optional<Error> error_;
};

} // namespace tw
