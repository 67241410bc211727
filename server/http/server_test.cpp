// The server over real sockets: what goes over the wire, and what it refuses.
#include "http/beast_stream.hpp"
#include "http/server.hpp"
#include "support/scratch_dir.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <fstream>
#include <thread>

#include <fmt/format.h>

using namespace tw;
using namespace tw::server;

namespace {

class Echo final : public SocketHandler {
public:
    explicit Echo(std::shared_ptr<SocketSender> sender) : sender_(std::move(sender)) {}
    void message(std::string text) override { sender_->send("echo " + text); }

private:
    std::shared_ptr<SocketSender> sender_;
};

struct Running {
    explicit Running(std::function<void(ServerOptions&)> change = [](ServerOptions&) {}) {
        ServerOptions options;
        options.temporary_dir = dir.path();
        options.max_body_bytes = 3U << 20U;
        options.memory_body_bytes = 1000;
        options.workers = 2;
        options.respond = [this](Request& request) { return respond(request); };
        options.open_socket =
            [](const Request& request,
               std::shared_ptr<SocketSender> sender) -> std::expected<std::unique_ptr<SocketHandler>, Response> {
            if (request.path != "/live")
                return std::unexpected(empty_response(403));
            return std::make_unique<Echo>(std::move(sender));
        };
        change(options);
        auto listening = HttpServer::listen(std::move(options));
        REQUIRE(listening.has_value());
        server = std::move(*listening);
        thread = std::thread([this] { server->run(); });
    }
    ~Running() {
        server->stop();
        thread.join();
    }
    Response respond(Request& request) {
        if (request.path == "/file") {
            Response response;
            response.file = dir.path() / "file.txt";
            return response;
        }
        if (request.path == "/stream") {
            Response response;
            response.chunk = [n = 0](std::string& out) mutable {
                out = std::string(1000, static_cast<char>('a' + n));
                return ++n < 3;
            };
            return response;
        }
        std::uint64_t sum = 0;
        const auto read = request.body.read([&sum](std::string_view piece) {
            for (const char c : piece)
                sum += static_cast<unsigned char>(c);
            return true;
        });
        return text_response(200,
                             fmt::format("{} {} {} {}", to_string(request.method), request.path,
                                         request.body.size_bytes, read ? sum : 0),
                             "text/plain");
    }
    test::ScratchDir dir;
    std::unique_ptr<HttpServer> server;
    std::thread thread;
};

class Client {
public:
    explicit Client(const Running& running) : socket_(io_) {
        socket_.connect({asio::ip::make_address("127.0.0.1"), running.server->port()});
    }
    void send(std::string_view bytes) {
        boost::system::error_code gone;
        asio::write(socket_, asio::buffer(bytes), gone);
    }
    http::response<http::string_body> receive(bool head = false) {
        http::response_parser<http::string_body> parser;
        parser.body_limit(std::uint64_t{1} << 30U);
        if (head)
            parser.skip(true);
        boost::system::error_code error;
        http::read(socket_, buffer_, parser, error);
        return parser.release();
    }
    http::response<http::string_body> ask(std::string_view bytes) {
        send(bytes);
        return receive();
    }
    bool closed() {
        char one = 0;
        boost::system::error_code error;
        asio::read(socket_, asio::buffer(&one, 1), error);
        return static_cast<bool>(error);
    }
    tcp::socket& socket() { return socket_; }

private:
    asio::io_context io_;
    tcp::socket socket_;
    beast::flat_buffer buffer_;
};

} // namespace

TEST_CASE("one connection carries many requests, also sent at once") {
    const Running running;
    Client client(running);
    CHECK(client.ask("GET /a%20b?x=1 HTTP/1.1\r\nHost: h\r\n\r\n").body() == "GET /a b 0 0");
    client.send("GET /1 HTTP/1.1\r\nHost: h\r\n\r\nPOST /2 HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc");
    CHECK(client.receive().body() == "GET /1 0 0");
    CHECK(client.receive().body() == "POST /2 3 294");
    client.send("HEAD /3 HTTP/1.1\r\nHost: h\r\n\r\n");
    const auto head = client.receive(true);
    CHECK(head.result_int() == 200);
    CHECK(head.body().empty());
    CHECK(client.ask("GET /4 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").body() == "GET /4 0 0");
    CHECK(client.closed());
}

TEST_CASE("a body over the memory limit goes through a file, which is gone afterwards") {
    const Running running;
    Client client(running);
    const std::string body(2U << 20U, 'z');
    CHECK(client.ask(fmt::format("POST /b HTTP/1.1\r\nHost: h\r\nContent-Length: {}\r\n\r\n", body.size()) + body)
              .body() == fmt::format("POST /b {} {}", body.size(), body.size() * 'z'));
    std::string chunked = "POST /c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (int i = 0; i < 40; ++i)
        chunked += "64\r\n" + std::string(100, 'y') + "\r\n";
    CHECK(client.ask(chunked + "0\r\n\r\n").body() == fmt::format("POST /c 4000 {}", 4000 * 'y'));
    // A request is over, file and all, before the next one is read.
    CHECK(client.ask("GET /d HTTP/1.1\r\nHost: h\r\n\r\n").body() == "GET /d 0 0");
    CHECK(std::filesystem::is_empty(running.dir.path()));
}

