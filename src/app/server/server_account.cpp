#include "app/server/server_account.hpp"

#include "app/server/server_elsewhere.hpp"
#include "app/server/server_pages.hpp"
#include "app/studio.hpp"
#include "base/text.hpp"

namespace tw {
namespace {

constexpr std::string_view kept_user = "server:user";

/// A static host answers with a page of its own, or with the site's file that says that there is no server.
bool is_session(const ServerAnswer& answer) {
    const Json* const signed_in = find(answer.body, "signed_in");
    return answer.ok() && signed_in && signed_in->is_boolean();
}

void end_session_here(Studio& studio) {
    set_user(studio, {});
    studio.server->pages = std::make_unique<ServerPages>();
}

} // namespace

ServerState::ServerState() : pages(std::make_unique<ServerPages>()) {}
ServerState::~ServerState() = default;

std::string ServerUser::name() const {
    if (first_name.empty() && last_name.empty())
        return email;
    std::size_t at = 0;
    if (!last_name.empty() && next_code_point(last_name, at) >= 0x2E80) // written without spaces, the family first
        return last_name + first_name;
    return first_name.empty() || last_name.empty() ? first_name + last_name : first_name + " " + last_name;
}

std::optional<ServerUser> user_from_json(const Json& json) {
    ServerUser user;
    user.id = static_cast<std::int64_t>(number_or(json, "id", 0));
    user.organization_id = static_cast<std::int64_t>(number_or(json, "organization", 0));
    user.email = string_or(json, "email", "");
    user.first_name = string_or(json, "first_name", "");
    user.last_name = string_or(json, "last_name", "");
    user.initials = string_or(json, "initials", "");
    user.role = string_or(json, "role", "annotator");
    return user.id > 0 ? std::optional(std::move(user)) : std::nullopt;
}

Json to_json(const ServerUser& user) {
    return {{"id", user.id},
            {"organization", user.organization_id},
            {"email", user.email},
            {"first_name", user.first_name},
            {"last_name", user.last_name},
            {"initials", user.initials},
            {"role", user.role}};
}

std::string ServerAnswer::problem_with(std::string_view field) const {
    const Json* const all = find(body, "validation_errors");
    const Json* const said = all ? find(*all, field) : nullptr;
    if (!said || !said->is_array() || said->empty() || !said->front().is_string())
        return {};
    return said->front().get<std::string>();
}

void ask_server(Studio& studio, std::string method, std::string url, const Json& body,
                std::function<void(const ServerAnswer&)> then) {
    ask_server(studio,
               {.method = std::move(method), .url = std::move(url), .body = body.is_null() ? "" : dump_json(body)},
               std::move(then));
}

void ask_server(Studio& studio, HttpRequest request, std::function<void(const ServerAnswer&)> then) {
    studio.ports.http->send(std::move(request), studio.later<HttpResponse>([&studio, then = std::move(then)](
                                                                               const Result<HttpResponse>& response) {
        ServerAnswer answer;
        if (response) {
            answer.status = response->status;
            answer.retry_after_s = response->retry_after_s;
            answer.body = parse_json(response->body).value_or(Json());
        } else {
            answer.code = response.error().code;
        }
        ServerState& server = *studio.server;
        if (server.reach == ServerState::Reach::online && !response)
            server.reach = ServerState::Reach::offline;
        else if (server.reach == ServerState::Reach::offline && response)
            server.reach = ServerState::Reach::online;
        if (answer.status == 401 && server.user) {
            end_session_here(studio);
            studio.notify(studio.ui.text("server.session-ended"));
        }
        then(answer);
        studio.frame_again = true;
    }));
}

std::string trouble_text(const Studio& studio, const ServerAnswer& answer) {
    const Ui& ui = studio.ui;
    if (answer.status == 0)
        return ui.text(answer.code == "timeout" ? "server.timeout" : "server.offline");
    if (answer.status == 429)
        return ui.text("server.too-many");
    if (answer.status == 401)
        return ui.text("server.session-ended");
    if (answer.status == 403)
        return ui.text("server.forbidden");
    return ui.strings->format("server.failed", {{"status", std::to_string(answer.status)}});
}

bool has_server(const Studio& studio) {
    const ServerState& server = *studio.server;
    return server.reach == ServerState::Reach::online || server.user.has_value();
}

void set_user(Studio& studio, std::optional<ServerUser> user) {
    studio.server->user = std::move(user);
    studio.ports.host->set_setting(std::string(kept_user),
                                   studio.server->user ? dump_json(to_json(*studio.server->user)) : std::string());
}

void ask_session(Studio& studio, std::function<void()> then) {
    ServerState& server = *studio.server;
    if (!studio.ports.http || studio.options.embedded) {
        server.reach = ServerState::Reach::none;
        return;
    }
    use_kept_server(studio);
    if (!server.user)
        if (const auto kept = parse_json(studio.ports.host->setting(kept_user)))
            server.user = user_from_json(*kept);
    const double asked_ms = studio.clock.monotonic_ms();
    ask_server(studio, "GET", "/api/tagwright/session", {},
               [&studio, asked_ms, then = std::move(then)](const ServerAnswer& answer) {
                   ServerState& at = *studio.server;
                   if (const Json* const now_ms = find(answer.body, "now_ms"); now_ms && now_ms->is_number_unsigned())
                       studio.clock.server_said(now_ms->get<std::uint64_t>(), asked_ms, studio.clock.monotonic_ms());
                   if (answer.status == 0 || answer.status >= 500) { // who is not there now was there before
                       at.reach = at.user ? ServerState::Reach::offline : ServerState::Reach::none;
                       return then();
                   }
                   // A token that has ended is no reason to forget whose server this is.
                   const bool there = is_session(answer) || (answer.status == 401 && !at.address.empty());
                   at.reach = there ? ServerState::Reach::online : ServerState::Reach::none;
                   at.empty = bool_or(answer.body, "empty", false);
                   at.sign_up_needs_link = bool_or(answer.body, "sign_up_needs_link", false);
                   const Json* const user = find(answer.body, "user");
                   const std::optional<ServerUser> now = user ? user_from_json(*user) : std::nullopt;
                   if (now || at.user)
                       set_user(studio, now);
                   then();
               });
}

void signed_in(Studio& studio, const ServerAnswer& answer) {
    ServerState& server = *studio.server;
    const Json* const user = find(answer.body, "user");
    server.pages = std::make_unique<ServerPages>(); // nothing of a form stays, least of all a password
    server.empty = false;
    set_user(studio, user ? user_from_json(*user) : std::nullopt);
    if (studio.address.place == "sign-in" || studio.address.place == "sign-up")
        studio.go({});
}

void sign_out(Studio& studio) {
    if (!studio.server->address.empty()) { // that server's own pages stay signed in: only this one leaves
        leave_server(studio);
        end_session_here(studio);
        studio.go({});
        return studio.notify(studio.ui.text("server.signed-out"));
    }
    ask_server(studio, "POST", "/api/tagwright/sign-out", Json::object(), [&studio](const ServerAnswer& answer) {
        // Without an answer the session goes on there: saying "signed out" would be a lie on a shared device.
        if (!answer.ok() && answer.status != 401)
            return studio.notify(trouble_text(studio, answer), true);
        end_session_here(studio);
        studio.go({});
        studio.notify(studio.ui.text("server.signed-out"));
    });
}

} // namespace tw
