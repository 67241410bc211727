// Text inputs of one line are ImGui's own InputText (its input queue is where an IME's text arrives) in our frame and
// colours; those of several lines wrap and are in widget_text_area.cpp.
#include "ui/widget_text_area.hpp"

#include <algorithm>
#include <cfloat>

namespace tw {
namespace {

constexpr double pad_x = 9, pad_y = 7; ///< pad_y: of several lines
/// What is told of a password that is there: not even how long it is.
constexpr std::string_view secret_value = "••••••••";

int resize(ImGuiInputTextCallbackData* data) {
    if (data->EventFlag == ImGuiInputTextFlags_CallbackResize) {
        auto& text = *static_cast<std::string*>(data->UserData);
        text.resize(static_cast<std::size_t>(data->BufTextLen));
        data->Buf = text.data();
    }
    return 0;
}

/// Dots in place of the stars that ImGui measured by, one each.
void paint_dots(const Rect& box_px, ImFont* font, float size_px, ImGuiID key, std::string_view text, Color color) {
    const double step = font->CalcTextSizeA(size_px, FLT_MAX, 0, "*").x;
    const ImGuiInputTextState* const input = ImGui::GetInputTextState(key);
    const double left = box_px.x + pad_x - (input ? static_cast<double>(input->Scroll.x) : 0);
    const auto count =
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.PushClipRect(min_of(box_px.expanded(-2)), max_of(box_px.expanded(-2)), true);
    for (std::ptrdiff_t i = 0; i < count; ++i)
        list.AddCircleFilled(vec({left + (static_cast<double>(i) + 0.5) * step, box_px.center().y}),
                             static_cast<float>(std::min(2.6, step * 0.42)), color.abgr());
    list.PopClipRect();
}

/// ImGui's own input; true when Enter was pressed in it.
bool edit_line(Ui& ui, const Rect& box_px, const TextInputSpec& spec, const TextStyle& style, const char* label,
               Color ink, std::string& text) {
    ImFont* const font = font_of(ui, style);
    const float above = std::max(0.0F, static_cast<float>(text_top(font, style.size_px, box_px.h / 2)));
    ImGui::PushFont(font, style.size_px);
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {static_cast<float>(pad_x), above});
    ImGui::PushStyleColor(ImGuiCol_Text, spec.password ? ink.with_alpha(0).abgr() : ink.abgr());
    ImGui::SetCursorScreenPos(min_of(box_px));
    ImGuiInputTextFlags flags = ImGuiInputTextFlags_CallbackResize | ImGuiInputTextFlags_EnterReturnsTrue;
    if (spec.disabled)
        flags |= ImGuiInputTextFlags_ReadOnly;
    if (spec.password)
        flags |= ImGuiInputTextFlags_Password;
    const bool entered =
        ImGui::InputTextEx(label, nullptr, text.data(), static_cast<int>(text.capacity() + 1),
                           {static_cast<float>(box_px.w), static_cast<float>(box_px.h)}, flags, resize, &text);
    ImGui::PopStyleColor();
    ImGui::PopStyleVar();
    ImGui::PopFont();
    return entered;
}

/// Where the words of several lines stand, and how many lines of them are seen.
Rect words_box(const Rect& box_px) {
    return {box_px.x + pad_x, box_px.y + pad_y, box_px.w - 2 * pad_x, box_px.h - 2 * pad_y};
}
int lines_in(const Rect& box_px, const TextStyle& style) {
    return std::max(1, static_cast<int>((box_px.h - pad_y) / line_height_px(style)));
}

/// What is typed between the request for the keyboard and the frame after it came would be nobody's: ImGui drops it.
void keep_early_text(WidgetState& state, std::string_view id, ImGuiID key) {
    ImGuiContext& g = *ImGui::GetCurrentContext();
    ImVector<ImWchar>& typed = g.IO.InputQueueCharacters;
    if (g.ActiveId != key && (g.NavNextActivateId == key || g.NavActivateId == key)) {
        if (state.early_id != id)
            state.early_text.clear();
        state.early_id = id;
        state.early_text.append(typed.begin(), typed.end());
        typed.resize(0);
        state.again = true;
    } else if (g.ActiveId == key && state.early_id == id) {
        for (std::size_t i = state.early_text.size(); i > 0; --i)
            typed.push_front(static_cast<ImWchar>(state.early_text[i - 1]));
        state.early_id.clear();
        state.early_text.clear();
    }
}

} // namespace

