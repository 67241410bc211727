// Tasks as a table: a virtual list of rows under heads that sort, move and resize, scrolled both ways.
#include "app/page_states.hpp"

#include "app/figures.hpp"
#include "ui/table.hpp"

#include <algorithm>
#include <cmath>

namespace tw {
namespace {

constexpr double head_px = 36, selector_px = 44, json_px = 44, narrow_room_px = 500;
constexpr std::size_t most_cell_bytes = 600;

struct Placed {
    std::size_t column;
    double x_px, width_px; ///< x from the left edge of what scrolls sideways
};

std::vector<Placed> placed_columns(const DataView& view, double room_px) {
    std::vector<Placed> placed;
    double x = 0;
    const bool narrow = room_px < narrow_room_px; // a phone: number, state and the words beside each other
    for (std::size_t i = 0; i < view.columns.size(); ++i) {
        const DataColumn& column = view.columns[i];
        if (!column.shown)
            continue;
        const double most = !narrow ? column.width_px : column.key == "id" ? 48 : column.is_data() ? 168 : 92;
        placed.push_back({i, x, std::min(column.width_px, most)});
        x += placed.back().width_px;
    }
    // What is left over goes to the last column of data that holds words.
    if (x < room_px)
        for (std::size_t i = placed.size(); i-- > 0;)
            if (view.columns[placed[i].column].is_data() && !view.columns[placed[i].column].picture) {
                placed[i].width_px += room_px - x;
                for (std::size_t k = i + 1; k < placed.size(); ++k)
                    placed[k].x_px += room_px - x;
                break;
            }
    return placed;
}

double draw_count(Ui& ui, double x, double center_y, Icon sign, std::uint32_t count, Color color) {
    if (count == 0)
        return x;
    const std::string number = figure(count);
    icon(ui, {x + 7, center_y}, sign, 14, color);
    const double width = measure(ui, number, ui.theme->small).w;
    text(ui, {x + 18, center_y - 9, width + 1, 18}, number, ui.theme->small, ui.theme->text_muted);
    return x + 18 + width + 10;
}

std::string labels_text(const TaskSummary& summary) {
    std::string out;
    for (const auto& [label, count] : summary.labels)
        out += (out.empty() ? "" : ", ") + label + (count > 1 ? " " + std::to_string(count) : "");
    return out;
}

void draw_cell(Studio& studio, const Rect& cell, const DataColumn& column, std::size_t row) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    const TaskTable& table = *studio.project->table;
    const Rect inner = {cell.x + 10, cell.y + 6, cell.w - 20, cell.h - 12};
    if (column.key == "id") {
        text(ui, inner, figure(table.inner_id(row)), theme.body, theme.text_muted);
    } else if (column.key == "state") {
        draw_state(studio, {inner.x, cell.center().y - 9}, table.state(row));
    } else if (column.key == "labels") {
        text_clamped(ui, inner, labels_text(table.summary(row)), theme.small, theme.text_muted, 3);
    } else if (column.key == "annotations") {
        const TaskSummary& summary = table.summary(row);
        double x = draw_count(ui, inner.x, cell.center().y, Icon::check, summary.annotations, theme.success);
        x = draw_count(ui, x, cell.center().y, Icon::skip, summary.cancelled, theme.warning);
        draw_count(ui, x, cell.center().y, Icon::sample, summary.predictions, theme.link);
    } else if (column.key == "updated_at") {
        text(ui, inner, age_text(ui, table.summary(row).updated_at_utc, studio.ports.clock->now_ms_utc()), theme.small,
             theme.text_muted);
    } else if (const Json* value = find(table.data(row), std::string_view(column.key).substr(5))) {
        const std::string words = cell_text(*value);
        if (column.picture && value->is_string())
            draw_thumbnail(studio, inner, value->get_ref<const std::string&>());
        else if (words.find('\n') == std::string::npos && measure(ui, words, theme.body).w <= inner.w)
            text(ui, inner, words, theme.body, theme.text); // a line stands in the middle, as the others in its row do
        else
            text_clamped(ui, inner, words, theme.body, theme.text, 3);
    }
}

/// The heads; what was dragged or clicked is done when all are drawn.
void draw_heads(Studio& studio, const Rect& head, const std::vector<Placed>& placed) {
    Ui& ui = studio.ui;
    DataView& view = studio.states->data;
    const Theme& theme = studio.look.theme();
    int dropped_at = -1;
    bool dropped = false, resized = false;
    begin_clip(ui, head);
    for (std::size_t i = 0; i < placed.size(); ++i) {
        DataColumn& column = view.columns[placed[i].column];
        const Rect cell = {head.x + placed[i].x_px - view.scroll_x_px, head.y, placed[i].width_px, head.h};
        const std::string id = "head:" + column.key, title = column_title(studio, column);
        const bool sorted = view.query.sort == column.key;
        const HeaderResult did = header_cell(ui, cell,
                                             {.id = id,
                                              .title = title,
                                              .hint = ui.text("data.head-hint"),
                                              .sorted = !sorted                 ? 0
                                                        : view.query.descending ? -1
                                                                                : 1});
        if (did.clicked)
            sort_by(studio, column.key);
        if (did.dragging)
            view.dragged = static_cast<int>(placed[i].column);
        if (did.resized_px != 0) {
            column.width_px = std::clamp(placed[i].width_px + did.resized_px, 56.0, 900.0);
            resized = true;
        }
        dropped |= did.dropped;
        if (view.dragged >= 0 && did.pointer_x_px >= cell.x && did.pointer_x_px < cell.right()) {
            dropped_at = static_cast<int>(placed[i].column);
            const bool before = dropped_at < view.dragged;
            fill(ui, {before ? cell.x : cell.right() - 2, cell.y, 2, cell.h}, theme.focus);
        }
    }
    end_clip(ui);
    if (resized)
        keep_view(studio);
    if (view.dragged < 0 || !dropped)
        return;
    if (dropped_at >= 0 && dropped_at != view.dragged) {
        const DataColumn moved = view.columns[static_cast<std::size_t>(view.dragged)];
        view.columns.erase(view.columns.begin() + view.dragged);
        view.columns.insert(view.columns.begin() + dropped_at, moved);
        keep_view(studio);
    }
    view.dragged = -1;
    studio.frame_again = true;
}

void draw_row(Studio& studio, const Rect& line, int position, const std::vector<Placed>& placed) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    DataView& view = studio.states->data;
    const TaskTable& table = *studio.project->table;
    const std::uint32_t row_at = view.rows[static_cast<std::size_t>(position)];
    const std::string id = std::to_string(table.id(row_at));
    const bool selected = view.selected[row_at];
    fill(ui, line, selected ? theme.accent_soft : theme.surface);
    const Rect cells = {line.x + selector_px, line.y, line.w - selector_px - json_px, line.h};
    const RowResult did = row(ui, cells,
                              {.id = "task:" + id,
                               .name = table.title(row_at, 200),
                               .selected = selected,
                               .row_index = position + 1,
                               .row_count = static_cast<int>(view.rows.size()),
                               .plain = true,
                               .group = true});
    if (did.hovered && !selected)
        fill(ui, line, theme.text.with_alpha(0.03));
    draw_selector(studio, {line.x + 8, line.center().y - 14, 28, 28}, position);
    begin_clip(ui, cells);
    for (const Placed& one : placed) {
        const Rect cell = {cells.x + one.x_px - view.scroll_x_px, line.y, one.width_px, line.h};
        if (cell.right() > cells.x && cell.x < cells.right())
            draw_cell(studio, cell, view.columns[one.column], row_at);
    }
    end_clip(ui);
    if (position == view.cursor)
        fill(ui, {line.x, line.y, 3, line.h}, theme.accent);
    fill(ui, {line.x, line.bottom() - 1, line.w, 1}, theme.border);
    if (button(ui, {line.right() - 38, line.center().y - 14, 28, 28},
               {.id = "json:" + id,
                .name = ui.strings->format("data.json-of", {{"n", std::to_string(table.inner_id(row_at))}}),
                .tooltip = ui.text("data.json"),
                .icon = Icon::braces,
                .kind = ButtonKind::quiet}))
        show_json(studio, row_at);
    ui.semantics->close();
    if (did.clicked)
        clicked(studio, position, did);
}

} // namespace

