#include "app/around/around.hpp"
#include "app/labeling/labeling_page.hpp"
#include "app/server/server_account.hpp"
#include "app/server/sync_engine.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>

namespace tw {
namespace {

std::string saved_hint(Studio& studio) {
    const double at = studio.around->flow.saved_at_ms;
    const std::string& hint = studio.ui.text("save.saved-hint");
    if (at < 0)
        return hint;
    const double seconds = (studio.ui.now_ms - at) / 1000;
    return hint + " " +
           (seconds < 60
                ? studio.ui.text("save.just-now")
                : studio.ui.strings->format("save.minutes", {{"n", std::to_string(std::lround(seconds / 60))}}));
}

/// What stands at the right, in the order the eye goes: measured first, because the title gets what is left.
struct BarItem {
    double width_px = 0;
    std::function<void(double x)> draw;
};

/// Where a server's project stands between this device and the server: what is said, in which colour, and why.
struct SyncWords {
    std::string label, hint;
    Color color;
};
std::optional<SyncWords> sync_words(const Studio& studio) {
    const Theme& theme = studio.look.theme();
    const Strings& strings = *studio.ui.strings;
    const SyncLight light = sync_light(studio);
    if (light == SyncLight::none || studio.autosave.state() != SaveState::saved)
        return std::nullopt; // whether it is safe on this device comes first
    const SyncState& sync = *studio.sync;
    const std::string n = std::to_string(sync.unsent);
    switch (light) {
    case SyncLight::sending:
        return SyncWords{sync.unsent == 0 ? studio.ui.text("sync.checking")
                                          : strings.format("sync.sending", {{"n", n}}),
                         studio.ui.text("sync.sending-hint"), theme.warning};
    case SyncLight::offline:
        return SyncWords{strings.format(sync.unsent > 0 ? "sync.offline-unsent" : "sync.offline", {{"n", n}}),
                         studio.ui.text("sync.offline-hint"), theme.warning};
    case SyncLight::refused:
        return SyncWords{
            studio.ui.text("sync.refused"),
            strings.format("sync.refused-hint",
                           {{"why", sync.clock_ahead ? studio.ui.text("sync.clock-ahead") : sync.refused}}),
            theme.danger};
    case SyncLight::signed_out:
        return SyncWords{studio.ui.text("sync.signed-out"), studio.ui.text("sync.signed-out-hint"), theme.warning};
    default:
        return SyncWords{studio.ui.text("sync.synced"), studio.ui.text("sync.synced-hint"), theme.success};
    }
}

/// What the top bar calls saved, with a dot of its colour.
BarItem save_state(Studio& studio, const Rect& bar) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    const SaveState state = studio.autosave.state();
    static constexpr std::string_view keys[] = {"save.none", "save.saved", "save.saving", "save.failed"};
    const Color colors[] = {theme.text_muted, theme.success, theme.warning, theme.danger};
    const auto at = static_cast<std::size_t>(state);
    // A text that is being typed becomes an edit when it is added: until then it is nowhere but on the screen.
    const bool typing =
        state == SaveState::saved && studio.task &&
        std::ranges::any_of(studio.task->view.edits, [](const auto& edit) { return !edit.second.empty(); });
    const std::optional<SyncWords> sync = typing ? std::nullopt : sync_words(studio);
    const std::string& label = sync ? sync->label : ui.text(typing ? "save.typing" : keys[at]);
    const double width = studio.narrow() ? 12 : measure(ui, label, theme.small).w + 20;
    return {width, [&studio, bar, width, state, typing, sync, label,
                    color = sync     ? sync->color
                            : typing ? theme.warning
                                     : colors[at]](double x) {
                Ui& at_ui = studio.ui;
                const Theme& colored = studio.look.theme();
                const Rect box = {x, bar.y, width, bar.h};
                fill(at_ui, {box.x, box.center().y - 4, 8, 8}, color, 4);
                if (!studio.narrow())
                    text(at_ui, {box.x + 14, box.y, box.w - 12, box.h}, label, colored.small, colored.text_muted);
                at_ui.semantics->add({.id = "save", .role = "status", .name = label, .rect_px = box});
                tooltip(at_ui, box,
                        sync                         ? sync->hint
                        : state == SaveState::failed ? at_ui.say(studio.autosave.error())
                        : state == SaveState::none   ? at_ui.text("save.none-hint")
                        : typing                     ? at_ui.text("save.typing-hint")
                                                     : saved_hint(studio));
            }};
}

/// Who else is there: with a ring those who have this task before them.
BarItem present_item(Studio& studio, const Rect& bar, std::vector<Present> people) {
    constexpr double disc_px = 26, step_px = 20;
    const double width = disc_px + step_px * static_cast<double>(people.size() - 1);
    return {
        width, [&studio, bar, people = std::move(people)](double x) {
            Ui& ui = studio.ui;
            const Theme& theme = studio.look.theme();
            const std::int64_t here = studio.project && studio.project->current >= 0
                                          ? studio.project->table->id(static_cast<std::size_t>(studio.project->current))
                                          : 0;
            for (const Present& one : people) {
                const bool beside = here != 0 && one.task_id == here;
                const Rect disc = {x, bar.center().y - disc_px / 2, disc_px, disc_px};
                const std::string name =
                    ui.strings->format(beside ? "sync.present-here" : "sync.present", {{"name", one.name}});
                fill(ui, disc, beside ? theme.accent : theme.border_strong, disc_px / 2);
                fill(ui, disc.expanded(-2), theme.accent_soft, disc_px / 2 - 2);
                text(ui, disc, one.initials, {theme.small.size_px - 2, true}, theme.link, TextFit::ellipsis, 0.5);
                ui.semantics->add({.id = "present:" + std::to_string(one.user_id) + ":" + std::to_string(one.task_id),
                                   .role = "img",
                                   .name = name,
                                   .rect_px = disc});
                tooltip(ui, disc, name);
                x += step_px;
            }
        }};
}

/// The others, those on this task first, at most four.
std::vector<Present> others(const Studio& studio) {
    std::vector<Present> people;
    if (!studio.sync || !studio.server->user || !studio.project)
        return people;
    const std::int64_t here = studio.project->current >= 0
                                  ? studio.project->table->id(static_cast<std::size_t>(studio.project->current))
                                  : -1;
    for (const Present& one : studio.sync->people)
        if (one.user_id != studio.server->user->id)
            people.push_back(one);
    std::ranges::stable_sort(people, std::greater{}, [&](const Present& one) { return one.task_id == here; });
    if (people.size() > 4)
        people.resize(4);
    return people;
}

/// Where one is among the tasks, and how many are done.
BarItem task_place(Studio& studio, const Rect& bar) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    const OpenProject& open = *studio.project;
    const auto count = static_cast<std::int64_t>(open.table->size());
    const std::string place =
        ui.strings->format("bar.task", {{"n", std::to_string(open.current + 1)}, {"m", std::to_string(count)}});
    const std::string done = ui.strings->format(
        "bar.progress", {{"done", std::to_string(open.stored.done_count)}, {"m", std::to_string(count)}});
    const double part = count > 0 ? static_cast<double>(open.stored.done_count) / static_cast<double>(count) : 0;
    const double text_px = measure(ui, place, theme.small).w + 1;
    const double width = studio.narrow() ? text_px : text_px + 10 + 64;
    return {width, [&studio, bar, place, done, part, text_px](double x) {
                Ui& at_ui = studio.ui;
                const Theme& colored = studio.look.theme();
                const Rect box = {x, bar.y, text_px, bar.h};
                text(at_ui, box, place, colored.small, colored.text_muted);
                at_ui.semantics->add({.id = "top:place", .role = "status", .name = place, .rect_px = box});
                if (studio.narrow())
                    return;
                const Rect progress = {box.right() + 10, bar.center().y - 3, 64, 6};
                progress_bar(at_ui, progress, "top:progress", done, part);
                tooltip(at_ui, {progress.x, bar.y, progress.w, bar.h}, done);
            }};
}

