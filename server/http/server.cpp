#include "http/server.hpp"

#include "http/beast_stream.hpp"
#include "http/connection.hpp"

#include <atomic>
#include <thread>

#include <sys/resource.h>

#include <fmt/format.h>

namespace tw::server {
namespace {

/// As many connections as the system allows without asking anybody.
void raise_file_limit() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

class BeastServer final : public HttpServer {
public:
    explicit BeastServer(ServerOptions options)
        : options_(std::move(options)), workers_(options_.workers), acceptor_(io_), stopper_(io_) {}
    ~BeastServer() override { workers_.join(); }

    Result<void> open() {
        raise_file_limit();
        if (!options_.tls_certificate.empty()) {
            try {
                tls_.emplace(asio::ssl::context::tls_server);
                tls_->set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_tlsv1 |
                                  asio::ssl::context::no_tlsv1_1);
                tls_->use_certificate_chain_file(options_.tls_certificate.string());
                tls_->use_private_key_file(options_.tls_key.string(), asio::ssl::context::pem);
            } catch (const std::exception& thrown) {
                return fail("tls", fmt::format("The certificate or its key cannot be used: {}", thrown.what()));
            }
        }
        boost::system::error_code error;
        const auto address =
            asio::ip::make_address(options_.bind_address == "localhost" ? "127.0.0.1" : options_.bind_address, error);
        if (error)
            return fail("address", fmt::format("'{}' is no address to listen on.", options_.bind_address));
        const tcp::endpoint endpoint(address, options_.port);
        acceptor_.open(endpoint.protocol(), error);
        if (!error)
            acceptor_.set_option(asio::socket_base::reuse_address(true), error);
        if (!error)
            acceptor_.bind(endpoint, error);
        if (!error)
            acceptor_.listen(4096, error);
        if (error)
            return fail(
                error == asio::error::address_in_use ? "address-in-use" : "address",
                fmt::format("Cannot listen on {}:{}: {}", options_.bind_address, options_.port, error.message()));
        port_ = acceptor_.local_endpoint().port();
        return {};
    }

    std::uint16_t port() const override { return port_; }

    void run() override {
        asio::co_spawn(io_, accept_loop(), asio::detached);
        io_.run();
        workers_.join();
    }

    void stop() override {
        asio::post(io_, [this] {
            boost::system::error_code ignored;
            acceptor_.close(ignored);
            shared_.stopping = true;
            for (const auto& [key, end] : shared_.open)
                end();
            // What is still being answered has ten seconds.
            stopper_.expires_after(std::chrono::seconds(10));
            stopper_.async_wait([this](boost::system::error_code cancelled) {
                if (!cancelled)
                    io_.stop();
            });
            if (shared_.open.empty())
                stopper_.cancel();
            shared_.all_gone = [this] { stopper_.cancel(); };
        });
    }

private:
    asio::awaitable<void> accept_loop() {
        while (acceptor_.is_open()) {
            auto [error, socket] = co_await acceptor_.async_accept(as_tuple);
            if (error == asio::error::operation_aborted)
                co_return;
            if (error || shared_.open.size() >= options_.max_connections) {
                // Out of descriptors, or full: whoever waits is let in when others have gone.
                if (!error)
                    socket.close();
                asio::steady_timer pause(io_, std::chrono::milliseconds(50));
                co_await pause.async_wait(as_tuple);
                continue;
            }
            boost::system::error_code ignored;
            socket.set_option(tcp::no_delay(true), ignored);
            if (tls_)
                serve_tls(std::move(socket), *tls_, shared_);
            else
                serve_plain(std::move(socket), shared_);
        }
    }

    ServerOptions options_;
    asio::io_context io_{1};
    asio::thread_pool workers_;
    tcp::acceptor acceptor_;
    asio::steady_timer stopper_;
    std::optional<asio::ssl::context> tls_;
    std::uint16_t port_ = 0;
    ConnectionsShared shared_{
        .options = options_,
        .io = io_,
        .workers = workers_,
        .open = {},
        .all_gone = {},
        .last_request = static_cast<std::uint64_t>(std::chrono::system_clock::now().time_since_epoch().count()) << 8U};
};

} // namespace

Result<std::unique_ptr<HttpServer>> HttpServer::listen(ServerOptions options) {
    auto server = std::make_unique<BeastServer>(std::move(options));
    if (auto opened = server->open(); !opened)
        return std::unexpected(opened.error());
    return server;
}

} // namespace tw::server
