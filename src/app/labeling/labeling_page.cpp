#include "app/labeling/labeling_page.hpp"

#include "app/around/around.hpp"

#include "ui/floating.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace tw {
namespace {

Icon tool_icon(std::string_view tool) {
    if (tool == "move")
        return Icon::move;
    if (tool == "pan-image")
        return Icon::pan;
    if (tool == "text")
        return Icon::text;
    return tool == "rect" ? Icon::rect : Icon::pencil;
}

void draw_rail(Studio& studio, const Rect& box) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    fill(ui, box, theme.surface);
    fill(ui, {box.right() - 1, box.y, 1, box.h}, theme.border);
    const EditorSession& session = *studio.task->session;
    semantics_list(
        ui, "tools", ui.text("bar.tools"), box,
        [&] {
            double y = box.y + 6;
            for (const std::string& tool : session.tools()) {
                action_button(studio, {box.x + 4, y, box.w - 9, 36}, "tool:" + tool, tool_icon(tool), ButtonKind::quiet,
                              false, session.tool() == tool);
                y += 40;
            }
        },
        "toolbar");
}

/// Zoom of the first zooming object: - 100 % + fit, in one small raised group.
void draw_zoom(Studio& studio, const Rect& area) {
    if (!action_enabled(studio, "view:zoom-in"))
        return;
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    const EditorSession& session = *studio.task->session;
    double scale = 1;
    Rect object_box = area;
    for (const TagNode* object : session.config().objects()) {
        const ObjectModel* model = session.object(object->name);
        const auto view = studio.task->view.canvases.find(object->name);
        if (!model || !model->zooms() || view == studio.task->view.canvases.end())
            continue;
        scale = view->second.content_to_box.scale * ui.device_px_per_px;
        if (const Rect* box = studio.area.box_of(object->name))
            object_box = box->intersected(area);
        break;
    }
    const double width = 148;
    if (object_box.w < width + 16 || object_box.h < 48)
        return;
    const Rect group = {object_box.right() - width - 8, object_box.bottom() - 40, width, 32};
    begin_floating(ui, "zoom", group.expanded(1));
    fill(ui, group.expanded(1), theme.border, theme.radius_px + 1);
    fill(ui, group, theme.surface_raised, theme.radius_px);
    action_button(studio, {group.x + 2, group.y + 2, 30, 28}, "view:zoom-out", Icon::minus, ButtonKind::quiet, false);
    const std::string percent = fmt::format("{}%", std::lround(scale * 100));
    if (button(ui, {group.x + 32, group.y + 2, 52, 28},
               {.id = "zoom:level",
                .label = percent,
                .name = ui.strings->format("bar.zoom", {{"percent", fmt::format("{}", std::lround(scale * 100))}}),
                .tooltip = action_title(studio, "view:zoom-to-actual"),
                .kind = ButtonKind::quiet}))
        ui.emit("view:zoom-to-actual");
    action_button(studio, {group.x + 84, group.y + 2, 30, 28}, "view:zoom-in", Icon::plus, ButtonKind::quiet, false);
    action_button(studio, {group.x + 116, group.y + 2, 30, 28}, "view:zoom-to-fit", Icon::fit, ButtonKind::quiet,
                  false);
    end_floating(ui);
}

std::string minutes(double seconds) {
    const auto whole = static_cast<long>(seconds);
    return whole >= 3600 ? fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60)
                         : fmt::format("{}:{:02}", whole / 60, whole % 60);
}

