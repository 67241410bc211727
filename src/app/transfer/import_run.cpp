#include "app/transfer/import_run.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace tw {
namespace {

// A small piece costs some 10 to 30 ms of a frame; a scan only looks and takes four times as much.
constexpr std::size_t small_bytes = 128 * 1024, large_bytes = 512 * 1024, scans_more = 4;
constexpr std::size_t told_problems = 100; ///< the page lists no more; the report has all
constexpr std::size_t whole_chunks = 256; ///< tasks are written in multiples of a chunk, so that none is left half full
constexpr std::size_t most_writes = 3;

} // namespace

std::vector<WantedKey> wanted_keys(const ConfigTree& config) {
    std::vector<WantedKey> wanted;
    for (const TagNode* object : config.objects()) {
        const std::string_view value = object->get("value");
        if (!value.starts_with('$'))
            continue;
        std::string key(value.substr(1, value.find_first_of(".[", 1) - 1));
        if (std::ranges::find(wanted, key, &WantedKey::key) == wanted.end())
            wanted.push_back({std::move(key), to_lower_ascii(object->tag)});
    }
    return wanted;
}

std::vector<std::string> keys_for(const std::vector<std::string>& columns, const std::vector<WantedKey>& wanted) {
    std::vector<std::string> keys = columns;
    const auto taken = [&](const std::string& key) { return std::ranges::find(keys, key) != keys.end(); };
    for (const WantedKey& one : wanted) { // "Text" for text
        if (taken(one.key))
            continue;
        for (std::string& key : keys)
            if (to_lower_ascii(key) == to_lower_ascii(one.key)) {
                key = one.key;
                break;
            }
    }
    if (columns.size() == 1 && wanted.size() == 1)
        keys = {wanted.front().key};
    return keys;
}

template <class T, class F>
Completion<T> ImportRun::later(F then) {
    return [self = weak_from_this(), turn = turn_, then = std::move(then)](Result<T> result) {
        const std::shared_ptr<ImportRun> run = self.lock();
        if (!run || run->turn_ != turn)
            return;
        run->host_->request_frame();
        then(*run, std::move(result));
    };
}

ImportRun::ImportRun(Host& host, LocalStore& store, StoredProject project, std::vector<WantedKey> wanted,
                     std::vector<PickedFile> files, Pieces pieces)
    : host_(&host), store_(&store), project_(std::move(project)), wanted_(std::move(wanted)),
      piece_bytes_(pieces == Pieces::small ? small_bytes : large_bytes) {
    for (PickedFile& file : files) {
        Source source;
        source.file = std::move(file);
        source.file.bytes.clear();
        sources_.push_back(std::move(source));
    }
}

void ImportRun::start() {
    ++turn_;
    state_ = State::scanning;
    scan_next();
}

void ImportRun::scan_next() {
    const auto next = std::ranges::find(sources_, false, &Source::scanned);
    ++revision_;
    host_->request_frame();
    if (next == sources_.end()) {
        state_ = State::ready;
        return;
    }
    const auto at = static_cast<std::size_t>(next - sources_.begin());
    host_->read_head(next->file.handle, next->encoding, later<FileHead>([at](ImportRun& run, Result<FileHead> head) {
                         Source& source = run.sources_[at];
                         if (!head) {
                             source.error = head.error();
                             source.scanned = true;
                             return run.scan_next();
                         }
                         source.encoding_sure = !source.encoding.empty() || head->sure;
                         source.encoding = head->encoding;
                         source.format = row_format_of(source.file.name, head->text);
                         if (source.separator == 0 || !source.scan)
                             source.separator = detect_separator(head->text);
                         source.problems = std::make_unique<Diagnostics>();
                         source.scan = std::make_unique<RowImport>(RowImportOptions{.file = source.file.name,
                                                                                    .format = source.format,
                                                                                    .separator = source.separator},
                                                                   *source.problems);
                         run.scan_piece(at, 0, run.turn_);
                     }));
}

