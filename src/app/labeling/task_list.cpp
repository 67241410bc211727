// The narrow list of tasks at the left of the labeling page, the project's guidelines, and what makes the next task come
// quickly.
#include "app/around/around.hpp"
#include "app/labeling/labeling_page.hpp"
#include "app/server/remote_next.hpp"
#include "app/transfer/import_page.hpp"
#include "ui/markdown_view.hpp"

#include <algorithm>
#include <cmath>

namespace tw {
namespace {

/// Of a path or an address what tells it from its neighbours: its last part.
std::string_view file_name(std::string_view title) {
    const std::size_t slash = title.find_last_of('/');
    const bool path = slash != std::string_view::npos && slash + 1 < title.size() && !title.contains(' ');
    return path ? title.substr(slash + 1) : title;
}

constexpr double list_px = 208, rail_px = 36, row_px = 36, head_px = 36;

struct StateLook {
    Icon icon;
    Color color;
    std::string_view key;
};
StateLook look_of(const Theme& theme, TaskState state) {
    switch (state) {
    case TaskState::done:
        return {Icon::check, theme.success, "tasks.done"};
    case TaskState::skipped:
        return {Icon::skip, theme.warning, "tasks.skipped"};
    case TaskState::started:
        return {Icon::pencil, theme.link, "tasks.draft"};
    case TaskState::fresh:
        break;
    }
    return {Icon::minus, theme.text_disabled, "tasks.new"};
}

} // namespace

void draw_task_rows(Studio& studio, const Rect& box_px) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    const TaskTable& table = *studio.project->table;
    const OpenProject& open = *studio.project;
    // As they are labeled: those of the Data page in its order, or all.
    const auto count = static_cast<int>(open.order.empty() ? table.size() : open.order.size());
    const auto row_at = [&](int place) {
        return open.order.empty() ? static_cast<std::size_t>(place)
                                  : std::size_t{open.order[static_cast<std::size_t>(place)]};
    };
    const int current = open.current;
    LabelingFlow& flow = studio.around->flow;
    if (flow.listed_task != studio.address.task_id) { // the open task comes into sight, once
        flow.listed_task = studio.address.task_id;
        double& offset = ui.widgets->scrolls["tasklist:scroll"].offset_px;
        const auto found = std::ranges::find(open.order, static_cast<std::uint32_t>(current));
        const double top = (open.order.empty() ? current : static_cast<int>(found - open.order.begin())) * row_px;
        if (top < offset || top + row_px > offset + box_px.h)
            offset = std::max(0.0, top - box_px.h / 2);
    }
    const Rect content = begin_scroll(ui, box_px, "tasklist:scroll", count * row_px);
    std::int64_t wanted = 0;
    semantics_list(
        ui, "tasklist", ui.text("tasks.title"), box_px,
        [&] {
            const RowRange rows = visible_rows(ui, content, row_px, count);
            for (int i = rows.first; i < rows.last; ++i) {
                const std::size_t at = row_at(i);
                const bool here = static_cast<int>(at) == current;
                const Rect line = {content.x + 4, content.y + i * row_px, content.w - 8, row_px};
                const StateLook look =
                    look_of(theme, here && studio.task ? studio.task->stored.state : table.state(at));
                const std::string number = std::to_string(table.inner_id(at)), title = table.title(at, 120);
                if (row(ui, line,
                        {.id = "tasklist:" + number,
                         .name = ui.strings->format("tasklist.row",
                                                    {{"n", number}, {"title", title}, {"state", ui.text(look.key)}}),
                         .role = "option",
                         .selected = here,
                         .row_index = i + 1,
                         .row_count = count})
                        .clicked)
                    wanted = table.id(at);
                icon(ui, {line.x + 14, line.center().y}, look.icon, 14, look.color);
                const double number_px = std::max(24.0, measure(ui, number, theme.small).w + 8);
                text(ui, {line.x + 28, line.y, number_px, line.h}, number, theme.small, theme.text_muted);
                text(ui, {line.x + 28 + number_px, line.y, line.w - 34 - number_px, line.h}, file_name(title),
                     theme.body, here ? theme.text : theme.text_muted);
            }
        },
        "listbox");
    end_scroll(ui);
    if (wanted != 0) {
        studio.sheet.clear();
        ui.emit("task:open", wanted);
    }
}

