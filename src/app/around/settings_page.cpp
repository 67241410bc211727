// "#/settings": how it looks, what is kept on this device and how safely, and the way back to the first layout.
#include "app/around/around.hpp"

#include "app/labeling/labeling_page.hpp"
#include "app/server/server_account.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace tw {
namespace {

std::string bytes_text(std::uint64_t bytes) {
    const double mb = static_cast<double>(bytes) / 1048576.0;
    return mb >= 1024 ? fmt::format("{:.1f} GB", mb / 1024) : fmt::format("{:.1f} MB", mb);
}

/// A card of the page: its title, then what `draw` puts below it, which answers its height; answers where the next one
/// begins. It is as high as it was in the last frame; one more is asked for where that was wrong.
template <class Draw>
double card(Studio& studio, double left, double y, double width, std::string_view title_key, Draw draw) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    double& height = studio.around->card_px[std::string(title_key)];
    const Rect box = {left, y, width, height + 60};
    fill(ui, box, theme.surface, theme.radius_px + 2);
    outline(ui, box, theme.border, theme.radius_px + 2);
    text(ui, {left + 20, y + 14, width - 40, 22}, ui.text(title_key), {theme.title.size_px, true}, theme.text);
    double used = 0;
    semantics_list(
        ui, title_key, ui.text(title_key), box, [&] { used = draw(Rect{left + 20, y + 44, width - 40, height}); },
        "group");
    if (std::exchange(height, used) != used)
        studio.frame_again = true;
    return box.bottom() + 16;
}

/// One of a few, as radio buttons in a row, in several where it is narrow; `box` becomes as high as they are.
std::optional<int> one_of(Studio& studio, Rect& box, std::string_view id, const std::vector<std::string>& titles,
                          int current) {
    std::optional<int> chosen;
    double x = box.x, y = box.y;
    for (std::size_t i = 0; i < titles.size(); ++i) {
        const double width = measure(studio.ui, titles[i], studio.look.theme().body).w + 40;
        if (x > box.x && x + width > box.right()) {
            x = box.x;
            y += 30;
        }
        if (radio(studio.ui, {x, y, width, 30}, fmt::format("{}:{}", id, i), titles[i], static_cast<int>(i) == current))
            chosen = static_cast<int>(i);
        if (chosen)
            studio.frame_again = true; // what it changes may have been drawn already
        x += width + 12;
    }
    box.h = y + 30 - box.y;
    return chosen;
}

double draw_look(Studio& studio, const Rect& box) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    static constexpr std::array<std::string_view, 3> themes = {"auto", "light", "dark"};
    static constexpr std::array<std::string_view, 3> languages = {"", "en", "zh-CN"};
    const auto at = [](const auto& all, std::string_view wanted) {
        return static_cast<int>(std::ranges::find(all, wanted) - all.begin());
    };
    text(ui, {box.x, box.y, box.w, 20}, ui.text("settings.theme"), theme.small, theme.text_muted);
    ui.semantics->open(
        {.id = "settings:theme", .role = "radiogroup", .name = ui.text("settings.theme"), .rect_px = box});
    Rect row = {box.x, box.y + 22, box.w, 30};
    if (const auto chosen =
            one_of(studio, row, "theme",
                   {ui.text("settings.theme-auto"), ui.text("settings.theme-light"), ui.text("settings.theme-dark")},
                   at(themes, studio.look.chosen_theme())))
        studio.look.choose_theme(std::string(themes[static_cast<std::size_t>(*chosen)]));
    ui.semantics->close();
    text(ui, {box.x, row.bottom() + 8, box.w, 20}, ui.text("settings.language"), theme.small, theme.text_muted);
    ui.semantics->open(
        {.id = "settings:language", .role = "radiogroup", .name = ui.text("settings.language"), .rect_px = box});
    row.y = row.bottom() + 30;
    if (const auto chosen = one_of(
            studio, row, "language",
            {ui.text("settings.language-auto"), ui.text("settings.language-en"), ui.text("settings.language-zh")},
            at(languages, studio.look.chosen_language())))
        studio.look.choose_language(std::string(languages[static_cast<std::size_t>(*chosen)]));
    ui.semantics->close();
    return row.bottom() - box.y;
}

void ask_to_keep(Studio& studio) {
    studio.ports.storage->persist(studio.later<bool>([&studio](const Result<bool>& kept) {
        studio.around->kept = kept.value_or(false);
        ask_estimate(studio);
    }));
}