void ImportRun::scan_piece(std::size_t at, std::uint64_t offset, std::uint32_t turn) {
    Source& source = sources_[at];
    const std::size_t size = scans_more * piece_bytes_;
    host_->read_text(source.file.handle, source.encoding, offset, size,
                     later<std::string>([at, offset, turn, size](ImportRun& run, Result<std::string> text) {
                         Source& its = run.sources_[at];
                         if (!text)
                             its.error = text.error();
                         run.read_bytes_ = std::min<std::uint64_t>(offset + size, its.file.size);
                         if (text)
                             its.scan->feed(*text);
                         if (text && offset + size < its.file.size)
                             return run.scan_piece(at, offset + size, turn);
                         its.scan->finish();
                         its.scanned = true;
                         its.keys = its.format == RowFormat::lines ? std::vector<std::string>{}
                                                                   : keys_for(its.scan->columns(), run.wanted_);
                         run.scan_next();
                     }));
}

void ImportRun::look_again(std::size_t at, std::string encoding, std::optional<char> separator) {
    if (at >= sources_.size() || state_ != State::ready)
        return;
    Source& source = sources_[at];
    source.scanned = false;
    source.error.reset();
    if (separator)
        source.separator = *separator; // kept: it has a scan
    else
        source.scan.reset();
    source.encoding = std::move(encoding);
    start();
}

void ImportRun::set_keys(std::size_t at, std::vector<std::string> keys) {
    if (at >= sources_.size() || state_ != State::ready || keys.size() != sources_[at].keys.size())
        return;
    sources_[at].keys = std::move(keys);
    ++revision_;
    host_->request_frame();
}

std::uint64_t ImportRun::rows() const {
    std::uint64_t rows = 0;
    for (const Source& source : sources_)
        rows += source.scan ? source.scan->rows() : 0;
    return rows;
}

std::uint64_t ImportRun::left_out(const Source& source) {
    const std::uint64_t named = source.problems ? source.problems->count(Severity::error) : 0;
    return std::max({named, source.left_out, source.scan ? source.scan->left_out() : 0});
}

ImportStatus ImportRun::status(bool with_sources) const {
    ImportStatus status;
    status.state = state_;
    status.rows = rows();
    status.imported = imported_;
    status.progress = progress();
    status.error = error_;
    status.added = added_;
    for (const Source& source : sources_)
        status.left_out += left_out(source);
    for (std::size_t i = 0; with_sources && i < sources_.size(); ++i) {
        const Source& its = sources_[i];
        ImportSource told;
        told.name = its.file.name;
        told.format = its.format;
        told.encoding = its.encoding;
        told.encoding_sure = its.encoding_sure;
        told.separator = its.separator;
        told.keys = its.keys;
        if (its.scan) {
            told.columns = its.scan->columns();
            told.preview = its.scan->preview();
        }
        if (its.problems)
            for (const Diagnostic& one : its.problems->items())
                if (told.problems.size() < told_problems)
                    told.problems.push_back(one);
        told.left_out = left_out(its);
        told.error = its.error;
        status.sources.push_back(std::move(told));
    }
    return status;
}

double ImportRun::progress() const {
    std::uint64_t total = 0, before = 0;
    for (std::size_t i = 0; i < sources_.size(); ++i) {
        total += sources_[i].file.size;
        if (state_ == State::scanning ? sources_[i].scanned : i < current_)
            before += sources_[i].file.size;
    }
    return total == 0 ? 0 : std::min(1.0, static_cast<double>(before + read_bytes_) / static_cast<double>(total));
}

// ---- the import -------------------------------------------------------------------------------------------------------

void ImportRun::begin() {
    if (state_ != State::ready)
        return;
    ++turn_;
    state_ = State::importing;
    current_ = 0;
    offset_ = read_bytes_ = imported_ = 0;
    store_->begin_adding(project_, rows(),
                         later<std::shared_ptr<LocalStore::Adding>>(
                             [](ImportRun& run, Result<std::shared_ptr<LocalStore::Adding>> adding) {
                                 if (!adding)
                                     return run.fail_with(adding.error());
                                 run.adding_ = std::move(*adding);
                                 run.import_piece();
                             }));
}

