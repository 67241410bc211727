#include "http/outgoing.hpp"

namespace tw::server {
namespace {

constexpr std::uint64_t max_unsent_bytes = 64U << 20U;

} // namespace

Outgoing::Outgoing(asio::io_context& io) : io_(&io), wake_(io) {
    wake_.expires_at(asio::steady_timer::time_point::max());
}

void Outgoing::send(std::string text) {
    asio::post(*io_, [self = shared_from_this(), text = std::move(text)]() mutable {
        if (self->closed_)
            return;
        self->unsent_bytes_ += text.size();
        self->texts_.push_back(std::move(text));
        if (self->unsent_bytes_ > max_unsent_bytes)
            self->closed_ = true;
        self->wake_.cancel();
    });
}

void Outgoing::close() {
    asio::post(*io_, [self = shared_from_this()] { self->finish(); });
}

void Outgoing::finish() {
    closed_ = true;
    wake_.cancel();
}

std::string Outgoing::take() {
    std::string text = std::move(texts_.front());
    texts_.pop_front();
    unsent_bytes_ -= text.size();
    return text;
}

asio::awaitable<void> Outgoing::wait() {
    co_await wake_.async_wait(as_tuple);
}

} // namespace tw::server
