// The tasks of a project as a plain virtual list; the data manager takes its place in another issue.
#include "app/studio.hpp"

#include <algorithm>
#include <cmath>

namespace tw {
namespace {

constexpr double row_px = 44;

} // namespace

void draw_tasks_page(Studio& studio, const Rect& box_px) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    OpenProject& open = *studio.project;
    const double width = std::min(960.0, box_px.w - 32);
    const double left = std::floor(box_px.center().x - width / 2);
    text(ui, {left, box_px.y + 20, width - 420, 28}, open.stored.project.title, {theme.heading.size_px, true},
         theme.text);
    text(ui, {left, box_px.y + 48, width, 20},
         ui.strings->format("start.tasks", {{"done", std::to_string(open.stored.done_count)},
                                            {"m", std::to_string(open.table->size())}}),
         theme.body, theme.text_muted);
    double x = left + width;
    const auto place = [&](std::string_view id, std::string_view key, Icon icon, ButtonKind kind, bool disabled) {
        const bool small = studio.narrow() && kind != ButtonKind::primary;
        const double button_px = small ? 32 : button_width(ui, ui.text(key), icon);
        x -= button_px;
        const bool pressed = button(ui, {x, box_px.y + 26, button_px, 32},
                                    {.id = id,
                                     .label = small ? std::string_view() : std::string_view(ui.text(key)),
                                     .name = ui.text(key),
                                     .tooltip = small ? std::string_view(ui.text(key)) : std::string_view(),
                                     .icon = icon,
                                     .kind = kind,
                                     .disabled = disabled});
        x -= theme.space_2_px;
        return pressed;
    };
    const TaskTable& table = *open.table;
    const bool none = table.empty();
    const int unfinished = table.next_unfinished();
    const std::int64_t next_id = none ? 0 : table.id(static_cast<std::size_t>(std::max(0, unfinished)));
    const std::int64_t project_id = open.stored.project.id;
    if (place("tasks:label", "tasks.label", Icon::pencil, ButtonKind::primary, none))
        return studio.go({false, project_id, next_id});
    if (place("tasks:add", "start.import", Icon::upload, ButtonKind::secondary, false))
        studio.pick_files();
    if (place("tasks:export", "bar.export", Icon::download, ButtonKind::secondary, none))
        studio.export_project(open.stored);

    const Rect list = {box_px.x, box_px.y + 84, box_px.w, box_px.h - 84};
    if (none) {
        text(ui, {left, list.y + 24, width, 40}, ui.text("tasks.empty"), theme.body, theme.text_muted, TextFit::wrap);
        return;
    }
    const auto count = static_cast<int>(open.table->size());
    const Rect content = begin_scroll(ui, list, "tasks:scroll", count * row_px + 24);
    std::int64_t clicked = 0;
    semantics_list(ui, "tasks:list", ui.text("tasks.title"), list, [&] {
        const RowRange rows = visible_rows(ui, content, row_px, count);
        for (int i = rows.first; i < rows.last; ++i) {
            const auto at = static_cast<std::size_t>(i);
            const Rect line = {left, content.y + i * row_px, width, row_px - 4};
            const std::string summary = table.title(at);
            fill(ui, line, theme.surface, theme.radius_px);
            if (row(ui, line,
                    {.id = "task:" + std::to_string(table.id(at)),
                     .name = summary,
                     .row_index = i + 1,
                     .row_count = count})
                    .clicked)
                clicked = table.id(at);
            text(ui, {line.x + 12, line.y, 56, line.h}, std::to_string(table.inner_id(at)), theme.body,
                 theme.text_muted);
            text(ui, {line.x + 64, line.y, line.w - 180, line.h}, summary, theme.body, theme.text);
            static constexpr std::string_view keys[] = {"tasks.new", "tasks.draft", "tasks.done", "tasks.skipped"};
            const std::string& state = ui.text(keys[static_cast<std::size_t>(table.state(at))]);
            const Color inks[] = {theme.text_muted, theme.link, theme.success, theme.warning};
            const Color grounds[] = {theme.surface_sunken, theme.accent_soft, theme.success_soft, theme.warning_soft};
            badge(ui, {line.right() - 12 - badge_width(ui, state), line.center().y - 9}, state,
                  inks[static_cast<std::size_t>(table.state(at))], grounds[static_cast<std::size_t>(table.state(at))]);
        }
    });
    end_scroll(ui);
    if (clicked != 0)
        studio.go({false, project_id, clicked});
}

} // namespace tw