double draw_task_list(Studio& studio, const Rect& box_px) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    const bool open = studio.around->flow.list_open;
    const double width = open ? list_px : rail_px;
    const Rect box = {box_px.x, box_px.y, width, box_px.h};
    fill(ui, box, theme.surface);
    fill(ui, {box.right() - 1, box.y, 1, box.h}, theme.border);
    const std::string_view key = open ? "tasklist.hide" : "tasklist.show";
    if (button(ui, {box.x + 2, box.y + 2, 32, 32},
               {.id = "tasklist:toggle",
                .name = ui.text(key),
                .tooltip = ui.text(key),
                .icon = Icon::panel_left,
                .kind = ButtonKind::quiet}))
        ui.emit("page:tasklist");
    if (!open)
        return width;
    const TaskTable& table = *studio.project->table;
    const std::string count = ui.strings->format(
        "bar.progress", {{"done", std::to_string(table.done_count())}, {"m", std::to_string(table.size())}});
    text(ui, {box.x + 40, box.y, box.w - 48, head_px}, count, theme.small, theme.text_muted);
    fill(ui, {box.x, box.y + head_px - 1, box.w, 1}, theme.border);
    draw_task_rows(studio, {box.x, box.y + head_px, box.w - 1, box.h - head_px});
    return width;
}

const std::string& guidelines_of(const Studio& studio) {
    static const std::string none;
    return studio.project ? studio.project->stored.project.guidelines : none;
}

void offer_guidelines(Studio& studio) {
    if (guidelines_of(studio).empty())
        return;
    const std::string key = "guidelines:" + studio.project->stored.project.uid;
    if (!studio.ports.host->setting(key).empty())
        return;
    studio.ports.host->set_setting(key, "seen");
    studio.sheet = "guidelines";
}

void draw_guidelines(Studio& studio) {
    if (studio.sheet != "guidelines" || guidelines_of(studio).empty())
        return;
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    bool close = false;
    const double width = std::min(560.0, ui.viewport_px.w - 16);
    const std::vector<MarkdownBlock> blocks = parse_markdown(guidelines_of(studio));
    const double words_px = markdown_height(ui, blocks, width - 56);
    const double height = std::min(words_px + 140, ui.viewport_px.h - 80);
    const Rect box =
        begin_overlay(ui, "guidelines", ui.text("guide.title"), {width, height}, OverlayPlace::center, close);
    text(ui, {box.x + 20, box.y + 16, box.w - 40, 24}, ui.text("guide.title"), {theme.title.size_px, true}, theme.text);
    const Rect area = {box.x + 20, box.y + 52, box.w - 28, box.h - 120};
    const Rect content = begin_scroll(ui, area, "guidelines:scroll", words_px);
    semantics_list(
        ui, "guidelines:text", guidelines_of(studio), area,
        [&] {
            if (const auto link = draw_markdown(ui, {content.x, content.y, width - 56, words_px}, "guidelines", blocks))
                studio.ports.host->open_link(*link);
        },
        "note");
    end_scroll(ui);
    const double button_px = button_width(ui, ui.text("guide.close"), Icon::none);
    if (button(ui, {box.right() - 20 - button_px, box.bottom() - 52, button_px, 32},
               {.id = "guidelines:close", .label = ui.text("guide.close"), .kind = ButtonKind::primary}))
        close = true;
    end_overlay(ui);
    if (close) {
        studio.sheet.clear();
        studio.frame_again = true;
    }
}

