// What every request passes on its way to a route and back: preflights, unknown addresses and methods, the files of the
// studio, the headers that tell browsers what pages of ours may do, the log and the figures. Knows no resource.
#pragma once

#include "api/api.hpp"
#include "http/server.hpp"

#include <string>

namespace tw::server {

/// Every route of the API and the pages.
void add_all_routes(Api& api);

class FrontDoor {
public:
    /// Reads the studio's page once, to allow its own inline scripts and no others.
    FrontDoor(const Router& router, Services& services);
    [[nodiscard]] Response respond(Request& request) const;
    /// Writes the log's line and the figures.
    void done(const RequestRecord& record) const;

private:
    [[nodiscard]] Response route(Request& request) const;
    [[nodiscard]] Response site_file(const Request& request) const;
    void add_security_headers(const Request& request, Response& response) const;
    const Router* router_;
    Services* services_;
    std::string page_policy_; ///< Content-Security-Policy of the studio
};

/// "'sha256-...'" of each inline script of a page, separated by blanks.
std::string inline_script_hashes(std::string_view html);

} // namespace tw::server
