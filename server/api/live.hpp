// Who follows which project over a WebSocket (/api/tagwright/live), which task each has open, and telling them after a
// commit that something changed; what changed they ask for themselves. Messages are JSON: {"follow": project_id, "task":
// id or 0} is answered with {"following": project_id} or {"error": ..., "follow": project_id}; {"changed": project_id}
// comes whenever something did; {"present": project_id, "people": [{id, name, initials, task}]} whenever somebody comes,
// goes, or opens another task. Who is signed in twice is named once a task.
#pragma once

#include "http/server.hpp"
#include "services/services.hpp"

#include <expected>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace tw::server {

class Live {
public:
    explicit Live(Services& services) : services_(&services) {}
    /// A handler for whoever may open one, else the refusal.
    std::expected<std::unique_ptr<SocketHandler>, Response> open(const Request& request,
                                                                 std::shared_ptr<SocketSender> sender);
    /// From any thread.
    void changed(std::int64_t project_id);

private:
    class Connection;
    struct Follower {
        std::shared_ptr<SocketSender> sender;
        std::int64_t user_id = 0, task_id = 0;
        std::string name, initials;
    };
    void follow(std::int64_t project_id, std::uint64_t key, Follower follower);
    void forget(std::uint64_t key);
    void tell_presence(std::int64_t project_id); ///< mutex_ is held

    Services* services_;
    std::mutex mutex_;
    std::uint64_t last_key_ = 0;
    std::map<std::int64_t, std::map<std::uint64_t, Follower>> followers_; ///< by project
};

} // namespace tw::server
