// "#/sign-in" and "#/sign-up": a card in the middle of the page. Who has an account and who may make one, the server says;
// where the page's own origin has none, the card asks for the address of one.
#include "app/server/server_elsewhere.hpp"
#include "app/server/server_parts.hpp"

#include <algorithm>
#include <cmath>

namespace tw {
namespace {

/// Zeroes before it goes: what was typed does not lie around in memory.
void wipe(std::string& secret) {
    std::ranges::fill(secret, '\0');
    secret.clear();
}

/// "token" of "token=abc&x=y".
std::string query_value(std::string_view query, std::string_view key) {
    while (!query.empty()) {
        const std::string_view pair = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(query.size(), pair.size() + 1));
        if (pair.starts_with(key) && pair.substr(key.size()).starts_with('='))
            return std::string(pair.substr(key.size() + 1));
    }
    return {};
}

/// May somebody who comes here make an account? Those with an invite always try.
bool may_sign_up(const Studio& studio) {
    const ServerState& server = *studio.server;
    return server.empty || !server.sign_up_needs_link;
}

void send_sign_in(Studio& studio) {
    SignForm& form = studio.server->pages->sign_in;
    const Ui& ui = studio.ui;
    studio.frame_again = true; // what this says about the fields is drawn above
    form.problem.clear();
    form.email.problem = form.email.text.empty() ? ui.text("sign.need-email") : "";
    form.password.problem = form.password.text.empty() ? ui.text("sign.need-password") : "";
    if (form.busy || !form.email.problem.empty() || !form.password.problem.empty())
        return;
    form.busy = true;
    ask_server(studio, "POST", "/api/tagwright/sign-in",
               {{"email", form.email.text}, {"password", form.password.text}, {"persist_session", form.keep}},
               [&studio](const ServerAnswer& answer) {
                   SignForm& at = studio.server->pages->sign_in;
                   at.busy = false;
                   if (answer.status != 0)
                       wipe(at.password.text);
                   if (answer.ok())
                       return signed_in(studio, answer);
                   if (answer.status == 400)
                       at.password.problem = studio.ui.text("sign.wrong");
                   else
                       at.problem = trouble_text(studio, answer);
               });
}

/// What the server says against a new account, in the language of the page.
void say_what_is_wrong(Studio& studio, SignForm& form, const ServerAnswer& answer) {
    const Ui& ui = studio.ui;
    const bool known = answer.problem_with("email").find("exist") != std::string::npos;
    if (!answer.problem_with("email").empty())
        form.email.problem = ui.text(known ? "sign.known-email" : "sign.bad-email");
    else if (!answer.problem_with("password").empty())
        form.password.problem = ui.text("sign.password-hint");
    else if (answer.status == 403)
        form.problem = ui.text(query_value(studio.address.query, "token").empty() ? "sign.need-link" : "sign.bad-link");
    else
        form.problem = trouble_text(studio, answer);
}

void send_sign_up(Studio& studio) {
    SignForm& form = studio.server->pages->sign_up;
    const Ui& ui = studio.ui;
    studio.frame_again = true;
    form.problem.clear();
    form.email.problem = form.email.text.find('@') == std::string::npos ? ui.text("sign.bad-email") : "";
    form.password.problem = form.password.text.size() < 8 ? ui.text("sign.password-hint") : "";
    if (form.busy || !form.email.problem.empty() || !form.password.problem.empty())
        return;
    form.busy = true;
    ask_server(studio, "POST", "/api/tagwright/sign-up",
               {{"email", form.email.text},
                {"password", form.password.text},
                {"first_name", form.first_name.text},
                {"last_name", form.last_name.text},
                {"token", query_value(studio.address.query, "token")}},
               [&studio](const ServerAnswer& answer) {
                   SignForm& at = studio.server->pages->sign_up;
                   at.busy = false;
                   if (!answer.ok())
                       return say_what_is_wrong(studio, at, answer);
                   wipe(at.password.text);
                   signed_in(studio, answer);
               });
}

/// Heading, a line below it, then `draw(left, y, width)`, all in a card in the middle.
void draw_sign_card(Studio& studio, const Rect& box_px, std::string_view title_key, std::string_view text_key,
                    const std::function<double(double, double, double)>& draw) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    std::map<std::string, double, std::less<>>& heights = studio.server->pages->heights;
    const double width = std::min(400.0, box_px.w - 32);
    const double inset = studio.narrow() ? 20 : 28;
    double& card_px = heights[std::string(title_key)];
    const double page_px = card_px + 48;
    const Rect content = begin_scroll(ui, box_px, "sign:scroll", page_px);
    const double left = std::floor(box_px.center().x - width / 2);
    const double top = content.y + std::max(24.0, std::floor((box_px.h - card_px) * 0.36));
    const Rect box = {left, top, width, card_px};
    fill(ui, box, theme.surface, theme.radius_px + 4);
    outline(ui, box, theme.border, theme.radius_px + 4);
    double y = top + inset;
    text(ui, {left + inset, y, width - 2 * inset, 28}, ui.text(title_key), {theme.heading.size_px, true}, theme.text);
    y += 34;
    if (!text_key.empty())
        y = words(studio, left + inset, y, width - 2 * inset, ui.text(text_key), theme.text_muted) + 4;
    y += 12;
    semantics_list(
        ui, title_key, ui.text(title_key), box, [&] { y = draw(left + inset, y, width - 2 * inset); }, "form");
    end_scroll(ui);
    if (const double height = y + inset - top; height != card_px) {
        card_px = height;
        studio.frame_again = true;
    }
}

