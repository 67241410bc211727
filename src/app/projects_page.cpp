// The start page: the projects of this device, and what to do when there is none.
#include "app/studio.hpp"

#include <algorithm>
#include <cmath>

namespace tw {
namespace {

constexpr double card_height_px = 64;

bool has_sample(const Studio& studio, const std::string& folder) {
    return !studio.ports.host->asset("samples/" + folder + "/tasks.json").empty();
}

/// The buttons that begin something; answers the x after the last one.
double draw_beginnings(Studio& studio, double x, double y, bool prominent) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    const auto place = [&](std::string_view id, std::string_view key, Icon icon, ButtonKind kind) {
        const double width = button_width(ui, ui.text(key), icon);
        const bool pressed =
            button(ui, {x, y, width, 32}, {.id = id, .label = ui.text(key), .icon = icon, .kind = kind});
        x += width + theme.space_2_px;
        return pressed;
    };
    if (place("start:new", "start.new", Icon::plus, ButtonKind::primary))
        studio.open_new_project({});
    if (place("start:pick", "start.pick-files", Icon::upload, ButtonKind::secondary))
        studio.pick_files();
    for (const char* folder : {"photos", "poems"})
        if (has_sample(studio, folder) &&
            place(std::string("start:sample:") + folder, std::string("sample.try-") + folder, Icon::sample,
                  prominent ? ButtonKind::secondary : ButtonKind::quiet))
            studio.create_sample(folder);
    return x;
}

void draw_empty(Studio& studio, const Rect& box) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    const Rect card = {box.x, box.y, box.w, 220};
    fill(ui, card, theme.surface, theme.radius_px + 2);
    outline(ui, card, theme.border, theme.radius_px + 2);
    icon(ui, {card.center().x, card.y + 44}, Icon::folder, 32, theme.text_muted);
    text(ui, {card.x + 24, card.y + 72, card.w - 48, 24}, ui.text("start.empty-title"), theme.title, theme.text,
         TextFit::ellipsis, 0.5);
    const double width = std::min(card.w - 48, 460.0);
    const double used = text(ui, {card.center().x - width / 2, card.y + 100, width, 40}, ui.text("start.empty-text"),
                             theme.body, theme.text_muted, TextFit::wrap);
    double buttons = button_width(ui, ui.text("start.new"), Icon::plus) +
                     button_width(ui, ui.text("start.pick-files"), Icon::upload) + 8;
    for (const char* folder : {"photos", "poems"})
        if (has_sample(studio, folder))
            buttons += button_width(ui, ui.text(std::string("sample.try-") + folder), Icon::sample) + 8;
    draw_beginnings(studio, std::max(card.x + 12, card.center().x - buttons / 2), card.y + 112 + used, true);
}

void draw_card(Studio& studio, const StoredProject& stored, const Rect& box) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    const std::string id = std::to_string(stored.project.id);
    fill(ui, box, theme.surface, theme.radius_px);
    outline(ui, box, theme.border, theme.radius_px);
    const Rect open_area = {box.x, box.y, box.w - 88, box.h};
    if (row(ui, open_area, {.id = "project:" + id, .name = stored.project.title, .role = "link"}).clicked)
        studio.go({false, stored.project.id, 0});
    text(ui, {box.x + 16, box.y + 10, box.w - 320, 20}, stored.project.title, {theme.title.size_px, true}, theme.text);
    const std::string counts = ui.strings->format(
        "start.tasks", {{"done", std::to_string(stored.done_count)}, {"m", std::to_string(stored.task_count)}});
    text(ui, {box.x + 16, box.y + 34, box.w - 320, 18}, counts, theme.small, theme.text_muted);
    if (box.w > 480) {
        const double part =
            stored.task_count > 0 ? static_cast<double>(stored.done_count) / static_cast<double>(stored.task_count) : 0;
        progress_bar(ui, {box.right() - 260, box.center().y - 3, 150, 6}, "progress:" + id, counts, part);
    }
    if (button(ui, {box.right() - 84, box.center().y - 16, 32, 32},
               {.id = "export:" + id,
                .name = ui.text("bar.export"),
                .tooltip = ui.text("bar.export"),
                .icon = Icon::download,
                .kind = ButtonKind::quiet}))
        studio.export_project(stored);
    if (button(ui, {box.right() - 46, box.center().y - 16, 32, 32},
               {.id = "delete:" + id,
                .name = ui.text("start.delete"),
                .tooltip = ui.text("start.delete"),
                .icon = Icon::trash,
                .kind = ButtonKind::quiet})) {
        studio.deleting = stored;
        studio.deleting_name.clear();
    }
}

} // namespace

