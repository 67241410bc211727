#include "http/connection.hpp"

#include "base/text.hpp"
#include "http/delivery.hpp"

#include <atomic>
#include <chrono>
#include <deque>
#include <fstream>

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace tw::server {
namespace {

constexpr std::uint32_t max_header_bytes = 32U << 10U;
constexpr std::uint64_t max_message_bytes = 16U << 20U;
constexpr std::uint64_t max_unsent_bytes = 64U << 20U;
constexpr std::size_t piece_bytes = 64U << 10U;

Method method_from(http::verb verb) {
    switch (verb) {
    case http::verb::get:
        return Method::get;
    case http::verb::head:
        return Method::head;
    case http::verb::post:
        return Method::post;
    case http::verb::put:
        return Method::put;
    case http::verb::patch:
        return Method::patch;
    case http::verb::delete_:
        return Method::del;
    case http::verb::options:
        return Method::options;
    default:
        return Method::other;
    }
}

std::string new_request_id() {
    static std::atomic<std::uint64_t> counter = [] {
        return static_cast<std::uint64_t>(std::chrono::system_clock::now().time_since_epoch().count()) << 8U;
    }();
    return fmt::format("{:016x}", ++counter);
}

std::string http_date() {
    return fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT",
                       fmt::gmtime(std::chrono::system_clock::to_time_t(std::chrono::system_clock::now())));
}

/// The queue between whoever sends and the one coroutine that writes.
class Outgoing final : public SocketSender, public std::enable_shared_from_this<Outgoing> {
public:
    explicit Outgoing(asio::io_context& io) : io_(&io), wake_(io) {
        wake_.expires_at(asio::steady_timer::time_point::max());
    }
    void send(std::string text) override {
        asio::post(*io_, [self = shared_from_this(), text = std::move(text)]() mutable {
            if (self->closed)
                return;
            self->unsent_bytes += text.size();
            self->texts.push_back(std::move(text));
            // Whoever does not read what it asked for comes back and catches up from its cursor.
            if (self->unsent_bytes > max_unsent_bytes)
                self->closed = true;
            self->wake_.cancel();
        });
    }
    void close() override {
        asio::post(*io_, [self = shared_from_this()] { self->finish(); });
    }
    void finish() {
        closed = true;
        wake_.cancel();
    }
    asio::awaitable<void> wait() { co_await wake_.async_wait(as_tuple); }

    std::deque<std::string> texts;
    std::uint64_t unsent_bytes = 0;
    bool closed = false;

private:
    asio::io_context* io_;
    asio::steady_timer wake_;
};

// What TLS needs before the first byte and after the last.
asio::awaitable<bool> begin(PlainStream& /*stream*/, std::chrono::seconds /*timeout*/) {
    co_return true;
}

asio::awaitable<bool> begin(TlsStream& stream, std::chrono::seconds timeout) {
    beast::get_lowest_layer(stream).expires_after(timeout);
    const auto [error] = co_await stream.async_handshake(asio::ssl::stream_base::server, as_tuple);
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
        if (error) {
            if (error == http::error::end_of_stream ||
                error.category() != http::make_error_code(http::error::bad_method).category())
                co_return false; // gone, or too slow
            const bool large = error == http::error::header_limit;
            Response refusal = text_response(
                large ? 431 : 400, large ? "The header of this request is too large.\n" : "This is no HTTP request.\n",
                "text/plain; charset=utf-8");
            const bool answered = co_await write(request, std::move(refusal), false, 11);
            if (answered || large)
                co_await drain();
            co_return false;
        }
        const unsigned version = parser.get().version();
        if (websocket::is_upgrade(parser.get()) && shared_->options.open_socket) {
            const bool after_socket = co_await become_socket(parser, request);
            co_return after_socket;
        }

        const auto length = parser.content_length();
        bool too_large = length && *length > shared_->options.max_body_bytes;
        if (!too_large && same_ignoring_case(request.header("expect"), "100-continue")) {
            constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
            const auto [failed, sent] = co_await asio::async_write(stream_, asio::buffer(go_on), as_tuple);
            if (failed)
                co_return false;
        }
        if (!too_large) {
            const BodyRead got = co_await read_body(parser, request);
            if (got == BodyRead::broken)
                co_return false;
            too_large = got == BodyRead::too_large;
        }
        bool keep = parser.keep_alive() && !shared_->stopping && !too_large;
        Response response;
        if (too_large) {
            Json body;
            body["status_code"] = 413;
            body["detail"] = fmt::format("This body is larger than the {} MB that this server takes.",
                                         shared_->options.max_body_bytes >> 20U);
            response = json_response(413, body);
        } else {
            const auto answer = [this, &request] { return respond(request); };
            response = co_await on_worker(answer);
        }
        const int status = response.status;
        const bool written = co_await write(request, std::move(response), keep, version);
        if (shared_->options.done)
            shared_->options.done(
                {request, status,
                 std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count()});
        if (too_large && written)
            co_await drain();
        co_return written&& keep;
    }

    Response respond(Request& request) const {
        try {
            return shared_->options.respond(request);
        } catch (const std::exception&) {
            // What a library threw past its wrapper; the request failed, the server goes on.
            return json_response(500, std::string(R"({"status_code":500,"detail":"The server could not do this."})"));
        }
    }

    template <class Message>
    Request request_of(const Message& message) {
        Request request;
        request.id = new_request_id();
        request.method = method_from(message.method());
        request.target = std::string(message.target());
        const std::size_t question = std::min(request.target.find('?'), request.target.size());
        request.path = url_decode(std::string_view(request.target).substr(0, question));
        if (question < request.target.size())
            request.query = Fields::parse(std::string_view(request.target).substr(question + 1));
        for (const auto& field : message)
            request.headers.add(std::string(field.name_string()), std::string(field.value()));
        request.secure = std::is_same_v<Stream, TlsStream>;
        request.host = std::string(request.header("host"));
        boost::system::error_code ignored;
        request.remote_address =
            beast::get_lowest_layer(stream_).socket().remote_endpoint(ignored).address().to_string();
        believe_proxy(request);
        return request;
    }

    void believe_proxy(Request& request) const {
        const auto& trusted = shared_->options.trusted_proxies;
        const auto is_trusted = [&](const std::string& address) {
            return std::ranges::find(trusted, address) != trusted.end() ||
                   std::ranges::find(trusted, "*") != trusted.end();
        };
        if (!is_trusted(request.remote_address))
            return;
        // The last address that is no proxy of ours is the client's; what stands before it may be made up.
        const std::vector<std::string> forwarded = split_trimmed(request.header("x-forwarded-for"), ',');
        for (auto address = forwarded.rbegin(); address != forwarded.rend(); ++address) {
            request.remote_address = *address;
            if (!is_trusted(*address))
                break;
        }
        if (const std::string_view scheme = request.header("x-forwarded-proto"); !scheme.empty())
            request.secure = scheme == "https";
        if (const std::string_view host = request.header("x-forwarded-host"); !host.empty())
            request.host = std::string(host);
    }

    enum class BodyRead : std::uint8_t { whole, too_large, broken };

    template <class Parser>
    asio::awaitable<BodyRead> read_body(Parser& parser, Request& request) {
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
            if (request.body.size_bytes > shared_->options.max_body_bytes)
                co_return BodyRead::too_large;
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
        std::string piece(piece_bytes, '\0');
        beast::get_lowest_layer(stream_).expires_after(shared_->options.slow_timeout);
        for (std::uint64_t drained = 0; drained < (4ULL << 30U);) {
            const auto [error, bytes] = co_await stream_.async_read_some(asio::buffer(piece), as_tuple);
            if (error)
                co_return;
            drained += bytes;
        }
    }

    template <class F>
    asio::awaitable<std::invoke_result_t<F>> on_worker(F work) {
        using Answer = std::invoke_result_t<F>;
        const auto run_it = [&work]() -> asio::awaitable<Answer> { co_return work(); };
        Answer answer = co_await asio::co_spawn(shared_->workers, run_it, asio::use_awaitable);
        co_return answer;
    }

    asio::awaitable<bool> write(const Request& request, Response response, bool keep, unsigned version) {
        const auto preparing = [&request, &response] { return prepare(request, std::move(response)); };
        Delivery delivery = co_await on_worker(preparing);
        http::response<http::empty_body> head(static_cast<http::status>(delivery.status), version);
        for (const auto& [name, value] : delivery.headers.items())
            head.insert(name, value);
        head.set(http::field::date, http_date());
        head.set("X-Request-Id", request.id);
        const bool chunked = delivery.chunk && version >= 11;
        if (chunked)
            head.chunked(true);
        keep = keep && (chunked || !delivery.chunk);
        head.keep_alive(keep);
        http::response_serializer<http::empty_body> serializer(head);
        beast::get_lowest_layer(stream_).expires_after(shared_->options.slow_timeout);
        const auto [error, head_bytes] = co_await http::async_write_header(stream_, serializer, as_tuple);
        if (error)
            co_return false;
        if (request.method == Method::head)
            co_return keep;
        bool written = true;
        if (!delivery.body.empty())
            written = co_await write_bytes(delivery.body);
        if (!written)
            co_return false;
        if (delivery.file) {
            std::string piece;
            for (std::uint64_t left = delivery.file_bytes; left > 0;) {
                piece.resize(std::min<std::uint64_t>(left, 4 * piece_bytes));
                delivery.file->read(piece.data(), static_cast<std::streamsize>(piece.size()));
                if (delivery.file->gcount() != static_cast<std::streamsize>(piece.size()))
                    co_return false; // it became shorter meanwhile
                written = co_await write_bytes(piece);
                if (!written)
                    co_return false;
                left -= piece.size();
            }
        }
        for (bool more = static_cast<bool>(delivery.chunk); more;) {
            std::string piece;
            const auto next = [&delivery, &piece] { return delivery.chunk(piece); };
            more = co_await on_worker(next);
            if (piece.empty())
                continue;
            if (chunked)
                piece = fmt::format("{:x}\r\n", piece.size()) + piece + "\r\n";
            written = co_await write_bytes(piece);
            if (!written)
                co_return false;
        }
        if (chunked)
            written = co_await write_bytes("0\r\n\r\n");
        co_return keep&& written;
    }

    asio::awaitable<bool> write_bytes(std::string_view bytes) {
        beast::get_lowest_layer(stream_).expires_after(shared_->options.slow_timeout);
        const auto [error, sent] = co_await asio::async_write(stream_, asio::buffer(bytes), as_tuple);
        co_return !error;
    }

    template <class Parser>
    asio::awaitable<bool> become_socket(Parser& parser, const Request& request) {
        const auto outgoing = std::make_shared<Outgoing>(shared_->io);
        const auto opening = [&] { return std::make_shared<Opened>(shared_->options.open_socket(request, outgoing)); };
        const std::shared_ptr<Opened> opened = co_await on_worker(opening);
        if (!*opened) {
            const int status = opened->error().status;
            const bool keep = co_await write(request, std::move(opened->error()), true, parser.get().version());
            if (shared_->options.done)
                shared_->options.done({request, status, 0});
            co_return keep;
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
        shared_->open[key_] = [outgoing] { outgoing->finish(); };
        asio::co_spawn(shared_->io, write_messages(socket, outgoing), asio::detached);
        while (!outgoing->closed) {
            const auto [error, bytes] = co_await socket->async_read(buffer_, as_tuple);
            if (error)
                break;
            std::string text = beast::buffers_to_string(buffer_.data());
            buffer_.consume(buffer_.size());
            const auto handing = [&handler, &text] {
                handler->message(std::move(text));
                return true;
            };
            co_await on_worker(handing);
        }
        outgoing->finish();
        // Whatever it lets go of may take its time.
        const auto letting_go = [&handler] {
            handler.reset();
            return true;
        };
        co_await on_worker(letting_go);
        co_return false;
    }

    static asio::awaitable<void> write_messages(std::shared_ptr<websocket::stream<Stream>> socket,
                                                std::shared_ptr<Outgoing> outgoing) {
        while (!outgoing->closed) {
            if (outgoing->texts.empty()) {
                co_await outgoing->wait();
                continue;
            }
            const std::string text = std::move(outgoing->texts.front());
            outgoing->texts.pop_front();
            outgoing->unsent_bytes -= text.size();
            const auto [error, sent] = co_await socket->async_write(asio::buffer(text), as_tuple);
            if (error)
                outgoing->closed = true;
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

void serve_plain(tcp::socket socket, ConnectionsShared& shared) {
    std::make_shared<Connection<PlainStream>>(PlainStream(std::move(socket)), shared)->start();
}

void serve_tls(tcp::socket socket, asio::ssl::context& tls, ConnectionsShared& shared) {
    std::make_shared<Connection<TlsStream>>(TlsStream(std::move(socket), tls), shared)->start();
}

} // namespace tw::server
