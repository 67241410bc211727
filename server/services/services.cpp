#include "services/services.hpp"

#include "base/time.hpp"
#include "ports/clock.hpp"
#include "storage/documents.hpp"

namespace tw::server {

void tell_followers(Services& services, Transaction& transaction, std::int64_t project_id, FeedKind kind,
                    std::int64_t task_id) {
    note_in_feed(transaction, project_id, {0, kind, task_id == 0 ? "" : std::to_string(task_id), 0, 0});
    if (services.project_changed)
        transaction.after_commit([&services, project_id] { services.project_changed(project_id); });
}

std::string now_iso(const Services& services) {
    return iso_from_ms(services.clock.now_ms_utc());
}

} // namespace tw::server
