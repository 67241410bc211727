// The dialogs of the page of projects: deleting asks for the name, a colour is one of eight.
#include "app/page_states.hpp"

namespace tw {

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

bool color_swatches(Ui& ui, Vec2 corner_px, std::string& color) {
    bool changed = false;
    semantics_list(
        ui, "colors", ui.text("start.color"), {corner_px.x, corner_px.y, 8 * 40.0, 32},
        [&] {
            for (std::size_t i = 0; i < project_colors.size(); ++i) {
                const Rect swatch = {corner_px.x + 40.0 * static_cast<double>(i), corner_px.y, 32, 32};
                const bool on = color == project_colors[i];
                const std::string id = "color:" + std::to_string(i);
                const std::string name = ui.text("color.name-" + std::to_string(i + 1));
                if (button(ui, swatch,
                           {.id = id, .name = name, .tooltip = name, .kind = ButtonKind::quiet, .pressed = on})) {
                    color = on ? std::string() : std::string(project_colors[i]);
                    changed = true;
                }
                const Color paint = parse_css_color(project_colors[i]).value_or(ui.theme->accent);
                fill(ui, swatch.expanded(-6), paint, 10);
                if (on)
                    icon(ui, swatch.center(), Icon::check, 14, text_on(paint));
            }
        },
        "group");
    return changed;
}

void draw_color_dialog(Studio& studio) {
    ProjectsView& view = studio.states->projects;
    if (view.coloring_id == 0 || !studio.projects)
        return;
    const auto found = std::ranges::find(*studio.projects, view.coloring_id, card_key);
    if (found == studio.projects->end()) {
        view.coloring_id = 0;
        return;
    }
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    bool close = false;
    const Rect box = begin_overlay(ui, "dialog:color", ui.text("start.color"), {352, 104}, OverlayPlace::center, close);
    text(ui, {box.x + 20, box.y + 14, box.w - 40, 22}, ui.text("start.color"), {theme.title.size_px, true}, theme.text);
    StoredProject changed = *found;
    if (color_swatches(ui, {box.x + 16, box.y + 52}, changed.project.color)) {
        keep_project(studio, changed);
        close = true;
    }
    end_overlay(ui);
    if (close) {
        view.coloring_id = 0;
        studio.frame_again = true;
    }
}

} // namespace tw
