// Text inputs are ImGui's own InputText (its input queue is where an IME's text arrives) in our frame and colours.
#include "ui/widget_core.hpp"

#include <algorithm>
#include <cfloat>

namespace tw {
namespace {

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
void paint_dots(const Rect& box_px, double pad_x, ImFont* font, float size_px, ImGuiID key, std::string_view text,
                Color color) {
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
        tw::text(ui, line,
                 text.empty()    ? spec.placeholder
                 : spec.password ? ""
                                 : std::string_view(text),
                 style, text.empty() ? theme.text_muted : theme.text);
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
    const Color ink = spec.disabled ? theme.text_disabled : theme.text;
    ImGui::PushStyleColor(ImGuiCol_Text, spec.password ? ink.with_alpha(0).abgr() : ink.abgr());
    ImGui::SetCursorScreenPos(min_of(box_px));
    ImGuiInputTextFlags flags = ImGuiInputTextFlags_CallbackResize | ImGuiInputTextFlags_EnterReturnsTrue;
    if (spec.disabled)
        flags |= ImGuiInputTextFlags_ReadOnly;
    if (spec.multiline)
        flags |= static_cast<ImGuiInputTextFlags>(ImGuiInputTextFlags_Multiline);
    if (spec.password)
        flags |= ImGuiInputTextFlags_Password;
    const std::string before = text;
    const bool entered =
        ImGui::InputTextEx(label.c_str(), nullptr, text.data(), static_cast<int>(text.capacity() + 1),
                           {static_cast<float>(box_px.w), static_cast<float>(box_px.h)}, flags, resize, &text);
    ImGui::PopStyleColor();
    ImGui::PopStyleVar();
    ImGui::PopFont();
    if (spec.password)
        paint_dots(box_px, pad_x, font, style.size_px, key, text, ink);

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
              .value = spec.password && !text.empty() ? std::string(secret_value) : text,
              .rect_px = {},
              .disabled = spec.disabled});
    return result;
}

} // namespace tw
