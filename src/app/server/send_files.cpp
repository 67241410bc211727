#include "app/server/send_files.hpp"

#include "app/figures.hpp"
#include "app/page_states.hpp"
#include "app/server/server_account.hpp"
#include "app/server/sync_engine.hpp"

#include <algorithm>

namespace tw {
namespace {

constexpr double file_timeout_ms = 600'000;

struct SendRun {
    std::shared_ptr<CountedWork> card; ///< counts files, can be cancelled
    std::vector<PickedFile> files;
    std::int64_t project_id = 0, tasks = 0;
    std::size_t refused = 0;
    std::string first_refused; ///< "name: why"
};

/// The server's own words against the file, where it has some.
std::string why_not(const Studio& studio, const ServerAnswer& answer) {
    if (answer.status == 400) {
        const Json* const errors = find(answer.body, "validation_errors");
        if (errors != nullptr && errors->is_object() && !errors->empty())
            if (const Json& first = *errors->begin(); first.is_array() && !first.empty() && first[0].is_string())
                return first[0].get<std::string>();
        if (std::string detail = string_or(answer.body, "detail", ""); !detail.empty())
            return detail;
    }
    return trouble_text(studio, answer);
}

void end(Studio& studio, const SendRun& run) {
    end_export_card(studio);
    std::string said; // one notice: a second would cover the first
    if (run.tasks > 0)
        said = studio.ui.strings->format("notice.imported", {{"n", figure(run.tasks)}});
    if (run.refused > 0)
        said +=
            (said.empty() ? "" : " ") +
            studio.ui.strings->format("send.refused", {{"n", std::to_string(run.refused)}, {"why", run.first_refused}});
    if (!said.empty())
        studio.notify(std::move(said), run.refused > 0);
    studio.sync->list_at_ms = 0; // who added them wants to see them
    sync_now(studio);
}

void send_next(Studio& studio, const std::shared_ptr<SendRun>& run) {
    const CountedWork& card = *run->card;
    if (card.cancelled || card.done == run->files.size())
        return end(studio, *run);
    PickedFile& file = run->files[card.done];
    HttpRequest request{.method = "POST", .url = "/api/projects/" + std::to_string(run->project_id) + "/import"};
    request.file = HttpFile{file.name, file.mime, file.handle, file.sha256, std::move(file.bytes)};
    request.timeout_ms = file_timeout_ms;
    ask_server(studio, std::move(request), [&studio, run](const ServerAnswer& answer) {
        CountedWork& now = *run->card;
        if (answer.ok()) {
            run->tasks += static_cast<std::int64_t>(number_or(answer.body, "task_count", 0));
        } else if (run->refused++ == 0) {
            run->first_refused = run->files[now.done].name + ": " + why_not(studio, answer);
        }
        if (answer.status == 0 || answer.status == 401 || answer.status == 403) { // so it would be for the rest
            run->refused += run->files.size() - now.done - 1;
            return end(studio, *run);
        }
        ++now.done;
        send_next(studio, run);
    });
}

} // namespace

void offer_to_send(Studio& studio, std::vector<PickedFile> files) {
    if (studio.states->exporting.busy() || files.empty())
        return;
    auto run = std::make_shared<SendRun>();
    run->card = std::make_shared<CountedWork>();
    run->card->total = files.size();
    run->project_id = studio.project->stored.project.id;
    run->files = std::move(files);
    studio.offer(studio.ui.strings->format("send.ask", {{"n", figure(static_cast<std::int64_t>(run->files.size()))},
                                                        {"name", studio.project->stored.project.title}}),
                 studio.ui.text("send.send"), [&studio, run] {
                     begin_work_card(studio, run->card, "send.files");
                     send_next(studio, run);
                 });
}

} // namespace tw
