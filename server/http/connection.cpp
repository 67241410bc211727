#include "http/connection.hpp"

#include "http/on_worker.hpp"
#include "http/outgoing.hpp"
#include "http/request_head.hpp"
#include "http/response_writer.hpp"

#include <chrono>
#include <fstream>

#include <fmt/format.h>

namespace tw::server {
namespace {

constexpr std::uint32_t max_header_bytes = 32U << 10U;
constexpr std::size_t max_header_fields = 200;
constexpr std::uint64_t max_message_bytes = 16U << 20U;
constexpr std::size_t piece_bytes = 64U << 10U;

// What TLS needs before the first byte and after the last.
asio::awaitable<bool> begin(PlainStream& /*stream*/, std::chrono::seconds /*timeout*/) {
    co_return true;
}

asio::awaitable<bool> begin(TlsStream& stream, std::chrono::seconds timeout) {
    beast::get_lowest_layer(stream).expires_after(timeout);
    const auto [error] = co_await stream.async_handshake(asio::ssl::stream_base::server, as_tuple);
    if (error.category() == asio::error::get_ssl_category() && ERR_GET_REASON(error.value()) == SSL_R_HTTP_REQUEST) {
        // Somebody typed http:// for https://; they are told in the language they speak.
        constexpr std::string_view refusal = "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\n"
                                             "Connection: close\r\nContent-Length: 44\r\n\r\n"
                                             "This port speaks HTTPS: begin with https://\n";
        co_await asio::async_write(beast::get_lowest_layer(stream), asio::buffer(refusal), as_tuple);
    }
    co_return !error;
}

asio::awaitable<void> end(PlainStream& stream) {
    boost::system::error_code ignored;
    stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
    co_return;
}

asio::awaitable<void> end(TlsStream& stream) {
    beast::get_lowest_layer(stream).expires_after(std::chrono::seconds(5));
    co_await stream.async_shutdown(as_tuple);
}

// g++ 12 miscompiles co_await inside conditions and && here, and temporaries beside it: each stands alone in a statement.
template <class Stream>
class Connection : public std::enable_shared_from_this<Connection<Stream>> {
public:
    Connection(Stream stream, ConnectionsShared& shared)
        : stream_(std::move(stream)), shared_(&shared), key_(++shared.last_key) {}

    void start() {
        shared_->open[key_] = [weak = this->weak_from_this()] {
            if (const auto self = weak.lock())
                self->end_when_idle();
        };
        asio::co_spawn(
            shared_->io, [self = this->shared_from_this()] { return self->run(); },
            [shared = shared_, key = key_](const std::exception_ptr& /*contained*/) {
                shared->open.erase(key);
                if (shared->open.empty() && shared->all_gone)
                    shared->all_gone();
            });
    }

private:
    asio::awaitable<void> run() {
        bool goes_on = co_await begin(stream_, shared_->options.slow_timeout);
        while (goes_on)
            goes_on = co_await serve_one();
        if (!became_socket_)
            co_await end(stream_);
    }

    void end_when_idle() {
        if (!idle_)
            return;
        boost::system::error_code ignored;
        beast::get_lowest_layer(stream_).socket().close(ignored);
    }

    /// One request and its answer; false when the connection is to end.
    asio::awaitable<bool> serve_one() {
        http::request_parser<http::buffer_body> parser;
        parser.header_limit(max_header_bytes);
        parser.body_limit(boost::none);
        beast::get_lowest_layer(stream_).expires_after(shared_->options.idle_timeout);
        idle_ = true;
        const auto [error, bytes] = co_await http::async_read_header(stream_, buffer_, parser, as_tuple);
        idle_ = false;
        const auto begin = std::chrono::steady_clock::now();
        Request request = request_of(parser.get());
        const bool too_many = !error && request.headers.items().size() > max_header_fields;
        if (error || too_many) {
            if (!too_many && (error == http::error::end_of_stream ||
                              error.category() != http::make_error_code(http::error::bad_method).category()))
                co_return false; // gone, or too slow
            const bool large = too_many || error == http::error::header_limit;
            Response refusal = text_response(
                large ? 431 : 400, large ? "The header of this request is too large.\n" : "This is no HTTP request.\n",
                "text/plain; charset=utf-8");
            const WriteOptions writing = write_options(false, 11);
            const Wrote wrote = co_await write_response(stream_, writing, request, std::move(refusal));
            if (wrote != Wrote::broken)
                co_await drain();
            co_return false;
        }
        const unsigned version = parser.get().version();
        if (websocket::is_upgrade(parser.get()) && shared_->options.open_socket) {
            const bool after_socket = co_await become_socket(parser, request);
            co_return after_socket;
        }

        Response response;
        const auto length = parser.content_length();
        BodyRead got = BodyRead::whole;
        const bool announced_large = length && *length > shared_->options.memory_body_bytes;
        if (announced_large)
            got = co_await admit_body(request, *length, response);
        if (got == BodyRead::whole && same_ignoring_case(request.header("expect"), "100-continue")) {
            constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
            const auto [failed, sent] = co_await asio::async_write(stream_, asio::buffer(go_on), as_tuple);
            if (failed)
                co_return false;
        }
        if (got == BodyRead::whole)
            got = co_await read_body(parser, request, announced_large, response);
        if (got == BodyRead::broken)
            co_return false;
        const bool refused = got == BodyRead::refused;
        if (refused)
            request.body = {}; // what came of it takes no room while the rest is thrown away
        const bool keep = parser.keep_alive() && !shared_->stopping && !refused;
        if (!refused) {
            const auto answer = [this, &request] { return respond(request); };
            response = co_await on_worker(shared_->workers, answer);
        }
        const int status = response.status;
        const WriteOptions writing = write_options(keep, version);
        const Wrote wrote = co_await write_response(stream_, writing, request, std::move(response));
        if (shared_->options.done)
            shared_->options.done(
                {request, status,
                 std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count()});
        if (refused && wrote != Wrote::broken)
            co_await drain();
        co_return wrote == Wrote::more;
    }

