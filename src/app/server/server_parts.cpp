#include "app/server/server_parts.hpp"

#include <algorithm>
#include <cmath>

namespace tw {
namespace {

/// What a part took in the last frame; a change is drawn once more.
void remember(Studio& studio, std::string_view id, double height_px) {
    double& known = studio.server->pages->heights[std::string(id)];
    if (known != height_px) {
        known = height_px;
        studio.frame_again = true;
    }
}

double remembered(const Studio& studio, std::string_view id) {
    const auto& heights = studio.server->pages->heights;
    const auto found = heights.find(id);
    return found == heights.end() ? 0 : found->second;
}

} // namespace

FieldResult form_field(Studio& studio, double left, double y, double width, const FieldSpec& spec, FormField& field) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    const double height = studio.narrow() ? 40 : 34;
    text(ui, {left, y, width, 20}, ui.text(spec.key), {theme.small.size_px, true}, theme.text);
    const Rect box = {left, y + 22, spec.password ? width - height - 4 : width, height};
    const TextInputResult typed = text_input(ui, box,
                                             {.id = spec.id,
                                              .name = ui.text(spec.key),
                                              .disabled = spec.disabled,
                                              .take_focus = spec.take_focus,
                                              .password = spec.password && !field.shown},
                                             field.text);
    if (!field.problem.empty())
        outline(ui, box, theme.danger, theme.radius_px);
    if (typed.changed)
        field.problem.clear();
    if (spec.password) {
        const std::string& name = ui.text(field.shown ? "server.password-hide" : "server.password-show");
        if (button(ui, {box.right() + 4, box.y, height, height},
                   {.id = std::string(spec.id) + ":show",
                    .name = name,
                    .tooltip = name,
                    .icon = field.shown ? Icon::eye_off : Icon::eye,
                    .kind = ButtonKind::quiet,
                    .disabled = spec.disabled,
                    .pressed = field.shown}))
            field.shown = !field.shown, studio.frame_again = true; // it is drawn already
    }
    double below = box.bottom() + 4;
    if (!field.problem.empty())
        below = problem(studio, left, below, width, std::string(spec.id) + ":problem", field.problem);
    else if (!spec.hint.empty())
        below += text(ui, {left, below, width, 60}, spec.hint, theme.small, theme.text_muted, TextFit::wrap);
    return {below + 10, typed.changed, typed.entered};
}

FieldResult name_fields(Studio& studio, double left, double y, double width, FormField& first, FormField& last,
                        bool take_focus, bool stacked) {
    const double part = stacked ? width : std::floor((width - 12) / 2);
    const bool family_first = studio.look.strings().language().starts_with("zh");
    const FieldSpec given = {.id = "name:first", .key = "sign.first-name", .take_focus = take_focus && !family_first};
    const FieldSpec family = {.id = "name:last", .key = "sign.last-name", .take_focus = take_focus && family_first};
    const FieldResult one =
        form_field(studio, left, y, part, family_first ? family : given, family_first ? last : first);
    FieldResult two = form_field(studio, stacked ? left : left + width - part, stacked ? one.bottom_px : y, part,
                                 family_first ? given : family, family_first ? first : last);
    two.bottom_px = std::max(one.bottom_px, two.bottom_px);
    two.changed |= one.changed;
    two.entered |= one.entered;
    return two;
}

double card(Studio& studio, double left, double y, double width, std::string_view title_key,
            const std::function<double(const Rect&)>& draw) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    const double inset = studio.narrow() ? 16 : 20;
    const Rect box = {left, y, width, remembered(studio, title_key)};
    fill(ui, box, theme.surface, theme.radius_px + 2);
    outline(ui, box, theme.border, theme.radius_px + 2);
    text(ui, {left + inset, y + 14, width - 2 * inset, 22}, ui.text(title_key), {theme.title.size_px, true},
         theme.text);
    double bottom = y;
    semantics_list(
        ui, title_key, ui.text(title_key), box, [&] { bottom = draw({left + inset, y + 46, width - 2 * inset, 0}); },
        "group");
    remember(studio, title_key, bottom + inset - y);
    return bottom + inset + 16;
}