BarItem icon_item(Studio& studio, const Rect& bar, std::string id, std::string_view key, Icon icon,
                  std::string action) {
    return {32, [&studio, bar, id = std::move(id), key = std::string(key), icon, action = std::move(action)](double x) {
                Ui& ui = studio.ui;
                const std::string keys = hotkey_text(studio, action);
                const std::string hint = keys.empty() ? ui.text(key) : ui.text(key) + "  " + keys;
                if (button(ui, {x, bar.center().y - 16, 32, 32},
                           {.id = id,
                            .name = ui.text(key),
                            .tooltip = hint,
                            .icon = icon,
                            .kind = ButtonKind::quiet,
                            .disabled = !action_enabled(studio, action)}))
                    ui.emit(action);
            }};
}

/// The palette's door: a field one would type into, where there is room for it.
BarItem search_item(Studio& studio, const Rect& bar) {
    if (bar.w < 1100)
        return icon_item(studio, bar, "top:search", "bar.search", Icon::search, "page:palette");
    return {168, [&studio, bar](double x) {
                Ui& ui = studio.ui;
                const Theme& theme = studio.look.theme();
                const Rect box = {x, bar.center().y - 15, 168, 30};
                if (button(ui, box, {.id = "top:search", .name = ui.text("bar.search")}))
                    ui.emit("page:palette");
                icon(ui, {box.x + 16, box.center().y}, Icon::search, 14, theme.text_muted);
                text(ui, {box.x + 28, box.y, 80, box.h}, ui.text("bar.search"), theme.body, theme.text_muted);
                text(ui, {box.x + 80, box.y, 80, box.h}, hotkey_text(studio, "page:palette"), theme.small,
                     theme.text_muted, TextFit::ellipsis, 1);
            }};
}

