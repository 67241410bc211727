// "#/members": who works here, as what, since when they were last seen; for admins also the link that lets others in.
#include "app/server/server_parts.hpp"

#include "app/figures.hpp"

#include <algorithm>
#include <array>

namespace tw {
namespace {

constexpr std::array<std::string_view, 4> roles = {"admin", "manager", "reviewer", "annotator"};
constexpr std::int64_t page_size = 100;

MembersView& view_of(Studio& studio) {
    return studio.server->pages->members;
}

std::string members_url(const Studio& studio) {
    return "/api/organizations/" + std::to_string(studio.server->user->organization_id) + "/memberships";
}

void failed(Studio& studio, const ServerAnswer& answer) {
    MembersView& view = view_of(studio);
    view.fetch = Fetch::failed;
    view.trouble = answer;
}

std::string role_text(const Studio& studio, std::string_view role) {
    return studio.ui.text("role." + std::string(role));
}

void fetch_invite(Studio& studio) {
    if (!studio.server->user->is_admin()) {
        view_of(studio).fetch = Fetch::done;
        return;
    }
    ask_server(studio, "GET", "/api/invite", {}, [&studio](const ServerAnswer& answer) {
        if (!answer.ok())
            return failed(studio, answer);
        view_of(studio).invite_url = string_or(answer.body, "studio_url", "");
        view_of(studio).fetch = Fetch::done;
    });
}

void fetch_page(Studio& studio, std::int64_t number) {
    ask_server(studio, "GET",
               members_url(studio) + "?page_size=" + std::to_string(page_size) + "&page=" + std::to_string(number), {},
               [&studio, number](const ServerAnswer& answer) {
                   const Json* const results = find(answer.body, "results");
                   if (!answer.ok() || !results || !results->is_array() || !studio.server->user)
                       return failed(studio, answer);
                   MembersView& view = view_of(studio);
                   if (number == 1)
                       view.members.clear();
                   view.count = static_cast<std::int64_t>(number_or(answer.body, "count", 0));
                   for (const Json& one : *results) {
                       const Json* const person = find(one, "user");
                       auto user = person ? user_from_json(*person) : std::nullopt;
                       if (!user)
                           continue;
                       user->role = string_or(one, "role", "annotator");
                       view.members.push_back({std::move(*user), string_or(*person, "last_activity", "")});
                   }
                   if (number * page_size < view.count && !results->empty())
                       fetch_page(studio, number + 1);
                   else
                       fetch_invite(studio);
               });
}

Member* member_of(Studio& studio, std::int64_t id) {
    std::vector<Member>& all = view_of(studio).members;
    const auto found = std::ranges::find(all, id, [](const Member& member) { return member.user.id; });
    return found == all.end() ? nullptr : &*found;
}

void change_role(Studio& studio, Member& member, std::string role) {
    member.changing = true;
    ask_server(studio, "PATCH", members_url(studio) + "/" + std::to_string(member.user.id) + "/", {{"role", role}},
               [&studio, id = member.user.id, role](const ServerAnswer& answer) {
                   Member* const at = member_of(studio, id);
                   if (!at || !studio.server->user)
                       return;
                   at->changing = false;
                   if (answer.status == 409)
                       return studio.notify(studio.ui.text("members.last-admin"), true);
                   if (!answer.ok())
                       return studio.notify(trouble_text(studio, answer), true);
                   at->user.role = role;
                   if (id == studio.server->user->id)
                       ask_session(studio); // what one may do has changed
                   studio.notify(studio.ui.strings->format(
                       "members.role-changed", {{"name", at->user.name()}, {"role", role_text(studio, role)}}));
               });
}

void remove(Studio& studio, const Member& member) {
    ask_server(studio, "DELETE", members_url(studio) + "/" + std::to_string(member.user.id) + "/", {},
               [&studio, id = member.user.id, name = member.user.name()](const ServerAnswer& answer) {
                   if (!answer.ok() && answer.status != 404)
                       return studio.notify(trouble_text(studio, answer), true);
                   std::erase_if(view_of(studio).members, [id](const Member& one) { return one.user.id == id; });
                   studio.notify(studio.ui.strings->format("members.removed", {{"name", name}}));
               });
}

double draw_invite(Studio& studio, const Rect& box) {
    Ui& ui = studio.ui;
    double y = words(studio, box.x, box.y, box.w, ui.text("members.invite-text"), studio.look.theme().text_muted) + 12;
    y += copy_box(studio, {box.x, y, box.w, 34}, "members:invite", "members.invite-link", view_of(studio).invite_url);
    y += 10;
    const double reset_px = button_width(ui, ui.text("members.invite-reset"), Icon::reset);
    if (button(ui, {box.x, y, reset_px, 32},
               {.id = "members:reset",
                .label = ui.text("members.invite-reset"),
                .tooltip = ui.text("members.invite-reset-hint"),
                .icon = Icon::reset}))
        ask_server(studio, "POST", "/api/invite/reset-token", Json::object(), [&studio](const ServerAnswer& answer) {
            if (!answer.ok())
                return studio.notify(trouble_text(studio, answer), true);
            view_of(studio).invite_url = string_or(answer.body, "studio_url", "");
            studio.notify(studio.ui.text("members.invite-done"));
        });
    return y + 32;
}

void draw_initials(Studio& studio, const Rect& box, const std::string& initials) {
    const Theme& theme = studio.look.theme();
    fill(studio.ui, box, theme.accent_soft, static_cast<float>(box.w / 2));
    text(studio.ui, box, initials, {theme.small.size_px, true}, theme.link, TextFit::ellipsis, 0.5);
}

void draw_member(Studio& studio, const Rect& line, Member& member) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    const ServerUser& me = *studio.server->user;
    const bool narrow = studio.narrow(), admin = me.is_admin(), self = member.user.id == me.id;
    const double middle = line.y + 30;
    draw_initials(studio, {line.x, middle - 16, 32, 32}, member.user.initials);
    const double role_px = 132, seen_px = narrow ? 0 : 130, remove_px = admin ? 40 : 0;
    const double name_px = narrow ? line.w - 44 : line.w - 44 - role_px - seen_px - remove_px - 16;
    const std::string name =
        self ? ui.strings->format("members.you", {{"name", member.user.name()}}) : member.user.name();
    const bool has_names = member.user.name() != member.user.email;
    text(ui, {line.x + 44, has_names ? middle - 19 : middle - 10, name_px, 20}, name, {theme.body.size_px, true},
         theme.text);
    if (has_names)
        text(ui, {line.x + 44, middle, name_px, 20}, member.user.email, theme.small, theme.text_muted);
    double x = narrow ? line.x + 44 : line.right() - remove_px - role_px;
    const double y = narrow ? line.y + 58 : middle - 16;
    const std::string seen = age_text(ui, member.last_activity, studio.ports.clock->now_ms_utc());
    if (!narrow)
        text(ui, {x - seen_px - 16, y, seen_px, 32}, seen, theme.small, theme.text_muted, TextFit::ellipsis, 1);
    if (admin) {
        std::vector<std::string> titles;
        for (const std::string_view role : roles)
            titles.push_back(role_text(studio, role));
        const auto current = static_cast<int>(std::ranges::find(roles, member.user.role) - roles.begin());
        if (const auto chosen = select(ui, {x, y, role_px, 32}, "members:role:" + std::to_string(member.user.id),
                                       ui.strings->format("members.role-of", {{"name", member.user.name()}}), titles,
                                       current, member.changing))
            change_role(studio, member, std::string(roles[static_cast<std::size_t>(*chosen)]));
    } else {
        text(ui, {x, y, role_px, 32}, role_text(studio, member.user.role), theme.body, theme.text_muted,
             TextFit::ellipsis, narrow ? 0 : 1);
    }
    x += role_px + 8;
    if (narrow) {
        text(ui, {x, y, line.right() - x - (admin ? 40 : 0), 32}, seen, theme.small, theme.text_muted);
        x = line.right() - 32;
    }
    if (admin && !self) {
        const std::string remove_name = ui.strings->format("members.remove-name", {{"name", member.user.name()}});
        if (button(ui, {x, y, 32, 32},
                   {.id = "members:remove:" + std::to_string(member.user.id),
                    .name = remove_name,
                    .tooltip = remove_name,
                    .icon = Icon::trash,
                    .kind = ButtonKind::quiet}))
            view_of(studio).removing = member;
    }
}

double draw_list(Studio& studio, const Rect& box) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    MembersView& view = view_of(studio);
    const double row_px = studio.narrow() ? 100 : 60;
    const auto count = static_cast<int>(view.members.size());
    const Rect list = {box.x, box.y - 6, box.w, row_px * count};
    semantics_list(
        ui, "members:list", ui.text("members.title"), list,
        [&] {
            const RowRange rows = visible_rows(ui, list, row_px, count);
            for (int i = rows.first; i < rows.last; ++i) {
                Member& member = view.members[static_cast<std::size_t>(i)];
                const Rect line = {list.x, list.y + i * row_px, list.w, row_px};
                if (i > 0)
                    fill(ui, {line.x, line.y, line.w, 1}, theme.border);
                semantics_list(
                    ui, "members:row:" + std::to_string(member.user.id),
                    member.user.name() + ", " + member.user.email + ", " + role_text(studio, member.user.role), line,
                    [&] { draw_member(studio, line, member); }, "listitem");
            }
        },
        "list");
    return list.bottom() - 8;
}

} // namespace

