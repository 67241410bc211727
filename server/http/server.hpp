// HTTP/1.1 and WebSocket over TCP or TLS (Boost.Beast): listens, keeps the limits (header and body size, time, number of
// connections), spools large bodies to disk, and hands whole requests to one function on a pool of worker threads. Knows
// no route and no user. One thread moves bytes; a slow client costs a buffer, never a thread.
#pragma once

#include "http/message.hpp"

#include <chrono>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tw::server {

/// The sending end of a WebSocket; may be used from any thread, also after the other side went away.
class SocketSender {
public:
    virtual ~SocketSender() = default;
    virtual void send(std::string text) = 0;
    virtual void close() = 0;
};

/// What a WebSocket is to whoever answers it. Calls come from worker threads, one after the other.
class SocketHandler {
public:
    virtual ~SocketHandler() = default; ///< destroyed when the connection is gone
    virtual void message(std::string text) = 0;
};

struct RequestRecord {
    const Request& request;
    int status = 0;
    double duration_ms = 0;
};

struct ServerOptions {
    std::string bind_address = "127.0.0.1";
    std::uint16_t port = 0; ///< 0: any free one
    std::filesystem::path tls_certificate, tls_key;
    std::filesystem::path temporary_dir; ///< for bodies over `memory_body_bytes`
    std::uint64_t max_body_bytes = 250ULL << 20U;
    std::uint64_t memory_body_bytes = 1ULL << 20U;
    std::vector<std::string> trusted_proxies;
    std::size_t workers = 16;
    std::size_t max_connections = 20'000;
    std::chrono::seconds idle_timeout{75};
    std::chrono::seconds slow_timeout{30}; ///< without a byte in the middle of a message

    /// Asked before a body over `memory_body_bytes` is taken: a response refuses it. May be empty.
    std::function<std::optional<Response>(const Request&)> refuse_body;
    std::function<Response(Request&)> respond;
    /// For a WebSocket request: its handler, or the response that refuses it.
    std::function<std::expected<std::unique_ptr<SocketHandler>, Response>(const Request&,
                                                                          std::shared_ptr<SocketSender>)>
        open_socket;
    std::function<void(const RequestRecord&)> done; ///< after each answer; may be empty
};

class HttpServer {
public:
    virtual ~HttpServer() = default;
    /// Listens already when it returns. Errors: "address-in-use", "address", "tls".
    static Result<std::unique_ptr<HttpServer>> listen(ServerOptions options);
    [[nodiscard]] virtual std::uint16_t port() const = 0;
    /// Serves until stop(); answers begun are finished, for at most ten seconds.
    virtual void run() = 0;
    /// From any thread, or a signal handler's.
    virtual void stop() = 0;
};

} // namespace tw::server
