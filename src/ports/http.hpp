// Talking to a server: requests, and one socket on which it calls. Implemented by platform/web (fetch, WebSocket) and by
// a scripted network in tests; nothing here knows what is said. Completions come at the start of a later frame.
#pragma once

#include "ports/completion.hpp"
#include "ports/stores.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace tw {

/// A file that the host holds, however large: it is not read into the program's memory.
struct HttpFile {
    std::string name = {}, mime = {};
    std::uint32_t handle = 0; ///< of a PickedFile
    std::string sha256 = {};  ///< of a blob of this device
    Bytes bytes = {};         ///< when neither names it: all there is
};

struct HttpRequest {
    std::string method = "GET";
    std::string url = {};  ///< "/api/projects/3", of the server that is used, or absolute
    std::string body = {}; ///< sent as `content_type` when not empty
    std::string content_type = "application/json";
    std::optional<HttpFile> file = {}; ///< goes instead of `body`, as part "file" of a form
    double timeout_ms = 30'000;
};

struct HttpResponse {
    int status = 0;
    std::string body = {};
    double retry_after_s = 0; ///< of the header of that name; 0: there was none
};

class Http {
public:
    virtual ~Http() = default;
    /// Any status is an answer. Errors: "offline" when no answer came (no network, no server, refused by the browser),
    /// "timeout", "not-found" when the file to be sent is not on this device.
    virtual void send(HttpRequest request, Completion<HttpResponse> done) = 0;

    /// From now on addresses that begin with "/" are of the server at `address` ("https://label.example/"), and what is
    /// asked of it, its files and pictures too, goes with this bearer token, "" with none; without one, with that which
    /// this window still has. `address` "" is the page's own origin, with its cookies, as at the start.
    virtual void use_server(const std::string& address, const std::optional<std::string>& token) = 0;
    /// That server asks whoever sits there, in a window of its own, whether this page may work in their name; then it is
    /// used with the token it gave. Called while a click is handled. Answers how long the token is good, in seconds.
    /// Errors: "popup-blocked"; "cancelled" when the window was closed.
    virtual void connect(const std::string& address, Completion<double> done) = 0;
};

/// One WebSocket. Nothing reconnects by itself: whoever opened it knows when that makes sense.
class Socket {
public:
    struct Handlers {
        std::function<void()> opened;
        std::function<void(const std::string& text)> message;
        std::function<void()> closed; ///< also when it could not be opened; nothing comes after it
    };
    virtual ~Socket() = default;
    /// Closes the one that was open, without its `closed`. `url` as in HttpRequest, its scheme made ws or wss. A token goes
    /// with no socket: it is opened with a ticket.
    virtual void open(std::string url, Handlers handlers) = 0;
    virtual void send(std::string text) = 0; ///< dropped while it is not open
    virtual void close() = 0;                ///< without `closed`
};

} // namespace tw
