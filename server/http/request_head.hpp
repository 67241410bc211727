// From the head of an HTTP message to a Request: method, path and query, headers, and who it is from. Forwarded headers
// count only when they come from a proxy that the operator trusts. Beast has split the lines already; what is inside them
// is read here, and none of it can make the request fail.
#pragma once

#include "http/message.hpp"

#include <boost/beast/http/fields.hpp>
#include <boost/beast/http/message.hpp>

namespace tw::server {

/// What is known of a request beside its head.
struct RequestOrigin {
    std::string id;
    std::string remote_address; ///< of whoever connected
    bool secure = false;
    const std::vector<std::string>& trusted_proxies; ///< addresses; "*": everybody
};

Request read_request_head(const boost::beast::http::request_header<>& head, RequestOrigin origin);

/// Splits "/a%20b?x=1" into path and query.
void read_target(Request& request, std::string target);
/// Takes the client's address, scheme and host from X-Forwarded-* when `remote_address` is a trusted proxy's.
void believe_proxy(Request& request, const std::vector<std::string>& trusted_proxies);

} // namespace tw::server