namespace {

constexpr double most_kept_px = 40e6; ///< a larger picture is not held for later

void read_neighbor(Studio& studio, std::size_t row) {
    const std::uint64_t turn = studio.around->flow.ahead_turn;
    studio.store->load_task(
        *studio.project->table, row, studio.later<StoredTask>([&studio, turn, row](Result<StoredTask> stored) {
            if (!stored || studio.around->flow.ahead_turn != turn)
                return;
            auto whole = std::make_shared<StoredTask>(std::move(*stored));
            studio.store->storage().op_log().read_document(
                first_document(*whole),
                studio.later<DocumentRecords>([&studio, turn, row, whole](Result<DocumentRecords> records) {
                    LabelingFlow& flow = studio.around->flow;
                    if (records && flow.ahead_turn == turn)
                        flow.ahead.push_back({static_cast<int>(row), whole, std::move(*records)});
                }));
        }));
}

} // namespace

std::vector<std::string> pictures_of(const ConfigTree& config, const Json& data) {
    std::vector<std::string> urls;
    for (const TagNode* object : config.objects())
        if (const AttributeValue* value = object->attribute("value"); value && object->type->name == "Image")
            if (const Json url = resolve_variables(value->text, data); url.is_string())
                urls.push_back(url.get<std::string>());
    return urls;
}

void read_ahead(Studio& studio) {
    LabelingFlow& flow = studio.around->flow;
    if (!studio.project || !studio.task || studio.task->embedded)
        return;
    const bool remote = studio.project->stored.remote.has_value(); // its server may know more of a task by then
    const EditorSession& session = *studio.task->session;
    ImageSource& images = *studio.ports.images;
    const auto is_loading = [&](const TagNode* object) {
        const ObjectModel* const model = session.object(object->name);
        return model && model->status() == ObjectModel::Status::loading;
    };
    // Only when what is looked at is there: its neighbors must not hold it up.
    if (flow.ahead_of != studio.project->current && std::ranges::none_of(session.config().objects(), is_loading)) {
        flow.ahead_of = studio.project->current;
        flow.ahead.clear();
        flow.pictures.clear();
        for (const int step : {0, 1, -1}) {
            const int beside = studio.project->row_beside(studio.project->current, step);
            if (beside < 0)
                continue;
            const auto row = static_cast<std::size_t>(beside);
            if (step != 0 && !remote)
                read_neighbor(studio, row);
            std::ranges::move(pictures_of(session.config(), with_media(studio, studio.project->table->data(row))),
                              std::back_inserter(flow.pictures));
        }
    }
    std::erase_if(flow.pictures, [&](const std::string& url) { // asked for in every frame, else it is let go
        const ImageState& state = images.image(url);
        return state.natural_px.w * state.natural_px.h > most_kept_px;
    });
}

void forget_read_ahead(Studio& studio) {
    LabelingFlow& flow = studio.around->flow;
    flow.ahead.clear();
    flow.ahead_of = -1;
    ++flow.ahead_turn;
}

int next_in_state(const Studio& studio, TaskState state) {
    const TaskTable& table = *studio.project->table;
    const auto count = static_cast<int>(table.size());
    for (int i = 1; i < count; ++i) {
        const int row = (studio.project->current + i) % count;
        if (table.state(static_cast<std::size_t>(row)) == state)
            return row;
    }
    return -1;
}

namespace {

/// In the order of this device.
void advance_here(Studio& studio) {
    const TaskTable& table = *studio.project->table;
    const auto behind = static_cast<std::size_t>(studio.project->current) + 1;
    int next = table.next_unfinished(behind < table.size() ? behind : 0);
    if (!studio.project->order.empty()) { // chosen tasks are worked through as they were chosen, and no others
        for (int step = 1; (next = studio.project->row_beside(studio.project->current, step)) >= 0; ++step)
            if (!is_finished(table.state(static_cast<std::size_t>(next))))
                break;
    }
    if (next >= 0 && next != studio.project->current)
        studio.go(address_of(studio.project->stored, table.id(static_cast<std::size_t>(next))));
    else if (next < 0)
        studio.notify(
            studio.ui.text(table.count(TaskState::skipped) > 0 ? "notice.all-done-skipped" : "notice.all-done"));
}

} // namespace

void advance(Studio& studio) {
    studio.around->flow.advance = false;
    if (!studio.project || !studio.task || studio.task->embedded || studio.around->flow.stay)
        return;
    if (!ask_for_next(studio, [&studio] { advance_here(studio); }))
        advance_here(studio);
}

} // namespace tw
