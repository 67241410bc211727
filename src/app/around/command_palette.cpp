// Ctrl+K: every action, page, project, label and task by a few typed characters. The text input keeps the keyboard; arrows
// and Enter are taken before it sees them.
#include "app/around/around.hpp"

#include "app/around/fuzzy.hpp"
#include "app/labeling/labeling_page.hpp"

#include <algorithm>
#include <charconv>

namespace tw {
namespace {

constexpr double row_px = 36;
constexpr double head_px = 52;
constexpr std::size_t most_matches = 60;

Icon icon_of(std::string_view action) {
    if (action.starts_with("page:"))
        return Icon::chevron_right;
    if (action.starts_with("tool:"))
        return Icon::pencil;
    if (action.starts_with("view:"))
        return Icon::search;
    return action.starts_with("task:") ? Icon::list : Icon::check;
}

std::string words_of(std::string id) {
    std::ranges::replace_if(id, [](char c) { return c == ':' || c == '-'; }, ' ');
    return id;
}

void add_action(Studio& studio, const std::string& id) {
    std::string title = action_title(studio, id);
    if (takes_argument(id) || id == "page:palette" || title.empty() || !action_enabled(studio, id))
        return;
    studio.around->palette.entries.push_back({std::move(title), studio.ui.text("palette.action"),
                                              hotkey_text(studio, id), words_of(id), icon_of(id),
                                              [id](Studio& at) { at.run_action(id, {}); }});
}

void add_labels(Studio& studio) {
    const EditorSession& session = *studio.task->session;
    if (session.readonly())
        return;
    for (const TagNode* control : session.config().controls())
        for (const TagNode* child : session.config().descendants(control->id, TagKind::child)) {
            const bool label = control->type->label_container;
            const std::string action = label ? "label:choose" : "choice:toggle";
            Json argument = label ? Json{{"control", control->name}, {"label", written_value(*child)}}
                                  : Json{{"control", control->name}, {"node", child->id}};
            studio.around->palette.entries.push_back(
                {written_value(*child), studio.ui.text(label ? "palette.label" : "palette.choice"),
                 hotkey_text(studio.ui, session.hotkey_of(*child)), control->name, Icon::rect,
                 [action, argument](Studio& at) { at.run_action(action, argument); }});
        }
}

void add_projects(Studio& studio) {
    for (const StoredProject& stored : *studio.projects)
        studio.around->palette.entries.push_back({stored.project.title,
                                                  studio.ui.text("palette.project"),
                                                  {},
                                                  {},
                                                  Icon::folder,
                                                  [to = address_of(stored)](Studio& at) { at.go(to); }});
}

void fill_entries(Studio& studio) {
    Palette& palette = studio.around->palette;
    palette.entries.clear();
    for (const PageAction& action : studio.actions)
        add_action(studio, action.id);
    if (studio.task) {
        for (const ActionSpec& action : studio.task->session->actions())
            add_action(studio, action.id);
        add_labels(studio);
    }
    if (studio.projects && !studio.options.embedded)
        add_projects(studio);
    palette.matched_query = "\x01"; // never typed: match anew
}

/// "184" and "#184" are numbers of tasks of the open project.
void match_task(Studio& studio) {
    Palette& palette = studio.around->palette;
    std::string_view digits = palette.query;
    if (digits.starts_with('#'))
        digits.remove_prefix(1);
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (!studio.project || error != std::errc() || end != digits.data() + digits.size())
        return;
    const int found = studio.project->table->row_of_inner(number);
    if (found < 0)
        return;
    const auto at = static_cast<std::size_t>(found);
    palette.matches.push_back(
        {studio.ui.strings->format("palette.task", {{"n", std::to_string(number)}}),
         studio.project->table->title(at, 80),
         {},
         {},
         Icon::list,
         [address = Address{false, studio.project->stored.project.id, studio.project->table->id(at)}](Studio& there) {
             there.go(address);
         }});
}

void match(Studio& studio) {
    Palette& palette = studio.around->palette;
    if (palette.matched_query == palette.query)
        return;
    palette.matched_query = palette.query;
    palette.selected = 0;
    palette.matches.clear();
    match_task(studio);
    std::vector<std::pair<int, std::size_t>> scored;
    for (std::size_t i = 0; i < palette.entries.size(); ++i) {
        const PaletteEntry& entry = palette.entries[i];
        const auto by_title = fuzzy_score(palette.query, entry.title);
        const auto by_id = entry.also.empty() ? std::nullopt : fuzzy_score(palette.query, entry.also);
        if (by_title || by_id)
            scored.emplace_back(std::max(by_title.value_or(-1000), by_id ? *by_id / 2 : -1000), i);
    }
    std::ranges::stable_sort(scored, std::greater{}, [](const auto& pair) { return pair.first; });
    for (const auto& [score, at] : scored)
        if (palette.matches.size() < most_matches)
            palette.matches.push_back(palette.entries[at]);
}

void close_palette(Studio& studio) {
    studio.around->palette = {};
    studio.widgets.release_text = true;
    studio.ports.host->request_frame();
}

void run_selected(Studio& studio) {
    Palette& palette = studio.around->palette;
    if (palette.selected < 0 || palette.selected >= static_cast<int>(palette.matches.size()))
        return;
    const auto run = palette.matches[static_cast<std::size_t>(palette.selected)].run;
    close_palette(studio);
    run(studio);
}

void draw_match(Studio& studio, const PaletteEntry& entry, const Rect& line) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    icon(ui, {line.x + 18, line.center().y}, entry.icon, 16, theme.text_muted);
    double right = line.right() - 12;
    if (!entry.hotkey.empty()) {
        const double width = badge_width(ui, entry.hotkey);
        right -= width;
        badge(ui, {right, line.center().y - 9}, entry.hotkey, theme.text_muted, theme.surface_sunken);
        right -= 8;
    }
    if (!studio.narrow()) {
        const double width = std::min(140.0, measure(ui, entry.detail, theme.small).w + 1);
        right -= width;
        text(ui, {right, line.y, width, line.h}, entry.detail, theme.small, theme.text_muted, TextFit::ellipsis, 1);
        right -= 8;
    }
    text(ui, {line.x + 36, line.y, right - line.x - 36, line.h}, entry.title, theme.body, theme.text);
}

} // namespace