    Response respond(Request& request) const {
        try {
            return shared_->options.respond(request);
        } catch (const std::exception&) {
            // What a library threw past its wrapper; the request failed, the server goes on.
            return json_response(500, std::string(R"({"status_code":500,"detail":"The server could not do this."})"));
        }
    }

    [[nodiscard]] WriteOptions write_options(bool keep, unsigned version) const {
        return {shared_->workers, shared_->options.slow_timeout, keep, version};
    }

    template <class Message>
    Request request_of(const Message& message) {
        boost::system::error_code ignored;
        const tcp::endpoint peer = beast::get_lowest_layer(stream_).socket().remote_endpoint(ignored);
        return read_request_head(message, {.id = shared_->new_request_id(),
                                           .remote_address = peer.address().to_string(),
                                           .secure = std::is_same_v<Stream, TlsStream>,
                                           .trusted_proxies = shared_->options.trusted_proxies});
    }

    enum class BodyRead : std::uint8_t { whole, refused, broken };

    /// May so many bytes come? `refusal` says why not.
    asio::awaitable<BodyRead> admit_body(const Request& request, std::uint64_t bytes, Response& refusal) {
        if (bytes > shared_->options.max_body_bytes) {
            Json body;
            body["status_code"] = 413;
            body["detail"] = fmt::format("This body is larger than the {} MB that this server takes.",
                                         shared_->options.max_body_bytes >> 20U);
            refusal = json_response(413, body);
            co_return BodyRead::refused;
        }
        if (!shared_->options.refuse_body)
            co_return BodyRead::whole;
        const auto asking = [this, &request] { return shared_->options.refuse_body(request); };
        std::optional<Response> refused = co_await on_worker(shared_->workers, asking);
        if (!refused)
            co_return BodyRead::whole;
        refusal = std::move(*refused);
        co_return BodyRead::refused;
    }

    template <class Parser>
    asio::awaitable<BodyRead> read_body(Parser& parser, Request& request, bool admitted, Response& refusal) {
        std::ofstream file;
        std::string piece;
        while (!parser.is_done()) {
            piece.resize(piece_bytes);
            parser.get().body().data = piece.data();
            parser.get().body().size = piece.size();
            parser.get().body().more = true;
            beast::get_lowest_layer(stream_).expires_after(shared_->options.slow_timeout);
            auto [error, bytes] = co_await http::async_read(stream_, buffer_, parser, as_tuple);
            if (error && error != http::error::need_buffer)
                co_return BodyRead::broken;
            piece.resize(piece_bytes - parser.get().body().size);
            request.body.size_bytes += piece.size();
            const bool ask_now = request.body.size_bytes > shared_->options.max_body_bytes ||
                                 (!admitted && request.body.size_bytes > shared_->options.memory_body_bytes);
            if (ask_now) {
                const BodyRead may = co_await admit_body(request, request.body.size_bytes, refusal);
                if (may != BodyRead::whole)
                    co_return may;
                admitted = true;
            }
            if (!request.body.file && request.body.size_bytes <= shared_->options.memory_body_bytes) {
                request.body.text += piece;
                continue;
            }
            if (!request.body.file) {
                request.body.file =
                    std::make_shared<TemporaryFile>(shared_->options.temporary_dir / ("body-" + request.id));
                file.open(request.body.file->path(), std::ios::binary);
                file << request.body.text;
                request.body.text = {};
            }
            file << piece;
            if (!file)
                co_return BodyRead::broken;
        }
        if (request.body.file) {
            file.close();
            if (!file)
                co_return BodyRead::broken;
        }
        co_return BodyRead::whole;
    }

