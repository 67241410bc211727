// The Data page: a toolbar, filters, the tasks as table or grid, and what they add up to.
#include "app/page_states.hpp"

#include "app/figures.hpp"

#include <algorithm>
#include <cmath>

namespace tw {
namespace {

constexpr double foot_px = 34;

/// Buttons from the right edge inwards; on a phone only icons.
class ButtonLine {
public:
    ButtonLine(Studio& studio, double right_px, double y) : studio_(&studio), right_px_(right_px), y_(y) {}

    bool add(std::string_view id, std::string_view label, Icon sign, ButtonKind kind, bool bare, bool disabled = false,
             std::optional<bool> pressed = {}) {
        return button(studio_->ui, next(label, sign, bare), spec(id, label, sign, kind, bare, disabled, pressed));
    }
    std::optional<int> add_menu(std::string_view id, std::string_view label, Icon sign, bool bare, bool disabled,
                                const std::vector<std::string>& options) {
        return menu_button(studio_->ui, next(label, sign, bare),
                           spec(id, label, sign, ButtonKind::secondary, bare, disabled, {}), options);
    }
    [[nodiscard]] double left_px() const { return right_px_; }

private:
    Rect next(std::string_view label, Icon sign, bool bare) {
        const double width = bare ? 34 : button_width(studio_->ui, label, sign);
        right_px_ -= width;
        const Rect box = {right_px_, y_, width, 32};
        right_px_ -= 8;
        return box;
    }
    static ButtonSpec spec(std::string_view id, std::string_view label, Icon sign, ButtonKind kind, bool bare,
                           bool disabled, std::optional<bool> pressed) {
        return {.id = id,
                .label = bare ? std::string_view() : label,
                .name = label,
                .tooltip = bare ? label : std::string_view(),
                .icon = sign,
                .kind = kind,
                .disabled = disabled,
                .pressed = pressed};
    }
    Studio* studio_;
    double right_px_, y_;
};

void draw_head(Studio& studio, const Rect& box) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    DataView& view = studio.states->data;
    const OpenProject& open = *studio.project;
    const bool small = box.w < 900;
    const bool nothing_yet = open.table->empty() || studio.states->intake.coming_in();
    ButtonLine line(studio, box.right(), box.y + (studio.narrow() ? 40 : 4));
    const std::string& label = ui.text(view.selected_count > 0 ? "data.label-selected"
                                       : view.filtered()       ? "data.label-these"
                                                               : "tasks.label");
    if (line.add("tasks:label", label, Icon::pencil, ButtonKind::primary, false, view.rows.empty()))
        label_rows(studio);
    if (line.add("tasks:settings", ui.text("start.settings"), Icon::settings, ButtonKind::secondary, true))
        studio.go(address_of(open.stored, 0, "settings"));
    const std::vector<std::string> archives = {ui.text("action.page.export-media"),
                                               ui.text("action.page.export-project")};
    if (const auto chosen = line.add_menu("tasks:export-more", ui.text("data.export-more"), Icon::chevron_down, true,
                                          nothing_yet, archives))
        ui.emit(*chosen == 0 ? "page:export-media" : "page:export-project");
    if (line.add("tasks:export", ui.text("bar.export"), Icon::download, ButtonKind::secondary, small, nothing_yet))
        studio.export_project(open.stored);
    if (line.add("tasks:add", ui.text("start.import"), Icon::upload, ButtonKind::secondary, small))
        studio.pick_files();
    const double text_px = studio.narrow() ? box.w : line.left_px() - box.x - 12;
    text(ui, {box.x, box.y, text_px, 26}, open.stored.project.title, {theme.heading.size_px, true}, theme.text);
    if (!studio.narrow())
        text(ui, {box.x, box.y + 26, text_px, 18}, open.stored.project.description, theme.small, theme.text_muted);
}

void draw_tools(Studio& studio, const Rect& box) {
    Ui& ui = studio.ui;
    DataView& view = studio.states->data;
    const bool small = box.w < 760;
    ButtonLine line(studio, box.right(), box.y);
    if (line.add("data:grid", ui.text(view.grid ? "data.as-table" : "data.as-grid"),
                 view.grid ? Icon::list : Icon::grid, ButtonKind::secondary, true)) {
        view.grid = !view.grid;
        view.last_offset_px = 0;
        keep_view(studio);
    }
    if (line.add("data:columns", ui.text("data.columns"), Icon::columns, ButtonKind::secondary, small))
        view.columns_open = true;
    const std::string filters =
        view.query.conditions.empty()
            ? ui.text("data.filters")
            : ui.strings->format("data.filters-on", {{"n", std::to_string(view.query.conditions.size())}});
    if (line.add("data:filters", filters, Icon::filter, ButtonKind::secondary, small, false, view.filters_open)) {
        view.filters_open = !view.filters_open;
        studio.frame_again = true;
    }
    const std::vector<std::string> options = {ui.text("data.label-selected"), ui.text("data.export-selected"),
                                              ui.text("data.delete"), ui.text("data.unselect")};
    if (const auto chosen = line.add_menu("data:actions", ui.text("data.actions"), Icon::chevron_down, small,
                                          view.selected_count == 0, options)) {
        if (*chosen == 0)
            label_rows(studio);
        else if (*chosen == 1)
            export_rows(studio);
        else if (*chosen == 2)
            ui.emit("data:delete"); // when nothing of this frame needs the rows any more
        else
            select_all(studio, false);
        studio.frame_again = true;
    }
    const TextInputResult typed = text_input(ui, {box.x, box.y, std::min(360.0, line.left_px() - box.x), 32},
                                             {.id = "data:search",
                                              .name = ui.text("data.search"),
                                              .placeholder = ui.text("data.search"),
                                              .take_focus = std::exchange(view.take_search, false)},
                                             view.query.text);
    if (typed.changed)
        studio.frame_again = true;
}

void draw_foot(Studio& studio, const Rect& foot) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    const DataView& view = studio.states->data;
    const TaskTable& table = *studio.project->table;
    const auto number = [](std::size_t n) { return figure(static_cast<std::int64_t>(n)); };
    fill(ui, foot, theme.surface);
    fill(ui, {foot.x, foot.y, foot.w, 1}, theme.border);
    std::string words =
        view.filtered()
            ? ui.strings->format("data.total-shown", {{"n", number(view.rows.size())}, {"m", number(table.size())}})
            : ui.strings->format("data.total", {{"m", number(table.size())}});
    words += "  ·  " + ui.strings->format("data.total-done", {{"n", number(table.done_count())}});
    if (table.count(TaskState::started) > 0)
        words += "  ·  " + ui.strings->format("data.total-started", {{"n", number(table.count(TaskState::started))}});
    if (view.selected_count > 0)
        words += "  ·  " + ui.strings->format("data.total-selected", {{"n", number(view.selected_count)}});
    text(ui, {foot.x + 16, foot.y, foot.w - 32, foot.h}, words, theme.small, theme.text_muted);
    ui.semantics->add({.id = "data:totals", .role = "status", .name = words, .rect_px = foot});
}

