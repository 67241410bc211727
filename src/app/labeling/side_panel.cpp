// The panel at the side: regions or history above, details or result below.
#include "app/labeling/labeling_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace tw {
namespace {

constexpr double row_px = 30;
constexpr double tabs_px = 36;

std::string label_line(const Ui& ui, const RegionRow& region) {
    std::string line;
    for (const std::string& label : region.labels)
        line += (line.empty() ? "" : ", ") + label;
    return line.empty() ? ui.text("panel.no-label") : line;
}

/// The small buttons at a row's end; true when one of them was pressed.
bool draw_row_buttons(Studio& studio, const Rect& line, const RegionRow& region, bool hovered, double& right) {
    Ui& ui = studio.ui;
    bool pressed = false;
    const auto small = [&](std::string_view action, std::string_view key, Icon icon, bool shown, bool disabled) {
        if (!shown)
            return;
        right -= 24;
        const std::string id = std::string(action) + ":" + region.id;
        const bool clicked = button(ui, {right, line.y + 3, 24, 24},
                                    {.id = id,
                                     .name = ui.text(key),
                                     .tooltip = ui.text(key),
                                     .icon = icon,
                                     .kind = ButtonKind::quiet,
                                     .disabled = disabled});
        if (clicked)
            ui.emit(std::string(action), {{"ids", Json::array({region.id})}});
        pressed |= clicked;
    };
    const bool touch = studio.narrow();
    const bool readonly = studio.task->session->readonly();
    small("region:delete", "panel.delete", Icon::trash, (hovered || touch) && region.editable && !readonly,
          region.locked);
    small("region:lock", region.locked ? "panel.unlock" : "panel.lock", region.locked ? Icon::lock : Icon::lock_open,
          hovered || touch || region.locked, !region.editable);
    small("region:visibility", region.hidden ? "panel.show" : "panel.hide", region.hidden ? Icon::eye_off : Icon::eye,
          hovered || touch || region.hidden, false);
    return pressed;
}

void select_row(Studio& studio, const RegionRows& rows, int index, const RowResult& answer) {
    Json ids = Json::array();
    std::string mode = "set";
    if (answer.shift && studio.region_anchor >= 0 && studio.region_anchor < static_cast<int>(rows.size())) {
        const auto [first, last] = std::minmax(studio.region_anchor, index);
        for (int i = first; i <= last; ++i)
            ids.push_back(rows.id(static_cast<std::size_t>(i)));
        mode = answer.ctrl ? "add" : "set";
    } else {
        ids.push_back(rows.id(static_cast<std::size_t>(index)));
        mode = answer.ctrl ? "toggle" : "set";
        studio.region_anchor = index;
    }
    studio.ui.emit("region:select", {{"ids", std::move(ids)}, {"mode", mode}});
}

} // namespace

void draw_regions(Studio& studio, const Rect& box_px) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    EditorSession& session = *studio.task->session;
    const RegionRows rows = session.rows();
    if (rows.empty()) {
        text(ui, {box_px.x + 16, box_px.y + 16, box_px.w - 32, 60}, ui.text("panel.regions-empty"), theme.body,
             theme.text_muted, TextFit::wrap);
        return;
    }
    const auto count = static_cast<int>(rows.size());
    const Rect content = begin_scroll(ui, box_px, "regions:scroll", count * row_px + 8);
    std::string hovered_id;
    int clicked = -1;
    RowResult click;
    semantics_list(ui, "regions:list", ui.text("panel.regions"), box_px, [&] {
        const RowRange range = visible_rows(ui, content, row_px, count);
        for (int i = range.first; i < range.last; ++i) {
            const RegionRow& region = rows[static_cast<std::size_t>(i)];
            const Rect line = {content.x + 4, content.y + 4 + i * row_px, content.w - 12, row_px};
            const std::string labels = label_line(ui, region);
            std::string name = region.text.empty()
                                   ? labels
                                   : ui.strings->format("panel.list", {{"label", labels}, {"text", region.text}});
            if (!region.editable)
                name += ", " + ui.text("panel.kept");
            const bool over = pointer_free(ui, line);
            // Its buttons come first for the pointer, so the row gets what they leave.
            double right = line.right() - 2;
            const Rect target = {line.x, line.y,
                                 line.w - (over || studio.narrow()          ? 76.0
                                           : region.hidden || region.locked ? 52.0
                                                                            : 0.0),
                                 line.h};
            if (region.selected)
                fill(ui, line, theme.accent_soft, 4);
            else if (over || session.hovered() == region.id)
                fill(ui, line, theme.text.with_alpha(0.05), 4);
            const RowResult answer = row(ui, target,
                                         {.id = "row:" + region.id,
                                          .name = name,
                                          .selected = region.selected,
                                          .row_index = i + 1,
                                          .row_count = count,
                                          .plain = true,
                                          .group = true});
            draw_row_buttons(studio, line, region, over, right);
            ui.semantics->close();
            if (over)
                hovered_id = region.id;
            if (answer.clicked) {
                clicked = i;
                click = answer;
            }
            double x = line.x + 8 + 14 * std::min(region.depth, 6);
            const std::string index = std::to_string(region.index);
            const double index_px = std::max(22.0, measure(ui, index, theme.small).w + 8);
            const Color color{region.color.r, region.color.g, region.color.b, 255};
            fill(ui, {x, line.center().y - 9, index_px, 18}, color, 4);
            text(ui, {x, line.center().y - 9, index_px, 18}, index, theme.small, text_on(color), TextFit::ellipsis,
                 0.5);
            x += index_px + 8;
            const Color ink = region.hidden ? theme.text_disabled : theme.text;
            const double label_px = std::min(measure(ui, labels, theme.body).w + 1, std::max(0.0, right - x - 8));
            text(ui, {x, line.y, label_px, line.h}, labels, theme.body, region.labels.empty() ? theme.text_muted : ink);
            x += label_px + 8;
            if (right - x > 24)
                text(ui, {x, line.y, right - x - 4, line.h}, region.editable ? region.text : ui.text("panel.kept"),
                     theme.small, theme.text_muted);
        }
    });
    end_scroll(ui);
    if (pointer_free(ui, box_px))
        session.set_hovered(hovered_id);
    if (clicked >= 0)
        select_row(studio, rows, clicked, click);
}