/// What has no room of its own on a phone.
BarItem more_item(Studio& studio, const Rect& bar) {
    return {32, [&studio, bar](double x) {
                Ui& ui = studio.ui;
                static constexpr std::string_view actions[] = {"page:export",   "page:help",     "page:theme",
                                                               "page:language", "page:settings", "page:sign-in",
                                                               "page:account"};
                std::vector<std::string> titles, ids;
                for (const std::string_view action : actions)
                    if (action_enabled(studio, action)) {
                        titles.push_back(action_title(studio, action));
                        ids.emplace_back(action);
                    }
                if (const auto chosen = menu_button(ui, {x, bar.center().y - 16, 32, 32},
                                                    {.id = "top:more",
                                                     .name = ui.text("bar.more"),
                                                     .tooltip = ui.text("bar.more"),
                                                     .icon = Icon::more,
                                                     .kind = ButtonKind::quiet},
                                                    titles))
                    ui.emit(ids[static_cast<std::size_t>(*chosen)]);
            }};
}

/// Who is signed in at the server, with what there is to do about it; or the way in.
BarItem account_item(Studio& studio, const Rect& bar) {
    Ui& ui = studio.ui;
    if (!studio.server->user) {
        if (studio.narrow())
            return icon_item(studio, bar, "top:sign-in", "sign.in", Icon::log_in, "page:sign-in");
        const double width = button_width(ui, ui.text("sign.in"), Icon::none);
        return {width, [&studio, bar, width](double x) {
                    if (button(studio.ui, {x, bar.center().y - 15, width, 30},
                               {.id = "top:sign-in", .label = studio.ui.text("sign.in")}))
                        studio.ui.emit("page:sign-in");
                }};
    }
    return {32, [&studio, bar](double x) {
                Ui& at_ui = studio.ui;
                const Theme& theme = studio.look.theme();
                const ServerUser& user = *studio.server->user;
                static constexpr std::string_view actions[] = {"page:account", "page:members", "page:server",
                                                               "page:sign-out"};
                std::vector<std::string> titles, ids;
                for (const std::string_view action : actions)
                    if (action_enabled(studio, action)) {
                        titles.push_back(action_title(studio, action));
                        ids.emplace_back(action);
                    }
                const bool offline = studio.server->reach == ServerState::Reach::offline;
                const std::string below = (user.name() == user.email ? std::string() : user.email) +
                                          (offline ? " · " + at_ui.text("bar.account-offline") : std::string());
                const std::string name = at_ui.strings->format("bar.account", {{"name", user.name()}});
                const Rect box = {x, bar.center().y - 16, 32, 32};
                const auto chosen = menu_button(
                    at_ui, box, {.id = "top:account", .name = name, .tooltip = name, .kind = ButtonKind::quiet}, titles,
                    user.name() + "\n" + below);
                fill(at_ui, box.expanded(-2), theme.accent_soft, 14);
                text(at_ui, box, user.initials, {theme.small.size_px, true}, theme.link, TextFit::ellipsis, 0.5);
                if (offline)
                    fill(at_ui, {box.right() - 9, box.bottom() - 9, 8, 8}, theme.warning, 4);
                if (chosen)
                    at_ui.emit(ids[static_cast<std::size_t>(*chosen)]);
            }};
}

