// Writes one response to a plain or a TLS stream: the head, then its text, file or chunks, each piece within the time a
// slow client is given. What blocks (compression, the source of chunks) runs on a worker.
#pragma once

#include "http/delivery.hpp"
#include "http/on_worker.hpp"

#include <chrono>
#include <fstream>

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace tw::server {

struct WriteOptions {
    asio::thread_pool& workers;   ///< for what blocks
    std::chrono::seconds timeout; ///< for each piece
    bool keep = false;            ///< the connection is to go on
    unsigned version = 11;        ///< of HTTP, as the client speaks it
};

inline std::string http_date() {
    return fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT",
                       fmt::gmtime(std::chrono::system_clock::to_time_t(std::chrono::system_clock::now())));
}

template <class Stream>
asio::awaitable<bool> write_bytes(Stream& stream, std::chrono::seconds timeout, std::string_view bytes) {
    beast::get_lowest_layer(stream).expires_after(timeout);
    const auto [error, sent] = co_await asio::async_write(stream, asio::buffer(bytes), as_tuple);
    co_return !error;
}

template <class Stream>
asio::awaitable<bool> write_file(Stream& stream, std::chrono::seconds timeout, std::ifstream& file,
                                 std::uint64_t bytes) {
    std::string piece;
    for (std::uint64_t left = bytes; left > 0;) {
        piece.resize(std::min<std::uint64_t>(left, 256U << 10U));
        file.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        if (file.gcount() != static_cast<std::streamsize>(piece.size()))
            co_return false; // it became shorter meanwhile
        const bool written = co_await write_bytes(stream, timeout, piece);
        if (!written)
            co_return false;
        left -= piece.size();
    }
    co_return true;
}

/// How a response went out, and what may follow on its connection.
enum class Wrote : std::uint8_t { broken, last, more };

template <class Stream>
asio::awaitable<Wrote> write_response(Stream& stream, const WriteOptions& options, const Request& request,
                                      Response response) {
    const auto preparing = [&request, &response] { return prepare(request, std::move(response)); };
    Delivery delivery = co_await on_worker(options.workers, preparing);
    http::response<http::empty_body> head(static_cast<http::status>(delivery.status), options.version);
    for (const auto& [name, value] : delivery.headers.items())
        head.insert(name, value);
    head.set(http::field::date, http_date());
    head.set("X-Request-Id", request.id);
    const bool chunked = delivery.chunk && options.version >= 11;
    if (chunked)
        head.chunked(true);
    const bool keep = options.keep && (chunked || !delivery.chunk);
    head.keep_alive(keep);
    http::response_serializer<http::empty_body> serializer(head);
    beast::get_lowest_layer(stream).expires_after(options.timeout);
    const auto [error, head_bytes] = co_await http::async_write_header(stream, serializer, as_tuple);
    if (error)
        co_return Wrote::broken;
    if (request.method == Method::head)
        co_return keep ? Wrote::more : Wrote::last;
    bool written = true;
    if (!delivery.body.empty())
        written = co_await write_bytes(stream, options.timeout, delivery.body);
    if (written && delivery.file)
        written = co_await write_file(stream, options.timeout, *delivery.file, delivery.file_bytes);
    for (bool more = written && delivery.chunk; more;) {
        std::string piece;
        const auto next = [&delivery, &piece] { return delivery.chunk(piece); };
        more = co_await on_worker(options.workers, next);
        if (piece.empty())
            continue;
        if (chunked)
            piece = fmt::format("{:x}\r\n", piece.size()) + piece + "\r\n";
        written = co_await write_bytes(stream, options.timeout, piece);
        more = more && written;
    }
    if (written && chunked)
        written = co_await write_bytes(stream, options.timeout, "0\r\n\r\n");
    co_return !written ? Wrote::broken : keep ? Wrote::more : Wrote::last;
}

} // namespace tw::server
