#include "app/server/push_project.hpp"

#include "app/page_states.hpp"
#include "app/server/remote_json.hpp"
#include "app/server/remote_projects.hpp"
#include "app/server/server_account.hpp"
#include "app/transfer/exchange.hpp"
#include "formats/ls_json.hpp"

#include <map>
#include <numeric>

namespace tw {
namespace {

constexpr std::size_t tasks_a_slice = 100;

struct PushRun {
    std::shared_ptr<CountedWork> card; ///< counts tasks, can be cancelled
    StoredProject project;
    std::shared_ptr<TaskTable> table;
    std::int64_t remote_id = 0;
    Json slice;                                  ///< tasks on their way
    std::map<std::string, std::string> uploaded; ///< address of this device -> of the server
    std::vector<std::string> to_upload;
};

void next_slice(Studio& studio, const std::shared_ptr<PushRun>& run);

std::string project_address(const PushRun& run, const std::string& what = {}) {
    return "/api/projects/" + std::to_string(run.remote_id) + what;
}

void end(Studio& studio, const std::shared_ptr<PushRun>& run, const std::string& why) {
    end_export_card(studio);
    const std::string& name = run->project.project.title;
    if (why.empty()) {
        studio.notify(studio.ui.strings->format("push.done", {{"name", name}}));
        return refresh_projects(studio);
    }
    if (run->remote_id != 0)
        ask_server(studio, "DELETE", project_address(*run), nullptr, [](const ServerAnswer&) {});
    if (!run->card->cancelled)
        studio.notify(studio.ui.strings->format("push.failed", {{"name", name}, {"why", why}}), true);
}

/// False when it was cancelled, and is at its end with that.
bool go_on(Studio& studio, const std::shared_ptr<PushRun>& run) {
    if (!run->card->cancelled)
        return true;
    end(studio, run, "cancelled");
    return false;
}

void send_slice(Studio& studio, const std::shared_ptr<PushRun>& run) {
    for (Json& task : run->slice)
        for_each_blob(task["data"], [&](const std::string& address, std::string_view, std::string_view) {
            return run->uploaded[address];
        });
    const std::size_t count = run->slice.size();
    ask_server(studio, "POST", project_address(*run, "/import"), run->slice,
               [&studio, run, count](const ServerAnswer& answer) {
                   if (!answer.ok())
                       return end(studio, run, trouble_text(studio, answer));
                   run->card->done += count;
                   next_slice(studio, run);
               });
}

/// One file after the other: the server names it, and its address takes the place of this device's.
void upload_next(Studio& studio, const std::shared_ptr<PushRun>& run) {
    if (!go_on(studio, run))
        return;
    if (run->to_upload.empty())
        return send_slice(studio, run);
    const std::string address = run->to_upload.back();
    run->to_upload.pop_back();
    std::string sha256, name;
    Json value = address;
    for_each_blob(value, [&](const std::string&, std::string_view hash, std::string_view file) {
        sha256 = hash;
        name = file;
        return std::string();
    });
    HttpRequest request{.method = "POST", .url = project_address(*run, "/import?commit_to_project=false")};
    request.file = HttpFile{.name = name, .sha256 = sha256};
    request.timeout_ms = 300'000;
    ask_server(studio, std::move(request), [&studio, run, address](const ServerAnswer& sent) {
        const Json* const ids = find(sent.body, "file_upload_ids");
        if (!sent.ok() || ids == nullptr || !ids->is_array() || ids->empty())
            return end(studio, run, trouble_text(studio, sent));
        ask_server(studio, "GET", "/api/import/file-upload/" + dump_json(ids->front()), nullptr,
                   [&studio, run, address](const ServerAnswer& upload) {
                       const std::string file = string_or(upload.body, "file", "");
                       if (!upload.ok() || file.empty())
                           return end(studio, run, trouble_text(studio, upload));
                       run->uploaded[address] = "/data/" + file;
                       upload_next(studio, run);
                   });
    });
}

void next_slice(Studio& studio, const std::shared_ptr<PushRun>& run) {
    if (!go_on(studio, run))
        return;
    const CountedWork& card = *run->card;
    if (card.done == card.total)
        return end(studio, run, "");
    std::vector<std::uint32_t> rows(std::min(tasks_a_slice, card.total - card.done));
    std::iota(rows.begin(), rows.end(), static_cast<std::uint32_t>(card.done));
    studio.store->load_tasks(
        *run->table, rows,
        studio.later<std::vector<TaskWithDocument>>([&studio, run](Result<std::vector<TaskWithDocument>> tasks) {
            if (!tasks)
                return end(studio, run, studio.ui.say(tasks.error()));
            run->slice = Json::array();
            for (TaskWithDocument& one : *tasks) {
                Json task = export_task(task_for_export(std::move(one)));
                for (const char* const key : {"id", "inner_id", "project", "drafts"})
                    task.erase(key);
                for_each_blob(task["data"], [&](const std::string& address, std::string_view, std::string_view) {
                    if (run->uploaded.try_emplace(address).second)
                        run->to_upload.push_back(address);
                    return std::string();
                });
                run->slice.push_back(std::move(task));
            }
            upload_next(studio, run);
        }));
}

} // namespace

void push_up(Studio& studio, const StoredProject& project) {
    if (!studio.store || !studio.server->user || studio.states->exporting.busy())
        return;
    auto run = std::make_shared<PushRun>();
    run->card = std::make_shared<CountedWork>();
    run->project = project;
    begin_work_card(studio, run->card, "push.tasks");
    studio.store->open_table(
        project.project.uid,
        studio.later<std::shared_ptr<TaskTable>>([&studio, run](Result<std::shared_ptr<TaskTable>> table) {
            if (!table)
                return end(studio, run, studio.ui.say(table.error()));
            run->table = std::move(*table);
            run->card->total = run->table->size();
            ask_server(studio, "POST", "/api/projects", project_body(run->project.project),
                       [&studio, run](const ServerAnswer& answer) {
                           run->remote_id = static_cast<std::int64_t>(number_or(answer.body, "id", 0));
                           if (!answer.ok() || run->remote_id == 0)
                               return end(studio, run, trouble_text(studio, answer));
                           next_slice(studio, run);
                       });
        }));
}

} // namespace tw