void draw_bottom_bar(Studio& studio, const Rect& bar) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    const EditorSession& session = *studio.task->session;
    const bool narrow = studio.narrow();
    fill(ui, bar, theme.surface);
    fill(ui, {bar.x, bar.y, bar.w, 1}, theme.border);
    ui.semantics->open({.id = "bottom", .role = "toolbar", .name = ui.text("help.actions"), .rect_px = bar});
    const double y = bar.center().y - 16;
    double x = bar.x + 8;
    const auto small = [&](std::string_view action, Icon icon) {
        action_button(studio, {x, y, 32, 32}, action, icon, ButtonKind::quiet, false);
        x += 36;
    };
    small("annotation:undo", Icon::undo);
    small("annotation:redo", Icon::redo);
    if (!narrow)
        small("annotation:reset", Icon::reset);
    if (studio.project) {
        x += 8;
        if (!narrow) // a phone has the sheet of tasks
            small("task:previous", Icon::chevron_left);
        small("task:next", Icon::chevron_right);
        if (!narrow && action_enabled(studio, "task:next-skipped"))
            small("task:next-skipped", Icon::skip);
        if (!narrow && action_enabled(studio, "page:guidelines"))
            small("page:guidelines", Icon::guide);
    }
    if (narrow) {
        for (const auto& [name, key, icon] : {std::tuple{"tasks", "tasks.title", Icon::panel_left},
                                              {"regions", "sheet.regions", Icon::list},
                                              {"details", "sheet.details", Icon::info}}) {
            if (name == std::string_view("tasks") && !studio.project)
                continue;
            if (button(ui, {x, y, 36, 32},
                       {.id = std::string("sheet:") + name,
                        .name = ui.text(key),
                        .tooltip = ui.text(key),
                        .icon = icon,
                        .kind = ButtonKind::quiet}))
                studio.sheet = name;
            x += 36;
        }
    } else {
        const std::string spent = minutes(session.lead_time_s());
        icon(ui, {x + 16, bar.center().y}, Icon::history, 14, theme.text_muted);
        text(ui, {x + 28, bar.y, 70, bar.h}, spent, theme.small, theme.text_muted);
        tooltip(ui, {x, bar.y, 98, bar.h}, ui.text("bar.lead-time"));
        x += 98;
    }

    double right = bar.right() - 8;
    if (studio.around->flow.prediction >= 0 && action_enabled(studio, "annotation:copy-prediction")) {
        const std::string title = action_title(studio, "annotation:copy-prediction");
        const double width = narrow ? 36 : button_width(ui, title, Icon::copy) + 8;
        right -= width;
        action_button(studio, {right, y, width, 32}, "annotation:copy-prediction", Icon::copy, ButtonKind::primary,
                      !narrow);
        right -= 8;
    }
    if (session.readonly()) {
        const std::string& label = ui.text("bar.readonly");
        badge(ui, {right - badge_width(ui, label), bar.center().y - 9}, label, theme.text_muted, theme.surface_sunken);
    } else {
        const std::string_view submit = session.submitted() ? "annotation:update" : "annotation:submit";
        const auto wide = [&](std::string_view action, Icon icon, ButtonKind kind) {
            const std::string title = action_title(studio, action);
            const double width = narrow && kind != ButtonKind::primary ? 36 : button_width(ui, title, icon) + 8;
            right -= width;
            action_button(studio, {right, y, width, 32}, action, icon, kind, width > 36);
            right -= 8;
        };
        wide(submit, Icon::check, ButtonKind::primary);
        if (studio.project && !narrow && bar.w > 900) {
            const std::string& label = ui.text("flow.next-after");
            const double width = measure(ui, label, theme.body).w + 34;
            right -= width;
            if (checkbox(ui, {right, y, width, 32}, "flow:stay", label, !studio.around->flow.stay))
                ui.emit("task:stay");
            right -= 12;
        }
        wide(session.skipped() ? "annotation:unskip" : "annotation:skip", Icon::skip, ButtonKind::secondary);
        if (!narrow && (session.submitted() || session.skipped())) {
            const std::string& label = ui.text(session.skipped() ? "bar.skipped" : "bar.submitted");
            right -= badge_width(ui, label) + 8;
            badge(ui, {right, bar.center().y - 9}, label, session.skipped() ? theme.warning : theme.success,
                  session.skipped() ? theme.warning_soft : theme.success_soft);
        } else if (const std::string key = hotkey_text(studio, "annotation:submit");
                   !narrow && !key.empty() && bar.w > 1000) {
            right -= measure(ui, key, theme.small).w + 8;
            text(ui, {right, bar.y, 120, bar.h}, key, theme.small, theme.text_muted);
        }
    }
    ui.semantics->close();
}

