// A whole server without sockets, for unit tests: a database in a folder of its own, a clock that stands still, cheap
// passwords. Requests go through the router as they would from outside.
#pragma once

#include "api/api.hpp"
#include "http/metrics.hpp"
#include "services/account_state.hpp"
#include "services/accounts.hpp"
#include "storage/organizations.hpp"
#include "support/fixed.hpp"
#include "support/scratch_dir.hpp"
#include "tagkit/registry.hpp"

#include <initializer_list>
#include <string>
#include <utility>

namespace tw::test {

class TestServer {
public:
    TestServer();

    using HeaderList = std::initializer_list<std::pair<std::string, std::string>>;
    /// `target` may hold a query. The body is JSON unless a Content-Type says otherwise.
    server::Response send(server::Method method, const std::string& target, const std::string& body = {},
                          HeaderList headers = {});
    /// As `send`, with the legacy token of that user.
    server::Response send_as(const server::UserRow& user, server::Method method, const std::string& target,
                             const std::string& body = {});
    /// A member; the first is the admin. Its password is "password".
    server::UserRow add(const std::string& email, server::Role role = server::Role::annotator);
    /// An administrator of another organization.
    server::UserRow add_stranger(const std::string& email);
    /// The response's body as JSON; null when it is none.
    static Json json(const server::Response& response);
    /// "name=value" of a cookie that the response sets; "" when it sets none of that name.
    static std::string cookie(const server::Response& response, const std::string& name);

    ScratchDir dir;
    server::Settings settings;
    ManualClock clock;
    SeededRandom random;
    TagRegistry tags;
    std::unique_ptr<server::Database> database;
    server::AccountState accounts;
    server::Metrics metrics;
    server::Services services;
    server::Router router;
    server::Api api;
    std::string address = "192.0.2.7"; ///< requests come from here
    bool secure = false;
};

inline TestServer::TestServer()
    : tags(all_tags()), database(std::move(*server::open_sqlite(dir.path() / "tagwright.sqlite3"))),
      accounts("a secret of the tests, long enough", {.operations = 1, .memory_bytes = 8192}),
      services{*database, settings, tags, clock, random, &accounts, &metrics, {}}, api(router, services) {
    settings.data_dir = dir.path();
    std::filesystem::create_directories(dir.path() / "tmp");
}

inline server::Response TestServer::send(server::Method method, const std::string& target, const std::string& body,
                                         HeaderList headers) {
    server::Request request;
    request.method = method;
    request.target = target;
    const std::size_t question = std::min(target.find('?'), target.size());
    request.path = server::url_decode(target.substr(0, question));
    if (question < target.size())
        request.query = server::Fields::parse(std::string_view(target).substr(question + 1));
    request.body.text = body;
    request.body.size_bytes = body.size();
    request.host = "labels.example";
    request.remote_address = address;
    request.secure = secure;
    for (const auto& [name, value] : headers)
        request.headers.add(name, value);
    if (!body.empty() && !request.headers.find("content-type"))
        request.headers.add("Content-Type", "application/json");
    const server::Router::Found found = router.find(method, request.path);
    if (!found.handler)
        return server::empty_response(found.allowed.empty() ? 404 : 405);
    return (*found.handler)(request, found.params);
}

inline server::Response TestServer::send_as(const server::UserRow& user, server::Method method,
                                            const std::string& target, const std::string& body) {
    return send(method, target, body, {{"Authorization", "Token " + user.legacy_token}});
}

inline server::UserRow TestServer::add(const std::string& email, server::Role role) {
    return *server::add_user(services, {.email = email, .password = "password", .role = role});
}

inline server::UserRow TestServer::add_stranger(const std::string& email) {
    server::UserRow user;
    (void)database->write([&](server::Transaction& transaction) -> Result<void> {
        user.uid = user.email = user.username = email;
        user.legacy_token = "the token of " + email;
        user.date_joined = user.last_activity = server::now_iso(services);
        user.id = server::insert_user(transaction, user);
        server::OrganizationRow elsewhere;
        elsewhere.title = elsewhere.token = "Where " + email + " is";
        server::add_member(transaction, server::insert_organization(transaction, elsewhere), user.id,
                           server::Role::admin, user.date_joined);
        return {};
    });
    return user;
}

inline Json TestServer::json(const server::Response& response) {
    auto parsed = parse_json(response.body);
    return parsed ? std::move(*parsed) : Json();
}

inline std::string TestServer::cookie(const server::Response& response, const std::string& name) {
    for (const auto& [header, value] : response.headers.items())
        if (server::same_ignoring_case(header, "set-cookie") && value.starts_with(name + "="))
            return value.substr(0, value.find(';'));
    return {};
}

} // namespace tw::test
