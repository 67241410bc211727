// The queue of a WebSocket between whoever sends, on any thread, and the one coroutine that writes. It ends by being
// closed, or by holding more than its reader takes: whoever does not read what it asked for comes back and catches up
// from its cursor. Everything but send() and close() belongs to the thread that moves bytes.
#pragma once

#include "http/beast_stream.hpp"
#include "http/server.hpp"

#include <deque>

namespace tw::server {

class Outgoing final : public SocketSender, public std::enable_shared_from_this<Outgoing> {
public:
    explicit Outgoing(asio::io_context& io);
    void send(std::string text) override;
    void close() override;

    void finish(); ///< what is still queued is not sent
    [[nodiscard]] bool closed() const { return closed_; }
    [[nodiscard]] bool empty() const { return texts_.empty(); }
    std::string take(); ///< the oldest; not when empty
    /// Until something was sent or closed.
    asio::awaitable<void> wait();

private:
    asio::io_context* io_;
    asio::steady_timer wake_;
    std::deque<std::string> texts_;
    std::uint64_t unsent_bytes_ = 0;
    bool closed_ = false;
};

} // namespace tw::server