void draw_history(Studio& studio, const Rect& box_px) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    const std::vector<HistoryStep>& steps = studio.task->session->history().steps();
    if (steps.empty()) {
        text(ui, {box_px.x + 16, box_px.y + 16, box_px.w - 32, 60}, ui.text("panel.history-empty"), theme.body,
             theme.text_muted, TextFit::wrap);
        return;
    }
    // Newest first; the last line is how it was opened. A click goes to that step: what came after is undone, what lies
    // between is done again.
    const auto count = static_cast<int>(steps.size()) + 1;
    const auto now = static_cast<int>(std::ranges::count(steps, false, &HistoryStep::undone));
    const Rect content = begin_scroll(ui, box_px, "history:scroll", count * row_px + 8);
    const auto draw_step = [&](int i) {
        const int at = count - 1 - i; // steps that are done when this is the newest
        const HistoryStep* step = at > 0 ? &steps[static_cast<std::size_t>(at) - 1] : nullptr;
        const bool undone = step && step->undone;
        const Rect line = {content.x + 4, content.y + 4 + i * row_px, content.w - 12, row_px};
        const std::string& action = ui.text(step ? std::string_view(step->action) : "panel.start");
        const std::string name = undone ? action + ", " + ui.text("panel.undone") : action;
        if (row(ui, line,
                {.id = fmt::format("history:{}", at),
                 .name = name,
                 .role = "option",
                 .selected = at == now,
                 .disabled = studio.task->session->readonly(),
                 .row_index = i + 1,
                 .row_count = count})
                .clicked)
            ui.emit("history:go", at);
        const Color ink = undone ? theme.text_disabled : theme.text;
        icon(ui, {line.x + 16, line.center().y},
             undone ? Icon::undo
             : step ? Icon::check
                    : Icon::file,
             14, undone ? theme.text_disabled : theme.text_muted);
        text(ui, {line.x + 34, line.y, line.w - 90, line.h}, action, theme.body, ink);
        if (step && step->regions.size() > 1)
            text(ui, {line.right() - 56, line.y, 48, line.h}, fmt::format("\xC3\x97{}", step->regions.size()),
                 theme.small, theme.text_muted, TextFit::ellipsis, 1);
    };
    semantics_list(
        ui, "history:list", ui.text("panel.history"), box_px,
        [&] {
            const RowRange range = visible_rows(ui, content, row_px, count);
            for (int i = range.first; i < range.last; ++i)
                draw_step(i);
        },
        "listbox");
    end_scroll(ui);
}

void draw_side_panel(Studio& studio, const Rect& box_px) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    fill(ui, box_px, theme.surface);
    fill(ui, {box_px.x, box_px.y, 1, box_px.h}, theme.border);
    const std::string_view toggle_key = studio.side_open ? "bar.panel-hide" : "bar.panel-show";
    if (button(ui, {box_px.right() - 36, box_px.y + 2, 32, 32},
               {.id = "side:toggle",
                .name = ui.text(toggle_key),
                .tooltip = ui.text(toggle_key),
                .icon = Icon::panel_right,
                .kind = ButtonKind::quiet}))
        ui.emit("page:panels");
    if (!studio.side_open)
        return;
    if (const auto chosen =
            tabs(ui, {box_px.x + 4, box_px.y, box_px.w - 44, tabs_px}, "side",
                 {ui.text("panel.regions"), ui.text("panel.history")}, studio.side_tab, ui.text("sheet.regions")))
        studio.side_tab = *chosen;
    fill(ui, {box_px.x, box_px.y + tabs_px, box_px.w, 1}, theme.border);
    const double room = box_px.h - 2 * (tabs_px + 1);
    const double upper_px = std::round(std::clamp(room * studio.side_split, 80.0, std::max(80.0, room - 120)));
    const Rect upper = {box_px.x + 1, box_px.y + tabs_px + 1, box_px.w - 1, upper_px};
    studio.side_tab == 0 ? draw_regions(studio, upper) : draw_history(studio, upper);
    fill(ui, {box_px.x, upper.bottom(), box_px.w, 1}, theme.border);
    if (const auto chosen =
            tabs(ui, {box_px.x + 4, upper.bottom() + 1, box_px.w - 8, tabs_px}, "detail",
                 {ui.text("panel.details"), ui.text("panel.json")}, studio.detail_tab, ui.text("sheet.details")))
        studio.detail_tab = *chosen;
    fill(ui, {box_px.x, upper.bottom() + 1 + tabs_px, box_px.w, 1}, theme.border);
    const double top = upper.bottom() + tabs_px + 2;
    const Rect lower = {box_px.x + 1, top, box_px.w - 1, box_px.bottom() - top};
    studio.detail_tab == 0 ? draw_details(studio, lower) : draw_result_json(studio, lower);
}

} // namespace tw
