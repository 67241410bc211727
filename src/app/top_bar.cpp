#include "app/studio.hpp"

#include <algorithm>
#include <cmath>

namespace tw {
namespace {

/// What the top bar calls saved, with a dot of its colour; answers the width used.
double draw_save_state(Studio& studio, double right, const Rect& bar) {
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
    const std::string& label = ui.text(typing ? "save.typing" : keys[at]);
    const double width = studio.narrow() ? 12 : measure(ui, label, theme.small).w + 20;
    const Rect box = {right - width, bar.y, width, bar.h};
    fill(ui, {box.x, box.center().y - 4, 8, 8}, typing ? theme.warning : colors[at], 4);
    if (!studio.narrow())
        text(ui, {box.x + 14, box.y, box.w - 12, box.h}, label, theme.small, theme.text_muted);
    ui.semantics->add({.id = "save", .role = "status", .name = label, .rect_px = box});
    tooltip(ui, box,
            state == SaveState::failed ? studio.autosave.error().message
            : state == SaveState::none ? ui.text("save.none-hint")
            : typing                   ? ui.text("save.typing-hint")
                                       : ui.text("save.saved-hint"));
    return width + 16;
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

    double right = bar.right() - 8;
    const auto icon_button = [&](std::string_view id, std::string_view key, Icon icon) {
        right -= 32;
        const bool pressed =
            button(ui, {right, y, 32, 32},
                   {.id = id, .name = ui.text(key), .tooltip = ui.text(key), .icon = icon, .kind = ButtonKind::quiet});
        right -= 4;
        return pressed;
    };
    ui.semantics->open({.id = "top", .role = "banner", .name = ui.text("app.name"), .rect_px = bar});
    // In the order the eye goes; the right side is placed first because what is left belongs to the title.
    if (icon_button("top:theme", theme.dark ? "bar.theme-light" : "bar.theme-dark",
                    theme.dark ? Icon::sun : Icon::moon))
        ui.emit("page:theme");
    if (icon_button("top:language", "bar.language-hint", Icon::languages))
        ui.emit("page:language");
    if (studio.page == Page::labeling) {
        if (!narrow && icon_button("top:help", "bar.help", Icon::keyboard))
            ui.emit("page:help");
        if (!narrow && studio.project && icon_button("top:export", "bar.export", Icon::download))
            ui.emit("page:export");
        right -= 8;
        if (studio.project && studio.project->current >= 0) {
            const OpenProject& open = *studio.project;
            const auto count = static_cast<std::int64_t>(open.table->size());
            const std::string place =
                ui.strings->format("bar.task", {{"n", std::to_string(open.current + 1)}, {"m", std::to_string(count)}});
            const std::string done = ui.strings->format(
                "bar.progress", {{"done", std::to_string(open.stored.done_count)}, {"m", std::to_string(count)}});
            if (!narrow) {
                right -= 72;
                progress_bar(ui, {right, bar.center().y - 3, 64, 6}, "top:progress", done,
                             count > 0 ? static_cast<double>(open.stored.done_count) / static_cast<double>(count) : 0);
                tooltip(ui, {right, bar.y, 64, bar.h}, done);
            }
            const double width = measure(ui, place, theme.small).w;
            right -= width + 12;
            text(ui, {right, bar.y, width + 1, bar.h}, place, theme.small, theme.text_muted);
            ui.semantics->add(
                {.id = "top:place", .role = "status", .name = place, .rect_px = {right, bar.y, width, bar.h}});
            right -= 16;
        }
        right -= draw_save_state(studio, right, bar);
    }

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
    ui.semantics->close();
    return {box_px.x, bar.bottom(), box_px.w, box_px.h - bar.h};
}

} // namespace tw
