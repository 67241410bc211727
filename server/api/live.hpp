// Who follows which project over a WebSocket (/api/tagwright/live), and telling them after a commit that something changed
// there; what changed they ask for themselves. Messages are JSON: {"follow": project_id} is answered with {"following":
// project_id} or {"error": ..., "follow": project_id}; {"changed": project_id} comes whenever something did.
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
    void follow(std::int64_t project_id, std::uint64_t key, std::shared_ptr<SocketSender> sender);
    void forget(std::uint64_t key);

    Services* services_;
    std::mutex mutex_;
    std::uint64_t last_key_ = 0;
    std::map<std::int64_t, std::map<std::uint64_t, std::shared_ptr<SocketSender>>> followers_; ///< by project
};

} // namespace tw::server
