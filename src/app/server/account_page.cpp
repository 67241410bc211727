// "#/account": names, password, and the tokens by which programs work in one's name.
#include "app/server/server_parts.hpp"

#include "app/figures.hpp"
#include "base/base64.hpp"
#include "base/time.hpp"

#include <algorithm>

namespace tw {
namespace {

AccountView& view_of(Studio& studio) {
    return studio.server->pages->account;
}

void failed(Studio& studio, const ServerAnswer& answer) {
    AccountView& view = view_of(studio);
    view.fetch = Fetch::failed;
    view.trouble = answer;
}

void take_tokens(Studio& studio, const ServerAnswer& answer) {
    AccountView& view = view_of(studio);
    view.tokens.clear();
    if (answer.body.is_array())
        for (const Json& token : answer.body)
            view.tokens.push_back(string_or(token, "token", ""));
}

void fetch_tokens(Studio& studio) {
    ask_server(studio, "GET", "/api/token/", {}, [&studio](const ServerAnswer& answer) {
        if (!answer.ok())
            return failed(studio, answer);
        take_tokens(studio, answer);
        view_of(studio).fetch = Fetch::done;
    });
}

void fetch(Studio& studio) {
    AccountView& view = view_of(studio);
    view.fetch = Fetch::under_way;
    view.first_name.text = studio.server->user->first_name;
    view.last_name.text = studio.server->user->last_name;
    ask_server(studio, "GET", "/api/jwt/settings", {}, [&studio](const ServerAnswer& switches) {
        if (!switches.ok())
            return failed(studio, switches);
        view_of(studio).personal_allowed = bool_or(switches.body, "api_tokens_enabled", true);
        view_of(studio).legacy_allowed = bool_or(switches.body, "legacy_api_tokens_enabled", true);
        ask_server(studio, "GET", "/api/current-user/token", {}, [&studio](const ServerAnswer& answer) {
            if (!answer.ok())
                return failed(studio, answer);
            view_of(studio).legacy_token = string_or(answer.body, "token", "");
            fetch_tokens(studio);
        });
    });
}

void save_names(Studio& studio) {
    AccountView& view = view_of(studio);
    if (view.saving)
        return;
    view.saving = true;
    ask_server(studio, "PATCH", "/api/users/" + std::to_string(studio.server->user->id) + "/",
               {{"first_name", view.first_name.text}, {"last_name", view.last_name.text}},
               [&studio](const ServerAnswer& answer) {
                   AccountView& at = view_of(studio);
                   at.saving = false;
                   if (!answer.ok() || !studio.server->user) {
                       at.last_name.problem = trouble_text(studio, answer);
                       return;
                   }
                   ServerUser user = *studio.server->user;
                   user.first_name = string_or(answer.body, "first_name", "");
                   user.last_name = string_or(answer.body, "last_name", "");
                   user.initials = string_or(answer.body, "initials", user.initials);
                   set_user(studio, user);
                   studio.notify(studio.ui.text("account.names-saved"));
               });
}

void change_password(Studio& studio) {
    AccountView& view = view_of(studio);
    const Ui& ui = studio.ui;
    studio.frame_again = true;
    view.password_problem.clear();
    view.new_password.problem = view.new_password.text.size() < 8 ? ui.text("sign.password-hint") : "";
    if (view.changing || !view.new_password.problem.empty())
        return;
    view.changing = true;
    ask_server(studio, "POST", "/api/tagwright/password",
               {{"old_password", view.old_password.text}, {"password", view.new_password.text}},
               [&studio](const ServerAnswer& answer) {
                   AccountView& at = view_of(studio);
                   at.changing = false;
                   if (answer.ok()) {
                       at.old_password = at.new_password = {};
                       return studio.notify(studio.ui.text("account.password-changed"));
                   }
                   if (!answer.problem_with("old_password").empty())
                       at.old_password.problem = studio.ui.text("account.password-wrong");
                   else if (!answer.problem_with("password").empty())
                       at.new_password.problem = studio.ui.text("sign.password-hint");
                   else
                       at.password_problem = trouble_text(studio, answer);
               });
}

double draw_names(Studio& studio, const Rect& box) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    AccountView& view = view_of(studio);
    const ServerUser& user = *studio.server->user;
    text(ui, {box.x, box.y, box.w, 20}, ui.text("sign.email"), {theme.small.size_px, true}, theme.text);
    text(ui, {box.x, box.y + 22, box.w, 20}, user.email, theme.body, theme.text_muted);
    ui.semantics->add({.id = "account:email",
                       .role = "note",
                       .name = ui.text("sign.email"),
                       .value = user.email,
                       .rect_px = {box.x, box.y, box.w, 42}});
    double y = box.y + 54;
    const FieldResult field =
        name_fields(studio, box.x, y, box.w, view.first_name, view.last_name, false, studio.narrow());
    bool save = field.entered;
    y = field.bottom_px + 2;
    const bool changed = view.first_name.text != user.first_name || view.last_name.text != user.last_name;
    const double button_px = button_width(ui, ui.text("settings.save"), Icon::none);
    save |= button(ui, {box.x, y, button_px, 34},
                   {.id = "account:save",
                    .label = ui.text("settings.save"),
                    .kind = ButtonKind::primary,
                    .disabled = !changed || view.saving});
    if (save && changed)
        save_names(studio);
    return y + 34;
}

double draw_password(Studio& studio, const Rect& box) {
    Ui& ui = studio.ui;
    AccountView& view = view_of(studio);
    const double width = std::min(box.w, 360.0);
    FieldResult field =
        form_field(studio, box.x, box.y, width, {.id = "account:old", .key = "account.password-old", .password = true},
                   view.old_password);
    bool change = field.entered;
    field = form_field(
        studio, box.x, field.bottom_px, width,
        {.id = "account:new", .key = "account.password-new", .password = true, .hint = ui.text("sign.password-hint")},
        view.new_password);
    change |= field.entered;
    double y = field.bottom_px;
    if (!view.password_problem.empty())
        y = problem(studio, box.x, y, box.w, "account:password-problem", view.password_problem) + 8;
    y = words(studio, box.x, y, box.w, ui.text("account.password-ends"), studio.look.theme().text_muted) + 10;
    const double button_px = button_width(ui, ui.text("account.password-change"), Icon::none);
    change |= button(ui, {box.x, y, button_px, 34},
                     {.id = "account:change",
                      .label = ui.text("account.password-change"),
                      .disabled = view.new_password.text.empty() || view.changing});
    if (change)
        change_password(studio);
    return y + 34;
}

void make_token(Studio& studio) {
    ask_server(studio, "POST", "/api/token/", Json::object(), [&studio](const ServerAnswer& answer) {
        if (!answer.ok())
            return studio.notify(trouble_text(studio, answer), true);
        view_of(studio).new_token = string_or(answer.body, "token", "");
        fetch_tokens(studio);
    });
}

void revoke_token(Studio& studio, const std::string& shown) {
    ask_server(studio, "POST", "/api/token/blacklist/", {{"refresh", shown}}, [&studio](const ServerAnswer& answer) {
        if (!answer.ok() && answer.status != 404)
            return studio.notify(trouble_text(studio, answer), true);
        view_of(studio).new_token.clear();
        studio.notify(studio.ui.text("account.token-revoked"));
        fetch_tokens(studio);
    });
}

/// When a token was made, of its second part.
std::string token_age(const Studio& studio, std::string_view shown) {
    const std::string_view rest = shown.substr(std::min(shown.size(), shown.find('.') + 1));
    const auto claims = decode_base64(rest.substr(0, rest.find('.')));
    const auto json = parse_json(claims.value_or(""));
    const double made_s = json ? number_or(*json, "iat", 0) : 0;
    return age_text(studio.ui, iso_from_ms(static_cast<std::uint64_t>(std::max(0.0, made_s)) * 1000),
                    studio.ports.clock->now_ms_utc());
}

double draw_personal_tokens(Studio& studio, const Rect& box) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    AccountView& view = view_of(studio);
    double y = words(studio, box.x, box.y, box.w, ui.text("account.tokens-text"), theme.text_muted) + 12;
    if (!view.personal_allowed)
        return words(studio, box.x, y, box.w, ui.text("account.tokens-off"), theme.text);
    if (!view.new_token.empty()) {
        y = words(studio, box.x, y, box.w, ui.text("account.token-once"), theme.success) + 8;
        y += copy_box(studio, {box.x, y, box.w, 34}, "account:new-token", "account.token-new", view.new_token) + 12;
    }
    for (std::size_t i = 0; i < view.tokens.size(); ++i) {
        const std::string shown = view.tokens[i]; // a copy: revoking changes the list
        const std::string name = ui.strings->format("account.token-made", {{"when", token_age(studio, shown)}});
        const double revoke_px = button_width(ui, ui.text("account.token-revoke"), Icon::none);
        icon(ui, {box.x + 10, y + 17}, Icon::key, 16, theme.text_muted);
        text(ui, {box.x + 28, y, box.w - revoke_px - 40, 34}, name, theme.body, theme.text);
        ui.semantics->add({.id = "account:token:" + std::to_string(i),
                           .role = "note",
                           .name = name,
                           .rect_px = {box.x, y, box.w - revoke_px - 12, 34}});
        if (button(ui, {box.right() - revoke_px, y + 1, revoke_px, 32},
                   {.id = "account:revoke:" + std::to_string(i),
                    .label = ui.text("account.token-revoke"),
                    .kind = ButtonKind::danger}))
            revoke_token(studio, shown);
        y += 44;
    }
    if (!view.tokens.empty())
        return y - 10;
    const double button_px = button_width(ui, ui.text("account.token-create"), Icon::plus);
    if (button(ui, {box.x, y, button_px, 34},
               {.id = "account:create", .label = ui.text("account.token-create"), .icon = Icon::plus}))
        make_token(studio);
    return y + 34;
}

