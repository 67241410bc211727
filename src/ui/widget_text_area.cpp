// An input of several lines, which wrap: our own over ImGui's queue of characters and keys (so an IME works as in its
// one-line inputs), for ImGui's cannot wrap. What is typed is edited by TextEdit; here it is painted and told of keys.
#include "ui/widget_text_area.hpp"

#include "base/text.hpp"
#include "ui/text_edit.hpp"

#include <algorithm>
#include <cmath>

namespace tw {
namespace {

using Move = TextEdit::Move;

constexpr double pad_x_px = 9, pad_y_px = 7, bar_room_px = 10;

/// Enter and what else is typed, in order; answers whether the text is to be handed in (Ctrl+Enter).
bool take_keys(TextEdit& edit, std::string& text, const EditLines& lines, bool readonly, double page_px) {
    const ImGuiIO& io = ImGui::GetIO();
    const bool mac = io.ConfigMacOSXBehaviors;
    const bool by_word = mac ? io.KeyAlt : io.KeyCtrl, to_ends = mac && io.KeyCtrl && !io.KeyAlt;
    const auto pressed = [](ImGuiKey key) { return ImGui::IsKeyPressed(key); };
    const auto go = [&](Move move) {
        const auto page = static_cast<std::size_t>(
            std::max(1.0, page_px / std::max(1.0, lines.height_px() / static_cast<double>(lines.lines().size()))));
        edit.move(text, lines, move, io.KeyShift, page);
    };
    if (pressed(ImGuiKey_LeftArrow))
        go(to_ends ? Move::line_begin : by_word ? Move::word_left : Move::left);
    else if (pressed(ImGuiKey_RightArrow))
        go(to_ends ? Move::line_end : by_word ? Move::word_right : Move::right);
    else if (pressed(ImGuiKey_UpArrow))
        go(to_ends ? Move::text_begin : Move::up);
    else if (pressed(ImGuiKey_DownArrow))
        go(to_ends ? Move::text_end : Move::down);
    else if (pressed(ImGuiKey_PageUp))
        go(Move::page_up);
    else if (pressed(ImGuiKey_PageDown))
        go(Move::page_down);
    else if (pressed(ImGuiKey_Home))
        go(io.KeyCtrl ? Move::text_begin : Move::line_begin);
    else if (pressed(ImGuiKey_End))
        go(io.KeyCtrl ? Move::text_end : Move::line_end);
    else if (io.KeyCtrl && !io.KeyShift && ImGui::IsKeyPressed(ImGuiKey_A, false))
        edit.select_all(text);

    const auto [begin, end] = edit.selection();
    const bool cut = (io.KeyCtrl && pressed(ImGuiKey_X)) || (io.KeyShift && pressed(ImGuiKey_Delete));
    if (begin != end && (cut || (io.KeyCtrl && (pressed(ImGuiKey_C) || pressed(ImGuiKey_Insert)))))
        ImGui::SetClipboardText(edit.selected(text).c_str());
    if (readonly)
        return false;
    if (cut && begin != end) {
        edit.erase(text, lines, Move::left);
    } else if ((io.KeyCtrl && pressed(ImGuiKey_V)) || (io.KeyShift && pressed(ImGuiKey_Insert))) {
        const char* const pasted = ImGui::GetClipboardText();
        std::string what = pasted != nullptr ? pasted : "";
        std::erase(what, '\r');
        edit.insert(text, what);
    } else if (io.KeyCtrl && pressed(ImGuiKey_Z)) {
        io.KeyShift ? edit.redo(text) : edit.undo(text);
    } else if (io.KeyCtrl && pressed(ImGuiKey_Y)) {
        edit.redo(text);
    } else if (pressed(ImGuiKey_Backspace)) {
        edit.erase(text, lines, to_ends ? Move::line_begin : by_word ? Move::word_left : Move::left);
    } else if (pressed(ImGuiKey_Delete) && !io.KeyShift) {
        edit.erase(text, lines, by_word ? Move::word_right : Move::right);
    } else if (pressed(ImGuiKey_Enter) || pressed(ImGuiKey_KeypadEnter)) {
        if (io.KeyCtrl)
            return true;
        edit.insert(text, "\n");
    }
    return false;
}

/// An IME's words and typed characters, what came together as one change; AltGr is Ctrl and Alt.
void take_characters(TextEdit& edit, std::string& text) {
    ImGuiIO& io = ImGui::GetIO();
    if (!io.KeyCtrl || (io.KeyAlt && !io.ConfigMacOSXBehaviors)) {
        std::string typed;
        for (const ImWchar c : io.InputQueueCharacters)
            if ((c >= ' ' && c != 0x7F) || c == '\n')
                append_utf8(typed, static_cast<char32_t>(c));
        if (!typed.empty())
            edit.insert(text, typed);
    }
    io.InputQueueCharacters.resize(0);
}

void take_pointer(TextEdit& edit, const std::string& text, const EditLines& lines, Vec2 origin, const Rect& box,
                  bool& dragging) {
    const ImGuiIO& io = ImGui::GetIO();
    const EditLines::Place place = lines.place_at(pointer_px() - origin);
    if (ImGui::IsMouseClicked(0) && box.contains(pointer_px())) {
        dragging = true;
        if (io.MouseClickedCount[0] % 3 == 2)
            edit.select_word(text, place.byte);
        else if (io.MouseClickedCount[0] >= 3)
            edit.select_paragraph(text, place.byte);
        else
            edit.place(place, io.KeyShift);
    } else if (dragging && io.MouseDown[0] && io.MouseClickedCount[0] < 2 && ImGui::IsMouseDragging(0, 2)) {
        edit.place(place, true);
    }
    dragging = dragging && io.MouseDown[0];
}

void paint_text(Ui& ui, const EditLines& lines, const std::string& text, const TextStyle& style, Vec2 origin,
                std::pair<std::size_t, std::size_t> selection, Color ink) {
    ImFont* const font = font_of(ui, style);
    const double height = line_height_px(style);
    const RowRange rows =
        visible_rows(ui, {origin.x, origin.y, 1, lines.height_px()}, height, static_cast<int>(lines.lines().size()));
    for (int row = rows.first; row < rows.last; ++row) {
        const auto at = static_cast<std::size_t>(row);
        const WrappedLine& line = lines.lines()[at];
        const double y = origin.y + row * height;
        const auto [begin, end] = selection;
        if (begin < end && begin <= line.end && end > line.begin) {
            const double left = lines.x_of(at, std::max(begin, line.begin));
            // What is selected past a line's end shows as a little more of it.
            const double right = lines.x_of(at, std::min(end, line.end)) + (end > line.end ? height / 4 : 0);
            fill(ui, {origin.x + left, y, std::max(0.0, right - left), height}, ui.theme->accent.with_alpha(0.35));
        }
        ImGui::GetWindowDrawList()->AddText(
            font, style.size_px,
            {static_cast<float>(snap(ui, origin.x)),
             static_cast<float>(snap(ui, text_top(font, style.size_px, y + height / 2)))},
            ink.abgr(), text.data() + line.begin, text.data() + line.end);
    }
}

} // namespace

bool edit_text_area(Ui& ui, const Rect& box_px, const TextInputSpec& spec, const TextStyle& style, unsigned key,
                    std::string& text) {
    WidgetState& state = *ui.widgets;
    ImGuiContext& g = *ImGui::GetCurrentContext();
    const double height = line_height_px(style);
    const std::string scroll_id = std::string(spec.id) + ":scroll";
    const Rect inner = box_px.expanded(-1);
    const double width = std::max(height, box_px.w - 2 * pad_x_px - bar_room_px / 2);
    const auto lay_out = [&] { return EditLines(text, width, height, advances(font_of(ui, style), style.size_px)); };
    EditLines lines = lay_out();

    ImGui::ItemAdd(im_rect(box_px), key, nullptr, ImGuiItemFlags_NoNav);
    const bool hovered = pointer_free(ui, box_px);
    if (hovered)
        ImGui::SetMouseCursor(ImGuiMouseCursor_TextInput);
    const bool on_bar = lines.height_px() + 2 * pad_y_px > inner.h && pointer_px().x > inner.right() - bar_room_px;
    const bool by_pointer = hovered && !on_bar && ImGui::IsMouseClicked(0);
    const bool by_key = g.NavActivateId == key;
    if (g.ActiveId != key && (by_pointer || by_key)) {
        ImGui::SetActiveID(key, ImGui::GetCurrentWindow());
        ImGui::FocusWindow(ImGui::GetCurrentWindow());
        if (state.edit_id != spec.id) {
            state.edit = {};
            state.edit_id = spec.id;
        }
    }
    bool active = g.ActiveId == key, handed_in = false, caret_moved = false;
    state.edit_dragging = state.edit_dragging && active;
    if (active) {
        ImGui::KeepAliveID(key);
        g.ActiveIdAllowOverlap = !state.edit_dragging; // other things may be hovered meanwhile
        TextEdit& edit = state.edit;
        edit.clamp(text);
        if (state.caret_id == spec.id) {
            edit.place({state.caret_byte}, false);
            edit.clamp(text);
            state.caret_id.clear();
            caret_moved = true;
        }
        const ScrollState& scroll = state.scrolls[scroll_id];
        const EditLines::Place before = edit.caret();
        const std::string old = text;
        take_pointer(edit, text, lines, {box_px.x + pad_x_px, box_px.y + pad_y_px - scroll.offset_px},
                     on_bar ? Rect() : box_px, state.edit_dragging);
        if (!g.ActiveIdIsJustActivated) { // the key that came here types nothing
            handed_in = take_keys(edit, text, lines, spec.disabled, inner.h - 2 * pad_y_px);
            if (!spec.disabled)
                take_characters(edit, text);
        }
        caret_moved |= edit.caret() != before || text != old;
        if (text != old)
            lines = lay_out();
        if (handed_in || (ImGui::IsMouseClicked(0) && !hovered)) {
            ImGui::ClearActiveID();
            active = false;
        }
    }

    const double content_px = lines.height_px() + 2 * pad_y_px;
    if (caret_moved) {
        ScrollState& scroll = state.scrolls[scroll_id];
        const double y = lines.pos_of(state.edit.caret()).y + pad_y_px;
        scroll.offset_px = std::clamp(scroll.offset_px, y + height + pad_y_px - inner.h, std::max(0.0, y - pad_y_px));
        state.again = true;
    }
    const Rect content = begin_scroll(ui, inner, scroll_id, content_px);
    const Vec2 origin = {box_px.x + pad_x_px, content.y - 1 + pad_y_px};
    const bool shows = active && state.edit_id == spec.id;
    const Color ink = spec.disabled ? ui.theme->text_disabled : ui.theme->text;
    paint_text(ui, lines, text, style, origin, shows ? state.edit.selection() : std::pair<std::size_t, std::size_t>(),
               ink);
    if (shows) {
        const Vec2 caret = origin + lines.pos_of(state.edit.caret());
        fill(ui, {std::min(caret.x, origin.x + width - 1), caret.y + 1, 1, height - 2}, ink);
        g.PlatformImeData.WantVisible = g.PlatformImeData.WantTextInput = !spec.disabled;
        g.PlatformImeData.InputPos = vec(caret);
        g.PlatformImeData.InputLineHeight = static_cast<float>(height);
        g.PlatformImeData.ViewportId = ImGui::GetMainViewport()->ID;
    }
    end_scroll(ui);
    return handed_in;
}

} // namespace tw
