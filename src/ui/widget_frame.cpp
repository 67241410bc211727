#include "ui/floating.hpp"
#include "ui/widget_core.hpp"

#include <algorithm>
#include <cmath>

namespace tw {
namespace {

constexpr double tooltip_delay_ms = 450;
constexpr ImGuiWindowFlags bare = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                  ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav |
                                  ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoScrollWithMouse;

void begin_window(const char* name, const Ui& ui, ImGuiWindowFlags flags) {
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize({static_cast<float>(ui.viewport_px.w), static_cast<float>(ui.viewport_px.h)});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
    ImGui::Begin(name, nullptr, flags);
    ImGui::PopStyleVar(2);
}

void paint_tooltip(Ui& ui) {
    WidgetState& state = *ui.widgets;
    const Theme& theme = *ui.theme;
    if (state.tooltip_text.empty() || ImGui::IsMouseDown(0)) {
        state.tooltip_text_last.clear();
        return;
    }
    if (state.tooltip_text != state.tooltip_text_last) {
        state.tooltip_text_last = state.tooltip_text;
        state.tooltip_since_ms = ui.now_ms;
    }
    const double wait_ms = state.tooltip_since_ms + tooltip_delay_ms - ui.now_ms;
    if (wait_ms > 0) {
        state.frame_in_ms = std::min(state.frame_in_ms, wait_ms);
        return;
    }
    const double width = std::min({measure(ui, state.tooltip_text, theme.small).w + 1, 360.0, ui.viewport_px.w - 32});
    const Size size = {width + 16, measure(ui, state.tooltip_text, theme.small, width).h + 10};
    Rect box = {
        std::clamp(state.tooltip_box.center().x - size.w / 2, 4.0, std::max(4.0, ui.viewport_px.w - size.w - 4)),
        state.tooltip_box.bottom() + 6, size.w, size.h};
    if (box.bottom() > ui.viewport_px.h - 4)
        box.y = std::max(4.0, state.tooltip_box.y - size.h - 6);
    // A window of its own, so that text is painted as everywhere. Inverted colours in both themes: a tooltip is read over
    // anything.
    ImGui::SetNextWindowPos(min_of(box));
    ImGui::SetNextWindowSize({static_cast<float>(box.w), static_cast<float>(box.h)});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowMinSize, {1, 1});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
    ImGui::Begin("##tooltip", nullptr, bare | ImGuiWindowFlags_Tooltip | ImGuiWindowFlags_NoInputs);
    ImGui::PopStyleVar(3);
    fill(ui, box, theme.text, 4);
    text(ui, {box.x + 8, box.y + 5, width + 1, size.h}, state.tooltip_text, theme.small, theme.surface, TextFit::wrap);
    ImGui::End();
}

/// Text inputs are ImGui's own: its colours come from the theme here, once a frame.
void apply_style(const Ui& ui) {
    const Theme& theme = *ui.theme;
    ImGuiStyle& style = ImGui::GetStyle();
    const auto set = [&](ImGuiCol which, Color color) {
        style.Colors[which] = ImGui::ColorConvertU32ToFloat4(color.abgr());
    };
    set(ImGuiCol_Text, theme.text);
    set(ImGuiCol_TextDisabled, theme.text_muted);
    set(ImGuiCol_FrameBg, Color{0, 0, 0, 0});
    set(ImGuiCol_TextSelectedBg, theme.accent.with_alpha(0.3));
    set(ImGuiCol_InputTextCursor, theme.text);
    set(ImGuiCol_ScrollbarBg, Color{0, 0, 0, 0});
    set(ImGuiCol_ScrollbarGrab, theme.border_strong.with_alpha(0.5));
    set(ImGuiCol_ScrollbarGrabHovered, theme.border_strong.with_alpha(0.8));
    set(ImGuiCol_ScrollbarGrabActive, theme.border_strong);
    set(ImGuiCol_NavCursor, Color{0, 0, 0, 0});
    set(ImGuiCol_Border, Color{0, 0, 0, 0});
    style.ScrollbarSize = 10;
    style.ScrollbarRounding = 5;
    style.ChildBorderSize = 0;
    style.FrameBorderSize = 0;
    style.AntiAliasedLinesUseTex = true;
}

} // namespace

void begin_layer(Ui& ui, const char* name) {
    WidgetState& state = *ui.widgets;
    begin_window(name, ui, bare);
    ++state.layer;
    state.top_layer_next = std::max(state.top_layer_next, state.layer);
    state.tab_order_next.clear(); // only the topmost layer can be reached by keys
}

void end_layer(Ui& ui) {
    --ui.widgets->layer;
    ImGui::End();
}

