#include "support/scripted_network.hpp"

#include <doctest/doctest.h>

using namespace tw;
using namespace tw::test;

TEST_CASE("scripted network: requests are answered later, by what is expected, then by the handler") {
    ScriptedNetwork network;
    network.http.expect("GET", "/a", HttpResponse{200, "first", 0});
    network.http.expect("GET", "/a", Error{"timeout", "Too slow.", {}});
    network.http.handle([](const HttpRequest& request) { return HttpResponse{201, request.body, 0}; });
    std::vector<std::string> heard;
    const auto send = [&](HttpRequest request) {
        network.http.send(std::move(request), [&](const Result<HttpResponse>& answer) {
            heard.push_back(answer ? answer->body : answer.error().code);
        });
    };
    for (int i = 0; i < 2; ++i)
        send({.url = "/a"});
    send({.method = "POST", .url = "/a", .body = "third"});
    CHECK(heard.empty());
    network.set_offline(true); // the answers are under way already
    network.run();
    CHECK(heard == std::vector<std::string>{"first", "timeout", "third"});
    send({.url = "/b"});
    network.run();
    CHECK(heard.back() == "offline");
    CHECK(network.http.still_expected() == 0);
    CHECK(network.http.sent().size() == 4);
}

TEST_CASE("scripted network: the test is the socket's other end; what is of an opening before is not heard") {
    ScriptedNetwork network;
    std::string heard;
    const auto open = [&](const std::string& url) {
        network.socket.open(url,
                            {[&, url] { heard += url + "+ "; }, [&](const std::string& text) { heard += text + " "; },
                             [&, url] { heard += url + "- "; }});
    };
    std::vector<std::string> at_server;
    network.socket.heard = [&](const std::string& text) { at_server.push_back(text); };
    open("/one");
    network.socket.send("too early");
    network.socket.accept();
    network.socket.say("hello");
    network.socket.send("hi");
    CHECK(heard.empty());
    network.run();
    CHECK(heard == "/one+ hello ");
    CHECK(at_server == std::vector<std::string>{"hi"});
    network.socket.say("never heard");
    open("/two"); // without a word about the end of the first
    network.run();
    network.socket.accept();
    network.set_offline(true);
    network.run();
    CHECK(heard == "/one+ hello /two+ /two- ");
    CHECK(network.socket.state() == ScriptedSocket::State::closed);
    open("/three");
    network.socket.accept();
    network.socket.close();
    network.run();
    CHECK(heard == "/one+ hello /two+ /two- ");
    CHECK(network.socket.openings() == 3);
}
