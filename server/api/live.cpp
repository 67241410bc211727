#include "api/live.hpp"

#include "api/api.hpp"
#include "base/text.hpp"
#include "model/given.hpp"
#include "services/accounts.hpp"
#include "services/members.hpp"
#include "services/projects.hpp"
#include "storage/users.hpp"

#include <set>

namespace tw::server {

class Live::Connection final : public SocketHandler {
public:
    Connection(Live& live, Caller caller, std::uint64_t key, std::shared_ptr<SocketSender> sender)
        : live_(&live), caller_(std::move(caller)), key_(key), sender_(std::move(sender)) {}
    ~Connection() override { live_->forget(key_); }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    void message(std::string text) override {
        const auto body = parse_json(text);
        const Json* const wanted = body ? find(*body, "follow") : nullptr;
        if (!wanted || !wanted->is_number_integer())
            return sender_->send(R"({"error":"Send {\"follow\": project_id, \"task\": task_id}."})");
        const auto id = wanted->get<std::int64_t>();
        Live::Follower follower{sender_, caller_.user_id, whole_in(*body, "task").value_or(0), {}, {}};
        const auto seen = live_->services_->database.read([&](Transaction& t) -> Result<bool> {
            if (const auto project = project_for(t, caller_, id); !project)
                return std::unexpected(project.error());
            if (const auto user = find_user(t, caller_.user_id)) {
                follower.name = trim(user->first_name + " " + user->last_name);
                if (follower.name.empty())
                    follower.name = user->email;
                follower.initials = initials(*user);
            }
            return true;
        });
        if (!seen)
            return sender_->send(dump_json(Json{{"error", seen.error().message}, {"follow", id}}));
        sender_->send(dump_json(Json{{"following", id}}));
        live_->follow(id, key_, std::move(follower));
    }

private:
    Live* live_;
    Caller caller_;
    std::uint64_t key_;
    std::shared_ptr<SocketSender> sender_;
};

std::expected<std::unique_ptr<SocketHandler>, Response> Live::open(const Request& request,
                                                                   std::shared_ptr<SocketSender> sender) {
    if (request.path != "/api/tagwright/live")
        return std::unexpected(not_found_page());
    auto caller = authenticate(*services_, request);
    if (!caller)
        return std::unexpected(error_response(caller.error()));
    if (caller->user_id == 0)
        return std::unexpected(error_response({"unauthorized", "Authentication credentials were not provided.", {}}));
    if (auto same = check_same_site(*services_, request, *caller); !same)
        return std::unexpected(error_response(same.error()));
    std::uint64_t key = 0;
    {
        const std::lock_guard lock(mutex_);
        key = ++last_key_;
    }
    return std::make_unique<Connection>(*this, std::move(*caller), key, std::move(sender));
}

void Live::changed(std::int64_t project_id) {
    const std::lock_guard lock(mutex_);
    const auto found = followers_.find(project_id);
    if (found == followers_.end())
        return;
    const std::string text = dump_json(Json{{"changed", project_id}});
    for (const auto& [key, follower] : found->second)
        follower.sender->send(text);
}

void Live::tell_presence(std::int64_t project_id) {
    const auto found = followers_.find(project_id);
    if (found == followers_.end())
        return;
    Json people = Json::array();
    std::set<std::pair<std::int64_t, std::int64_t>> named;
    for (const auto& [key, follower] : found->second)
        if (named.emplace(follower.user_id, follower.task_id).second)
            people.push_back({{"id", follower.user_id},
                              {"name", follower.name},
                              {"initials", follower.initials},
                              {"task", follower.task_id}});
    const std::string text = dump_json(Json{{"present", project_id}, {"people", std::move(people)}});
    for (const auto& [key, follower] : found->second)
        follower.sender->send(text);
}

void Live::follow(std::int64_t project_id, std::uint64_t key, Follower follower) {
    const std::lock_guard lock(mutex_);
    Follower& now = followers_[project_id][key];
    const bool fresh = now.sender == nullptr;
    const bool moved = fresh || now.task_id != follower.task_id;
    now = std::move(follower);
    if (moved)
        tell_presence(project_id);
}

void Live::forget(std::uint64_t key) {
    const std::lock_guard lock(mutex_);
    for (auto project = followers_.begin(); project != followers_.end();) {
        const bool left = project->second.erase(key) > 0;
        if (left)
            tell_presence(project->first);
        project = project->second.empty() ? followers_.erase(project) : std::next(project);
    }
}

} // namespace tw::server
