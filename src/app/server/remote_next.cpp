#include "app/server/remote_next.hpp"

#include "app/server/server_account.hpp"
#include "app/server/sync_engine.hpp"

#include <algorithm>

namespace tw {
namespace {

constexpr double patience_ms = 3000;

void open_answered(Studio& studio, const std::shared_ptr<NextWish>& wish, const ServerAnswer& answer) {
    if (studio.sync->next != wish || studio.address != wish->from || !studio.project)
        return; // the person went elsewhere meanwhile
    studio.sync->next.reset();
    if (answer.status == 404)
        return studio.notify(studio.ui.text("notice.server-done"));
    const auto id = static_cast<std::int64_t>(number_or(answer.body, "id", 0));
    if (!answer.ok() || studio.project->table->row_of(id) < 0) // too new for the list of this device
        return wish->otherwise();
    if (id == wish->from.task_id) // all that is left is what was just put off
        return studio.notify(studio.ui.text("notice.all-done-skipped"));
    studio.go(address_of(studio.project->stored, id));
}

} // namespace

bool ask_for_next(Studio& studio, std::function<void()> otherwise) {
    if (!studio.sync || sync_light(studio) == SyncLight::none || !studio.project->order.empty())
        return false;
    studio.sync->next = std::make_shared<NextWish>(
        NextWish{studio.address, studio.ui.now_ms + patience_ms, false, std::move(otherwise)});
    studio.ports.host->request_frame();
    return true;
}

void step_next(Studio& studio) {
    const std::shared_ptr<NextWish> wish = studio.sync->next;
    if (!wish)
        return;
    if (studio.address != wish->from) {
        studio.sync->next.reset();
        return;
    }
    const SyncLight light = sync_light(studio);
    const bool on_the_way = studio.autosave.state() == SaveState::saving || light == SyncLight::sending;
    const bool late = studio.ui.now_ms >= wish->until_ms;
    if (late || (!on_the_way && light != SyncLight::synced)) {
        studio.sync->next.reset();
        return wish->otherwise();
    }
    studio.ports.host->request_frame_in(std::max(50.0, wish->until_ms - studio.ui.now_ms));
    if (on_the_way || std::exchange(wish->asked, true))
        return;
    ask_server(studio, {.url = "/api/projects/" + std::to_string(studio.sync->project_id) + "/next"},
               [&studio, wish](const ServerAnswer& answer) { open_answered(studio, wish, answer); });
}

} // namespace tw