TextInputResult text_input(Ui& ui, const Rect& box_px, const TextInputSpec& spec, std::string& text) {
    const Theme& theme = *ui.theme;
    WidgetState& state = *ui.widgets;
    TextInputResult result;
    const TextStyle& style = spec.monospace ? theme.mono : theme.body;
    ImFont* font = font_of(ui, style);
    const std::string label = "##" + std::string(spec.id);
    const ImGuiID key = ImGui::GetCurrentWindow()->GetID(label.c_str());
    ImGuiContext& g = *ImGui::GetCurrentContext();
    if (ui.inert) {
        fill(ui, box_px, theme.surface_raised, theme.radius_px);
        outline(ui, box_px, theme.border_strong.with_alpha(0.6), theme.radius_px);
        const std::string_view shown = text.empty() ? spec.placeholder : spec.password ? "" : std::string_view(text);
        const Color color = text.empty() ? theme.text_muted : theme.text;
        if (shown.empty())
            return result;
        if (spec.multiline)
            text_clamped(ui, words_box(box_px), shown, style, color, lines_in(box_px, style));
        else
            tw::text(ui, {box_px.x + pad_x, box_px.y, box_px.w - 2 * pad_x, box_px.h}, shown, style, color);
        return result;
    }
    if (!spec.disabled)
        add_to_tab_order(ui, spec.id);
    // An activation by key, by a reader or by the page becomes ImGui's own in the next frame.
    if (!spec.disabled && (spec.take_focus || state.grab_id == spec.id || ui.activate_id == spec.id)) {
        if (g.ActiveId != key) {
            g.NavNextActivateId = key;
            g.NavNextActivateFlags = ImGuiActivateFlags_PreferInput;
            state.again = true;
        }
        state.focus_id = spec.id;
    }
    if (g.ActiveId == key && ImGui::IsKeyPressed(ImGuiKey_Escape, false))
        ImGui::ClearActiveID(); // leaves what was typed; ImGui itself would take it back

    if (spec.caret_byte) {
        // It goes there once the input has the keyboard.
        g.NavNextActivateId = key;
        g.NavNextActivateFlags = ImGuiActivateFlags_PreferInput;
        state.caret_id = spec.id;
        state.caret_byte = std::min(*spec.caret_byte, text.size());
        state.focus_id = spec.id;
        state.again = true;
    }
    const bool was_active = state.typing_id == spec.id;
    const bool hovered = pointer_free(ui, box_px) && !spec.disabled;
    fill(ui, box_px, spec.disabled ? theme.surface_sunken : theme.surface_raised, theme.radius_px);
    outline(ui, box_px, hovered ? theme.border_strong : theme.border_strong.with_alpha(0.6), theme.radius_px);

    keep_early_text(state, spec.id, key);
    const std::string before = text;
    const Color ink = spec.disabled ? theme.text_disabled : theme.text;
    const bool entered = spec.multiline ? edit_text_area(ui, box_px, spec, style, key, text)
                                        : edit_line(ui, box_px, spec, style, label.c_str(), ink, text);
    if (spec.password)
        paint_dots(box_px, font, style.size_px, key, text, ink);

    const bool active = g.ActiveId == key;
    if (active && !was_active)
        state.focus_id = state.typing_id = spec.id;
    if (was_active && !active)
        state.typing_id.clear();
    if (active || was_active)
        state.typing_secret = active && spec.password;
    result.changed = text != before;
    result.committed = entered || (was_active && !active);
    result.focused = active;
    result.entered = entered;
    const bool shows_placeholder = text.empty() && !spec.placeholder.empty();
    if (shows_placeholder && spec.multiline)
        text_clamped(ui, words_box(box_px), spec.placeholder, style, theme.text_muted, lines_in(box_px, style));
    else if (shows_placeholder)
        tw::text(ui, {box_px.x + pad_x, box_px.y, box_px.w - 2 * pad_x, box_px.h}, spec.placeholder, style,
                 theme.text_muted);
    if (active)
        outline(ui, box_px.expanded(1), theme.focus, theme.radius_px + 1, 2);
    else if (state.focus_visible && state.focus_id == spec.id)
        focus_ring(ui, box_px, theme.radius_px);
    announce(ui, box_px,
             {.id = std::string(spec.id),
              .role = "textbox",
              .name = std::string(spec.name),
              .value = spec.password && !text.empty() ? std::string(secret_value) : text,
              .rect_px = {},
              .disabled = spec.disabled});
    return result;
}

} // namespace tw