void draw_sheet(Studio& studio) {
    Ui& ui = studio.ui;
    if (studio.sheet.empty() || !studio.narrow())
        return;
    if (studio.sheet == "tasks" && studio.project) {
        bool close = false;
        const Rect box = begin_overlay(ui, "sheet", ui.text("tasks.title"), {ui.viewport_px.w, ui.viewport_px.h * 0.6},
                                       OverlayPlace::bottom, close);
        text(ui, {box.x + 16, box.y, box.w - 72, 44}, ui.text("tasks.title"), {studio.look.theme().title.size_px, true},
             studio.look.theme().text);
        if (button(
                ui, {box.right() - 44, box.y + 4, 36, 36},
                {.id = "sheet:close", .name = ui.text("panel.close"), .icon = Icon::close, .kind = ButtonKind::quiet}))
            close = true;
        draw_task_rows(studio, {box.x, box.y + 45, box.w, box.h - 45});
        end_overlay(ui);
        if (close) {
            studio.sheet.clear();
            studio.frame_again = true;
        }
        return;
    }
    if (studio.sheet != "regions" && studio.sheet != "details")
        return;
    const bool regions = studio.sheet == "regions";
    bool close = false;
    const Rect box = begin_overlay(ui, "sheet", ui.text(regions ? "sheet.regions" : "sheet.details"),
                                   {ui.viewport_px.w, ui.viewport_px.h * 0.6}, OverlayPlace::bottom, close);
    const std::vector<std::string> titles = regions ? std::vector{ui.text("panel.regions"), ui.text("panel.history")}
                                                    : std::vector{ui.text("panel.details"), ui.text("panel.json")};
    int& tab = regions ? studio.side_tab : studio.detail_tab;
    if (const auto chosen = tabs(ui, {box.x + 8, box.y, box.w - 56, 44}, regions ? "sheet:side" : "sheet:detail",
                                 titles, tab, ui.text(regions ? "sheet.regions" : "sheet.details")))
        tab = *chosen;
    if (button(ui, {box.right() - 44, box.y + 4, 36, 36},
               {.id = "sheet:close", .name = ui.text("panel.close"), .icon = Icon::close, .kind = ButtonKind::quiet}))
        close = true;
    const Rect inner = {box.x, box.y + 45, box.w, box.h - 45};
    if (regions)
        tab == 0 ? draw_regions(studio, inner) : draw_history(studio, inner);
    else
        tab == 0 ? draw_details(studio, inner) : draw_result_json(studio, inner);
    end_overlay(ui);
    if (close) {
        studio.sheet.clear();
        studio.frame_again = true;
    }
}

} // namespace

void draw_labeling_page(Studio& studio, const Rect& box_px) {
    if (!studio.task)
        return;
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    Rect middle = box_px;
    if (studio.has_panel("bottom")) {
        middle.h -= theme.bottom_bar_px;
        draw_bottom_bar(studio, {box_px.x, middle.bottom(), box_px.w, theme.bottom_bar_px});
    }
    const bool tasks = studio.project && studio.project->current >= 0;
    if (tasks && !studio.narrow() && studio.project->table->size() > 1) {
        const double width = draw_task_list(studio, middle);
        middle.x += width;
        middle.w -= width;
    }
    if (studio.has_panel("tools")) {
        draw_rail(studio, {middle.x, middle.y, theme.rail_px, middle.h});
        middle.x += theme.rail_px;
        middle.w -= theme.rail_px;
    }
    if (studio.has_panel("side") && !studio.narrow()) {
        const double most = std::max(220.0, std::min(560.0, middle.w - 320));
        const double width = studio.side_open ? std::clamp(studio.side_width_px, 220.0, most) : 40;
        const Rect side = {middle.right() - width, middle.y, width, middle.h};
        middle.w -= width;
        draw_side_panel(studio, side);
        if (studio.side_open) {
            const double moved = splitter(ui, {side.x - 2, side.y, 4, side.h}, "side", ui.text("panel.resize"));
            if (moved != 0) {
                studio.side_width_px = std::clamp(width - moved, 220.0, most);
                studio.ports.host->set_setting("layout:side-width",
                                               fmt::format("{}", std::lround(studio.side_width_px)));
                studio.frame_again = true;
            }
        }
    }
    middle = draw_annotation_tabs(studio, middle);
    if (!studio.around->flow.compared.empty()) {
        draw_compared(studio, middle);
        draw_sheet(studio);
        return;
    }
    const Rect padded = {middle.x + 8, middle.y + 8, middle.w - 16, middle.h - 16};
    begin_clip(ui, middle);
    studio.area.paint(ui, padded, *studio.task->session, studio.task->view);
    end_clip(ui);
    draw_zoom(studio, middle);
    if (pointer_free(ui, middle) && pointer_pressed()) {
        studio.canvas_focus = true;
        if (!is_typing())
            ui.widgets->focus_visible = false;
    }
    draw_sheet(studio);
    draw_guidelines(studio);
    draw_tour(studio);
    read_ahead(studio);
}

} // namespace tw