void draw_projects_page(Studio& studio, const Rect& box_px) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    const double width = std::min(880.0, box_px.w - 32);
    const double left = std::floor(box_px.center().x - width / 2);
    const std::size_t count = studio.projects ? studio.projects->size() : 0;
    const double head = studio.narrow() ? 132 : 104;
    const double list_px = count == 0 ? 240 : static_cast<double>(count) * (card_height_px + 8);
    const Rect content = begin_scroll(ui, box_px, "projects:scroll", head + list_px + 32);
    text(ui, {left, content.y + 28, width, 28}, ui.text("start.title"), {theme.heading.size_px, true}, theme.text);
    text(ui, {left, content.y + 58, width, 20}, ui.text("start.subtitle"), theme.body, theme.text_muted);
    const double list_y = content.y + head;
    if (!studio.projects) {
        text(ui, {left, list_y, width, 24}, ui.text("start.opening"), theme.body, theme.text_muted);
    } else if (count == 0) {
        draw_empty(studio, {left, list_y, width, 220});
    } else {
        const double buttons_x = studio.narrow() ? left : left + width - 460;
        draw_beginnings(studio, std::max(left, buttons_x), content.y + (studio.narrow() ? 88 : 36), false);
        semantics_list(ui, "projects:list", ui.text("start.title"), {left, list_y, width, list_px}, [&] {
            const RowRange rows =
                visible_rows(ui, {left, list_y, width, list_px}, card_height_px + 8, static_cast<int>(count));
            for (int i = rows.first; i < rows.last; ++i)
                draw_card(studio, (*studio.projects)[static_cast<std::size_t>(i)],
                          {left, list_y + i * (card_height_px + 8), width, card_height_px});
        });
    }
    end_scroll(ui);
}

void draw_delete_dialog(Studio& studio) {
    if (!studio.deleting)
        return;
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    const StoredProject doomed = *studio.deleting;
    bool close = false;
    const Rect box =
        begin_overlay(ui, "dialog:delete", ui.text("start.delete"), {420, 236}, OverlayPlace::center, close);
    text(ui, {box.x + 20, box.y + 18, box.w - 40, 22}, ui.text("start.delete"), {theme.title.size_px, true},
         theme.text);
    text(ui, {box.x + 20, box.y + 48, box.w - 40, 60},
         ui.strings->format("start.delete-ask", {{"title", doomed.project.title}}), theme.body, theme.text_muted,
         TextFit::wrap);
    text_input(ui, {box.x + 20, box.y + 128, box.w - 40, 32},
               {.id = "delete:name",
                .name = ui.text("start.delete-name"),
                .placeholder = doomed.project.title,
                .take_focus = studio.deleting_fresh},
               studio.deleting_name);
    studio.deleting_fresh = false;
    const bool right = studio.deleting_name == doomed.project.title;
    const double delete_px = button_width(ui, ui.text("start.delete"), Icon::none);
    if (button(
            ui, {box.right() - 20 - delete_px, box.bottom() - 52, delete_px, 32},
            {.id = "delete:yes", .label = ui.text("start.delete"), .kind = ButtonKind::danger, .disabled = !right})) {
        studio.delete_project(doomed);
        close = true;
    }
    const double cancel_px = button_width(ui, ui.text("new.cancel"), Icon::none);
    if (button(ui, {box.right() - 28 - delete_px - cancel_px, box.bottom() - 52, cancel_px, 32},
               {.id = "delete:no", .label = ui.text("new.cancel")}))
        close = true;
    end_overlay(ui);
    if (close) {
        studio.deleting.reset();
        studio.deleting_fresh = true;
        studio.frame_again = true;
    }
}

void draw_missing_page(Studio& studio, const Rect& box_px) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    const double width = std::min(420.0, box_px.w - 32);
    const Rect box = {box_px.center().x - width / 2, box_px.center().y - 60, width, 120};
    icon(ui, {box.center().x, box.y}, Icon::search, 28, theme.text_muted);
    const double used = text(ui, {box.x, box.y + 28, box.w, 40}, ui.text("error.not-found"), theme.body,
                             theme.text_muted, TextFit::wrap);
    const double button_px = button_width(ui, ui.text("bar.back"), Icon::none);
    if (button(ui, {box.center().x - button_px / 2, box.y + 44 + used, button_px, 32},
               {.id = "missing:back", .label = ui.text("bar.back")}))
        studio.go({});
}

} // namespace tw