void draw_members_page(Studio& studio, const Rect& box_px) {
    if (view_of(studio).fetch == Fetch::wanted) {
        view_of(studio).fetch = Fetch::under_way;
        fetch_page(studio, 1);
    }
    draw_account_frame(studio, box_px, [&](double left, double y, double width) {
        MembersView& view = view_of(studio);
        if (!draw_fetched(studio, left, y, width, view.fetch, view.trouble) && view.members.empty())
            return y + 60;
        if (studio.server->user->is_admin())
            y = card(studio, left, y, width, "members.invite",
                     [&](const Rect& box) { return draw_invite(studio, box); });
        return card(studio, left, y, width, "members.people", [&](const Rect& box) { return draw_list(studio, box); });
    });
}

void draw_remove_member_dialog(Studio& studio) {
    std::optional<Member>& removing = studio.server->pages->members.removing;
    if (!removing)
        return;
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    const Member doomed = *removing;
    const std::string title = ui.strings->format("members.remove-name", {{"name", doomed.user.name()}});
    const double width = std::min(440.0, ui.viewport_px.w - 24) - 40;
    const double words_px = measure(ui, ui.text("members.remove-text"), theme.body, width).h;
    bool close = false;
    const Rect box =
        begin_overlay(ui, "dialog:remove", title, {width + 40, words_px + 128}, OverlayPlace::center, close);
    text(ui, {box.x + 20, box.y + 18, width, 22}, title, {theme.title.size_px, true}, theme.text);
    text(ui, {box.x + 20, box.y + 48, width, words_px}, ui.text("members.remove-text"), theme.body, theme.text_muted,
         TextFit::wrap);
    const double remove_px = button_width(ui, ui.text("members.remove"), Icon::none);
    const double cancel_px = button_width(ui, ui.text("new.cancel"), Icon::none);
    const double y = box.bottom() - 52;
    if (button(ui, {box.right() - 28 - remove_px - cancel_px, y, cancel_px, 32},
               {.id = "remove:no", .label = ui.text("new.cancel")}))
        close = true;
    if (button(ui, {box.right() - 20 - remove_px, y, remove_px, 32},
               {.id = "remove:yes", .label = ui.text("members.remove"), .kind = ButtonKind::danger})) {
        remove(studio, doomed);
        close = true;
    }
    end_overlay(ui);
    if (close) {
        removing.reset();
        studio.frame_again = true;
    }
}

} // namespace tw