/// The button that sends the form, in its whole width; what is wrong with no one field stands above it.
bool send_button(Studio& studio, double left, double& y, double width, std::string_view key, const std::string& wrong,
                 bool busy, std::string_view busy_key = "sign.busy") {
    Ui& ui = studio.ui;
    if (!wrong.empty())
        y = problem(studio, left, y, width, "sign:problem", wrong) + 8;
    const bool pressed = button(
        ui, {left, y, width, 38},
        {.id = "sign:send", .label = ui.text(busy ? busy_key : key), .kind = ButtonKind::primary, .disabled = busy});
    y += 38 + 10;
    return pressed;
}

/// A quiet way elsewhere, in the middle of the line.
bool side_way(Studio& studio, double left, double& y, double width, std::string_view id, std::string_view key) {
    Ui& ui = studio.ui;
    const double button_px = std::min(width, button_width(ui, ui.text(key), Icon::none));
    const bool pressed = button(ui, {left + (width - button_px) / 2, y, button_px, 32},
                                {.id = id, .label = ui.text(key), .kind = ButtonKind::quiet});
    y += 34;
    return pressed;
}

} // namespace

void draw_sign_in_page(Studio& studio, const Rect& box_px) {
    SignForm& form = studio.server->pages->sign_in;
    const bool elsewhere = studio.address.place != "sign-in"; // a page that needs somebody to be signed in
    draw_sign_card(
        studio, box_px, "sign.in", elsewhere ? "sign.in-first" : "", [&](double left, double y, double width) {
            FieldResult field =
                form_field(studio, left, y, width, {.id = "sign:email", .key = "sign.email", .take_focus = form.fresh},
                           form.email);
            bool send = field.entered;
            field = form_field(studio, left, field.bottom_px, width,
                               {.id = "sign:password", .key = "sign.password", .password = true}, form.password);
            send |= field.entered;
            y = field.bottom_px;
            form.fresh = false;
            if (checkbox(studio.ui, {left, y, width, 30}, "sign:keep", studio.ui.text("sign.keep"), form.keep))
                form.keep = !form.keep, studio.frame_again = true;
            y += 40;
            send |= send_button(studio, left, y, width, "sign.in", form.problem, form.busy);
            if (may_sign_up(studio) && side_way(studio, left, y, width, "sign:up", "sign.no-account"))
                studio.go({false, 0, 0, "sign-up"});
            if (side_way(studio, left, y, width, "sign:local", "sign.local"))
                studio.go({});
            if (send)
                send_sign_in(studio);
            return y;
        });
}

void draw_connect_page(Studio& studio, const Rect& box_px) {
    ConnectForm& form = studio.server->pages->connect;
    draw_sign_card(studio, box_px, "connect.title", "connect.text", [&](double left, double y, double width) {
        if (form.fresh && form.address.text.empty())
            form.address.text = studio.server->address;
        const FieldResult field = form_field(studio, left, y, width,
                                             {.id = "connect:address",
                                              .key = "connect.address",
                                              .take_focus = form.fresh,
                                              .disabled = form.busy,
                                              .hint = studio.ui.text("connect.hint")},
                                             form.address);
        form.fresh = false;
        y = field.bottom_px + 4;
        const bool pressed =
            send_button(studio, left, y, width, "connect.send", form.problem, form.busy, "connect.busy");
        if (!studio.server->address.empty() && side_way(studio, left, y, width, "connect:forget", "connect.forget"))
            return forget_server(studio), y;
        if (side_way(studio, left, y, width, "sign:local", "sign.local"))
            studio.go({});
        if (pressed || field.entered)
            connect_server(studio);
        return y;
    });
}

void draw_sign_up_page(Studio& studio, const Rect& box_px) {
    SignForm& form = studio.server->pages->sign_up;
    const ServerState& server = *studio.server;
    const bool invited = !query_value(studio.address.query, "token").empty();
    if (!invited && !may_sign_up(studio))
        return draw_message_page(studio, box_px, Icon::lock, "sign.up", "sign.need-link");
    draw_sign_card(studio, box_px, server.empty ? "sign.first" : "sign.up",
                   server.empty ? "sign.first-text"
                   : invited    ? "sign.invited"
                                : "sign.up-text",
                   [&](double left, double y, double width) {
                       FieldResult field =
                           name_fields(studio, left, y, width, form.first_name, form.last_name, form.fresh, false);
                       bool send = field.entered;
                       form.fresh = false;
                       field = form_field(studio, left, field.bottom_px, width,
                                          {.id = "sign:email", .key = "sign.email"}, form.email);
                       send |= field.entered;
                       field = form_field(studio, left, field.bottom_px, width,
                                          {.id = "sign:password",
                                           .key = "sign.password",
                                           .password = true,
                                           .hint = studio.ui.text("sign.password-hint")},
                                          form.password);
                       send |= field.entered;
                       y = field.bottom_px + 2;
                       send |= send_button(studio, left, y, width, server.empty ? "sign.first-send" : "sign.up-send",
                                           form.problem, form.busy);
                       if (!server.empty && side_way(studio, left, y, width, "sign:in", "sign.have-account"))
                           studio.go({false, 0, 0, "sign-in"});
                       if (side_way(studio, left, y, width, "sign:local", "sign.local"))
                           studio.go({});
                       if (send)
                           send_sign_up(studio);
                       return y;
                   });
}

} // namespace tw
