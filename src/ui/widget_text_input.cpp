// Text inputs are ImGui's own InputText (its input queue is where an IME's text arrives) in our frame and colours.
#include "ui/widget_core.hpp"

namespace tw {
namespace {

int resize(ImGuiInputTextCallbackData* data) {
    if (data->EventFlag == ImGuiInputTextFlags_CallbackResize) {
        auto& text = *static_cast<std::string*>(data->UserData);
        text.resize(static_cast<std::size_t>(data->BufTextLen));
        data->Buf = text.data();
    }
    return 0;
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
        const Rect line = {box_px.x + 9, box_px.y + (spec.multiline ? 7 : 0), box_px.w - 18,
                           spec.multiline ? style.size_px * 1.2 : box_px.h};
        tw::text(ui, line, text.empty() ? spec.placeholder : std::string_view(text), style,
                 text.empty() ? theme.text_muted : theme.text);
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
        // ImGui takes a selection over when it reads the text anew; it does so once the input has the keyboard.
        g.NavNextActivateId = key;
        g.NavNextActivateFlags = ImGuiActivateFlags_PreferInput;
        state.caret_id = spec.id;
        state.caret_byte = std::min(*spec.caret_byte, text.size());
        state.focus_id = spec.id;
        state.again = true;
    }
    if (state.caret_id == spec.id && g.ActiveId == key) {
        if (ImGuiInputTextState* input = ImGui::GetInputTextState(key)) {
            input->ReloadUserBufAndKeepSelection();
            input->ReloadSelectionStart = input->ReloadSelectionEnd = static_cast<int>(state.caret_byte);
            input->CursorFollow = true;
        }
        state.caret_id.clear();
        state.again = true;
    }
    const bool was_active = state.typing_id == spec.id;
    const bool hovered = pointer_free(ui, box_px) && !spec.disabled;
    fill(ui, box_px, spec.disabled ? theme.surface_sunken : theme.surface_raised, theme.radius_px);
    outline(ui, box_px, hovered ? theme.border_strong : theme.border_strong.with_alpha(0.6), theme.radius_px);

    const float pad_x = 9;
    const float pad_y =
        spec.multiline ? 7 : std::max(0.0F, static_cast<float>(text_top(font, style.size_px, box_px.h / 2)));
    ImGui::PushFont(font, style.size_px);
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {pad_x, pad_y});
    ImGui::PushStyleColor(ImGuiCol_Text, spec.disabled ? theme.text_disabled.abgr() : theme.text.abgr());
    ImGui::SetCursorScreenPos(min_of(box_px));
    ImGuiInputTextFlags flags = ImGuiInputTextFlags_CallbackResize | ImGuiInputTextFlags_EnterReturnsTrue;
    if (spec.disabled)
        flags |= ImGuiInputTextFlags_ReadOnly;
    if (spec.multiline)
        flags |= static_cast<ImGuiInputTextFlags>(ImGuiInputTextFlags_Multiline);
    const std::string before = text;
    const bool entered =
        ImGui::InputTextEx(label.c_str(), nullptr, text.data(), static_cast<int>(text.capacity() + 1),
                           {static_cast<float>(box_px.w), static_cast<float>(box_px.h)}, flags, resize, &text);
    ImGui::PopStyleColor();
    ImGui::PopStyleVar();
    ImGui::PopFont();

    const bool active = g.ActiveId == key;
    if (active && !was_active)
        state.focus_id = state.typing_id = spec.id;
    if (was_active && !active)
        state.typing_id.clear();
    result.changed = text != before;
    result.committed = entered || (was_active && !active);
    result.focused = active;
    if (text.empty() && !spec.placeholder.empty())
        tw::text(ui,
                 {box_px.x + pad_x, box_px.y + (spec.multiline ? pad_y : 0), box_px.w - 2 * pad_x,
                  spec.multiline ? style.size_px * 1.2 : box_px.h},
                 spec.placeholder, style, theme.text_muted);
    if (active)
        outline(ui, box_px.expanded(1), theme.focus, theme.radius_px + 1, 2);
    else if (state.focus_visible && state.focus_id == spec.id)
        focus_ring(ui, box_px, theme.radius_px);
    announce(ui, box_px,
             {.id = std::string(spec.id),
              .role = "textbox",
              .name = std::string(spec.name),
              .value = text,
              .rect_px = {},
              .disabled = spec.disabled});
    return result;
}

} // namespace tw
