#include "support/scripted_network.hpp"

#include <algorithm>

namespace tw::test {

void ScriptedHttp::expect(std::string method, std::string url, HttpResponse answer) {
    expected_.push_back({std::move(method), std::move(url), std::move(answer)});
}
void ScriptedHttp::expect(std::string method, std::string url, Error answer) {
    expected_.push_back({std::move(method), std::move(url), std::unexpected(std::move(answer))});
}

Result<HttpResponse> ScriptedHttp::answer_to(const HttpRequest& request) {
    if (offline_)
        return fail("offline", "There is no network.");
    const auto found = std::ranges::find_if(expected_, [&](const Expected& expected) {
        return expected.method == request.method && expected.url == request.url;
    });
    if (found != expected_.end()) {
        Result<HttpResponse> answer = std::move(found->answer);
        expected_.erase(found);
        return answer;
    }
    if (handler_)
        return handler_(request);
    unexpected_.push_back(request.method + " " + request.url);
    return HttpResponse{404, "{}", 0};
}

void ScriptedHttp::send(HttpRequest request, Completion<HttpResponse> done) {
    sent_.push_back(request);
    queue_->post([answer = answer_to(request), done = std::move(done)] { done(answer); });
}

void ScriptedHttp::connect(const std::string& address, Completion<double> done) {
    queue_->post([this, address, done = std::move(done)] {
        if (connected)
            use_server(address, "of the pop-up");
        done(connected);
    });
}

void ScriptedSocket::later(std::function<void(const Handlers&)> event) {
    queue_->post([this, serial = serial_, event = std::move(event)] {
        if (serial != serial_)
            return;
        const Handlers handlers = handlers_; // a copy: hearing may open or close
        event(handlers);
    });
}

void ScriptedSocket::open(std::string url, Handlers handlers) {
    ++serial_;
    ++openings_;
    state_ = State::opening;
    url_ = std::move(url);
    handlers_ = std::move(handlers);
}

void ScriptedSocket::send(std::string text) {
    if (state_ != State::open)
        return;
    sent_.push_back(text);
    queue_->post([this, text = std::move(text)] {
        if (heard)
            heard(text);
    });
}

void ScriptedSocket::close() {
    ++serial_;
    state_ = State::closed;
    handlers_ = {};
}

void ScriptedSocket::accept() {
    if (state_ != State::opening)
        return;
    state_ = State::open;
    later([](const Handlers& handlers) {
        if (handlers.opened)
            handlers.opened();
    });
}

void ScriptedSocket::say(std::string text) {
    if (state_ == State::open)
        later([text = std::move(text)](const Handlers& handlers) {
            if (handlers.message)
                handlers.message(text);
        });
}

void ScriptedSocket::drop() {
    if (state_ == State::closed)
        return;
    state_ = State::closed;
    later([this](const Handlers& handlers) {
        handlers_ = {};
        if (handlers.closed)
            handlers.closed();
    });
}

void ScriptedNetwork::set_offline(bool offline) {
    http.set_offline(offline);
    if (offline)
        socket.drop();
}

} // namespace tw::test
