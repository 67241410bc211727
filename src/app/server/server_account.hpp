// Asking the server, and who is signed in. Every answer goes through here: one that says that the session has ended signs
// out on this device too. Pages draw what ServerState says; nothing here draws.
#pragma once

#include "app/server/server_state.hpp"
#include "ports/http.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace tw {

class Studio;

/// What came back: a status and JSON, or why nothing did.
struct ServerAnswer {
    int status = 0;   ///< 0: no answer
    Json body;        ///< null when it is no JSON
    std::string code; ///< "offline", "timeout" when there is no answer
    double retry_after_s = 0;
    [[nodiscard]] bool ok() const { return status >= 200 && status < 300; }
    /// What the server says against a field of the body that was sent; "" nothing.
    [[nodiscard]] std::string problem_with(std::string_view field) const;
};

/// `then` is not called once the studio is gone.
void ask_server(Studio& studio, HttpRequest request, std::function<void(const ServerAnswer&)> then);
/// `body` null: none is sent.
void ask_server(Studio& studio, std::string method, std::string url, const Json& body,
                std::function<void(const ServerAnswer&)> then);
/// One sentence for people: what is wrong and what to do.
std::string trouble_text(const Studio& studio, const ServerAnswer& answer);

/// Is there a server to sign in to, or one where somebody is signed in on this device?
bool has_server(const Studio& studio);
/// Who is signed in? Asked at the start, and whenever that may have changed; `then` is called with the answer in hand.
void ask_session(Studio& studio, std::function<void()> then = [] {});
/// Somebody has signed in or up: `answer` names whom.
void signed_in(Studio& studio, const ServerAnswer& answer);
/// Ends the session there and here.
void sign_out(Studio& studio);
/// The names may have changed; they are kept on this device.
void set_user(Studio& studio, std::optional<ServerUser> user);

} // namespace tw
