// What widgets keep between frames, and the frame they live in. One per studio, owned by `app`: keyboard focus and its
// order, scroll positions, the open list of a select, tooltips, overlays. ImGui's own navigation is not used: keys come
// through key_pressed(), so that hotkeys, canvas and widgets have one order of precedence. Ids are semantic ids.
#pragma once

#include "ui/text_edit.hpp"
#include "ui/ui.hpp"

#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tw {

struct ScrollState {
    double offset_px = 0, content_px = 0, box_px = 0;
    Rect box;
    double grab_offset_px = 0; ///< of the thumb under the pointer
};

struct OpenList {
    std::string owner; ///< id of the select or menu button; "" closed
    std::string name;  ///< what the list is called
    Rect anchor_px;
    std::vector<std::string> options;
    int current = -1;
    bool fresh = false;       ///< opened in this frame: takes focus
    std::string heading = {}; ///< what stands above the options, one line or two
};

struct WidgetState {
    // keyboard focus
    std::string focus_id;
    bool focus_visible = false; ///< moved by key: the ring is painted
    std::string press_id;       ///< acts as if clicked in this frame
    std::string grab_id;        ///< a text input that takes the keyboard in this frame
    std::string typing_id;      ///< the text input that had the keyboard in the last frame
    bool typing_secret = false; ///< and it holds a password
    std::string early_id;       ///< the text input that is about to get it,
    std::u32string early_text;  ///< and what was typed meanwhile
    std::string caret_id;       ///< the text input whose caret is to be moved
    std::size_t caret_byte = 0; ///< to here
    std::string edit_id;        ///< the input of several lines that was typed in last
    TextEdit edit;              ///< and what it knows
    bool edit_dragging = false; ///< the pointer selects in it
    bool release_text = false;  ///< the text input lets go of the keyboard
    bool focus_moved = false;   ///< scroll to what has it
    std::vector<std::string> tab_order, tab_order_next;
    int layer = 0, top_layer = 0, top_layer_next = 0; ///< widgets under an overlay take no key
    double arrow_px = 0;                              ///< arrow keys for a focused splitter or slider
    bool escape = false;                              ///< asked of the topmost overlay

    std::map<std::string, ScrollState, std::less<>> scrolls;
    std::vector<ScrollState*> open_scrolls;
    OpenList list;
    std::string chosen_owner; ///< the list that was answered, read by its owner in the next frame
    int chosen = -1;

    // tooltip
    std::string tooltip_text, tooltip_text_last;
    Rect tooltip_box;
    double tooltip_since_ms = 0;

    bool drag_taken = false; ///< a canvas wants the touch that is down: nothing scrolls by it in this frame

    double frame_in_ms = std::numeric_limits<double>::infinity(); ///< asked of the host after this frame
    bool again = false;                                           ///< one more frame at once
};

/// Opens the page: call once between ImGui::NewFrame and the first widget; end_widgets paints lists and tooltips on top.
void begin_widgets(Ui& ui);
void end_widgets(Ui& ui);

/// A dialog or sheet above the page: dims it, takes pointer and keys. Answers the box to draw in. `wants_close` is set on
/// Esc and on a click beside it.
enum class OverlayPlace : std::uint8_t { center, bottom, top };
Rect begin_overlay(Ui& ui, std::string_view id, std::string_view name, Size size_px, OverlayPlace place,
                   bool& wants_close);
void end_overlay(Ui& ui);

/// A key for widgets: Tab, Shift+Tab, Enter, Space, Esc, arrows. True when one of them took it. `typing`: a text input has
/// the keyboard; then Tab and Shift+Tab only.
bool key_pressed(WidgetState& state, std::string_view hotkey, bool typing);
/// Is a text input at work (its keys are not hotkeys)?
bool is_typing();
/// Pointer in CSS pixels of the element, and whether the page (not an overlay) is under it.
Vec2 pointer_px();
bool pointer_pressed(); ///< the primary button went down in this frame
bool pointer_free(const Ui& ui, const Rect& box_px);

} // namespace tw
