// The import of files of rows (CSV, TSV, JSON, JSON lines, text) into a project: first a scan that says what would come
// in, without writing anything; then, when the person agrees, the import itself. Files are read piece by piece from the
// host and tasks written some hundred at a time, so that neither memory nor the page feels how large they are. Owned by an
// ImportService, in a worker or beside the page; answers that come after its end do nothing.
#pragma once

#include "app/host.hpp"
#include "app/transfer/far_work.hpp"
#include "app/transfer/import_status.hpp"
#include "config/config_tree.hpp"
#include "formats/row_import.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tw {

std::vector<WantedKey> wanted_keys(const ConfigTree& config);
/// For each column the key it becomes: its own name when the config reads that or reads nothing of these; a lone column,
/// or the one of the like name, goes to the key that has nobody else.
std::vector<std::string> keys_for(const std::vector<std::string>& columns, const std::vector<WantedKey>& wanted);

class ImportRun : public std::enable_shared_from_this<ImportRun> {
public:
    using State = ImportStatus::State;

    ImportRun(Host& host, LocalStore& store, StoredProject project, std::vector<WantedKey> wanted,
              std::vector<PickedFile> files, Pieces pieces);
    void start();
    /// Looks at a source again in another way; encoding "" is found out.
    void look_again(std::size_t source, std::string encoding, std::optional<char> separator);
    void begin();
    /// Stops; what came in already is taken back.
    void cancel();

    void set_keys(std::size_t source, std::vector<std::string> keys);

    [[nodiscard]] State state() const { return state_; }
    /// Rises when a source looks different than before.
    [[nodiscard]] std::uint64_t revision() const { return revision_; }
    [[nodiscard]] ImportStatus status(bool with_sources) const;
    /// What was left out and why, as CSV: file, line, place, reason.
    [[nodiscard]] std::vector<Error> report() const;

private:
    struct Source {
        PickedFile file;
        RowFormat format = RowFormat::lines;
        std::string encoding;
        bool encoding_sure = true;
        char separator = ',';
        std::vector<std::string> keys;
        std::unique_ptr<RowImport> scan;
        std::unique_ptr<Diagnostics> problems; ///< of the scan, then of the import
        std::uint64_t left_out = 0;            ///< of the import that is over
        bool scanned = false;
        std::optional<Error> error;
    };
    [[nodiscard]] std::uint64_t rows() const;
    [[nodiscard]] double progress() const;
    [[nodiscard]] static std::uint64_t left_out(const Source& source);
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
    std::vector<Source> sources_;
    std::size_t piece_bytes_;
    State state_ = State::scanning;
    std::uint32_t turn_ = 0; ///< rises with every new beginning: answers of before are dropped
    std::uint64_t read_bytes_ = 0, imported_ = 0, revision_ = 1;
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