double draw_legacy_token(Studio& studio, const Rect& box) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    AccountView& view = view_of(studio);
    double y = words(studio, box.x, box.y, box.w, ui.text("account.legacy-text"), theme.text_muted) + 12;
    if (!view.legacy_allowed)
        return words(studio, box.x, y, box.w, ui.text("account.legacy-off"), theme.text);
    y += copy_box(studio, {box.x, y, box.w, 34}, "account:legacy", "account.legacy", view.legacy_token,
                  view.legacy_shown ? std::string_view() : std::string_view("••••••••••••••••••••")) +
         10;
    const std::string& show = ui.text(view.legacy_shown ? "account.legacy-hide" : "account.legacy-show");
    const Icon eye = view.legacy_shown ? Icon::eye_off : Icon::eye;
    const double show_px = button_width(ui, show, eye);
    if (button(ui, {box.x, y, show_px, 32}, {.id = "account:legacy-show", .label = show, .icon = eye}))
        view.legacy_shown = !view.legacy_shown, studio.frame_again = true; // it is drawn already
    const double reset_px = button_width(ui, ui.text("account.legacy-reset"), Icon::reset);
    const bool below = show_px + 8 + reset_px > box.w;
    if (below)
        y += 40;
    if (button(ui, {below ? box.x : box.x + show_px + 8, y, reset_px, 32},
               {.id = "account:legacy-reset", .label = ui.text("account.legacy-reset"), .icon = Icon::reset}))
        ask_server(studio, "POST", "/api/current-user/reset-token/", Json::object(),
                   [&studio](const ServerAnswer& answer) {
                       if (!answer.ok())
                           return studio.notify(trouble_text(studio, answer), true);
                       view_of(studio).legacy_token = string_or(answer.body, "token", "");
                       studio.notify(studio.ui.text("account.legacy-done"));
                   });
    return y + 32;
}

} // namespace

void draw_account_page(Studio& studio, const Rect& box_px) {
    if (view_of(studio).fetch == Fetch::wanted)
        fetch(studio);
    draw_account_frame(studio, box_px, [&](double left, double y, double width) {
        y = card(studio, left, y, width, "account.profile", [&](const Rect& box) { return draw_names(studio, box); });
        y = card(studio, left, y, width, "account.password",
                 [&](const Rect& box) { return draw_password(studio, box); });
        AccountView& view = view_of(studio);
        if (!draw_fetched(studio, left, y, width, view.fetch, view.trouble))
            return y + 60;
        y = card(studio, left, y, width, "account.tokens",
                 [&](const Rect& box) { return draw_personal_tokens(studio, box); });
        return card(studio, left, y, width, "account.legacy",
                    [&](const Rect& box) { return draw_legacy_token(studio, box); });
    });
}

} // namespace tw