std::string cell_text(const Json& value) {
    if (!value.is_string())
        return value.is_null() ? std::string() : dump_json(value).substr(0, most_cell_bytes);
    const std::string& text = value.get_ref<const std::string&>();
    if (text.starts_with("tagwright-blob:"))
        if (const std::size_t slash = text.find('/'); slash != std::string::npos)
            return text.substr(slash + 1);
    if (text.size() <= most_cell_bytes)
        return text;
    std::size_t end = most_cell_bytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
        --end;
    return text.substr(0, end) + "…";
}

void draw_thumbnail(Studio& studio, const Rect& box, const std::string& address) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    const bool known = studio.states->intake.media_of == studio.project->stored.project.uid;
    if (!known && !media_path(address).empty()) // is its file here? That comes in a moment
        return fill(ui, box, theme.surface_sunken, 4);
    if (studio.states->data.fast) { // what flies by is not worth a decode; the next still frame asks
        fill(ui, box, theme.surface_sunken, 4);
        return;
    }
    const std::string* here = media_of(studio, address); // a path whose file was dropped
    const ImageState& image = studio.ports.images->thumbnail(here ? *here : address);
    if (image.status == ImageState::Status::failed) {
        fill(ui, box, theme.surface_sunken, 4);
        icon(ui, box.center(), Icon::image, 18, theme.text_muted);
        tooltip(ui, box, ui.say(image.error));
        return;
    }
    if (image.status == ImageState::Status::loading || image.natural_px.w <= 0) {
        fill(ui, box, theme.surface_sunken, 4);
        return;
    }
    fitted_picture(ui, box, image);
}

