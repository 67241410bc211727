#include "app/server/server_elsewhere.hpp"

#include "app/server/server_pages.hpp"
#include "base/text.hpp"

#include <algorithm>

namespace tw {
namespace {

constexpr std::string_view kept_address = "server:address";
constexpr double renew_again_ms = 60'000; ///< when the last try got no answer

bool is_near(std::string_view host) {
    return host == "localhost" || host.starts_with('[') || host.find_first_not_of("0123456789.") == host.npos;
}

void use_kept(Studio& studio) {
    studio.server->address = studio.ports.host->setting(kept_address);
    studio.server->renew_at_ms = 0; // how old the token is, nobody knows
    studio.ports.http->use_server(studio.server->address, std::nullopt);
}

void keep(Studio& studio, const std::string& address) {
    studio.ports.host->set_setting(std::string(kept_address), address);
}

void token_is_good_for(Studio& studio, double seconds) {
    studio.server->renew_at_ms = studio.ports.clock->monotonic_ms() + seconds * 500; // half of it
}

/// Signed in, or why not, once the server has said who it is.
void take_session(Studio& studio, const std::string& address) {
    ServerState& server = *studio.server;
    if (server.user) {
        keep(studio, address);
        server.pages = std::make_unique<ServerPages>();
        if (studio.address.place == "sign-in")
            studio.go({});
        return;
    }
    use_kept(studio);
    ConnectForm& form = server.pages->connect;
    form.busy = false;
    form.problem = studio.ui.text("connect.no-answer");
}

} // namespace

std::string server_address(std::string_view typed) {
    std::string text(trim(typed));
    text.resize(std::min(text.find_first_of("?#"), text.size()));
    const std::size_t scheme_end = text.find("://");
    if (scheme_end == std::string::npos) {
        const std::string_view host =
            std::string_view(text).substr(0, text.find_first_of(text.starts_with('[') ? "]/" : ":/"));
        text = (is_near(host) ? "http://" : "https://") + text;
    }
    const std::size_t host = text.find("://") + 3;
    const std::size_t path = std::min(text.find('/', host), text.size());
    text.replace(0, path, to_lower_ascii(std::string_view(text).substr(0, path)));
    if (!text.starts_with("http://") && !text.starts_with("https://"))
        return {};
    constexpr std::string_view of_hosts = "abcdefghijklmnopqrstuvwxyz0123456789.-_:[]";
    constexpr std::string_view of_paths = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_~/%";
    if (path == host || text.find_first_not_of(of_hosts, host) < path ||
        text.find_first_not_of(of_paths, path) != std::string::npos || text[host] == ':' || text[host] == '.')
        return {};
    if (!text.ends_with('/'))
        text += '/';
    return text;
}

void use_kept_server(Studio& studio) {
    if (studio.server->reach == ServerState::Reach::unknown && !studio.ports.host->setting(kept_address).empty())
        use_kept(studio);
}

void connect_server(Studio& studio) {
    ServerState& server = *studio.server;
    ConnectForm& form = server.pages->connect;
    const std::string address = server_address(form.address.text);
    studio.frame_again = true; // what this says about the field is drawn above
    form.problem.clear();
    form.address.problem = address.empty() ? studio.ui.text("connect.bad-address") : "";
    if (form.busy || address.empty())
        return;
    form.busy = true;
    studio.ports.http->connect(address, studio.later<double>([&studio, address](const Result<double>& seconds) {
        ServerState& at = *studio.server;
        studio.frame_again = true;
        if (!seconds) {
            at.pages->connect.busy = false;
            at.pages->connect.problem =
                studio.ui.text(seconds.error().code == "popup-blocked" ? "connect.popup-blocked" : "connect.closed");
            return;
        }
        at.address = address;
        token_is_good_for(studio, *seconds);
        ask_session(studio, [&studio, address] { take_session(studio, address); });
    }));
}

void forget_server(Studio& studio) {
    leave_server(studio);
    keep(studio, "");
    use_kept(studio);
    studio.server->reach = ServerState::Reach::unknown;
    studio.server->pages->connect = {};
    ask_session(studio);
}

void leave_server(Studio& studio) {
    studio.ports.http->use_server(studio.server->address, "");
}

void step_token(Studio& studio) {
    ServerState& server = *studio.server;
    if (server.address.empty() || !server.user || server.reach == ServerState::Reach::unknown)
        return;
    const double now_ms = studio.ports.clock->monotonic_ms();
    if (now_ms < server.renew_at_ms)
        return studio.ports.host->request_frame_in(server.renew_at_ms - now_ms);
    server.renew_at_ms = now_ms + renew_again_ms;
    ask_server(studio, "POST", "/api/tagwright/token", Json::object(),
               [&studio, address = server.address](const ServerAnswer& answer) {
                   const std::string token = string_or(answer.body, "token", "");
                   if (!answer.ok() || token.empty() || studio.server->address != address)
                       return;
                   studio.ports.http->use_server(address, token);
                   token_is_good_for(studio, number_or(answer.body, "expires_in", 0));
               });
}

} // namespace tw
