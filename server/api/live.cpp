#include "api/live.hpp"

#include "api/api.hpp"
#include "services/accounts.hpp"
#include "services/projects.hpp"

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
            return sender_->send(R"({"error":"Send {\"follow\": project_id}."})");
        const auto id = wanted->get<std::int64_t>();
        const auto seen = live_->services_->database.read([&](Transaction& t) { return project_for(t, caller_, id); });
        if (!seen)
            return sender_->send(dump_json(Json{{"error", seen.error().message}, {"follow", id}}));
        live_->follow(id, key_, sender_);
        sender_->send(dump_json(Json{{"following", id}}));
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
    for (const auto& [key, sender] : found->second)
        sender->send(text);
}

void Live::follow(std::int64_t project_id, std::uint64_t key, std::shared_ptr<SocketSender> sender) {
    const std::lock_guard lock(mutex_);
    followers_[project_id][key] = std::move(sender);
}

void Live::forget(std::uint64_t key) {
    const std::lock_guard lock(mutex_);
    for (auto project = followers_.begin(); project != followers_.end();) {
        project->second.erase(key);
        project = project->second.empty() ? followers_.erase(project) : std::next(project);
    }
}

} // namespace tw::server