/// Instead of tasks: why there is none, and what to do about it.
void draw_nothing(Studio& studio, const Rect& box) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    DataView& view = studio.states->data;
    const bool none = studio.project->table->empty();
    const double width = std::min(460.0, box.w - 32), left = box.center().x - width / 2;
    double y = box.y + std::max(24.0, box.h / 2 - 110);
    icon(ui, {box.center().x, y + 12}, none ? Icon::upload : Icon::search, 30, theme.text_muted);
    y += 44;
    y += text(ui, {left, y, width, 60}, ui.text(none ? "tasks.empty" : "data.found-none"), theme.body, theme.text_muted,
              TextFit::wrap, 0.5) +
         16;
    const std::string& label = ui.text(none ? "start.pick-files" : "data.clear-filters");
    const double button_px = button_width(ui, label, Icon::none);
    if (!button(ui, {std::floor(box.center().x - button_px / 2), y, button_px, 32},
                {.id = "data:nothing", .label = label, .kind = none ? ButtonKind::primary : ButtonKind::secondary}))
        return;
    if (none)
        return studio.pick_files();
    view.query.text.clear();
    view.query.conditions.clear();
    studio.frame_again = true;
}

} // namespace

void draw_tasks_page(Studio& studio, const Rect& box_px) {
    load_view(studio);
    step_query(studio);
    give_focus_back(studio);
    const Theme& theme = studio.look.theme();
    DataView& view = studio.states->data;
    const double pad = studio.narrow() ? 12 : 20;
    const Rect inner = {box_px.x + pad, box_px.y + 14, box_px.w - 2 * pad, box_px.h};
    const double head_px = studio.narrow() ? 80 : 52;
    draw_head(studio, {inner.x, inner.y, inner.w, head_px});
    double y = inner.y + head_px + 4;
    y += draw_view_tabs(studio, {inner.x, y, inner.w, 36}) + 8;
    draw_tools(studio, {inner.x, y, inner.w, 32});
    y += 42;
    y += draw_filters(studio, {inner.x, y, inner.w, 200});
    y += draw_missing_media(studio, {box_px.x, y, box_px.w, 200});
    const Rect foot = {box_px.x, box_px.bottom() - foot_px, box_px.w, foot_px};
    const Rect body = {box_px.x, y, box_px.w, foot.y - y};
    fill(studio.ui, {body.x, body.y, body.w, 1}, theme.border);
    if (view.rows.empty() && view.job) {
        text(studio.ui, {body.x, body.y + 24, body.w, 24}, studio.ui.text("app.loading"), theme.body, theme.text_muted,
             TextFit::ellipsis, 0.5);
    } else if (view.rows.empty()) {
        draw_nothing(studio, body);
    } else if (view.grid) {
        draw_data_grid(studio, {inner.x, body.y + 8, inner.w, body.h - 8});
    } else {
        draw_data_table(studio, {body.x, body.y + 1, body.w, body.h - 1});
    }
    draw_foot(studio, foot);
    draw_columns_dialog(studio);
    draw_json_dialog(studio);
}

} // namespace tw
