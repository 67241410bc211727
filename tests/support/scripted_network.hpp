// A network for tests: requests are answered as the test says, the server's end of the socket is the test itself. Answers
// and events come as in a browser, later and in order: nothing is called back but in run(). Offline, nothing reaches
// anybody; a request that nobody expected answers 404 and is told by unexpected().
#pragma once

#include "ports/http.hpp"
#include "support/memory_storage.hpp"

#include <deque>
#include <functional>
#include <string>
#include <vector>

namespace tw::test {

class ScriptedHttp : public Http {
public:
    using Handler = std::function<Result<HttpResponse>(const HttpRequest&)>;

    explicit ScriptedHttp(CompletionQueue& queue) : queue_(&queue) {}
    void send(HttpRequest request, Completion<HttpResponse> done) override;
    void use_server(const std::string& address, const std::optional<std::string>& token) override {
        server = address + " " + token.value_or("kept");
    }
    void connect(const std::string& address, Completion<double> done) override;

    std::string server; ///< "<address> <token>", as it was told last; "kept": the one the window has
    /// What comes of the window in which that server asks: how long its token is good, in seconds.
    Result<double> connected = fail("cancelled", "The window was closed.");

    /// The next request of this method and address is answered so, once; several stand in a row.
    void expect(std::string method, std::string url, HttpResponse answer);
    void expect(std::string method, std::string url, Error answer);
    /// Asked for whatever is not expected; it sees the request when it is sent.
    void handle(Handler handler) { handler_ = std::move(handler); }
    void set_offline(bool offline) { offline_ = offline; }

    [[nodiscard]] const std::vector<HttpRequest>& sent() const { return sent_; }
    [[nodiscard]] std::size_t still_expected() const { return expected_.size(); }
    [[nodiscard]] const std::vector<std::string>& unexpected() const { return unexpected_; } ///< "GET /api/x"

private:
    struct Expected {
        std::string method, url;
        Result<HttpResponse> answer;
    };
    Result<HttpResponse> answer_to(const HttpRequest& request);

    CompletionQueue* queue_;
    std::deque<Expected> expected_;
    Handler handler_;
    std::vector<HttpRequest> sent_;
    std::vector<std::string> unexpected_;
    bool offline_ = false;
};

class ScriptedSocket : public Socket {
public:
    explicit ScriptedSocket(CompletionQueue& queue) : queue_(&queue) {}
    void open(std::string url, Handlers handlers) override;
    void send(std::string text) override;
    void close() override;

    // the server's end
    void accept();                               ///< lets in who has opened
    void say(std::string text);                  ///< dropped while it is not open
    void drop();                                 ///< ends it, or refuses to open it
    std::function<void(std::string text)> heard; ///< called with what was sent while it was open, in run()

    enum class State : std::uint8_t { closed, opening, open };
    [[nodiscard]] State state() const { return state_; }
    [[nodiscard]] const std::string& url() const { return url_; } ///< of the last opening
    [[nodiscard]] std::size_t openings() const { return openings_; }
    [[nodiscard]] const std::vector<std::string>& sent() const { return sent_; } ///< while it was open

private:
    void later(std::function<void(const Handlers&)> event);

    CompletionQueue* queue_;
    Handlers handlers_;
    State state_ = State::closed;
    std::string url_;
    std::size_t openings_ = 0;
    std::uint64_t serial_ = 0; ///< of the opening that its events are of
    std::vector<std::string> sent_;
};

class ScriptedNetwork {
public:
    ScriptedNetwork() : http(queue_), socket(queue_) {}
    ScriptedNetwork(const ScriptedNetwork&) = delete;
    ScriptedNetwork& operator=(const ScriptedNetwork&) = delete;

    /// No cable: requests answer "offline", the socket is dropped.
    void set_offline(bool offline);
    /// What arrived by now; what that sends is answered by the next call. Answers how much it was.
    std::size_t run() { return queue_.run(); }
    void run_until_idle() {
        while (run() > 0) {
        }
    }

private:
    CompletionQueue queue_;

public:
    ScriptedHttp http;
    ScriptedSocket socket;
};

} // namespace tw::test
