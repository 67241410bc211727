// One connection from its first byte to its last: reads requests, answers them, becomes a WebSocket when asked. All of it
// runs on the one thread that moves bytes; only `respond`, chunks and messages run on workers.
#pragma once

#include "http/beast_stream.hpp"
#include "http/server.hpp"

#include <map>

namespace tw::server {

/// What all connections of a server share; touched only by the thread that moves bytes.
struct ConnectionsShared {
    const ServerOptions& options;
    asio::io_context& io;
    asio::thread_pool& workers;
    std::map<std::uint64_t, std::function<void()>> open; ///< how to end each, when idle
    std::function<void()> all_gone;                      ///< called when the last has ended
    bool stopping = false;
    std::uint64_t last_key = 0;
    std::uint64_t last_request = 0; ///< begins at the time of the start, so that no two starts give the same ids

    std::string new_request_id();
};

void serve_plain(tcp::socket socket, ConnectionsShared& shared);
void serve_tls(tcp::socket socket, asio::ssl::context& tls, ConnectionsShared& shared);

} // namespace tw::server
