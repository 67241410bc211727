// The start page: the projects of this device as cards, and what to do when there is none.
#include "app/page_states.hpp"
#include "app/server/server_state.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <cmath>

namespace tw {
namespace {

constexpr double gap_px = 16;
constexpr std::size_t searched_from = 7; ///< fewer projects than this are seen at a glance

/// What stands in the way of a sample, or how far it is; answers the height used.
double draw_sample_state(Studio& studio, Vec2 corner_px, double width_px) {
    ProjectsView& view = studio.states->projects;
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    if (!view.sample_error.empty()) {
        const double height = std::max(44.0, measure(ui, view.sample_error, theme.body, width_px - 160).h + 20);
        const std::vector<std::string> buttons = {ui.text("notice.dismiss")};
        if (banner(ui, {corner_px.x, corner_px.y, width_px, height}, "sample:error", view.sample_error, true, buttons))
            view.sample_error.clear();
        return height + gap_px;
    }
    if (view.sample.empty() && !studio.form.creating)
        return 0;
    const bool fetching = !view.sample.empty();
    const std::size_t done = fetching ? view.fetched : studio.form.done;
    const std::size_t total = fetching ? view.to_fetch : studio.form.total;
    const std::string words = ui.strings->format(fetching ? "sample.fetching" : "new.creating",
                                                 {{"done", std::to_string(done)}, {"m", std::to_string(total)}});
    text(ui, {corner_px.x, corner_px.y, 260, 24}, words, theme.body, theme.text_muted);
    progress_bar(ui, {corner_px.x + 220, corner_px.y + 9, std::max(60.0, std::min(240.0, width_px - 220)), 6},
                 "sample:progress", words, total > 0 ? static_cast<double>(done) / static_cast<double>(total) : 0);
    return 24 + gap_px;
}

/// One way to begin: a card that is a button.
bool draw_beginning(Studio& studio, const Rect& box, std::string_view id, Icon sign, const std::string& title,
                    const std::string& hint) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    fill(ui, box, theme.surface, theme.radius_px + 2);
    const RowResult state = row(ui, box, {.id = id, .name = title, .role = "button", .plain = true});
    outline(ui, box, state.hovered ? theme.border_strong : theme.border, theme.radius_px + 2);
    const Rect tile = {box.x + 14, box.y + 14, 36, 36};
    fill(ui, tile, theme.accent_soft, theme.radius_px);
    icon(ui, tile.center(), sign, 18, theme.link);
    text(ui, {tile.right() + 12, box.y + 12, box.right() - tile.right() - 24, 20}, title, {theme.body.size_px, true},
         theme.text);
    text_clamped(ui, {tile.right() + 12, box.y + 33, box.right() - tile.right() - 24, 36}, hint, theme.small,
                 theme.text_muted, 2);
    return state.clicked;
}

/// What stands on the page of a device that has no project yet; answers the height used.
double draw_empty(Studio& studio, Vec2 corner_px, double width_px) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    const double words_px = std::min(width_px - 48, 480.0);
    const Size words = measure(ui, ui.text("start.empty-text"), theme.body, words_px);
    const double title_px = measure(ui, ui.text("start.empty-title"), {theme.title.size_px, true}, width_px - 48).h;
    const Rect card = {corner_px.x, corner_px.y, width_px, 135 + title_px + words.h + 44};
    fill(ui, card, theme.surface, theme.radius_px + 2);
    outline(ui, card, theme.border_strong.with_alpha(0.6), theme.radius_px + 2);
    icon(ui, {card.center().x, card.y + 44}, Icon::upload, 32, theme.link);
    text(ui, {card.x + 24, card.y + 72, card.w - 48, title_px}, ui.text("start.empty-title"),
         {theme.title.size_px, true}, theme.text, TextFit::wrap, 0.5);
    text(ui, {card.center().x - words_px / 2, card.y + 81 + title_px, words_px, words.h}, ui.text("start.empty-text"),
         theme.body, theme.text_muted, TextFit::wrap, 0.5);
    const double pick_px = button_width(ui, ui.text("start.pick-files"), Icon::upload);
    const double new_px = button_width(ui, ui.text("start.new"), Icon::plus);
    const double y = card.y + 101 + title_px + words.h;
    double x = std::floor(card.center().x - (pick_px + new_px + 8) / 2);
    if (button(ui, {x, y, pick_px, 36},
               {.id = "start:pick",
                .label = ui.text("start.pick-files"),
                .icon = Icon::upload,
                .kind = ButtonKind::primary}))
        studio.pick_files();
    x += pick_px + 8;
    if (button(ui, {x, y, new_px, 36}, {.id = "start:new", .label = ui.text("start.new"), .icon = Icon::plus}))
        studio.open_new_project({});