void begin_widgets(Ui& ui) {
    WidgetState& state = *ui.widgets;
    apply_style(ui);
    ImGuiContext& g = *ImGui::GetCurrentContext();
    g.ConfigNavWindowingKeyNext = g.ConfigNavWindowingKeyPrev = 0;
    state.layer = 0;
    state.top_layer_next = 0;
    state.tab_order_next.clear();
    state.tooltip_text.clear();
    state.frame_in_ms = std::numeric_limits<double>::infinity();
    state.again = state.drag_taken = false;
    if (state.release_text) {
        ImGui::ClearActiveID();
        state.release_text = false;
    }
    begin_window("##page", ui, bare | ImGuiWindowFlags_NoBringToFrontOnFocus);
}

void end_widgets(Ui& ui) {
    WidgetState& state = *ui.widgets;
    ImGui::End();
    paint_open_list(ui);
    paint_tooltip(ui);
    if (state.top_layer_next != state.top_layer)
        state.again = true;
    state.top_layer = state.top_layer_next;
    state.tab_order.swap(state.tab_order_next);
    if (!state.focus_id.empty() && std::ranges::find(state.tab_order, state.focus_id) == state.tab_order.end())
        state.focus_id.clear();
    state.press_id.clear();
    state.grab_id.clear();
    state.focus_moved = false;
    state.escape = false;
    state.arrow_px = 0;
    // Tab is ours: without an owner ImGui would move its own focus among text inputs.
    ImGui::SetKeyOwner(ImGuiKey_Tab, ImHashStr("tagwright-tab"));
}

Rect begin_overlay(Ui& ui, std::string_view id, std::string_view name, Size size_px, OverlayPlace place,
                   bool& wants_close) {
    WidgetState& state = *ui.widgets;
    const Theme& theme = *ui.theme;
    constexpr double beside_px = 8;
    const Size size = {std::min(size_px.w, ui.viewport_px.w - 2 * beside_px), std::min(size_px.h, ui.viewport_px.h)};
    const double x = std::floor((ui.viewport_px.w - size.w) / 2);
    const double free_px = ui.viewport_px.h - size.h;
    const Rect box =
        place == OverlayPlace::bottom
            ? Rect{0, free_px, ui.viewport_px.w, size.h}
            : Rect{x, std::floor(place == OverlayPlace::top ? std::min(72.0, free_px) : free_px / 2), size.w, size.h};
    begin_layer(ui, ("##overlay" + std::string(id)).c_str());
    fill(ui, {0, 0, ui.viewport_px.w, ui.viewport_px.h}, theme.scrim);
    if (place != OverlayPlace::bottom) {
        fill(ui, box.expanded(1), theme.border, theme.radius_px + 3);
        fill(ui, box, theme.surface_raised, theme.radius_px + 2);
    } else {
        fill(ui, box, theme.surface_raised);
    }
    ui.semantics->open(
        {.id = std::string(id), .role = "dialog", .name = std::string(name), .value = {}, .rect_px = box});
    const bool was_there = state.top_layer >= state.layer; // else the click that opened it would close it
    wants_close = was_there && state.list.owner.empty() &&
                  (state.escape || (ImGui::IsMouseClicked(0) && !box.contains(pointer_px())));
    if (wants_close)
        state.escape = false;
    return box;
}

void end_overlay(Ui& ui) {
    ui.semantics->close();
    end_layer(ui);
}

void begin_floating(Ui&, std::string_view id, const Rect& box_px) {
    ImGui::SetNextWindowPos(min_of(box_px));
    ImGui::SetNextWindowSize({static_cast<float>(box_px.w), static_cast<float>(box_px.h)});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowMinSize, {1, 1});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
    ImGui::Begin(("##float" + std::string(id)).c_str(), nullptr, bare | ImGuiWindowFlags_NoFocusOnAppearing);
    ImGui::PopStyleVar(3);
}

void cover_floating(std::string_view other_id) {
    if (ImGuiWindow* const other = ImGui::FindWindowByName(("##float" + std::string(other_id)).c_str()))
        ImGui::BringWindowToDisplayBehind(other, ImGui::GetCurrentWindow());
}

void end_floating(Ui&) {
    ImGui::End();
}

