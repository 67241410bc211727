// Tasks as cards: a picture or the first words, a state, and the box to select by.
#include "app/page_states.hpp"

#include "app/figures.hpp"

#include <cmath>

namespace tw {
namespace {

constexpr double wanted_px = 210, card_px = 190, gap_px = 12;

void draw_card(Studio& studio, const Rect& box, int position) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    DataView& view = studio.states->data;
    const TaskTable& table = *studio.project->table;
    const std::uint32_t row_at = view.rows[static_cast<std::size_t>(position)];
    const bool selected = view.selected[row_at];
    const Rect face = {box.x, box.y, box.w, box.h - 38};
    fill(ui, box, theme.surface, theme.radius_px);
    const RowResult did = row(ui, face,
                              {.id = "task:" + std::to_string(table.id(row_at)),
                               .name = table.title(row_at, 200),
                               .selected = selected,
                               .row_index = position + 1,
                               .row_count = static_cast<int>(view.rows.size()),
                               .plain = true,
                               .group = true});
    const DataColumn* picture = nullptr;
    for (const DataColumn& column : view.columns)
        if (column.picture && column.shown && !picture)
            picture = &column;
    const Json* value = picture ? find(table.data(row_at), std::string_view(picture->key).substr(5)) : nullptr;
    if (value && value->is_string())
        draw_thumbnail(studio, face.expanded(-6), value->get_ref<const std::string&>());
    else
        text_clamped(ui, face.expanded(-12), table.title(row_at, 500), theme.body, theme.text, 7);
    outline(ui, box,
            selected || position == view.cursor ? theme.accent
            : did.hovered                       ? theme.border_strong
                                                : theme.border,
            theme.radius_px, selected ? 2.0F : 1.0F);
    fill(ui, {box.x + 1, face.bottom(), box.w - 2, 1}, theme.border);
    draw_selector(studio, {box.x + 6, face.bottom() + 5, 28, 28}, position);
    const std::string number = figure(table.inner_id(row_at));
    text(ui, {box.x + 40, face.bottom(), 60, 38}, number, theme.small, theme.text_muted);
    static constexpr std::string_view keys[] = {"tasks.new", "tasks.draft", "tasks.done", "tasks.skipped"};
    const double state_px = badge_width(ui, ui.text(keys[static_cast<std::size_t>(table.state(row_at))]));
    draw_state(studio, {box.right() - 10 - state_px, face.bottom() + 10}, table.state(row_at));
    ui.semantics->close();
    if (did.clicked)
        clicked(studio, position, did);
}

} // namespace

void draw_data_grid(Studio& studio, const Rect& box) {
    Ui& ui = studio.ui;
    DataView& view = studio.states->data;
    const auto count = static_cast<int>(view.rows.size());
    const double inner_px = box.w - 12;
    const int columns = std::max(1, static_cast<int>((inner_px + gap_px) / (wanted_px + gap_px)));
    const double wide_px = std::floor((inner_px - (columns - 1) * gap_px) / columns);
    const int lines = (count + columns - 1) / columns;
    const Rect content = begin_scroll(ui, box, "tasks:scroll", lines * (card_px + gap_px) + 12);
    const double offset = box.y - content.y;
    view.fast = std::abs(offset - view.last_offset_px) > 2 * card_px;
    if (offset != view.last_offset_px)
        studio.frame_again = true;
    view.last_offset_px = offset;
    semantics_list(ui, "tasks:list", ui.text("tasks.title"), box, [&] {
        const RowRange range = visible_rows(ui, content, card_px + gap_px, lines);
        for (int line = range.first; line < range.last; ++line)
            for (int c = 0; c < columns && line * columns + c < count; ++c)
                draw_card(studio,
                          {content.x + 1 + c * (wide_px + gap_px), content.y + 4 + line * (card_px + gap_px), wide_px,
                           card_px},
                          line * columns + c);
    });
    end_scroll(ui);
}

} // namespace tw
