// The studio's own widgets over ImGui: they look by the theme, place themselves in the box they are given (CSS pixels of
// the element), emit a semantic node, answer a click, Enter/Space when focused, or an activation from assistive
// technology. Panels and tags' views call these and no raw ImGui widget.
#pragma once

#include "ui/icons.hpp"
#include "ui/ui.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tw {

enum class ButtonKind : std::uint8_t { primary, secondary, quiet, danger };

struct ButtonSpec {
    std::string_view id = {};      ///< semantic id; unique on the page
    std::string_view label = {};   ///< shown; "" with an icon alone
    std::string_view name = {};    ///< accessible name; label when empty
    std::string_view tooltip = {}; ///< name and hotkey are added by action_button
    Icon icon = Icon::none;
    ButtonKind kind = ButtonKind::secondary;
    bool disabled = false;
    std::optional<bool> pressed = {}; ///< toggles
    std::string_view role = "button"; ///< "tab", "menuitem", ...
};

bool button(Ui& ui, const Rect& box_px, const ButtonSpec& spec);
/// Width a button with this label and icon wants.
double button_width(Ui& ui, std::string_view label, Icon icon);
bool checkbox(Ui& ui, const Rect& box_px, std::string_view id, std::string_view label, bool checked,
              bool disabled = false);
bool radio(Ui& ui, const Rect& box_px, std::string_view id, std::string_view label, bool checked,
           bool disabled = false);
/// A label of a label bar: colour, text, hotkey badge; pressed when on.
bool label_chip(Ui& ui, const Rect& box_px, std::string_view id, std::string_view label, std::string_view hotkey,
                Color color, bool on, bool disabled);
/// Edits `text` in place; true when it changed. Multi-line wraps. `committed` is set on Enter (Ctrl+Enter if multi-line)
/// or when focus leaves. Text comes through ImGui's input queue, so an IME works wherever this is used.
struct TextInputSpec {
    std::string_view id = {}, name = {}, placeholder = {};
    bool multiline = false, disabled = false, monospace = false, take_focus = false;
    bool password = false; ///< dots; what is typed is in no semantic node, and cannot be copied out
    std::optional<std::size_t> caret_byte =
        {}; ///< of several lines: where the caret goes in this frame, with the keyboard
};
struct TextInputResult {
    bool changed = false, committed = false, focused = false;
    bool entered = false; ///< by Enter
};
TextInputResult text_input(Ui& ui, const Rect& box_px, const TextInputSpec& spec, std::string& text);
/// One of several; answers the chosen index when it changed.
std::optional<int> select(Ui& ui, const Rect& box_px, std::string_view id, std::string_view name,
                          const std::vector<std::string>& options, int current, bool disabled = false);
std::optional<int> tabs(Ui& ui, const Rect& box_px, std::string_view id, const std::vector<std::string>& titles,
                        int current, std::string_view name = {});
/// Text that wraps or ends in an ellipsis with the whole in a tooltip; answers the height used.
enum class TextFit : std::uint8_t { wrap, ellipsis };
double text(Ui& ui, const Rect& box_px, std::string_view text, const TextStyle& style, Color color,
            TextFit fit = TextFit::ellipsis, double align = 0);
/// Text that wraps and ends in an ellipsis after so many lines, the whole in a tooltip; answers the height used. Only as
/// much of a long text is looked at as those lines can hold.
double text_clamped(Ui& ui, const Rect& box_px, std::string_view text, const TextStyle& style, Color color,
                    int most_lines);
void progress_bar(Ui& ui, const Rect& box_px, std::string_view id, std::string_view name, double fraction);
void fill(Ui& ui, const Rect& box_px, Color color, float radius_px = 0);
void outline(Ui& ui, const Rect& box_px, Color color, float radius_px = 0, float width_px = 1);
void icon(Ui& ui, Vec2 center_px, Icon icon, double size_px, Color color);
/// Height a banner wants.
double banner_height(Ui& ui, std::string_view message, const std::vector<std::string>& buttons, double width_px);
/// A message in place: what happened and what to do, with a few buttons (below it where it is narrow); answers the button
/// pressed (0, 1, ..).
std::optional<int> banner(Ui& ui, const Rect& box_px, std::string_view id, std::string_view message, bool danger,
                          const std::vector<std::string>& buttons);
/// A scroll region over `content_height_px`; draw between begin and end, in the returned box (already moved by the scroll).
Rect begin_scroll(Ui& ui, const Rect& box_px, std::string_view id, double content_height_px);
void end_scroll(Ui& ui);
/// Rows [first, last) that are on screen inside a scroll region, for virtual lists.
struct RowRange {
    int first = 0, last = 0;
};
/// What a click on a row of a list meant.
struct RowSpec {
    std::string_view id = {}, name = {}, role = "listitem";
    bool selected = false, disabled = false;
    int row_index = 0, row_count = 0; ///< 1-based
    bool plain = false;               ///< its background is the caller's
    bool group = false; ///< its node stays open for what stands in it: the caller closes it (ui.semantics->close())
};
struct RowResult {
    bool clicked = false, double_clicked = false, hovered = false, shift = false, ctrl = false;
};
/// A row: its background by state, a semantic node, clicks with modifiers. What stands in it is painted on top.
RowResult row(Ui& ui, const Rect& box_px, const RowSpec& spec);
/// A button that opens a list of choices below it, which is named like it; answers the one chosen. `heading`, one line or
/// two, stands above them.
std::optional<int> menu_button(Ui& ui, const Rect& box_px, const ButtonSpec& spec,
                               const std::vector<std::string>& options, std::string_view heading = {});
/// A vertical line between panels that can be dragged or moved by arrow keys; answers how far (CSS pixels, + is right).
double splitter(Ui& ui, const Rect& box_px, std::string_view id, std::string_view name);
/// A small rounded mark with a text: "Done", a count.
double badge(Ui& ui, Vec2 top_left_px, std::string_view text, Color color, Color background);
double badge_width(Ui& ui, std::string_view text);
Size measure(Ui& ui, std::string_view text, const TextStyle& style, double wrap_px = 0);
/// White or near black, whichever reads better on `background`.
Color text_on(Color background);
/// A tooltip for whatever lies in the box; shown after a pause of the pointer.
void tooltip(Ui& ui, const Rect& box_px, std::string_view text);
/// A group in the semantic tree around what `draw` draws.
template <class Draw>
void semantics_list(Ui& ui, std::string_view id, std::string_view name, const Rect& box_px, Draw draw,
                    std::string_view role = "list") {
    ui.semantics->open(
        {.id = std::string(id), .role = std::string(role), .name = std::string(name), .rect_px = box_px});
    draw();
    ui.semantics->close();
}
/// Left out of painting and of the pointer's reach until end_clip.
void begin_clip(Ui& ui, const Rect& box_px);
void end_clip(Ui& ui);
RowRange visible_rows(const Ui& ui, const Rect& content_px, double row_height_px, int row_count);

} // namespace tw
