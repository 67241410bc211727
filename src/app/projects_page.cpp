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

/// A button that begins something, placed from the corner of the box that holds them all.
struct Beginning {
    std::string id;
    std::string_view key;
    Icon icon;
    ButtonKind kind;
    std::string folder; ///< of a sample
    Rect box_px;
};

constexpr double beginning_height_px = 32;

/// In rows that wrap at `width_px`; each row is moved right by `align` (0..1) of what it leaves free.
std::vector<Beginning> beginnings(Studio& studio, double width_px, double align, bool prominent) {
    std::vector<Beginning> all = {{"start:new", "start.new", Icon::plus, ButtonKind::primary, {}, {}},
                                  {"start:pick", "start.pick-files", Icon::upload, ButtonKind::secondary, {}, {}}};
    const ButtonKind sample = prominent ? ButtonKind::secondary : ButtonKind::quiet;
    if (has_sample(studio, "photos"))
        all.push_back({"start:sample:photos", "sample.try-photos", Icon::sample, sample, "photos", {}});
    if (has_sample(studio, "poems"))
        all.push_back({"start:sample:poems", "sample.try-poems", Icon::sample, sample, "poems", {}});
    const double gap = studio.look.theme().space_2_px;
    double x = 0, y = 0;
    std::size_t row_start = 0;
    const auto end_row = [&](std::size_t end) {
        for (; row_start < end; ++row_start)
            all[row_start].box_px.x += std::floor(std::max(0.0, width_px - (x - gap)) * align);
    };
    for (std::size_t i = 0; i < all.size(); ++i) {
        const double w = std::min(width_px, button_width(studio.ui, studio.ui.text(all[i].key), all[i].icon));
        if (x > 0 && x + w > width_px) {
            end_row(i);
            x = 0;
            y += beginning_height_px + gap;
        }
        all[i].box_px = {x, y, w, beginning_height_px};
        x += w + gap;
    }
    end_row(all.size());
    return all;
}

double height_of(const std::vector<Beginning>& placed) {
    return placed.back().box_px.bottom();
}

void draw_beginnings(Studio& studio, Vec2 corner_px, const std::vector<Beginning>& placed) {
    for (const Beginning& one : placed) {
        const Rect box = {corner_px.x + one.box_px.x, corner_px.y + one.box_px.y, one.box_px.w, one.box_px.h};
        if (!button(studio.ui, box,
                    {.id = one.id, .label = studio.ui.text(one.key), .icon = one.icon, .kind = one.kind}))
            continue;
        if (one.id == "start:new")
            studio.open_new_project({});
        else if (one.id == "start:pick")
            studio.pick_files();
        else
            studio.create_sample(one.folder);
    }
}

/// What stands on the page of a device that has no project yet.
void draw_empty(Studio& studio, Vec2 corner_px, double width_px) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    const double words_px = std::min(width_px - 48, 460.0);
    const Size words = measure(ui, ui.text("start.empty-text"), theme.body, words_px);
    const std::vector<Beginning> placed = beginnings(studio, width_px - 32, 0.5, true);
    const Rect card = {corner_px.x, corner_px.y, width_px, 100 + words.h + 20 + height_of(placed) + 36};
    fill(ui, card, theme.surface, theme.radius_px + 2);
    outline(ui, card, theme.border, theme.radius_px + 2);
    icon(ui, {card.center().x, card.y + 44}, Icon::folder, 32, theme.text_muted);
    text(ui, {card.x + 24, card.y + 72, card.w - 48, 24}, ui.text("start.empty-title"), theme.title, theme.text,
         TextFit::ellipsis, 0.5);
    text(ui, {card.center().x - words_px / 2, card.y + 100, words_px, words.h}, ui.text("start.empty-text"), theme.body,
         theme.text_muted, TextFit::wrap, 0.5);
    draw_beginnings(studio, {card.x + 16, card.y + 120 + words.h}, placed);
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
    // Beside the title where there is room, else below it.
    const double beside_px = studio.narrow() ? width : width - 340;
    const std::vector<Beginning> placed = beginnings(studio, beside_px, studio.narrow() ? 0 : 1, false);
    const double head = studio.narrow() && count > 0 ? 88 + height_of(placed) + 16 : 104;
    const double list_px = count == 0 ? 320 : static_cast<double>(count) * (card_height_px + 8);
    const Rect content = begin_scroll(ui, box_px, "projects:scroll", head + list_px + 32);
    text(ui, {left, content.y + 28, width, 28}, ui.text("start.title"), {theme.heading.size_px, true}, theme.text);
    text(ui, {left, content.y + 58, width, 20}, ui.text("start.subtitle"), theme.body, theme.text_muted);
    const double list_y = content.y + head;
    if (!studio.projects) {
        text(ui, {left, list_y, width, 24}, ui.text("start.opening"), theme.body, theme.text_muted);
    } else if (count == 0) {
        draw_empty(studio, {left, list_y}, width);
    } else {
        draw_beginnings(studio, {left + width - beside_px, content.y + (studio.narrow() ? 88 : 36)}, placed);
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
                             theme.text_muted, TextFit::wrap, 0.5);
    const double button_px = button_width(ui, ui.text("bar.back"), Icon::none);
    if (button(ui, {box.center().x - button_px / 2, box.y + 44 + used, button_px, 32},
               {.id = "missing:back", .label = ui.text("bar.back")}))
        studio.go({});
}

} // namespace tw