    double top = card.bottom() + 24;
    text(ui, {corner_px.x, top, width_px, 20}, ui.text("start.samples"), {theme.body.size_px, true}, theme.text);
    top += 30;
    const int columns = width_px >= 560 ? 2 : 1;
    const double box_px = std::floor((width_px - (columns - 1) * 12) / columns);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const auto column = static_cast<int>(i) % columns, line = static_cast<int>(i) / columns;
        const Rect box = {corner_px.x + column * (box_px + 12), top + line * 88, box_px, 76};
        if (draw_beginning(studio, box, "start:sample:" + std::string(samples[i].folder), samples[i].icon,
                           ui.text(samples[i].try_key), ui.text(samples[i].hint_key)))
            begin_sample(studio, std::string(samples[i].folder));
    }
    return top + 88.0 * ((static_cast<int>(samples.size()) + columns - 1) / columns) - corner_px.y;
}

/// "New project" and the other beginnings, flush right at `right_px` (left-aligned on a phone).
void draw_actions(Studio& studio, double left_px, double right_px, double y) {
    Ui& ui = studio.ui;
    const double new_px = button_width(ui, ui.text("start.new"), Icon::plus);
    const double pick_px = button_width(ui, ui.text("start.pick-files"), Icon::upload);
    const double sample_px = button_width(ui, ui.text("start.sample"), Icon::sample);
    const bool small = right_px - left_px < new_px + pick_px + sample_px + 16;
    double x = studio.narrow() ? left_px : right_px - new_px - pick_px - sample_px - 16;
    const auto spec = [&](std::string_view id, std::string_view key, Icon sign, ButtonKind kind) {
        const std::string& label = ui.text(key);
        const bool bare = small && kind != ButtonKind::primary;
        return ButtonSpec{.id = id,
                          .label = bare ? std::string_view() : std::string_view(label),
                          .name = label,
                          .tooltip = bare ? std::string_view(label) : std::string_view(),
                          .icon = sign,
                          .kind = kind};
    };
    std::vector<std::string> options;
    for (const Sample& sample : samples)
        options.push_back(ui.text(sample.try_key));
    if (button(ui, {x, y, new_px, 32}, spec("start:new", "start.new", Icon::plus, ButtonKind::primary)))
        studio.open_new_project({});
    x += new_px + 8;
    if (button(ui, {x, y, small ? 32 : pick_px, 32},
               spec("start:pick", "start.pick-files", Icon::upload, ButtonKind::secondary)))
        studio.pick_files();
    x += (small ? 32 : pick_px) + 8;
    if (const auto chosen =
            menu_button(ui, {x, y, small ? 32 : sample_px, 32},
                        spec("start:sample", "start.sample", Icon::sample, ButtonKind::secondary), options))
        begin_sample(studio, std::string(samples[static_cast<std::size_t>(*chosen)].folder));
}

std::vector<const StoredProject*> found_projects(const Studio& studio) {
    const std::string wanted = to_lower_ascii(trim(studio.states->projects.search));
    std::vector<const StoredProject*> found;
    for (const StoredProject& stored : *studio.projects)
        if (wanted.empty() || to_lower_ascii(stored.project.title).find(wanted) != std::string::npos ||
            to_lower_ascii(stored.project.description).find(wanted) != std::string::npos)
            found.push_back(&stored);
    return found;
}

} // namespace