TEST_CASE("what is too large or no HTTP is refused in words, and others are served meanwhile") {
    const Running running;
    Client large(running), endless(running), header(running), garbage(running), slow(running), fine(running);
    slow.send("POST /slow HTTP/1.1\r\nHost: h\r\nContent-Le"); // and then nothing
    large.send("POST /l HTTP/1.1\r\nHost: h\r\nContent-Length: 1073741824\r\n\r\nabc");
    CHECK(large.receive().result_int() == 413);
    endless.send("POST /e HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 4; ++i)
        endless.send("100000\r\n" + std::string(1U << 20U, 'x') + "\r\n");
    CHECK(endless.receive().result_int() == 413);
    header.send("GET / HTTP/1.1\r\nHost: h\r\nX: " + std::string(40'000, 'h') + "\r\n\r\n");
    CHECK(header.receive().result_int() == 431);
    CHECK(garbage.ask("\x16\x03\x01 this is no HTTP\r\n\r\n").result_int() == 400);
    CHECK(fine.ask("GET /f HTTP/1.1\r\nHost: h\r\n\r\n").body() == "GET /f 0 0");
    CHECK(std::filesystem::is_empty(running.dir.path()));
}

TEST_CASE("a large body is taken only from whom it is wanted") {
    const Running running([](ServerOptions& options) {
        options.refuse_body = [](const Request& request) {
            return request.path == "/known" ? std::nullopt : std::optional(empty_response(401));
        };
    });
    Client announced(running), streamed(running), expecting(running), known(running);
    announced.send("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 2000\r\n\r\nabc");
    CHECK(announced.receive().result_int() == 401);
    streamed.send("POST /s HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n30d40\r\n" +
                  std::string(200'000, 'x') + "\r\n");
    CHECK(streamed.receive().result_int() == 401);
    expecting.send("POST /e HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2000\r\n\r\n");
    CHECK(expecting.receive().result_int() == 401);
    CHECK(
        known.ask("POST /known HTTP/1.1\r\nHost: h\r\nContent-Length: 2000\r\n\r\n" + std::string(2000, 'x')).body() ==
        fmt::format("POST /known 2000 {}", 2000 * 'x'));
    CHECK(known.ask("POST /small HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc").body() == "POST /small 3 294");
    CHECK(std::filesystem::is_empty(running.dir.path()));
}

TEST_CASE("files are served whole, in ranges, and not again when unchanged") {
    const Running running;
    std::ofstream(running.dir.path() / "file.txt") << "0123456789";
    Client client(running);
    const auto whole = client.ask("GET /file HTTP/1.1\r\nHost: h\r\n\r\n");
    CHECK(whole.body() == "0123456789");
    const auto range = client.ask("GET /file HTTP/1.1\r\nHost: h\r\nRange: bytes=2-4\r\n\r\n");
    CHECK(range.result_int() == 206);
    CHECK(range.body() == "234");
    CHECK(range["Content-Range"] == "bytes 2-4/10");
    CHECK(client.ask("GET /file HTTP/1.1\r\nHost: h\r\nRange: bytes=-3\r\n\r\n").body() == "789");
    CHECK(client.ask("GET /file HTTP/1.1\r\nHost: h\r\nRange: bytes=10-\r\n\r\n").result_int() == 416);
    CHECK(
        client
            .ask(fmt::format("GET /file HTTP/1.1\r\nHost: h\r\nIf-None-Match: {}\r\n\r\n", std::string(whole["ETag"])))
            .result_int() == 304);
    CHECK(client.ask("GET /stream HTTP/1.1\r\nHost: h\r\n\r\n").body() ==
          std::string(1000, 'a') + std::string(1000, 'b') + std::string(1000, 'c'));
}

TEST_CASE("a WebSocket echoes, and one that is refused says why") {
    const Running running;
    asio::io_context io;
    websocket::stream<tcp::socket> socket(io);
    socket.next_layer().connect({asio::ip::make_address("127.0.0.1"), running.server->port()});
    socket.handshake("h", "/live");
    for (const char* const text : {"one", "two"}) {
        socket.write(asio::buffer(std::string(text)));
        beast::flat_buffer buffer;
        socket.read(buffer);
        CHECK(beast::buffers_to_string(buffer.data()) == std::string("echo ") + text);
    }
    websocket::stream<tcp::socket> refused(io);
    refused.next_layer().connect({asio::ip::make_address("127.0.0.1"), running.server->port()});
    websocket::response_type response;
    boost::system::error_code error;
    refused.handshake(response, "h", "/elsewhere", error);
    CHECK(response.result_int() == 403);
}

TEST_CASE("a port that is taken is said to be taken") {
    const Running running;
    ServerOptions options;
    options.port = running.server->port();
    const auto second = HttpServer::listen(std::move(options));
    REQUIRE_FALSE(second.has_value());
    CHECK(second.error().code == "address-in-use");
}