    /// A client that still sends would not see the answer: what comes is taken and thrown away, up to a point.
    asio::awaitable<void> drain() {
        if constexpr (std::is_same_v<Stream, PlainStream>)
            co_await end(stream_); // the answer is whole: whoever waits for the end need not wait for us
        std::string piece(piece_bytes, '\0');
        beast::get_lowest_layer(stream_).expires_after(shared_->options.slow_timeout);
        for (std::uint64_t drained = 0; drained < (4ULL << 30U);) {
            const auto [error, bytes] = co_await stream_.async_read_some(asio::buffer(piece), as_tuple);
            if (error)
                co_return;
            drained += bytes;
        }
    }

    template <class Parser>
    asio::awaitable<bool> become_socket(Parser& parser, const Request& request) {
        const auto outgoing = std::make_shared<Outgoing>(shared_->io);
        const auto opening = [&] { return std::make_shared<Opened>(shared_->options.open_socket(request, outgoing)); };
        const std::shared_ptr<Opened> opened = co_await on_worker(shared_->workers, opening);
        if (!*opened) {
            const int status = opened->error().status;
            const WriteOptions writing = write_options(true, parser.get().version());
            const Wrote wrote = co_await write_response(stream_, writing, request, std::move(opened->error()));
            if (shared_->options.done)
                shared_->options.done({request, status, 0});
            co_return wrote == Wrote::more;
        }
        became_socket_ = true;
        std::unique_ptr<SocketHandler> handler = std::move(**opened);
        beast::get_lowest_layer(stream_).expires_never();
        const auto socket = std::make_shared<websocket::stream<Stream>>(std::move(stream_));
        socket->set_option(websocket::stream_base::timeout{std::chrono::seconds(15), std::chrono::seconds(60), true});
        socket->read_message_max(max_message_bytes);
        socket->text(true);
        const auto [refused] = co_await socket->async_accept(parser.get(), as_tuple);
        if (refused)
            co_return false;
        if (shared_->options.done)
            shared_->options.done({request, 101, 0});
        shared_->open[key_] = [outgoing] { outgoing->finish(); };
        asio::co_spawn(shared_->io, write_messages(socket, outgoing), asio::detached);
        while (!outgoing->closed()) {
            const auto [error, bytes] = co_await socket->async_read(buffer_, as_tuple);
            if (error)
                break;
            std::string text = beast::buffers_to_string(buffer_.data());
            buffer_.consume(buffer_.size());
            const auto handing = [&handler, &text] {
                handler->message(std::move(text));
                return true;
            };
            co_await on_worker(shared_->workers, handing);
        }
        outgoing->finish();
        // Whatever it lets go of may take its time.
        const auto letting_go = [&handler] {
            handler.reset();
            return true;
        };
        co_await on_worker(shared_->workers, letting_go);
        co_return false;
    }

    static asio::awaitable<void> write_messages(std::shared_ptr<websocket::stream<Stream>> socket,
                                                std::shared_ptr<Outgoing> outgoing) {
        while (!outgoing->closed()) {
            if (outgoing->empty()) {
                co_await outgoing->wait();
                continue;
            }
            const std::string text = outgoing->take();
            const auto [error, sent] = co_await socket->async_write(asio::buffer(text), as_tuple);
            if (error)
                outgoing->finish();
        }
        co_await socket->async_close(websocket::close_code::going_away, as_tuple);
    }

    using Opened = std::expected<std::unique_ptr<SocketHandler>, Response>;

    Stream stream_;
    beast::flat_buffer buffer_;
    ConnectionsShared* shared_;
    std::uint64_t key_;
    bool idle_ = false, became_socket_ = false;
};

} // namespace

std::string ConnectionsShared::new_request_id() {
    return fmt::format("{:016x}", ++last_request);
}

void serve_plain(tcp::socket socket, ConnectionsShared& shared) {
    std::make_shared<Connection<PlainStream>>(PlainStream(std::move(socket)), shared)->start();
}

void serve_tls(tcp::socket socket, asio::ssl::context& tls, ConnectionsShared& shared) {
    std::make_shared<Connection<TlsStream>>(TlsStream(std::move(socket), tls), shared)->start();
}

} // namespace tw::server