void draw_projects_page(Studio& studio, const Rect& box_px) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    ProjectsView& view = studio.states->projects;
    const std::size_t count = studio.projects ? studio.projects->size() : 0;
    const bool narrow = studio.narrow();
    const double width = std::min(count == 0 ? 720.0 : 1160.0, box_px.w - 32);
    const double left = std::floor(box_px.center().x - width / 2);
    const int columns = std::max(1, static_cast<int>((width + gap_px) / (300 + gap_px)));
    const double card_px = std::floor((width - (columns - 1) * gap_px) / columns);
    const bool searched = count >= searched_from;
    const std::vector<const StoredProject*> shown =
        studio.projects ? found_projects(studio) : std::vector<const StoredProject*>();
    const auto rows =
        static_cast<int>((shown.size() + static_cast<std::size_t>(columns) - 1) / static_cast<std::size_t>(columns));
    const double row_px = card_height_px + gap_px;

    const std::string& subtitle = ui.text(studio.server->user ? "start.subtitle-team" : "start.subtitle");
    const double subtitle_px = measure(ui, subtitle, theme.body, width).h; // two lines on a phone
    const double head_px = 80 + subtitle_px + (narrow && count > 0 ? 44 : 0) + (searched ? 48 : 0);
    const double state_px = view.sample.empty() && view.sample_error.empty() && !studio.form.creating ? 0 : 64;
    const double list_px = count == 0 ? (narrow ? 700 : 500) : rows * row_px + 24;
    const Rect content = begin_scroll(ui, box_px, "projects:scroll", head_px + state_px + list_px);
    text(ui, {left, content.y + 28, width, 28}, ui.text("start.title"), {theme.heading.size_px, true}, theme.text);
    text(ui, {left, content.y + 58, width, subtitle_px}, subtitle, theme.body, theme.text_muted, TextFit::wrap);
    double y = content.y + 80 + subtitle_px;
    if (count > 0) {
        draw_actions(studio, narrow ? left : left + 280, left + width, narrow ? y - 10 : content.y + 36);
        y += narrow ? 44 : 0;
    }
    if (searched) {
        text_input(ui, {left, y - 8, std::min(width, 320.0), 32},
                   {.id = "projects:search", .name = ui.text("start.search"), .placeholder = ui.text("start.search")},
                   view.search);
        y += 40;
    }
    y += draw_sample_state(studio, {left, y}, width);
    if (!studio.projects) {
        text(ui, {left, y, width, 24}, ui.text("start.opening"), theme.body, theme.text_muted);
    } else if (count == 0) {
        draw_empty(studio, {left, y}, width);
    } else if (shown.empty()) {
        text(ui, {left, y, width, 24}, ui.text("start.found-none"), theme.body, theme.text_muted);
    } else {
        semantics_list(
            ui, "projects:list", ui.text("start.title"), {left, y, width, rows * row_px},
            [&] {
                const RowRange range = visible_rows(ui, {left, y, width, rows * row_px}, row_px, rows);
                for (int r = range.first; r < range.last; ++r)
                    for (int c = 0; c < columns; ++c) {
                        const auto i = static_cast<std::size_t>(r * columns + c);
                        if (i < shown.size())
                            draw_project_card(studio, *shown[i],
                                              {left + c * (card_px + gap_px), y + r * row_px, card_px, card_height_px});
                    }
            },
            "group"); // a card holds buttons beside its link, which a list may not
    }
    end_scroll(ui);
    draw_color_dialog(studio);
}

void draw_missing_page(Studio& studio, const Rect& box_px) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    const double width = std::min(420.0, box_px.w - 32);
    const Rect box = {box_px.center().x - width / 2, box_px.center().y - 60, width, 120};
    icon(ui, {box.center().x, box.y}, Icon::search, 28, theme.text_muted);
    const double used = text(ui, {box.x, box.y + 28, box.w, 40}, ui.text("error.not-found"), theme.body,
                             theme.text_muted, TextFit::wrap, 0.5);
    const double button_px = button_width(ui, ui.text("bar.back"), Icon::none);
    if (button(ui, {box.center().x - button_px / 2, box.y + 44 + used, button_px, 32},
               {.id = "missing:back", .label = ui.text("bar.back")}))
        studio.go({});
}

} // namespace tw
