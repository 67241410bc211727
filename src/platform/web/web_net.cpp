#include "platform/web/web_net.hpp"

#include "base/json.hpp"
#include "platform/web/imports.hpp"

#include <algorithm>
#include <cstdlib>
#include <span>

namespace tw::web {
namespace {

/// "<status> <retry after>\n" and the body, as net.js writes it.
HttpResponse response_of(const Bytes& answer) {
    const auto line_end = std::ranges::find(answer, '\n');
    const std::string head(answer.begin(), line_end);
    char* rest = nullptr;
    HttpResponse response;
    response.status = static_cast<int>(std::strtol(head.c_str(), &rest, 10));
    response.retry_after_s = std::strtod(rest, nullptr);
    if (line_end != answer.end())
        response.body.assign(line_end + 1, answer.end());
    return response;
}

} // namespace

void WebHttp::send(HttpRequest request, Completion<HttpResponse> done) {
    const std::uint32_t number = requests_->add([done = std::move(done)](const Result<Bytes>& answer) {
        if (answer)
            done(response_of(*answer));
        else
            done(std::unexpected(answer.error()));
    });
    Json json = {{"method", request.method},
                 {"url", request.url},
                 {"type", request.content_type},
                 {"timeout", request.timeout_ms}};
    std::span<const std::uint8_t> body(reinterpret_cast<const std::uint8_t*>(request.body.data()), request.body.size());
    if (const auto& file = request.file) {
        json["file"] = {{"name", file->name}, {"mime", file->mime}, {"handle", file->handle}, {"hash", file->sha256}};
        body = file->bytes;
    }
    const std::string text = dump_json(json);
    twjs_http_send(number, text.data(), text.size(), body.data(), body.size());
}

void WebHttp::use_server(const std::string& address, const std::optional<std::string>& token) {
    const std::string given = token.value_or("");
    twjs_http_use(address.data(), address.size(), given.data(), given.size(), token ? 1 : 0);
}

void WebHttp::connect(const std::string& address, Completion<double> done) {
    const std::uint32_t number = requests_->add([done = std::move(done)](const Result<Bytes>& answer) {
        if (!answer)
            return done(std::unexpected(answer.error()));
        done(std::strtod(std::string(answer->begin(), answer->end()).c_str(), nullptr));
    });
    twjs_http_connect(number, address.data(), address.size());
}

void WebSocket::open(std::string url, Handlers handlers) {
    handlers_ = std::move(handlers);
    twjs_socket_open(++serial_, url.data(), url.size());
}

void WebSocket::send(std::string text) {
    twjs_socket_send(text.data(), text.size());
}

void WebSocket::close() {
    ++serial_; // what was said before and not heard yet is of nobody
    handlers_ = {};
    twjs_socket_close();
}

void WebSocket::said(std::uint32_t serial, Event event, std::string text) {
    const std::uint32_t request = requests_->add(
        [this, serial, event, text = std::move(text)](const Result<Bytes>&) { hear(serial, event, text); });
    requests_->answer(request, Bytes{});
    twjs_request_frame();
}

void WebSocket::hear(std::uint32_t serial, Event event, const std::string& text) {
    if (serial != serial_)
        return;
    const Handlers handlers = handlers_; // a copy: hearing may open or close
    if (event == Event::opened && handlers.opened)
        handlers.opened();
    else if (event == Event::message && handlers.message)
        handlers.message(text);
    else if (event == Event::closed) {
        ++serial_;
        handlers_ = {};
        if (handlers.closed)
            handlers.closed();
    }
}

} // namespace tw::web
