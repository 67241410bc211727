// One project on the page of projects: how far it is, when it changed, and what can be done with it.
#include "app/page_states.hpp"

#include "app/figures.hpp"
#include "app/labeling/labeling_page.hpp"
#include "app/server/push_project.hpp"
#include "app/server/server_state.hpp"
#include "ui/progress_ring.hpp"

#include <cmath>

namespace tw {

std::int64_t card_key(const StoredProject& stored) {
    return stored.remote ? -stored.project.id : stored.project.id;
}

namespace {

void draw_menu(Studio& studio, const StoredProject& stored, const Rect& box_px) {
    Ui& ui = studio.ui;
    const std::string id = "menu:" + std::to_string(card_key(stored));
    const bool remote = stored.remote.has_value();
    std::vector<std::string_view> keys = {"start.rename", "start.settings", "start.color"};
    if (!remote) {
        keys.insert(keys.end(), {"start.duplicate", "start.duplicate-empty"});
        if (studio.server->user)
            keys.push_back("sync.push-up");
    }
    keys.insert(keys.end(), {"bar.export", "start.delete"});
    std::vector<std::string> options;
    for (const std::string_view key : keys)
        options.push_back(ui.text(key));
    const std::string name = ui.strings->format("start.menu", {{"title", stored.project.title}});
    const auto chosen = menu_button(
        ui, box_px,
        {.id = id, .name = name, .tooltip = ui.text("start.menu-hint"), .icon = Icon::more, .kind = ButtonKind::quiet},
        options);
    if (!chosen)
        return;
    ProjectsView& view = studio.states->projects;
    const std::string_view key = keys[*chosen];
    if (key == "start.rename") {
        view.renaming_id = card_key(stored);
        view.new_title = stored.project.title;
        view.take_focus = true;
    } else if (key == "start.settings") {
        studio.go(address_of(stored, 0, "settings"));
    } else if (key == "start.color") {
        view.coloring_id = card_key(stored);
    } else if (key == "start.duplicate" || key == "start.duplicate-empty") {
        duplicate_project(studio, stored, key == "start.duplicate");
    } else if (key == "sync.push-up") {
        push_up(studio, stored);
    } else if (key == "bar.export") {
        studio.export_project(stored);
    } else {
        studio.deleting = stored;
        studio.deleting_name.clear();
        studio.deleting_fresh = true;
    }
    studio.frame_again = true;
}

void draw_title(Studio& studio, const StoredProject& stored, const Rect& box_px) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    ProjectsView& view = studio.states->projects;
    if (view.renaming_id != card_key(stored)) {
        text(ui, box_px, stored.project.title, {theme.title.size_px, true}, theme.text);
        return;
    }
    const TextInputResult typed = text_input(ui, {box_px.x - 9, box_px.center().y - 16, box_px.w, 32},
                                             {.id = "rename:" + std::to_string(card_key(stored)),
                                              .name = ui.text("new.name"),
                                              .take_focus = view.take_focus},
                                             view.new_title);
    view.take_focus = false;
    if (!typed.committed)
        return;
    view.renaming_id = 0;
    studio.frame_again = true;
    if (view.new_title.empty() || view.new_title == stored.project.title)
        return;
    StoredProject renamed = stored;
    renamed.project.title = view.new_title;
    keep_project(studio, renamed);
}

} // namespace

Color color_of(const Project& project, const Theme& theme) {
    const auto nth = static_cast<std::size_t>(project.id) % project_colors.size();
    return parse_css_color(project.color.empty() ? project_colors[nth] : std::string_view(project.color))
        .value_or(theme.accent);
}

void draw_project_card(Studio& studio, const StoredProject& stored, const Rect& box) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    const Project& project = stored.project;
    const std::string id = std::to_string(card_key(stored));
    const bool renaming = studio.states->projects.renaming_id == card_key(stored);
    const Color color = color_of(project, theme);
    const std::string counts =
        ui.strings->format("start.tasks", {{"done", figure(stored.done_count)}, {"m", figure(stored.task_count)}});
    const double part =
        stored.task_count > 0 ? static_cast<double>(stored.done_count) / static_cast<double>(stored.task_count) : 0;

    fill(ui, box, theme.surface, theme.radius_px + 2);
    RowResult opened;
    if (!renaming) // beneath what can be pressed on its own
        opened = row(ui, {box.x, box.y, box.w, box.h - 44},
                     {.id = "project:" + id, .name = project.title, .role = "link", .plain = true});
    outline(ui, box, opened.hovered ? theme.border_strong : theme.border, theme.radius_px + 2);
    fill(ui, {box.x, box.y + 16, 4, 24}, color, 2);

    const double ring_px = 52;
    const Rect ring = {box.right() - 16 - ring_px, box.y + 16, ring_px, ring_px};
    progress_ring(ui, ring, "progress:" + id, counts, part, color);
    const std::string percent =
        stored.task_count == 0 ? "–" : std::to_string(std::lround(std::floor(part * 100))) + "%";
    text(ui, ring, percent, {theme.small.size_px, true}, theme.text, TextFit::ellipsis, 0.5);

    const double text_px = ring.x - box.x - 32;
    draw_title(studio, stored, {box.x + 16, box.y + 16, text_px, 24});
    text_clamped(ui, {box.x + 16, box.y + 46, text_px, 38}, project.description, theme.body, theme.text_muted, 2);

    fill(ui, {box.x + 16, box.bottom() - 44, box.w - 32, 1}, theme.border);
    const Rect foot = {box.x + 16, box.bottom() - 42, box.w - 32, 40};
    const std::string age = age_text(ui, project.updated_at_utc, studio.ports.clock->now_ms_utc());
    const double age_px = measure(ui, age, theme.small).w + 1;
    double counts_x = foot.x;
    if (stored.remote) { // a mirror of what the server has
        const Rect mark = {foot.x, foot.center().y - 8, 16, 16};
        icon(ui, mark.center(), Icon::server, 15, theme.text_muted);
        ui.semantics->add({.id = "remote:" + id, .role = "img", .name = ui.text("sync.of-server"), .rect_px = mark});
        tooltip(ui, mark, ui.text("sync.of-server"));
        counts_x += 22;
    }
    text(ui, {counts_x, foot.y, foot.right() - counts_x - age_px - 52, foot.h}, counts, theme.small, theme.text_muted);
    text(ui, {foot.right() - 40 - age_px, foot.y, age_px, foot.h}, age, theme.small, theme.text_muted);
    draw_menu(studio, stored, {foot.right() - 24, foot.center().y - 16, 32, 32});
    if (opened.clicked)
        studio.go(address_of(stored));
}

} // namespace tw