double draw_state(Studio& studio, Vec2 corner_px, TaskState state) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    static constexpr std::string_view keys[] = {"tasks.new", "tasks.draft", "tasks.done", "tasks.skipped"};
    const Color inks[] = {theme.text_muted, theme.link, theme.success, theme.warning};
    const Color grounds[] = {theme.surface_sunken, theme.accent_soft, theme.success_soft, theme.warning_soft};
    const auto at = static_cast<std::size_t>(state);
    return badge(ui, corner_px, ui.text(keys[at]), inks[at], grounds[at]);
}

void draw_selector(Studio& studio, const Rect& box, int position) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    const TaskTable& table = *studio.project->table;
    DataView& view = studio.states->data;
    const std::uint32_t row_at = view.rows[static_cast<std::size_t>(position)];
    const bool on = view.selected[row_at];
    const std::string number = std::to_string(table.inner_id(row_at));
    if (button(ui, box,
               {.id = "select:" + std::to_string(table.id(row_at)),
                .name = ui.strings->format("data.select", {{"n", number}}),
                .kind = ButtonKind::quiet,
                .pressed = on}))
        select_one(studio, position, !on);
    const Rect mark = {box.center().x - 8, box.center().y - 8, 16, 16};
    fill(ui, mark, on ? theme.accent : theme.surface_raised, 4);
    if (on)
        icon(ui, mark.center(), Icon::check, 13, theme.text_on_accent);
    else
        outline(ui, mark, theme.border_strong, 4, 1.5F);
}

void draw_data_table(Studio& studio, const Rect& box) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    DataView& view = studio.states->data;
    const Rect head = {box.x, box.y, box.w, head_px};
    const Rect body = {box.x, box.y + head_px, box.w, box.h - head_px};
    const double room_px = box.w - selector_px - json_px;
    const std::vector<Placed> placed = placed_columns(view, room_px);
    const double wide_px = placed.empty() ? 0 : placed.back().x_px + placed.back().width_px;
    const auto count = static_cast<int>(view.rows.size());

    fill(ui, head, theme.surface);
    fill(ui, {head.x, head.bottom() - 1, head.w, 1}, theme.border);
    const bool all = count > 0 && view.selected_count >= static_cast<std::size_t>(count);
    const Rect all_box = {head.x + 8, head.center().y - 14, 28, 28};
    if (button(ui, all_box,
               {.id = "select:all",
                .name = ui.text("data.select-all"),
                .tooltip = ui.text("data.select-all"),
                .kind = ButtonKind::quiet,
                .pressed = all}))
        select_all(studio, !all);
    const Rect mark = {all_box.center().x - 8, all_box.center().y - 8, 16, 16};
    fill(ui, mark, all ? theme.accent : theme.surface_raised, 4);
    outline(ui, mark, all ? theme.accent : theme.border_strong, 4, 1.5F);
    if (view.selected_count > 0)
        icon(ui, mark.center(), all ? Icon::check : Icon::minus, 13, all ? theme.text_on_accent : theme.text);
    const Rect heads = {head.x + selector_px, head.y, room_px, head.h};
    semantics_list(
        ui, "data:heads", ui.text("data.columns"), heads,
        [&] {
            semantics_list(
                ui, "data:heads-row", ui.text("data.columns"), heads, [&] { draw_heads(studio, heads, placed); },
                "row");
        },
        "table");

    fill(ui, body, theme.surface);
    const bool sideways = wide_px > room_px + 0.5;
    const Rect list = {body.x, body.y, body.w, body.h - (sideways ? 10 : 0)};
    const Rect content = begin_scroll(ui, list, "tasks:scroll", count * data_row_px);
    const double offset = list.y - content.y;
    view.fast = std::abs(offset - view.last_offset_px) > 3 * data_row_px;
    if (offset != view.last_offset_px)
        studio.frame_again = true; // a still frame follows, for the thumbnails
    view.last_offset_px = offset;
    semantics_list(ui, "tasks:list", ui.text("tasks.title"), list, [&] {
        const RowRange range = visible_rows(ui, content, data_row_px, count);
        for (int i = range.first; i < range.last; ++i)
            draw_row(studio, {content.x, content.y + i * data_row_px, content.w - 10, data_row_px}, i, placed);
    });
    end_scroll(ui);
    view.scroll_x_px =
        scroll_sideways(ui, {body.x + selector_px, body.y, room_px, body.h}, "tasks", wide_px, view.scroll_x_px);
}

} // namespace tw
