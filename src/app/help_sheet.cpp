// "?": the hotkeys that work here and now.
#include "app/labeling_page.hpp"

#include <algorithm>

namespace tw {

void draw_help(Studio& studio) {
    if (studio.sheet != "help")
        return;
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    const EditorSession& session = *studio.task->session;
    std::vector<std::pair<std::string, std::string>> lines; // title, keys; an empty key is a heading
    lines.emplace_back(ui.text("help.labels"), "");
    for (const TagNode* control : session.config().controls())
        for (const TagNode* child : session.config().descendants(control->id, TagKind::child))
            if (const std::string key = session.hotkey_of(*child); !key.empty())
                lines.emplace_back(written_value(*child), hotkey_text(ui, key));
    if (lines.size() == 1)
        lines.clear();
    lines.emplace_back(ui.text("help.actions"), "");
    for (const ActionSpec& action : session.actions())
        if (const std::string keys = hotkey_text(studio, action.id); !keys.empty())
            lines.emplace_back(ui.text(action.title_key), keys);
    for (const PageAction& action : studio.actions)
        if (const std::string keys = hotkey_text(studio, action.id); !keys.empty())
            lines.emplace_back(ui.text(action.title_key), keys);

    bool close = false;
    const double row_px = 26;
    const Rect box = begin_overlay(ui, "help", ui.text("help.title"), {460, std::min(560.0, ui.viewport_px.h - 40)},
                                   OverlayPlace::center, close);
    text(ui, {box.x + 20, box.y + 14, box.w - 80, 24}, ui.text("help.title"), {theme.title.size_px, true}, theme.text);
    if (button(ui, {box.right() - 44, box.y + 10, 32, 32},
               {.id = "help:close",
                .name = ui.text("help.close"),
                .tooltip = ui.text("help.close"),
                .icon = Icon::close,
                .kind = ButtonKind::quiet}))
        close = true;
    const Rect list = {box.x, box.y + 52, box.w, box.h - 64};
    const Rect content = begin_scroll(ui, list, "help:scroll", row_px * static_cast<double>(lines.size()));
    const RowRange range = visible_rows(ui, content, row_px, static_cast<int>(lines.size()));
    for (int i = range.first; i < range.last; ++i) {
        const auto& [title, keys] = lines[static_cast<std::size_t>(i)];
        const Rect line = {content.x + 20, content.y + i * row_px, content.w - 40, row_px};
        text(ui, {line.x, line.y, line.w - 140, line.h}, title,
             keys.empty() ? TextStyle{theme.small.size_px, true} : theme.body,
             keys.empty() ? theme.text_muted : theme.text);
        if (!keys.empty()) {
            const double width = badge_width(ui, keys);
            badge(ui, {line.right() - width, line.center().y - 9}, keys, theme.text_muted, theme.surface_sunken);
            ui.semantics->add({.id = "help:" + std::to_string(i),
                               .role = "note",
                               .name = title,
                               .value = keys,
                               .rect_px = line.intersected(list)});
        }
    }
    end_scroll(ui);
    end_overlay(ui);
    if (close) {
        studio.sheet.clear();
        studio.frame_again = true;
    }
}

} // namespace tw