double draw_storage(Studio& studio, const Rect& box) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    const double words_px = measure(ui, ui.text("settings.autosave"), theme.body, box.w).h;
    text(ui, {box.x, box.y, box.w, words_px}, ui.text("settings.autosave"), theme.body, theme.text_muted,
         TextFit::wrap);
    double y = box.y + words_px + 12;
    const std::optional<StorageEstimate>& estimate = studio.around->estimate;
    if (!estimate) {
        text(ui, {box.x, y, box.w, 20}, ui.text("settings.storage-unknown"), theme.body, theme.text_muted);
        return y + 20 - box.y;
    }
    const std::string used =
        estimate->quota_bytes > 0
            ? ui.strings->format("settings.storage-used", {{"used", bytes_text(estimate->used_bytes)},
                                                           {"quota", bytes_text(estimate->quota_bytes)}})
            : bytes_text(estimate->used_bytes);
    text(ui, {box.x, y, box.w, 20}, used, theme.body, theme.text);
    y += 26;
    if (estimate->quota_bytes > 0)
        progress_bar(ui, {box.x, y, box.w, 6}, "storage:used", used,
                     static_cast<double>(estimate->used_bytes) / static_cast<double>(estimate->quota_bytes));
    y += 18;
    const double button_px = button_width(ui, ui.text("settings.persist"), Icon::none);
    const std::string_view said = estimate->persistent              ? "settings.persist-yes"
                                  : studio.around->kept.has_value() ? "settings.persist-refused"
                                                                    : "settings.persist-no";
    const bool below = studio.narrow();
    const double room = estimate->persistent || below ? box.w : box.w - button_px - 16;
    const double said_px = text(ui, {box.x, y, room, 48}, ui.text(said), theme.body,
                                estimate->persistent ? theme.success : theme.text_muted, TextFit::wrap);
    if (estimate->persistent)
        return y + said_px - box.y;
    const Rect press = {below ? box.x : box.right() - button_px, below ? y + said_px + 8 : y - 4, button_px, 32};
    if (button(ui, press, {.id = "settings:persist", .label = ui.text("settings.persist")}))
        ask_to_keep(studio);
    return std::max(y + said_px, press.bottom()) - box.y;
}

/// Only where the page's own origin has none; there, the top bar has the way in.
bool shows_server(const Studio& studio) {
    const ServerState& server = *studio.server;
    return studio.ports.http && (!server.address.empty() || server.reach == ServerState::Reach::none);
}

double draw_server(Studio& studio, const Rect& box) {
    Ui& ui = studio.ui;
    const ServerState& server = *studio.server;
    const std::string& said =
        server.user
            ? ui.strings->format("settings.server-at", {{"address", server.address}, {"name", server.user->name()}})
            : ui.text("settings.server-text");
    const double said_px = text(ui, box, said, studio.look.theme().body, studio.look.theme().text_muted, TextFit::wrap);
    const std::string& words = ui.text(server.user ? "action.page.sign-out" : "settings.server-in");
    if (button(ui, {box.x, box.y + said_px + 10, button_width(ui, words, Icon::server), 32},
               {.id = "settings:server", .label = words, .icon = Icon::server}))
        ui.emit(server.user ? "page:sign-out" : "page:sign-in");
    return said_px + 42;
}

} // namespace

void ask_estimate(Studio& studio) {
    if (studio.ports.storage)
        studio.ports.storage->estimate(
            studio.later<StorageEstimate>([&studio](const Result<StorageEstimate>& estimate) {
                if (estimate)
                    studio.around->estimate = *estimate;
            }));
}

Rect draw_settings_head(Studio& studio, const Rect& box_px, Page page) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    const double width = std::min(720.0, box_px.w - 32);
    const double left = std::floor(box_px.center().x - width / 2);
    text(ui, {left, box_px.y + 20, width, 28}, ui.text("settings.title"), {theme.heading.size_px, true}, theme.text);
    static constexpr Page pages[] = {Page::settings, Page::hotkeys, Page::about};
    static constexpr std::string_view places[] = {"settings", "hotkeys", "about"};
    const auto current = static_cast<int>(std::ranges::find(pages, page) - pages);
    if (const auto chosen = tabs(ui, {left - 10, box_px.y + 52, width, 40}, "settings:tabs",
                                 {ui.text("settings.general"), ui.text("settings.hotkeys"), ui.text("settings.about")},
                                 current, ui.text("settings.title")))
        studio.go({false, 0, 0, std::string(places[*chosen])});
    fill(ui, {left, box_px.y + 92, width, 1}, theme.border);
    return {box_px.x, box_px.y + 101, box_px.w, box_px.h - 101};
}

void draw_settings_page(Studio& studio, const Rect& box_px) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    const Rect below = draw_settings_head(studio, box_px, Page::settings);
    const double width = std::min(720.0, below.w - 32);
    const double left = std::floor(below.center().x - width / 2);
    const Rect content = begin_scroll(ui, below, "settings:scroll", studio.around->settings_px);
    double y = content.y + 12;
    y = card(studio, left, y, width, "settings.look", [&](const Rect& box) { return draw_look(studio, box); });
    y = card(studio, left, y, width, "settings.storage", [&](const Rect& box) { return draw_storage(studio, box); });
    y = card(studio, left, y, width, "settings.layout", [&](const Rect& box) {
        const double hint_px =
            text(ui, box, ui.text("settings.layout-hint"), theme.body, theme.text_muted, TextFit::wrap);
        const double button_px = button_width(ui, ui.text("settings.layout-reset"), Icon::reset);
        if (button(ui, {box.x, box.y + hint_px + 10, button_px, 32},
                   {.id = "settings:layout", .label = ui.text("settings.layout-reset"), .icon = Icon::reset})) {
            studio.reset_layout();
            studio.notify(ui.text("settings.layout-done"));
        }
        return hint_px + 42;
    });
    if (shows_server(studio))
        y = card(studio, left, y, width, "settings.server", [&](const Rect& box) { return draw_server(studio, box); });
    end_scroll(ui);
    if (const double height = y - content.y; height != studio.around->settings_px) {
        studio.around->settings_px = height;
        studio.frame_again = true;
    }
}

} // namespace tw
