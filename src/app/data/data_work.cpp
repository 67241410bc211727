// What is done with tasks on the Data page: selecting, opening, exporting, deleting, looking at the JSON; and the keys for it.
#include "app/page_states.hpp"
#include "app/server/remote_next.hpp"
#include "app/server/remote_projects.hpp"

#include "app/figures.hpp"
#include "app/store/tab_news.hpp"
#include "app/transfer/exchange.hpp"
#include "formats/ls_json.hpp"

#include <algorithm>

namespace tw {
namespace {

std::int64_t task_id(const Studio& studio, int position) {
    return studio.project->table->id(studio.states->data.rows[static_cast<std::size_t>(position)]);
}

/// Moves the cursor, the keyboard's focus and what is scrolled to.
bool move_cursor(Studio& studio, int position) {
    DataView& view = studio.states->data;
    const auto count = static_cast<int>(view.rows.size());
    if (count == 0)
        return false;
    view.cursor = std::clamp(position, 0, count - 1);
    WidgetState& widgets = studio.widgets;
    widgets.focus_id = "task:" + std::to_string(task_id(studio, view.cursor));
    widgets.focus_visible = true;
    if (const auto found = widgets.scrolls.find("tasks:scroll"); found != widgets.scrolls.end() && !view.grid) {
        ScrollState& scroll = found->second;
        const double top = view.cursor * data_row_px;
        scroll.offset_px = std::clamp(scroll.offset_px, top + data_row_px - scroll.box_px, std::max(0.0, top));
    }
    widgets.focus_moved = view.grid;
    studio.frame_again = true;
    return true;
}

/// The rows to go through when a part of the tasks, or another order, is shown; empty when it is all of them as they are.
std::vector<std::uint32_t> order_shown(const Studio& studio) {
    const DataView& view = studio.states->data;
    return view.filtered() || !view.query.sort.empty() ? view.rows : std::vector<std::uint32_t>();
}

int page_rows(const Studio& studio) {
    const auto found = studio.widgets.scrolls.find("tasks:scroll");
    return found == studio.widgets.scrolls.end()
               ? 10
               : std::max(1, static_cast<int>(found->second.box_px / data_row_px) - 1);
}

} // namespace

void give_focus_back(Studio& studio) {
    DataView& view = studio.states->data;
    if (std::exchange(view.refocus, false) && view.cursor >= 0)
        move_cursor(studio, view.cursor);
}

void select_one(Studio& studio, int position, bool on) {
    DataView& view = studio.states->data;
    const std::uint32_t row = view.rows[static_cast<std::size_t>(position)];
    if (view.selected[row] != on)
        view.selected_count += on ? 1 : static_cast<std::size_t>(-1);
    view.selected[row] = on;
    view.anchor = view.cursor = position;
    studio.frame_again = true;
}

void select_all(Studio& studio, bool on) {
    DataView& view = studio.states->data;
    view.selected.assign(view.selected.size(), false);
    view.selected_count = 0;
    if (on) {
        for (const std::uint32_t row : view.rows)
            view.selected[row] = true;
        view.selected_count = view.rows.size();
    }
    studio.frame_again = true;
}

void clicked(Studio& studio, int position, const RowResult& how) {
    DataView& view = studio.states->data;
    view.cursor = position;
    if (how.shift && view.anchor >= 0) {
        const int from = std::min(view.anchor, position), to = std::max(view.anchor, position), anchor = view.anchor;
        for (int i = from; i <= to; ++i)
            select_one(studio, i, true);
        view.anchor = anchor;
        view.cursor = position;
        return;
    }
    if (how.ctrl || how.shift) {
        const std::uint32_t row = view.rows[static_cast<std::size_t>(position)];
        return select_one(studio, position, !view.selected[row]);
    }
    studio.project->order = order_shown(studio);
    studio.project->ordered = true;
    studio.go(address_of(studio.project->stored, task_id(studio, position)));
}

std::vector<std::uint32_t> rows_at_work(const Studio& studio) {
    const DataView& view = studio.states->data;
    std::vector<std::uint32_t> rows;
    for (const std::uint32_t row : view.rows)
        if (view.selected_count == 0 || view.selected[row])
            rows.push_back(row);
    return rows;
}

void step_order(Studio& studio) {
    OpenProject& open = *studio.project;
    if (open.ordered || open.current < 0)
        return;
    load_view(studio);
    const DataView& view = studio.states->data;
    if (!view.filtered() && view.query.sort.empty()) {
        open.ordered = true;
        return;
    }
    step_query(studio);
    if (view.job)
        return;
    open.ordered = true;
    if (std::ranges::find(view.rows, static_cast<std::uint32_t>(open.current)) != view.rows.end())
        open.order = view.rows;
}

void label_rows(Studio& studio) {
    const std::vector<std::uint32_t> rows = rows_at_work(studio);
    if (rows.empty())
        return;
    const DataView& view = studio.states->data;
    const TaskTable& table = *studio.project->table;
    const auto open = std::ranges::find_if(rows, [&](std::uint32_t row) { return !is_finished(table.state(row)); });
    const std::uint32_t first = open == rows.end() ? rows.front() : *open;
    studio.project->order = view.selected_count > 0 ? rows : order_shown(studio);
    studio.project->ordered = true;
    const auto here = [&studio, id = table.id(first)] { studio.go(address_of(studio.project->stored, id)); };
    const bool some = view.selected_count > 0 || view.filtered() || is_finished(table.state(first));
    if (some || !ask_for_next(studio, here))
        here();
}

void export_rows(Studio& studio) {
    std::vector<std::uint32_t> rows = rows_at_work(studio);
    std::ranges::sort(rows);
    if (rows.empty())
        return;
    if (studio.project->stored.remote) // a mirror has whole only what was opened
        return export_whole_rows(studio, std::move(rows));
    studio.export_tasks(studio.project->stored, ExportKind::json, rows);
}

void delete_selected(Studio& studio) {
    std::vector<std::uint32_t> rows;
    DataView& view = studio.states->data;
    for (std::size_t row = 0; row < view.selected.size(); ++row)
        if (view.selected[row])
            rows.push_back(static_cast<std::uint32_t>(row));
    if (rows.empty() || !studio.store)
        return;
    if (studio.project->stored.remote)
        return offer_delete_on_server(studio, rows);
    studio.project->order.clear();
    view.deleted.reset();
    studio.store->delete_tasks(
        *studio.project->table, rows, studio.project->stored,
        studio.later<DeletedTasks>([&studio](Result<DeletedTasks> gone) {
            if (!gone) {
                studio.storage_error = gone.error();
                return reload_table(studio);
            }
            Ui& ui = studio.ui;
            const std::string uid = gone->project.project.uid;
            if (studio.project && studio.project->stored.project.uid == uid) {
                studio.project->stored.task_count = static_cast<std::int64_t>(studio.project->table->size());
                studio.project->stored.done_count = static_cast<std::int64_t>(studio.project->table->done_count());
            }
            studio.autosave.tell_tabs("tasks", {{"project", uid}});
            studio.offer(ui.strings->format("notice.deleted", {{"n", figure(static_cast<std::int64_t>(gone->count))}}),
                         ui.text("action.annotation.undo"), [&studio] { restore_deleted(studio); });
            studio.states->data.deleted = std::move(*gone);
        }));
}

bool restore_deleted(Studio& studio) {
    DataView& view = studio.states->data;
    if (!view.deleted || !studio.store || !studio.project ||
        view.deleted->project.project.uid != studio.project->stored.project.uid)
        return false;
    DeletedTasks deleted = std::move(*view.deleted);
    view.deleted.reset();
    const std::size_t count = deleted.count;
    deleted.project.project = studio.project->stored.project; // only the counts are those of before
    studio.store->restore_tasks(std::move(deleted), studio.later<Unit>([&studio, count](const Result<Unit>& back) {
        if (!back) {
            studio.storage_error = back.error();
            return;
        }
        if (studio.project)
            studio.autosave.tell_tabs("tasks", {{"project", studio.project->stored.project.uid}});
        reload_table(studio, [&studio, count] {
            studio.notify(
                studio.ui.strings->format("notice.restored", {{"n", figure(static_cast<std::int64_t>(count))}}));
        });
    }));
    return true;
}

void show_json(Studio& studio, std::uint32_t row) {
    const TaskTable& table = *studio.project->table;
    DataView& view = studio.states->data;
    view.json_task = table.id(row);
    view.json.clear();
    view.json_lines.clear();
    studio.store->load_tasks(
        table, {row},
        studio.later<std::vector<TaskWithDocument>>([&studio](Result<std::vector<TaskWithDocument>> tasks) {
            DataView& now = studio.states->data;
            if (!tasks || tasks->empty() || !studio.project)
                return;
            Task task = task_for_export(std::move(tasks->front()));
            if (task.id != now.json_task)
                return; // closed, or another was asked for meanwhile
            now.json = dump_json(export_task(task, {.project_id = studio.project->stored.project.id}), 2);
            now.json_lines = {0};
            for (std::size_t at = now.json.find('\n'); at != std::string::npos; at = now.json.find('\n', at + 1))
                now.json_lines.push_back(at + 1);
        }));
}

void draw_json_dialog(Studio& studio) {
    DataView& view = studio.states->data;
    if (view.json_task == 0)
        return;
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    bool close = false;
    const std::string title = ui.strings->format("data.json-of", {{"n", std::to_string(view.json_task)}});
    const Rect box =
        begin_overlay(ui, "dialog:json", title, {std::min(760.0, ui.viewport_px.w - 24), ui.viewport_px.h * 0.8},
                      OverlayPlace::center, close);
    text(ui, {box.x + 20, box.y + 14, box.w - 40, 22}, title, {theme.title.size_px, true}, theme.text);
    const Rect pane = {box.x + 16, box.y + 48, box.w - 32, box.h - 112};
    fill(ui, pane, theme.surface_sunken, theme.radius_px);
    constexpr double line_px = 18;
    const auto lines = static_cast<int>(view.json_lines.size());
    const Rect content = begin_scroll(ui, pane, "json:scroll", lines * line_px + 16);
    const RowRange range = visible_rows(ui, {content.x, content.y + 8, content.w, content.h}, line_px, lines);
    for (int i = range.first; i < range.last; ++i) {
        const std::size_t from = view.json_lines[static_cast<std::size_t>(i)];
        const std::size_t to = i + 1 < lines ? view.json_lines[static_cast<std::size_t>(i) + 1] - 1 : view.json.size();
        text(ui, {content.x + 12, content.y + 8 + i * line_px, content.w - 28, line_px},
             std::string_view(view.json).substr(from, std::min<std::size_t>(to - from, 2000)), theme.mono, theme.text);
    }
    end_scroll(ui);
    ui.semantics->add(
        {.id = "json:text", .role = "document", .name = title, .value = view.json.substr(0, 4000), .rect_px = pane});
    const double copy_px = button_width(ui, ui.text("panel.copy-json"), Icon::copy);
    if (button(ui, {box.right() - 16 - copy_px, box.bottom() - 48, copy_px, 32},
               {.id = "json:copy",
                .label = ui.text("panel.copy-json"),
                .icon = Icon::copy,
                .kind = ButtonKind::primary,
                .disabled = view.json.empty()})) {
        studio.ports.host->set_clipboard(view.json);
        studio.notify(ui.text("panel.copied"));
    }
    const double close_px = button_width(ui, ui.text("panel.close"), Icon::none);
    close |= button(ui, {box.right() - 24 - copy_px - close_px, box.bottom() - 48, close_px, 32},
                    {.id = "json:close", .label = ui.text("panel.close"), .kind = ButtonKind::quiet});
    end_overlay(ui);
    if (close) {
        view.json_task = 0;
        view.refocus = true;
        studio.frame_again = true;
    }
}

void add_data_actions(Studio& studio) {
    Studio* const it = &studio;
    const auto here = [it] { return it->page == Page::tasks && it->project && !it->states->data.rows.empty(); };
    const auto any = [it, here] { return here() && it->states->data.selected_count > 0; };
    const auto add = [it](std::string id, std::string title, std::vector<std::string> keys,
                          std::function<bool()> enabled, std::function<bool()> run) {
        it->actions.push_back({std::move(id), std::move(title), std::move(keys), std::move(enabled),
                               [run = std::move(run)](const Json&) { return run(); }});
    };
    const auto by = [it](int step) { return [it, step] { return move_cursor(*it, it->states->data.cursor + step); }; };
    add("data:down", "action.data.down", {"arrowdown"}, here, by(1));
    add("data:up", "action.data.up", {"arrowup"}, here, by(-1));
    add("data:page-down", "action.data.page-down", {"pagedown"}, here,
        [it] { return move_cursor(*it, it->states->data.cursor + page_rows(*it)); });
    add("data:page-up", "action.data.page-up", {"pageup"}, here,
        [it] { return move_cursor(*it, it->states->data.cursor - page_rows(*it)); });
    add("data:first", "action.data.first", {"home"}, here, [it] { return move_cursor(*it, 0); });
    add("data:last", "action.data.last", {"end"}, here,
        [it] { return move_cursor(*it, static_cast<int>(it->states->data.rows.size()) - 1); });
    add("data:select", "action.data.select", {"x"}, here, [it] {
        DataView& view = it->states->data;
        if (view.cursor < 0)
            return false;
        select_one(*it, view.cursor, !view.selected[view.rows[static_cast<std::size_t>(view.cursor)]]);
        return true;
    });
    add("data:select-all", "action.data.select-all", {"ctrl+a"}, here, [it] { return select_all(*it, true), true; });
    add("data:unselect", "action.data.unselect", {"escape"}, any, [it] { return select_all(*it, false), true; });
    add("data:delete", "action.data.delete", {"delete"}, any, [it] { return delete_selected(*it), true; });
    add(
        "data:restore", "action.data.restore", {"ctrl+z"},
        [it] { return it->page == Page::tasks && it->project && it->states->data.deleted; },
        [it] { return restore_deleted(*it); });
    add("data:json", "action.data.json", {"j"}, here, [it] {
        const DataView& view = it->states->data;
        if (view.cursor < 0)
            return false;
        show_json(*it, view.rows[static_cast<std::size_t>(view.cursor)]);
        return true;
    });
    add(
        "data:search", "action.data.search", {"/", "ctrl+f"}, [it] { return it->page == Page::tasks && it->project; },
        [it] { return it->states->data.take_search = it->frame_again = true; });
    add("data:label", "action.data.label", {"l"}, here, [it] { return label_rows(*it), true; });
}

} // namespace tw
