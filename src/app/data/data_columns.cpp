// Columns of the Data page: found from the fields of the tasks, shown, hidden and moved.
#include "app/page_states.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <cmath>

namespace tw {
namespace {

constexpr double narrowest_px = 56, widest_px = 900;

bool is_picture(const Json& value) {
    if (!value.is_string())
        return false;
    const std::string& text = value.get_ref<const std::string&>();
    const std::string path = to_lower_ascii(std::string_view(text).substr(0, std::min(text.find('?'), text.size())));
    return path.starts_with("data:image/") ||
           std::ranges::any_of(std::initializer_list<std::string_view>{".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp",
                                                                       ".svg", ".avif"},
                               [&](std::string_view ending) { return path.ends_with(ending); });
}

DataColumn column_of(const TaskTable& table, const std::string& field) {
    DataColumn column{"data." + field, 200, true, false};
    std::size_t longest = 0;
    for (std::size_t row = 0; row < std::min<std::size_t>(table.size(), 8); ++row)
        if (const Json* value = find(table.data(row), field)) {
            column.picture |= is_picture(*value);
            longest = std::max(longest, cell_text(*value).size());
        }
    column.width_px = column.picture ? 132 : longest > 60 ? 380 : longest > 24 ? 240 : longest > 10 ? 140 : 96;
    return column;
}

} // namespace

std::vector<DataColumn> all_columns(const TaskTable& table) {
    std::vector<DataColumn> columns = {{"id", 72, true, false}, {"state", 104, true, false}};
    for (const std::string& field : table.fields())
        columns.push_back(column_of(table, field));
    columns.push_back({"labels", 170, true, false});
    columns.push_back({"annotations", 130, true, false});
    columns.push_back({"updated_at", 120, true, false});
    return columns;
}

void apply_columns(std::vector<DataColumn>& columns, const std::vector<DataColumn>& kept) {
    std::vector<DataColumn> ordered;
    for (const DataColumn& one : kept)
        if (const auto found = std::ranges::find(columns, one.key, &DataColumn::key); found != columns.end()) {
            ordered.push_back(*found);
            ordered.back().width_px = std::clamp(one.width_px, narrowest_px, widest_px);
            ordered.back().shown = one.shown;
        }
    for (const DataColumn& column : columns)
        if (std::ranges::find(ordered, column.key, &DataColumn::key) == ordered.end())
            ordered.push_back(column);
    columns = std::move(ordered);
}

std::string column_title(const Studio& studio, const DataColumn& column) {
    if (column.is_data())
        return column.key.substr(5);
    return studio.ui.text("data.column-" + column.key);
}

void sort_by(Studio& studio, const std::string& key) {
    if (key == "labels")
        return;
    TaskQuery& query = studio.states->data.query;
    if (query.sort != key)
        query.sort = key, query.descending = false;
    else if (!query.descending)
        query.descending = true;
    else
        query.sort.clear(), query.descending = false;
    keep_view(studio);
    studio.frame_again = true;
}

void draw_columns_dialog(Studio& studio) {
    DataView& view = studio.states->data;
    if (!view.columns_open)
        return;
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    bool close = false;
    const double wanted = 64 + static_cast<double>(view.columns.size()) * 36 + 60;
    const Rect box = begin_overlay(ui, "dialog:columns", ui.text("data.columns"),
                                   {380, std::min(wanted, ui.viewport_px.h - 80)}, OverlayPlace::center, close);
    text(ui, {box.x + 20, box.y + 14, box.w - 40, 22}, ui.text("data.columns"), {theme.title.size_px, true},
         theme.text);
    const Rect list = {box.x, box.y + 48, box.w, box.h - 108};
    const Rect content = begin_scroll(ui, list, "columns:scroll", static_cast<double>(view.columns.size()) * 36);
    int from = -1, to = -1;
    bool changed = false;
    for (std::size_t i = 0; i < view.columns.size(); ++i) {
        DataColumn& column = view.columns[i];
        const double y = content.y + static_cast<double>(i) * 36;
        const std::string title = column_title(studio, column), number = std::to_string(i);
        if (checkbox(ui, {content.x + 20, y, content.w - 120, 32}, "columns:show:" + column.key, title, column.shown)) {
            column.shown = !column.shown;
            changed = true;
        }
        const std::string up = ui.strings->format("data.column-left", {{"name", title}});
        const std::string down = ui.strings->format("data.column-right", {{"name", title}});
        if (button(ui, {content.right() - 92, y + 2, 30, 28},
                   {.id = "columns:up:" + number,
                    .name = up,
                    .tooltip = up,
                    .icon = Icon::chevron_left,
                    .kind = ButtonKind::quiet,
                    .disabled = i == 0}))
            from = static_cast<int>(i), to = from - 1;
        if (button(ui, {content.right() - 58, y + 2, 30, 28},
                   {.id = "columns:down:" + number,
                    .name = down,
                    .tooltip = down,
                    .icon = Icon::chevron_right,
                    .kind = ButtonKind::quiet,
                    .disabled = i + 1 == view.columns.size()}))
            from = static_cast<int>(i), to = from + 1;
    }
    end_scroll(ui);
    if (to >= 0) {
        std::swap(view.columns[static_cast<std::size_t>(from)], view.columns[static_cast<std::size_t>(to)]);
        changed = true;
    }
    if (changed) {
        keep_view(studio);
        studio.frame_again = true;
    }
    const double done_px = button_width(ui, ui.text("panel.close"), Icon::none);
    close |= button(ui, {box.right() - 20 - done_px, box.bottom() - 48, done_px, 32},
                    {.id = "columns:close", .label = ui.text("panel.close")});
    end_overlay(ui);
    if (close) {
        view.columns_open = false;
        studio.frame_again = true;
    }
}

} // namespace tw
