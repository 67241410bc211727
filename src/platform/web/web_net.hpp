// The browser as Http and Socket (net.js). Owned by Studio; an editor in somebody else's page has none. Completions go the
// way of all requests; what the socket says waits for the next frame too, and is forgotten when it is of an opening before.
#pragma once

#include "platform/web/web_requests.hpp"
#include "ports/http.hpp"

namespace tw::web {

class WebHttp final : public Http {
public:
    explicit WebHttp(Requests& requests) : requests_(&requests) {}
    void send(HttpRequest request, Completion<HttpResponse> done) override;
    void use_server(const std::string& address, const std::optional<std::string>& token) override;
    void connect(const std::string& address, Completion<double> done) override;

private:
    Requests* requests_;
};

class WebSocket final : public Socket {
public:
    explicit WebSocket(Requests& requests) : requests_(&requests) {}
    void open(std::string url, Handlers handlers) override;
    void send(std::string text) override;
    void close() override;

    enum class Event : int { closed, opened, message };
    /// From the page, about the opening of that number.
    void said(std::uint32_t serial, Event event, std::string text);

private:
    void hear(std::uint32_t serial, Event event, const std::string& text);

    Requests* requests_;
    Handlers handlers_;
    std::uint32_t serial_ = 0;
};

} // namespace tw::web
