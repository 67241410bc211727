// A server at another address than the page's: a studio on a plain web host, or in somebody's site, works with it by a token
// that it hands out in a window of its own, good for an hour and changed for the next one in time. The address is kept on
// this device, the token by the Http port, for as long as the window lives.
#pragma once

#include "app/server/server_account.hpp"

#include <string>
#include <string_view>

namespace tw {

/// What somebody typed as the address of a server, whole: "label.example" is "https://label.example/", and a machine by
/// number or "localhost" is asked without TLS. "" when it is no address.
std::string server_address(std::string_view typed);

/// At the start: the server that was used last.
void use_kept_server(Studio& studio);
/// Signs in at the address of the form of that page. Called while the click is handled that asks for it.
void connect_server(Studio& studio);
/// The page's own origin is asked again; what is on this device stays.
void forget_server(Studio& studio);
/// This page gives its token up.
void leave_server(Studio& studio);
/// Once a frame: the next token, in time.
void step_token(Studio& studio);

} // namespace tw