void open_palette(Studio& studio) {
    Palette& palette = studio.around->palette;
    palette = {};
    palette.open = palette.fresh = true;
    fill_entries(studio);
    if (!studio.store || studio.options.embedded)
        return;
    palette.loading = true;
    studio.store->list_projects(
        studio.later<std::vector<StoredProject>>([&studio](Result<std::vector<StoredProject>> found) {
            studio.around->palette.loading = false;
            if (!found)
                return;
            studio.projects = std::move(*found);
            if (studio.around->palette.open)
                fill_entries(studio);
        }));
}

bool palette_key(Studio& studio, std::string_view key) {
    Palette& palette = studio.around->palette;
    if (!palette.open)
        return false;
    const auto last = static_cast<int>(palette.matches.size()) - 1;
    if (key == "escape" || key == "ctrl+k")
        close_palette(studio);
    else if (key == "arrowdown")
        palette.selected = palette.selected < last ? palette.selected + 1 : 0;
    else if (key == "arrowup")
        palette.selected = palette.selected > 0 ? palette.selected - 1 : std::max(0, last);
    else if (key == "pagedown")
        palette.selected = std::clamp(palette.selected + 8, 0, std::max(0, last));
    else if (key == "pageup")
        palette.selected = std::max(0, palette.selected - 8);
    else if (key == "enter")
        palette.run = true; // after what was typed just before it has been matched
    else
        return key == "tab" || key == "shift+tab"; // there is nowhere else to go
    return true;
}

void draw_palette(Studio& studio) {
    Palette& palette = studio.around->palette;
    if (!palette.open)
        return;
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    match(studio);
    const auto count = static_cast<int>(palette.matches.size());
    const double list_px = std::clamp(count * row_px, row_px, std::min(row_px * 10, ui.viewport_px.h * 0.6));
    const Size size = {std::min(600.0, ui.viewport_px.w - 24), head_px + list_px + 8};
    bool close = false;
    const Rect box = begin_overlay(ui, "palette", ui.text("palette.title"), size, OverlayPlace::top, close);
    icon(ui, {box.x + 24, box.y + head_px / 2}, Icon::search, 16, theme.text_muted);
    text_input(ui, {box.x + 40, box.y + 9, box.w - 52, 34},
               {.id = "palette:query",
                .name = ui.text("palette.title"),
                .placeholder = ui.text(studio.project ? "palette.hint-task" : "palette.hint"),
                .take_focus = palette.fresh},
               palette.query);
    palette.fresh = false;
    match(studio);
    const bool run = palette.run && !(palette.loading && palette.matches.empty()) && ui.widgets->early_text.empty();
    if (run)
        palette.run = false;
    const Rect list = {box.x + 4, box.y + head_px, box.w - 8, list_px};
    int clicked = -1;
    if (palette.matches.empty())
        text(ui, list, ui.text("palette.none"), theme.body, theme.text_muted, TextFit::ellipsis, 0.5);
    if (ScrollState& scroll = ui.widgets->scrolls["palette:scroll"]; count > 0) { // the selected line stays in sight
        const double top = palette.selected * row_px;
        scroll.offset_px = std::clamp(scroll.offset_px, top + row_px - list_px, top);
    }
    const Rect content = begin_scroll(ui, list, "palette:scroll", count * row_px);
    semantics_list(
        ui, "palette:list", ui.text("palette.title"), list,
        [&] {
            const RowRange rows = visible_rows(ui, content, row_px, static_cast<int>(palette.matches.size()));
            for (int i = rows.first; i < rows.last; ++i) {
                const PaletteEntry& entry = palette.matches[static_cast<std::size_t>(i)];
                const Rect line = {content.x, content.y + i * row_px, content.w, row_px};
                if (row(ui, line,
                        {.id = "palette:" + std::to_string(i),
                         .name = entry.title,
                         .role = "option",
                         .selected = i == palette.selected,
                         .row_index = i + 1,
                         .row_count = count})
                        .clicked)
                    clicked = i;
                draw_match(studio, entry, line);
            }
        },
        "listbox");
    end_scroll(ui);
    end_overlay(ui);
    if (clicked >= 0)
        palette.selected = clicked;
    if (clicked >= 0 || run) {
        run_selected(studio);
        studio.frame_again = true;
    } else if (close) {
        close_palette(studio);
        studio.frame_again = true;
    }
}

} // namespace tw
