// "?": the keys that work here and now, made from the actions of the page and of the session; what a mouse does stands with
// them. Actions that wait for something (a selection, a step to undo) are listed in a quieter colour.
#include "app/labeling/labeling_page.hpp"

#include <algorithm>

namespace tw {
namespace {

struct HelpLine {
    std::string title, keys; ///< an empty key is a heading
    bool ready = true;
};

void add_labels(Studio& studio, std::vector<HelpLine>& lines) {
    const EditorSession& session = *studio.task->session;
    const std::size_t before = lines.size();
    lines.push_back({studio.ui.text("help.labels"), {}, true});
    for (const TagNode* control : session.config().controls())
        for (const TagNode* child : session.config().descendants(control->id, TagKind::child))
            if (const std::string key = session.hotkey_of(*child); !key.empty())
                lines.push_back({written_value(*child), hotkey_text(studio.ui, key), true});
    if (lines.size() == before + 1)
        lines.pop_back();
}

std::vector<HelpLine> help_lines(Studio& studio) {
    const Ui& ui = studio.ui;
    std::vector<HelpLine> lines;
    if (studio.task) {
        add_labels(studio, lines);
        lines.push_back({ui.text("help.actions"), {}, true});
        for (const ActionSpec& action : studio.task->session->actions())
            if (const std::string keys = hotkey_text(studio, action.id); !keys.empty())
                lines.push_back({ui.text(action.title_key), keys, studio.task->session->enabled(action)});
        lines.push_back({ui.text("help.nth-region"), hotkey_text(ui, "alt+shift+1"), true});
    }
    lines.push_back({ui.text("help.page"), {}, true});
    for (const PageAction& action : studio.actions)
        if (const std::string keys = hotkey_text(studio, action.id); !keys.empty() && action.enabled())
            lines.push_back({ui.text(action.title_key), keys, true});
    if (studio.task) {
        lines.push_back({ui.text("help.leave-canvas"), "F6", true});
        lines.push_back({ui.text("help.pan"), ui.text("help.pan-key"), true});
        lines.push_back({ui.text("help.zoom"), ui.text("help.zoom-key"), true});
    } else {
        lines.push_back({ui.text("help.tab"), "Tab", true});
    }
    return lines;
}

} // namespace

void draw_help(Studio& studio) {
    if (studio.sheet != "help")
        return;
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    const std::vector<HelpLine> lines = help_lines(studio);
    bool close = false;
    const double row_px = 26;
    const Rect box = begin_overlay(ui, "help", ui.text("help.title"),
                                   {std::min(460.0, ui.viewport_px.w - 16), std::min(560.0, ui.viewport_px.h - 40)},
                                   OverlayPlace::center, close);
    text(ui, {box.x + 20, box.y + 14, box.w - 80, 24}, ui.text("help.title"), {theme.title.size_px, true}, theme.text);
    if (button(ui, {box.right() - 44, box.y + 10, 32, 32},
               {.id = "help:close",
                .name = ui.text("help.close"),
                .tooltip = ui.text("help.close"),
                .icon = Icon::close,
                .kind = ButtonKind::quiet}))
        close = true;
    const bool editable = action_enabled(studio, "page:hotkeys");
    const Rect list = {box.x, box.y + 52, box.w, box.h - (editable ? 112 : 64)};
    const Rect content = begin_scroll(ui, list, "help:scroll", row_px * static_cast<double>(lines.size()));
    const RowRange range = visible_rows(ui, content, row_px, static_cast<int>(lines.size()));
    for (int i = range.first; i < range.last; ++i) {
        const HelpLine& help = lines[static_cast<std::size_t>(i)];
        const Rect line = {content.x + 20, content.y + i * row_px, content.w - 40, row_px};
        const bool heading = help.keys.empty();
        const double width = heading ? 0 : badge_width(ui, help.keys);
        text(ui, {line.x, line.y, line.w - width - 12, line.h}, help.title,
             heading ? TextStyle{theme.small.size_px, true} : theme.body,
             heading || !help.ready ? theme.text_muted : theme.text);
        if (heading)
            continue;
        badge(ui, {line.right() - width, line.center().y - 9}, help.keys, theme.text_muted, theme.surface_sunken);
        ui.semantics->add({.id = "help:" + std::to_string(i),
                           .role = "note",
                           .name = help.title,
                           .value = help.keys,
                           .rect_px = line.intersected(list)});
    }
    end_scroll(ui);
    if (editable) {
        const double width = button_width(ui, ui.text("help.change"), Icon::keyboard);
        if (button(ui, {box.x + 20, box.bottom() - 46, width, 32},
                   {.id = "help:change", .label = ui.text("help.change"), .icon = Icon::keyboard}))
            ui.emit("page:hotkeys");
        const double tour_px = button_width(ui, ui.text("action.page.tour"), Icon::help);
        if (action_enabled(studio, "page:tour") &&
            button(ui, {box.x + 28 + width, box.bottom() - 46, tour_px, 32},
                   {.id = "help:tour", .label = ui.text("action.page.tour"), .icon = Icon::help}))
            ui.emit("page:tour");
    }
    end_overlay(ui);
    if (close) {
        studio.sheet.clear();
        studio.frame_again = true;
    }
}

} // namespace tw
