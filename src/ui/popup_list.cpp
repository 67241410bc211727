// The one list of options that may be open: of a combo, or a menu under its button. Painted above everything else, at the
// end of the frame, by end_widgets().
#include "ui/widget_core.hpp"

#include <algorithm>

namespace tw {
namespace {

constexpr double list_row_px = 30;

} // namespace

void paint_open_list(Ui& ui) {
    WidgetState& state = *ui.widgets;
    OpenList& list = state.list;
    if (list.owner.empty())
        return;
    const Theme& theme = *ui.theme;
    double width = list.anchor_px.w;
    for (const std::string& option : list.options)
        width = std::max(width, measure(ui, option, theme.body).w + 48);
    const std::size_t line_end = std::min(list.heading.find('\n'), list.heading.size());
    const std::string_view headings[] = {
        std::string_view(list.heading).substr(0, line_end),
        std::string_view(list.heading).substr(std::min(line_end + 1, list.heading.size()))};
    const double heading_px = list.heading.empty() ? 0 : headings[1].empty() ? 36 : 54;
    for (const std::string_view line : headings)
        width = std::max(width, measure(ui, line, {theme.body.size_px, true}).w + 30);
    width = std::min(width, ui.viewport_px.w - 2 * theme.space_2_px);
    const double wanted = list_row_px * static_cast<double>(list.options.size()) + 2 * theme.space_1_px + heading_px;
    const double below = ui.viewport_px.h - list.anchor_px.bottom() - 2 * theme.space_1_px;
    const double above = list.anchor_px.y - 2 * theme.space_1_px;
    const bool up = wanted > below && above > below;
    const double height = std::min(wanted, std::max(list_row_px, up ? above : below));
    const Rect box = {std::clamp(list.anchor_px.x, 8.0, std::max(8.0, ui.viewport_px.w - width - 8)),
                      up ? list.anchor_px.y - height - theme.space_1_px : list.anchor_px.bottom() + theme.space_1_px,
                      width, height};
    begin_layer(ui, "##list");
    fill(ui, box.expanded(1), theme.border, theme.radius_px + 1);
    fill(ui, box, theme.surface_raised, theme.radius_px);
    if (heading_px > 0) // beside the list, which holds options only
        ui.semantics->add({.id = list.owner + ":heading",
                           .role = "note",
                           .name = std::string(headings[0]),
                           .value = std::string(headings[1]),
                           .rect_px = {box.x, box.y, box.w, heading_px}});
    ui.semantics->open({.id = list.owner + ":list", .role = "listbox", .name = list.name, .value = {}, .rect_px = box});
    Rect content = begin_scroll(ui, box, list.owner + ":scroll", wanted);
    if (heading_px > 0) {
        const Rect line = {content.x + 14, content.y + 9, content.w - 28, 18};
        text(ui, line, headings[0], {theme.body.size_px, true}, theme.text);
        text(ui, {line.x, line.y + 18, line.w, line.h}, headings[1], theme.small, theme.text_muted);
        fill(ui, {content.x, content.y + heading_px - 1, content.w, 1}, theme.border);
        content.y += heading_px;
    }
    const bool fresh = list.fresh;
    list.fresh = false;
    bool close = state.escape;
    state.escape = false;
    for (std::size_t i = 0; i < list.options.size(); ++i) {
        const std::string id = list.owner + ":" + std::to_string(i);
        const Rect option = {content.x + theme.space_1_px,
                             content.y + theme.space_1_px + list_row_px * static_cast<double>(i),
                             content.w - 2 * theme.space_1_px, list_row_px};
        if (fresh && (static_cast<int>(i) == list.current || (list.current < 0 && i == 0)))
            state.focus_id = id, state.focus_moved = true;
        const RowResult answer = row(ui, option,
                                     {.id = id,
                                      .name = list.options[i],
                                      .role = "option",
                                      .selected = static_cast<int>(i) == list.current,
                                      .row_index = static_cast<int>(i) + 1,
                                      .row_count = static_cast<int>(list.options.size())});
        if (static_cast<int>(i) == list.current)
            icon(ui, {option.x + 14, option.center().y}, Icon::check, 14, theme.accent);
        const double indent = list.current < 0 ? 10 : 28; // a menu has nothing to tick
        text(ui, {option.x + indent, option.y, option.w - indent - 8, option.h}, list.options[i], theme.body,
             theme.text);
        if (answer.clicked) {
            state.chosen_owner = list.owner;
            state.chosen = static_cast<int>(i);
            close = true;
        }
    }
    end_scroll(ui);
    ui.semantics->close();
    if (!fresh && ImGui::IsMouseClicked(0) && !box.contains(pointer_px()))
        close = true;
    end_layer(ui);
    if (close) {
        state.focus_id = list.owner;
        list = {};
        state.again = true;
    }
}

void open_list(Ui& ui, std::string_view id, std::string_view name, const Rect& anchor_px,
               std::vector<std::string> options, int current) {
    ui.widgets->list = {std::string(id), std::string(name), anchor_px, std::move(options), current, true};
    ui.widgets->again = true;
}

std::optional<int> take_chosen(Ui& ui, std::string_view id) {
    WidgetState& state = *ui.widgets;
    if (state.chosen_owner != id)
        return {};
    state.chosen_owner.clear();
    return state.chosen;
}

} // namespace tw