bool key_pressed(WidgetState& state, std::string_view hotkey, bool typing) {
    const auto move = [&](int step) {
        if (state.tab_order.empty())
            return false;
        const auto found = std::ranges::find(state.tab_order, state.focus_id);
        const auto count = static_cast<std::ptrdiff_t>(state.tab_order.size());
        std::ptrdiff_t at = found == state.tab_order.end() ? (step > 0 ? -1 : count) : found - state.tab_order.begin();
        at = (at + step + count) % count;
        state.focus_id = state.tab_order[static_cast<std::size_t>(at)];
        state.grab_id = state.focus_id;
        state.release_text = typing;
        state.focus_visible = state.focus_moved = true;
        return true;
    };
    if (hotkey == "tab")
        return move(1);
    if (hotkey == "shift+tab")
        return move(-1);
    if (typing)
        return false;
    if (!state.list.owner.empty() && (hotkey == "arrowdown" || hotkey == "arrowup"))
        return move(hotkey == "arrowdown" ? 1 : -1);
    if (hotkey == "escape" && state.top_layer > 0)
        return state.escape = true;
    if (state.focus_id.empty() || !(state.focus_visible || state.top_layer > 0))
        return state.top_layer > 0; // under an overlay no hotkey works
    if (hotkey == "enter" || hotkey == "space") {
        state.press_id = state.focus_id;
        return true;
    }
    if (state.focus_id.starts_with("split:") && (hotkey == "arrowleft" || hotkey == "arrowright")) {
        state.arrow_px += hotkey == "arrowleft" ? -16 : 16;
        return true;
    }
    return state.top_layer > 0;
}

bool is_typing() {
    return ImGui::GetIO().WantTextInput;
}
bool pointer_pressed() {
    return ImGui::IsMouseClicked(0);
}
Vec2 pointer_px() {
    return {ImGui::GetIO().MousePos.x, ImGui::GetIO().MousePos.y};
}

bool pointer_free(const Ui& ui, const Rect& box_px) {
    return !ui.inert && ui.widgets->layer >= ui.widgets->top_layer &&
           ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem) && box_px.contains(pointer_px()) &&
           ImGui::IsMouseHoveringRect(min_of(box_px), max_of(box_px));
}

void add_to_tab_order(Ui& ui, std::string_view id) {
    WidgetState& state = *ui.widgets;
    if (state.layer >= state.top_layer_next)
        state.tab_order_next.emplace_back(id);
}

Press press(Ui& ui, const Rect& box_px, std::string_view id, bool disabled, bool focusable) {
    WidgetState& state = *ui.widgets;
    Press result;
    if (ui.inert) {
        result.on_screen = true;
        return result;
    }
    const ImGuiID key = ImHashStr(id.data(), id.size());
    if (focusable && !disabled)
        add_to_tab_order(ui, id);
    result.focused = focusable && !disabled && state.focus_id == id;
    result.ring = result.focused && state.focus_visible;
    if (result.focused && state.focus_moved && !state.open_scrolls.empty()) {
        ScrollState& scroll = *state.open_scrolls.back();
        if (box_px.y < scroll.box.y)
            scroll.offset_px -= scroll.box.y - box_px.y;
        else if (box_px.bottom() > scroll.box.bottom())
            scroll.offset_px += box_px.bottom() - scroll.box.bottom();
        state.again = true;
    }
    result.on_screen = ImGui::ItemAdd(im_rect(box_px), key, nullptr, ImGuiItemFlags_NoNav);
    const bool asked = !id.empty() && (ui.activate_id == id || state.press_id == id);
    if (result.on_screen) {
        if (disabled) {
            result.hovered = ImGui::ItemHoverable(im_rect(box_px), key, ImGuiItemFlags_None);
        } else {
            result.clicked = ImGui::ButtonBehavior(im_rect(box_px), key, &result.hovered, &result.held);
            if (result.clicked || result.held) {
                state.focus_id = focusable ? id : std::string_view();
                state.focus_visible = false;
                result.ring = false;
            }
        }
    }
    if (asked && !disabled)
        result.clicked = true;
    return result;
}

void announce(Ui& ui, const Rect& box_px, SemanticNode node) {
    const Rect seen = box_px.intersected(rect_of(ImGui::GetWindowDrawList()->_ClipRectStack.back()));
    if (seen.empty())
        return;
    node.rect_px = seen;
    node.focused = !node.id.empty() && ui.widgets->focus_id == node.id;
    ui.semantics->add(std::move(node));
}

void announce_open(Ui& ui, const Rect& box_px, SemanticNode node) {
    node.rect_px = box_px.intersected(rect_of(ImGui::GetWindowDrawList()->_ClipRectStack.back()));
    node.focused = !node.id.empty() && ui.widgets->focus_id == node.id;
    ui.semantics->open(std::move(node));
}

double announce_progress(Ui& ui, const Rect& box_px, std::string_view id, std::string_view name, double fraction) {
    const double part = std::clamp(fraction, 0.0, 1.0);
    announce(ui, box_px,
             {.id = std::string(id),
              .role = "progressbar",
              .name = std::string(name),
              .value = std::to_string(std::lround(part * 100)),
              .rect_px = {}});
    return part;
}

void tooltip(Ui& ui, const Rect& box_px, std::string_view text) {
    if (text.empty() || !pointer_free(ui, box_px))
        return;
    ui.widgets->tooltip_text = text;
    ui.widgets->tooltip_box = box_px;
}

} // namespace tw