double copy_box(Studio& studio, const Rect& box_px, std::string_view id, std::string_view name_key,
                const std::string& text, std::string_view shown) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    const std::string& copy = ui.text("server.copy");
    const double button_px = button_width(ui, copy, Icon::copy);
    const Rect box = {box_px.x, box_px.y, box_px.w - button_px - 8, 34};
    fill(ui, box, theme.surface_sunken, theme.radius_px);
    tw::text(ui, {box.x + 10, box.y, box.w - 20, box.h}, shown.empty() ? std::string_view(text) : shown, theme.mono,
             theme.text);
    // What is hidden from the eye is hidden from readers of the screen too.
    ui.semantics->add({.id = std::string(id),
                       .role = "note",
                       .name = ui.text(name_key),
                       .value = shown.empty() ? text : std::string(),
                       .rect_px = box});
    if (button(ui, {box.right() + 8, box.y + 1, button_px, 32},
               {.id = std::string(id) + ":copy",
                .label = copy,
                .name = copy + ": " + ui.text(name_key),
                .icon = Icon::copy})) {
        studio.ports.host->set_clipboard(text);
        studio.notify(ui.text("server.copied"));
    }
    return 34;
}

double words(Studio& studio, double left, double y, double width, std::string_view said, Color color) {
    return y + text(studio.ui, {left, y, width, 200}, said, studio.look.theme().body, color, TextFit::wrap);
}

double problem(Studio& studio, double left, double y, double width, std::string_view id, std::string_view said) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    const double used = text(ui, {left, y, width, 100}, said, theme.small, theme.danger, TextFit::wrap);
    ui.semantics->add(
        {.id = std::string(id), .role = "alert", .name = std::string(said), .rect_px = {left, y, width, used}});
    return y + used;
}

void draw_account_frame(Studio& studio, const Rect& box_px,
                        const std::function<double(double left, double y, double width)>& draw) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    static constexpr std::string_view places[] = {"account", "members", "server"};
    std::vector<std::string> titles = {ui.text("account.title"), ui.text("members.title")};
    if (studio.server->user && studio.server->user->is_admin())
        titles.push_back(ui.text("report.title"));
    const double width = std::min(760.0, box_px.w - 32);
    const double left = std::floor(box_px.center().x - width / 2);
    const auto current = static_cast<int>(std::ranges::find(places, studio.address.place) - places);
    text(ui, {left, box_px.y + 20, width, 28}, titles[std::min<std::size_t>(current, titles.size() - 1)],
         {theme.heading.size_px, true}, theme.text);
    if (const auto chosen =
            tabs(ui, {left - 10, box_px.y + 52, width, 40}, "account:tabs", titles, current, ui.text("account.title")))
        studio.go({false, 0, 0, std::string(places[*chosen])});
    fill(ui, {left, box_px.y + 92, width, 1}, theme.border);
    const Rect below = {box_px.x, box_px.y + 101, box_px.w, box_px.h - 101};
    const std::string id = "account:scroll:" + studio.address.place;
    const Rect content = begin_scroll(ui, below, id, remembered(studio, id));
    const double bottom = draw(left, content.y + 12, width);
    end_scroll(ui);
    remember(studio, id, bottom - content.y);
}

bool draw_fetched(Studio& studio, double left, double y, double width, Fetch& fetch, const ServerAnswer& trouble) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    if (fetch == Fetch::done)
        return true;
    if (fetch != Fetch::failed) {
        text(ui, {left, y, width, 24}, ui.text("app.loading"), theme.body, theme.text_muted);
        return false;
    }
    const std::string message = trouble_text(studio, trouble);
    const std::vector<std::string> buttons = {ui.text("error.retry")};
    if (banner(ui, {left, y, width, banner_height(ui, message, buttons, width)}, "account:trouble", message, true,
               buttons)) {
        fetch = Fetch::wanted;
        studio.frame_again = true;
    }
    return false;
}

void draw_message_page(Studio& studio, const Rect& box_px, Icon which, std::string_view title_key,
                       std::string_view text_key) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    const double width = std::min(420.0, box_px.w - 32);
    const Rect box = {box_px.center().x - width / 2, box_px.center().y - 90, width, 180};
    icon(ui, {box.center().x, box.y}, which, 28, theme.text_muted);
    text(ui, {box.x, box.y + 26, box.w, 24}, ui.text(title_key), {theme.title.size_px, true}, theme.text,
         TextFit::ellipsis, 0.5);
    const double used =
        text(ui, {box.x, box.y + 56, box.w, 80}, ui.text(text_key), theme.body, theme.text_muted, TextFit::wrap, 0.5);
    ui.semantics->add({.id = "message",
                       .role = "note",
                       .name = ui.text(title_key),
                       .value = ui.text(text_key),
                       .rect_px = {box.x, box.y, box.w, 60 + used}});
    const double button_px = button_width(ui, ui.text("bar.back"), Icon::none);
    if (button(ui, {box.center().x - button_px / 2, box.y + 72 + used, button_px, 32},
               {.id = "message:back", .label = ui.text("bar.back")}))
        studio.go({});
}

} // namespace tw