void ImportRun::import_piece() {
    if (reading_ || all_read_)
        return;
    while (current_ < sources_.size() && (sources_[current_].error || !sources_[current_].scan))
        ++current_;
    if (current_ == sources_.size()) {
        all_read_ = true;
        return write_some();
    }
    Source& source = sources_[current_];
    if (!import_) {
        RowImportOptions options{.file = source.file.name,
                                 .format = source.format,
                                 .separator = source.separator,
                                 .keys = source.keys,
                                 .types = source.scan->types()};
        if (source.keys == source.scan->columns())
            options.keys.clear();
        if (source.format == RowFormat::lines && !wanted_.empty())
            options.line_key = wanted_.front().key;
        source.problems = std::make_unique<Diagnostics>();
        import_ = std::make_unique<RowImport>(std::move(options), *source.problems,
                                              [this](Task task) { waiting_.push_back(std::move(task)); });
    }
    reading_ = true;
    host_->read_text(source.file.handle, source.encoding, offset_, piece_bytes_,
                     later<std::string>([](ImportRun& run, Result<std::string> text) {
                         run.reading_ = false;
                         if (!text)
                             return run.fail_with(text.error());
                         run.take_piece(std::move(*text));
                     }));
}

void ImportRun::take_piece(std::string text) {
    Source& source = sources_[current_];
    offset_ += piece_bytes_;
    read_bytes_ = std::min<std::uint64_t>(offset_, source.file.size);
    const bool last = offset_ >= source.file.size;
    const bool goes_on = writing_ < most_writes;
    if (!last && goes_on) { // the next piece is on its way while this one is worked on
        reading_ = true;
        host_->read_text(source.file.handle, source.encoding, offset_, piece_bytes_,
                         later<std::string>([](ImportRun& run, Result<std::string> next) {
                             run.reading_ = false;
                             if (!next)
                                 return run.fail_with(next.error());
                             run.take_piece(std::move(*next));
                         }));
    }
    import_->feed(text);
    if (last) {
        import_->finish();
        source.left_out = import_->left_out();
        import_.reset();
        ++current_;
        offset_ = read_bytes_ = 0;
    }
    write_some();
}

void ImportRun::write_some() {
    const std::size_t count = all_read_ ? waiting_.size() : waiting_.size() / whole_chunks * whole_chunks;
    if (count > 0) {
        ++writing_;
        const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(count);
        std::vector<Task> tasks(std::make_move_iterator(waiting_.begin()), std::make_move_iterator(end));
        waiting_.erase(waiting_.begin(), end);
        store_->add_some(adding_, std::move(tasks), later<Unit>([count](ImportRun& run, Result<Unit> kept) {
                             --run.writing_;
                             if (!kept)
                                 return run.fail_with(kept.error());
                             run.imported_ += count;
                             if (run.all_read_)
                                 run.write_some();
                             else
                                 run.import_piece();
                         }));
    }
    if (all_read_ && writing_ == 0) {
        added_ = LocalStore::added(*adding_);
        state_ = State::done;
        ++revision_; // with what was left out
        ++turn_;
        host_->request_frame();
    } else if (!all_read_ && writing_ < most_writes) {
        import_piece();
    }
}

void ImportRun::fail_with(Error error) {
    ++turn_;
    error_ = std::move(error);
    state_ = State::failed;
    if (adding_) // half a file is worse than none: one would not know where to go on
        store_->undo_adding(adding_, [](const Result<Unit>&) {});
    host_->request_frame();
}

void ImportRun::cancel() {
    ++turn_;
    const bool writes = state_ == State::importing && adding_;
    state_ = writes ? State::undoing : State::cancelled;
    if (writes) // behind the writes that are under way: transactions of one store keep their order
        store_->undo_adding(adding_,
                            later<Unit>([](ImportRun& run, const Result<Unit>&) { run.state_ = State::cancelled; }));
    host_->request_frame();
}

std::vector<Error> ImportRun::report() const {
    std::vector<Error> all;
    for (const Source& source : sources_) {
        const auto add = [&](Error error) {
            error.where.file = source.file.name;
            all.push_back(std::move(error));
        };
        if (source.error)
            add(*source.error);
        if (!source.problems)
            continue;
        for (const Diagnostic& one : source.problems->items())
            add(one.error);
    }
    return all;
}

} // namespace tw
