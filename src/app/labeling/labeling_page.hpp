// The parts of the labeling page, each drawn into its box by the page. They read the session and emit intents; layout
// state (tabs, widths, sheets) is the studio's.
#pragma once

#include "app/studio.hpp"

namespace tw {

/// A button for an action of the session or the page: title, hotkey, enabled and pressed are the action's.
bool action_button(Studio& studio, const Rect& box_px, std::string_view action, Icon icon, ButtonKind kind,
                   bool with_label, std::optional<bool> pressed = {});
/// "Ctrl+Shift+Z" as this machine writes it; "" when the action has no key here.
std::string hotkey_text(const Studio& studio, std::string_view action);
std::string hotkey_text(const Ui& ui, std::string_view hotkey);
/// The title of an action in words, "" when there is none.
std::string action_title(const Studio& studio, std::string_view action);
bool action_enabled(const Studio& studio, std::string_view action);

void draw_side_panel(Studio& studio, const Rect& box_px);
void draw_regions(Studio& studio, const Rect& box_px);
void draw_history(Studio& studio, const Rect& box_px);
void draw_details(Studio& studio, const Rect& box_px);
void draw_result_json(Studio& studio, const Rect& box_px);
void draw_help(Studio& studio);

} // namespace tw
