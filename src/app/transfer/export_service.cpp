#include "app/transfer/export_service.hpp"

#include "app/transfer/exchange.hpp"
#include "app/transfer/import_status.hpp"
#include "formats/ls_json.hpp"

#include <algorithm>
#include <map>
#include <numeric>

namespace tw {
namespace {

Json order_json(const ExportOrder& order) {
    return {{"do", "export"},           {"project", to_record(order.project)}, {"kind", static_cast<int>(order.kind)},
            {"tasks", order.inner_ids}, {"open_task", order.open_task_id},     {"open_document", order.open_document}};
}

std::optional<ExportOrder> order_from(const Json& wish) {
    auto project = project_from_record(string_or(wish, "project", ""));
    if (!project)
        return std::nullopt;
    ExportOrder order;
    order.project = std::move(*project);
    order.kind = static_cast<ExportKind>(number_or(wish, "kind", 0));
    if (const Json* const ids = find(wish, "tasks"); ids && ids->is_array())
        for (const Json& id : *ids)
            order.inner_ids.push_back(id.is_number_integer() ? id.get<std::int64_t>() : 0);
    order.open_task_id = static_cast<std::int64_t>(number_or(wish, "open_task", 0));
    order.open_document = string_or(wish, "open_document", "");
    return order;
}

/// A title as the name of a file, without its ending.
std::string file_name_of(const std::string& title) {
    std::string name;
    for (const char c : title)
        name += std::string_view("/\\:*?\"<>|").find(c) == std::string_view::npos && static_cast<unsigned char>(c) >= 32
                    ? c
                    : '-';
    return name.empty() ? "project" : name;
}

/// Where the files of an archive come to lie, found while its tasks are written.
struct ArchiveFiles {
    std::map<std::string, std::string> hash_of; ///< by path in the archive
    std::map<std::string, std::string> path_of; ///< by hash
    MediaIndex media;                           ///< files that tasks name by path
    bool whole = false;

    std::string place(std::string_view sha256, std::string_view name) {
        std::string& path = path_of[std::string(sha256)];
        if (!path.empty())
            return path;
        path = "media/" + (whole ? std::string(sha256) + "/" : std::string()) + std::string(name);
        if (hash_of.contains(path)) // another file of this name
            path = "media/" + std::string(sha256.substr(0, 8)) + "-" + std::string(name);
        hash_of[path] = sha256;
        return path;
    }

    /// Notes the files that a task names. With its files beside it, an address of this device becomes a relative path; a
    /// path that was there stays, and the file is put where it leads.
    void note(Json& data) {
        if (data.is_structured()) {
            for (Json& inner : data)
                note(inner);
            return;
        }
        for_each_blob(data, [&](const std::string&, std::string_view sha256, std::string_view name) {
            const std::string path = place(sha256, name);
            return whole ? std::string() : path;
        });
        const std::string path = data.is_string() && !media.empty() ? media_path(data.get<std::string>()) : "";
        const std::string* const address = path.empty() ? nullptr : media.find(path);
        if (!address)
            return;
        Json found = *address;
        for_each_blob(found, [&](const std::string&, std::string_view sha256, std::string_view name) {
            if (whole)
                place(sha256, name);
            else
                hash_of.try_emplace(path, sha256);
            return std::string();
        });
    }
};

} // namespace

// ---- the service ------------------------------------------------------------------------------------------------------

/// Answers that come after the service has ended still find it.
struct ExportService::Run : std::enable_shared_from_this<Run> {
    Run(const AppPorts& ports, Pieces pieces, std::shared_ptr<TaskTable> the_table, Tell the_tell)
        : host(ports.host), clock(ports.clock), store(*ports.storage, *ports.clock, *ports.random),
          tasks_a_slice(pieces == Pieces::small ? 256 : 2048), table(std::move(the_table)), tell(std::move(the_tell)) {}

    Host* host;
    const Clock* clock;
    LocalStore store;
    std::size_t tasks_a_slice;
    std::shared_ptr<TaskTable> table;
    Tell tell;
    ExportOrder order;
    ArchiveFiles files;
    std::vector<std::uint32_t> rows; ///< in order
    std::size_t next = 0;            ///< how many are written
    std::uint32_t text = 0, zip = 0;
    bool packing = false, ended = false, cancelled = false;
    double told_at_ms = -1e9;

    void begin() {
        if (order.kind == ExportKind::json)
            return read_table();
        store.list_media(order.project.project.uid, [self = shared_from_this()](Result<MediaIndex> media) {
            if (media)
                self->files.media = std::move(*media);
            self->read_table();
        });
    }

    void read_table() {
        if (table)
            return write();
        store.open_table(order.project.project.uid,
                         [self = shared_from_this()](Result<std::shared_ptr<TaskTable>> opened) {
                             if (!opened)
                                 return self->end(opened.error());
                             self->table = std::move(*opened);
                             self->write();
                         });
    }

    void write() {
        if (order.inner_ids.empty()) {
            rows.resize(table->size());
            std::iota(rows.begin(), rows.end(), 0U);
        }
        for (const std::int64_t inner_id : order.inner_ids)
            if (const int row = table->row_of_inner(inner_id); row >= 0)
                rows.push_back(static_cast<std::uint32_t>(row));
        files.whole = order.kind == ExportKind::project;
        if (order.kind == ExportKind::json)
            text = host->text_open();
        else
            zip = host->zip_open();
        write_slice();
    }

    void add(std::string_view part) {
        if (order.kind == ExportKind::json)
            host->text_add(text, part);
        else
            host->zip_text(zip, files.whole ? "tasks.jsonl" : "tasks.json", part);
    }

