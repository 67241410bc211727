#include "http/request_head.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace tw::server {
namespace {

namespace http = boost::beast::http;

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

} // namespace

void read_target(Request& request, std::string target) {
    request.target = std::move(target);
    const std::size_t question = std::min(request.target.find('?'), request.target.size());
    request.path = url_decode(std::string_view(request.target).substr(0, question));
    if (question < request.target.size())
        request.query = Fields::parse(std::string_view(request.target).substr(question + 1));
}

void believe_proxy(Request& request, const std::vector<std::string>& trusted_proxies) {
    const auto is_trusted = [&](const std::string& address) {
        return std::ranges::find(trusted_proxies, address) != trusted_proxies.end() ||
               std::ranges::find(trusted_proxies, "*") != trusted_proxies.end();
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

Request read_request_head(const http::request_header<>& head, RequestOrigin origin) {
    Request request;
    request.id = std::move(origin.id);
    request.method = method_from(head.method());
    read_target(request, std::string(head.target()));
    for (const auto& field : head)
        request.headers.add(std::string(field.name_string()), std::string(field.value()));
    request.secure = origin.secure;
    request.host = std::string(request.header("host"));
    request.remote_address = std::move(origin.remote_address);
    believe_proxy(request, origin.trusted_proxies);
    return request;
}

} // namespace tw::server
