// What this device knows of its server, at the page's own origin or elsewhere: whether there is one, and who is signed in
// there. Owned by Studio; without a network port it stays as it is made, and nothing of it shows. The last answer is kept
// on this device, so that a start without a network still knows who is at work.
#pragma once

#include "base/json.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace tw {

struct ServerPages; ///< what the pages keep between frames (server_pages.hpp)

struct ServerUser {
    std::int64_t id = 0, organization_id = 0;
    std::string email, first_name, last_name, initials;
    std::string role; ///< "admin", "manager", "reviewer", "annotator"
    [[nodiscard]] bool is_admin() const { return role == "admin"; }
    /// As people call it: the names, else the e-mail.
    [[nodiscard]] std::string name() const;
};

struct ServerState {
    enum class Reach : std::uint8_t {
        unknown, ///< the first answer is on its way
        none,    ///< a static host, or an editor in somebody's page
        offline, ///< there was one, and it does not answer now
        online
    };
    ServerState();
    ~ServerState();
    ServerState(const ServerState&) = delete;
    ServerState& operator=(const ServerState&) = delete;

    Reach reach = Reach::unknown;
    std::string address;    ///< "https://label.example/": a server elsewhere; "" at the page's own origin
    double renew_at_ms = 0; ///< when the token of a server elsewhere is changed for the next one
    bool empty = false;     ///< nobody has an account yet
    bool sign_up_needs_link = false;
    std::optional<ServerUser> user;
    std::unique_ptr<ServerPages> pages;
};

/// As the server writes it, and to_json(); empty for anything else.
std::optional<ServerUser> user_from_json(const Json& json);
Json to_json(const ServerUser& user);

} // namespace tw