    void write_slice() {
        if (cancelled)
            return end(error_of(say("cancelled.export")));
        const std::size_t past = std::min(rows.size(), next + tasks_a_slice);
        store.load_tasks(
            *table,
            {rows.begin() + static_cast<std::ptrdiff_t>(next), rows.begin() + static_cast<std::ptrdiff_t>(past)},
            [self = shared_from_this()](Result<std::vector<TaskWithDocument>> tasks) {
                if (!tasks)
                    return self->end(tasks.error());
                self->write_tasks(std::move(*tasks));
                if (self->next < self->rows.size())
                    return self->write_slice();
                self->written();
            });
    }

    void write_tasks(std::vector<TaskWithDocument> tasks) {
        const bool lines = files.whole; // a task a line, not a list
        std::string part = next == 0 && !lines ? "[" : "";
        for (TaskWithDocument& task : tasks) {
            if (task.stored.task.id == order.open_task_id && !order.open_document.empty())
                task.document = {{task.stored.document_uid, 1, order.open_document}, {}};
            part += next++ == 0 || lines ? "" : ",";
            Json out = export_task(task_for_export(std::move(task)), {.project_id = order.project.project.id});
            if (const auto data = out.find("data"); data != out.end() && order.kind != ExportKind::json)
                files.note(*data);
            part += dump_json(out);
            part += lines ? "\n" : "";
        }
        if (next == rows.size() && !lines)
            part += "]";
        add(part);
        step();
    }

    void written() {
        const std::string name = file_name_of(order.project.project.title);
        if (order.kind == ExportKind::json) {
            host->text_close(std::exchange(text, 0), name + ".json", "application/json");
            return end({});
        }
        packing = true;
        if (files.whole) {
            Json project = parse_json(to_record(order.project)).value_or(Json::object());
            project["format"] = 1;
            project["media"] = Json::array();
            for (const auto& [path, address] : files.media.entries())
                project["media"].push_back(Json::array({path, address}));
            host->zip_text(zip, "project.json", dump_json(project));
        }
        for (const auto& [path, sha256] : files.hash_of)
            host->zip_blob(zip, path, sha256);
        host->zip_close(std::exchange(zip, 0), name + (files.whole ? ".tagwright" : ".zip"),
                        [self = shared_from_this()](const Result<Unit>& closed) {
                            self->end(closed ? std::nullopt : std::optional(closed.error()));
                        });
        step();
    }

    void end(std::optional<Error> error) {
        if (text != 0)
            host->text_close(text, "", "");
        if (zip != 0)
            host->zip_close(zip, "", [](const Result<Unit>&) {});
        ended = true;
        tell_status(error);
    }

    void cancel() {
        cancelled = true;
        if (packing)
            host->cancel_archive();
    }

    void step() {
        if (ended)
            return;
        const double now_ms = clock->monotonic_ms();
        if (packing) // files go their way without us
            host->request_frame_in(told_every_ms);
        if (now_ms >= told_at_ms + told_every_ms) {
            told_at_ms = now_ms;
            tell_status({});
        }
    }

    void tell_status(const std::optional<Error>& error) {
        const ArchiveProgress archive = packing ? host->archive_progress() : ArchiveProgress{};
        Json status = {{"done", packing ? archive.done : next},
                       {"total", packing ? archive.total : rows.size()},
                       {"packing", packing},
                       {"ended", ended}};
        if (error)
            status["error"] = to_json(*error);
        tell({{"export", std::move(status)}});
    }
};

ExportService::ExportService(const AppPorts& ports, Pieces pieces, std::shared_ptr<TaskTable> table, Tell tell)
    : make_run_([ports, pieces, table = std::move(table), tell = std::move(tell)] {
          return std::make_shared<Run>(ports, pieces, table, tell);
      }) {}

void ExportService::take(const Json& wish) {
    const std::string what = string_or(wish, "do", "");
    if (what == "cancel" && run_)
        run_->cancel();
    auto order = what == "export" ? order_from(wish) : std::nullopt;
    if (!order)
        return;
    run_ = make_run_();
    run_->order = std::move(*order);
    run_->begin();
}

void ExportService::step() {
    if (run_)
        run_->step();
}

// ---- the page's end ---------------------------------------------------------------------------------------------------

Export::Export(const AppPorts& ports, const ExportOrder& order, std::shared_ptr<TaskTable> table) {
    const bool here = table != nullptr;
    status_->total = order.inner_ids.empty()
                         ? static_cast<std::uint64_t>(std::max<std::int64_t>(order.project.task_count, 0))
                         : order.inner_ids.size();
    const auto make_here = [ports, table = std::move(table)](WorkService::Tell tell) -> std::unique_ptr<WorkService> {
        return std::make_unique<ExportService>(ports, Pieces::small, table, std::move(tell));
    };
    const auto hear = [status = status_, host = ports.host](const Json& message) {
        host->request_frame();
        if (message.contains("failed")) {
            status->ended = true;
            status->error = error_of(say("worker-failed"));
        }
        const Json* const told = find(message, "export");
        if (!told)
            return;
        status->done = static_cast<std::uint64_t>(number_or(*told, "done", 0));
        status->total = static_cast<std::uint64_t>(number_or(*told, "total", 0));
        status->packing = bool_or(*told, "packing", false);
        status->ended = bool_or(*told, "ended", false);
        if (const Json* const error = find(*told, "error"))
            status->error = error_from(*error);
    };
    work_ = std::make_shared<FarWork>(*ports.host, make_here, hear);
    work_->start(order_json(order), {}, here);
}

} // namespace tw