std::vector<BarItem> right_items(Studio& studio, const Rect& bar) {
    const bool narrow = studio.narrow(), labeling = studio.page == Page::labeling;
    const bool dark = studio.look.theme().dark;
    std::vector<BarItem> items;
    if (std::vector<Present> people = others(studio); !people.empty() && !narrow)
        items.push_back(present_item(studio, bar, std::move(people)));
    if (labeling || sync_light(studio) != SyncLight::none) {
        items.push_back(save_state(studio, bar));
        if (labeling && studio.project && studio.project->current >= 0)
            items.push_back(task_place(studio, bar));
    }
    items.push_back(search_item(studio, bar));
    const bool account = has_server(studio) && (studio.server->user || studio.page != Page::server);
    if (narrow) {
        items.push_back(more_item(studio, bar));
        if (account && !labeling)
            items.push_back(account_item(studio, bar));
        return items;
    }
    items.push_back(icon_item(studio, bar, "top:help", "bar.help", Icon::keyboard, "page:help"));
    if (labeling && studio.project)
        items.push_back(icon_item(studio, bar, "top:export", "bar.export", Icon::download, "page:export"));
    items.push_back(icon_item(studio, bar, "top:theme", dark ? "bar.theme-light" : "bar.theme-dark",
                              dark ? Icon::sun : Icon::moon, "page:theme"));
    items.push_back(icon_item(studio, bar, "top:language", "bar.language-hint", Icon::languages, "page:language"));
    if (!studio.options.embedded)
        items.push_back(icon_item(studio, bar, "top:settings", "bar.settings", Icon::settings, "page:settings"));
    if (account)
        items.push_back(account_item(studio, bar));
    return items;
}

} // namespace

Rect draw_top_bar(Studio& studio, const Rect& box_px) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    const Rect bar = {box_px.x, box_px.y, box_px.w, theme.top_bar_px};
    fill(ui, bar, theme.surface);
    fill(ui, {bar.x, bar.bottom() - 1, bar.w, 1}, theme.border);
    const double y = bar.center().y - 16;
    const bool narrow = studio.narrow(), embedded = studio.options.embedded;
    ui.semantics->open({.id = "top", .role = "banner", .name = ui.text("app.name"), .rect_px = bar});

    const std::vector<BarItem> items = right_items(studio, bar);
    const auto gap_after = [](const BarItem& item) { return item.width_px == 32 ? 4.0 : 16.0; };
    double right = bar.right() - 8;
    for (const BarItem& item : items)
        right -= item.width_px + gap_after(item);

    double x = bar.x + 8;
    if (!embedded) {
        if (button(ui, {x, y, 32, 32},
                   {.id = "top:projects",
                    .name = ui.text("bar.back"),
                    .tooltip = ui.text("bar.back"),
                    .icon = Icon::menu,
                    .kind = ButtonKind::quiet}))
            ui.emit("page:projects");
        x += 40;
    } else {
        x += 8;
    }
    const auto crumb = [&](const std::string& label, bool strong) {
        const double width =
            std::min(measure(ui, label, {theme.body.size_px, strong}).w + 1, std::max(0.0, right - x - 8));
        text(ui, {x, bar.y, width, bar.h}, label, {theme.body.size_px, strong}, strong ? theme.text : theme.text_muted);
        x += width + 8;
    };
    if (!narrow || !studio.project)
        crumb(ui.text("app.name"), true);
    if (studio.project) {
        if (!narrow)
            crumb("/", false);
        const std::string& title = studio.project->stored.project.title;
        const double width =
            std::min(measure(ui, title, theme.body).w + 16, std::max(24.0, right - x - (narrow ? 8 : 70)));
        if (button(ui, {x - 6, y + 2, width, 28},
                   {.id = "top:project",
                    .label = title,
                    .tooltip = ui.text("action.page.project"),
                    .kind = ButtonKind::quiet}))
            ui.emit("page:project");
        x += width + 2;
        if (studio.page == Page::labeling && studio.project->current >= 0 && !narrow) {
            crumb("/", false);
            crumb("#" + std::to_string(
                            studio.project->table->inner_id(static_cast<std::size_t>(studio.project->current))),
                  false);
        }
    }

    right += 4;
    for (const BarItem& item : items) {
        item.draw(right);
        right += item.width_px + gap_after(item);
    }
    ui.semantics->close();
    return {box_px.x, bar.bottom(), box_px.w, box_px.h - bar.h};
}

} // namespace tw
