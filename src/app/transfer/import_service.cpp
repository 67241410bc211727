#include "app/transfer/import_service.hpp"

namespace tw {
namespace {

std::vector<WantedKey> wanted_from(const Json& wish) {
    std::vector<WantedKey> wanted;
    if (const Json* list = find(wish, "wanted"); list && list->is_array())
        for (const Json& one : *list)
            wanted.push_back({string_or(one, "key", ""), string_or(one, "tag", "")});
    return wanted;
}

std::vector<PickedFile> files_from(const Json& wish) {
    std::vector<PickedFile> files;
    if (const Json* list = find(wish, "files"); list && list->is_array())
        for (const Json& one : *list) {
            PickedFile file;
            file.name = string_or(one, "name", "");
            file.handle = static_cast<std::uint32_t>(number_or(one, "handle", 0));
            file.size = static_cast<std::uint64_t>(number_or(one, "size", 0));
            files.push_back(std::move(file));
        }
    return files;
}

} // namespace

// ---- the service ------------------------------------------------------------------------------------------------------

ImportService::ImportService(const AppPorts& ports, Pieces pieces, Tell tell)
    : host_(ports.host), clock_(ports.clock), store_(*ports.storage, *ports.clock, *ports.random), pieces_(pieces),
      tell_(std::move(tell)) {}

void ImportService::take(const Json& wish) {
    const std::string what = string_or(wish, "do", "");
    if (what == "import") {
        auto project = project_from_record(string_or(wish, "project", ""));
        if (!project)
            return;
        run_ = std::make_shared<ImportRun>(*host_, store_, std::move(*project), wanted_from(wish), files_from(wish),
                                           pieces_);
        run_->start();
    }
    if (!run_)
        return;
    const auto source = static_cast<std::size_t>(number_or(wish, "source", 0));
    if (what == "look-again") {
        const std::string separator = string_or(wish, "separator", "");
        run_->look_again(source, string_or(wish, "encoding", ""),
                         separator.empty() ? std::nullopt : std::optional<char>(separator.front()));
    } else if (what == "keys") {
        std::vector<std::string> keys;
        if (const Json* list = find(wish, "keys"); list && list->is_array())
            for (const Json& key : *list)
                keys.push_back(key.is_string() ? key.get<std::string>() : std::string());
        run_->set_keys(source, std::move(keys));
    } else if (what == "begin") {
        run_->begin();
    } else if (what == "cancel") {
        run_->cancel();
    } else if (what == "report") {
        Json report = Json::array();
        for (const Error& one : run_->report())
            report.push_back(to_json(one));
        tell_({{"report", std::move(report)}});
    }
    step();
}

void ImportService::step() {
    if (!run_)
        return;
    const bool looks_different = run_->revision() != told_revision_, other_state = run_->state() != told_state_;
    const double now_ms = clock_->monotonic_ms();
    if (!looks_different && !other_state && now_ms < told_at_ms_ + told_every_ms)
        return;
    const bool moves =
        run_->state() == ImportStatus::State::scanning || run_->state() == ImportStatus::State::importing;
    if (!looks_different && !other_state && !moves)
        return;
    told_revision_ = run_->revision();
    told_state_ = run_->state();
    told_at_ms_ = now_ms;
    tell_({{"status", to_json(run_->status(looks_different), looks_different)}});
}

// ---- the page's end ---------------------------------------------------------------------------------------------------

Import::Import(const AppPorts& ports, const StoredProject& project, std::vector<WantedKey> wanted,
               const std::vector<PickedFile>& files)
    : ports_(ports), wanted_(std::move(wanted)) {
    Json keys = Json::array(), list = Json::array();
    for (const WantedKey& one : wanted_)
        keys.push_back({{"key", one.key}, {"tag", one.tag}});
    for (const PickedFile& file : files) {
        list.push_back({{"name", file.name}, {"handle", file.handle}, {"size", file.size}});
        handles_.push_back(file.handle);
        ImportSource source;
        source.name = file.name;
        status_.sources.push_back(std::move(source));
    }
    opening_ = {
        {"do", "import"}, {"project", to_record(project)}, {"wanted", std::move(keys)}, {"files", std::move(list)}};
}

void Import::start() {
    const auto make_here = [ports = ports_](WorkService::Tell tell) -> std::unique_ptr<WorkService> {
        return std::make_unique<ImportService>(ports, Pieces::small, std::move(tell));
    };
    work_ = std::make_shared<FarWork>(*ports_.host, make_here, [self = weak_from_this()](const Json& message) {
        if (const std::shared_ptr<Import> import = self.lock())
            import->hear(message);
    });
    work_->start(opening_, handles_);
}

void Import::step() {
    work_->step();
}

void Import::hear(const Json& message) {
    if (message.contains("failed")) {
        status_.state = ImportStatus::State::failed;
        status_.error = error_of(say("worker-failed"));
    }
    if (const Json* status = find(message, "status"))
        take_status(*status, status_);
    if (const Json* report = find(message, "report"); report && report->is_array() && on_report_) {
        std::vector<Error> all;
        for (const Json& one : *report)
            all.push_back(error_from(one));
        std::exchange(on_report_, {})(all);
    }
    ports_.host->request_frame();
}

void Import::look_again(std::size_t source, const std::string& encoding, std::optional<char> separator) {
    work_->tell({{"do", "look-again"},
                 {"source", source},
                 {"encoding", encoding},
                 {"separator", separator ? std::string(1, *separator) : std::string()}});
}

void Import::set_key(std::size_t at, std::size_t column, const std::string& key) {
    if (at >= status_.sources.size() || column >= status_.sources[at].keys.size())
        return;
    // A key has one column: the one that had it goes back to its own name.
    ImportSource& source = status_.sources[at];
    for (std::size_t i = 0; i < source.keys.size(); ++i)
        if (i != column && !key.empty() && source.keys[i] == key)
            source.keys[i] = source.columns[i] == source.keys[i] ? "" : source.columns[i];
    source.keys[column] = key;
    work_->tell({{"do", "keys"}, {"source", at}, {"keys", source.keys}});
}

void Import::begin() {
    work_->tell({{"do", "begin"}});
}
void Import::cancel() {
    work_->tell({{"do", "cancel"}});
}
void Import::ask_report(std::function<void(const std::vector<Error>&)> done) {
    on_report_ = std::move(done);
    work_->tell({{"do", "report"}});
}

} // namespace tw
