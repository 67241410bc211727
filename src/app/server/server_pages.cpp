// Which page of accounts is shown: what the address asks for, as far as somebody is signed in for it.
#include "app/server/server_parts.hpp"

namespace tw {

bool is_server_place(std::string_view place) {
    return place == "sign-in" || place == "sign-up" || place == "account" || place == "members" || place == "server";
}

void begin_server_page(Studio& studio) {
    ServerPages& pages = *studio.server->pages;
    pages.account.fetch = pages.members.fetch = pages.report.fetch = Fetch::wanted;
    pages.account.new_token.clear();
    pages.members.removing.reset();
    pages.sign_in.fresh = pages.sign_up.fresh = pages.connect.fresh = true;
}

void draw_server_page(Studio& studio, const Rect& box_px) {
    const ServerState& server = *studio.server;
    const std::string& place = studio.address.place;
    if (server.reach == ServerState::Reach::unknown && !server.user) {
        text(studio.ui, box_px, studio.ui.text("app.loading"), studio.look.theme().body, studio.look.theme().text_muted,
             TextFit::ellipsis, 0.5);
        return;
    }
    const bool signing = place == "sign-in" || place == "sign-up";
    if (!server.user && (!server.address.empty() || (place == "sign-in" && !has_server(studio))))
        return draw_connect_page(studio, box_px);
    if (!has_server(studio))
        return draw_message_page(studio, box_px, Icon::server, "server.none", "server.none-text");
    if (server.user && signing)
        return studio.go({false, 0, 0, "account"}, true);
    if (!server.user && (server.empty || place == "sign-up"))
        return draw_sign_up_page(studio, box_px);
    if (!server.user)
        return draw_sign_in_page(studio, box_px);
    if (place == "members")
        draw_members_page(studio, box_px);
    else if (place == "server" && server.user->is_admin())
        draw_report_page(studio, box_px);
    else if (place == "server")
        draw_message_page(studio, box_px, Icon::lock, "report.title", "report.admins-only");
    else
        draw_account_page(studio, box_px);
}

} // namespace tw
