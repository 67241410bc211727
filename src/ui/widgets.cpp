#include "ui/widget_core.hpp"

#include <algorithm>
#include <cmath>

namespace tw {
namespace {

Color blend(Color under, Color over, double amount) {
    const auto mix = [&](std::uint8_t a, std::uint8_t b) {
        return static_cast<std::uint8_t>(std::lround(a + (b - a) * amount));
    };
    return {mix(under.r, over.r), mix(under.g, over.g), mix(under.b, over.b), 255};
}

struct ButtonLook {
    Color background{0, 0, 0, 0}, border{0, 0, 0, 0}, text;
};

ButtonLook look_of(const Theme& theme, const ButtonSpec& spec, const Press& state) {
    const double depth = state.held && state.hovered ? 0.12 : state.hovered ? 0.06 : 0;
    ButtonLook look{{0, 0, 0, 0}, {0, 0, 0, 0}, theme.text};
    switch (spec.kind) {
    case ButtonKind::primary:
        look.background = state.hovered ? theme.accent_hover : theme.accent;
        look.text = theme.text_on_accent;
        break;
    case ButtonKind::secondary:
        look.background = blend(theme.surface_raised, theme.text, depth);
        look.border = theme.border_strong.with_alpha(0.55);
        break;
    case ButtonKind::danger:
        look.background = blend(theme.danger_soft, theme.danger, depth * 0.7);
        look.text = theme.danger;
        break;
    case ButtonKind::quiet:
        look.background = depth > 0 ? theme.text.with_alpha(depth) : Color{0, 0, 0, 0};
        look.text = spec.label.empty() ? theme.text_muted : theme.text;
        if (state.hovered)
            look.text = theme.text;
        break;
    }
    if (spec.pressed.value_or(false)) {
        look.background = theme.accent_soft;
        look.text = theme.link;
    }
    if (spec.disabled) {
        look.text = theme.text_disabled;
        look.background = spec.kind == ButtonKind::quiet ? Color{0, 0, 0, 0} : theme.surface_sunken;
        look.border = {0, 0, 0, 0};
    }
    return look;
}

/// The box of a check or radio mark, and the label beside it.
Press mark_and_label(Ui& ui, const Rect& box_px, std::string_view id, std::string_view label, bool checked,
                     bool disabled, bool round) {
    const Theme& theme = *ui.theme;
    const Press state = press(ui, box_px, id, disabled);
    announce(ui, box_px,
             {.id = std::string(id),
              .role = round ? "radio" : "checkbox",
              .name = std::string(label),
              .value = {},
              .rect_px = {},
              .disabled = disabled,
              .checked = checked});
    if (!state.on_screen)
        return state;
    const double size = 16;
    const Rect mark = {snap(ui, box_px.x + 2), snap(ui, box_px.center().y - size / 2), size, size};
    const float radius = round ? static_cast<float>(size / 2) : 4;
    const Color line = disabled ? theme.text_disabled : theme.border_strong;
    if (checked) {
        fill(ui, mark, disabled ? theme.text_disabled : state.hovered ? theme.accent_hover : theme.accent, radius);
        if (round)
            fill(ui, mark.expanded(-5), theme.text_on_accent, 3);
        else
            icon(ui, mark.center(), Icon::check, 13, theme.text_on_accent);
    } else {
        fill(ui, mark, state.hovered ? theme.accent_soft : theme.surface_raised, radius);
        outline(ui, mark, line, radius, 1.5F);
    }
    text(ui, {mark.right() + 8, box_px.y, box_px.right() - mark.right() - 8, box_px.h}, label, theme.body,
         disabled ? theme.text_disabled : theme.text);
    if (state.ring)
        focus_ring(ui, box_px.expanded(-2), theme.radius_px);
    return state;
}

/// Width of the words beside the buttons, or above them where it is narrow.
double banner_room_px(Ui& ui, const std::vector<std::string>& buttons, double width_px) {
    double room = width_px - 48;
    if (!ui.compact)
        for (const std::string& one : buttons)
            room -= button_width(ui, one, Icon::none) + 8;
    return std::max(80.0, room);
}

} // namespace

double button_width(Ui& ui, std::string_view label, Icon icon) {
    const double text_px = label.empty() ? 0 : measure(ui, label, ui.theme->body).w;
    const double icon_px = icon == Icon::none ? 0 : 16;
    return std::ceil(text_px + icon_px + (text_px > 0 && icon_px > 0 ? 6 : 0) + (text_px > 0 ? 24 : 12));
}

bool button(Ui& ui, const Rect& box_px, const ButtonSpec& spec) {
    const Theme& theme = *ui.theme;
    const Press state = press(ui, box_px, spec.id, spec.disabled);
    SemanticNode node{.id = std::string(spec.id),
                      .role = std::string(spec.role),
                      .name = std::string(spec.name.empty() ? spec.label : spec.name),
                      .value = {},
                      .rect_px = {},
                      .disabled = spec.disabled};
    if (spec.role == "tab")
        node.selected = spec.pressed.value_or(false);
    else
        node.pressed = spec.pressed;
    announce(ui, box_px, std::move(node));
    if (!state.on_screen)
        return state.clicked;
    const ButtonLook look = look_of(theme, spec, state);
    fill(ui, box_px, look.background, theme.radius_px);
    outline(ui, box_px, look.border, theme.radius_px);
    const double icon_px = box_px.h >= 36 && spec.label.empty() ? 20 : 16;
    const double text_px = spec.label.empty() ? 0 : std::min(measure(ui, spec.label, theme.body).w, box_px.w - 12);
    if (spec.icon != Icon::none && spec.label.empty()) {
        icon(ui, box_px.center(), spec.icon, icon_px, look.text);
    } else if (spec.icon != Icon::none) {
        const double left = box_px.center().x - (text_px + 22) / 2;
        icon(ui, {left + 8, box_px.center().y}, spec.icon, 16, look.text);
        text(ui, {left + 22, box_px.y, box_px.right() - left - 26, box_px.h}, spec.label, theme.body, look.text);
    } else {
        text(ui, {box_px.x + 6, box_px.y, box_px.w - 12, box_px.h}, spec.label, theme.body, look.text,
             TextFit::ellipsis, 0.5);
    }
    if (state.ring)
        focus_ring(ui, box_px, theme.radius_px);
    tooltip(ui, box_px, spec.tooltip);
    return state.clicked;
}

bool checkbox(Ui& ui, const Rect& box_px, std::string_view id, std::string_view label, bool checked, bool disabled) {
    return mark_and_label(ui, box_px, id, label, checked, disabled, false).clicked;
}

bool radio(Ui& ui, const Rect& box_px, std::string_view id, std::string_view label, bool checked, bool disabled) {
    return mark_and_label(ui, box_px, id, label, checked, disabled, true).clicked;
}

bool label_chip(Ui& ui, const Rect& box_px, std::string_view id, std::string_view label, std::string_view hotkey,
                Color color, bool on, bool disabled) {
    const Theme& theme = *ui.theme;
    const Press state = press(ui, box_px, id, disabled);
    announce(ui, box_px,
             {.id = std::string(id),
              .role = "button",
              .name = std::string(label),
              .value = {},
              .rect_px = {},
              .disabled = disabled,
              .pressed = on});
    if (!state.on_screen)
        return state.clicked;
    const Color opaque{color.r, color.g, color.b, 255};
    const double strength = on ? 1 : state.held ? 0.34 : state.hovered ? 0.26 : 0.16;
    const Color background = blend(theme.surface, opaque, strength);
    fill(ui, box_px, background, theme.radius_px);
    // The colour itself stays visible at the left edge, whatever the theme makes of the fill.
    if (!on)
        ImGui::GetWindowDrawList()->AddRectFilled(min_of(box_px), vec({box_px.x + 4, box_px.bottom()}), opaque.abgr(),
                                                  theme.radius_px, ImDrawFlags_RoundCornersLeft);
    const Color ink = disabled ? theme.text_disabled : on ? text_on(background) : theme.text;
    double right = box_px.right() - 8;
    if (!hotkey.empty()) {
        const double width = std::max(16.0, measure(ui, hotkey, theme.small).w + 8);
        const Rect key = {right - width, box_px.center().y - 8, width, 16};
        if (box_px.w > width + 40) {
            fill(ui, key, on ? ink.with_alpha(0.16) : theme.text.with_alpha(0.08), 4);
            text(ui, key, hotkey, theme.small, on ? ink : theme.text_muted, TextFit::ellipsis, 0.5);
            right = key.x - 6;
        }
    }
    text(ui, {box_px.x + 10, box_px.y, right - box_px.x - 10, box_px.h}, label, theme.body, ink);
    if (state.ring)
        focus_ring(ui, box_px, theme.radius_px);
    return state.clicked;
}

std::optional<int> select(Ui& ui, const Rect& box_px, std::string_view id, std::string_view name,
                          const std::vector<std::string>& options, int current, bool disabled) {
    const Theme& theme = *ui.theme;
    const Press state = press(ui, box_px, id, disabled);
    const bool open = ui.widgets->list.owner == id;
    const bool known = current >= 0 && current < static_cast<int>(options.size());
    const std::string value = known ? options[static_cast<std::size_t>(current)] : std::string();
    announce(ui, box_px,
             {.id = std::string(id),
              .role = "combobox",
              .name = std::string(name),
              .value = value,
              .rect_px = {},
              .disabled = disabled,
              .expanded = open});
    if (state.on_screen) {
        fill(ui, box_px, disabled ? theme.surface_sunken : theme.surface_raised, theme.radius_px);
        outline(ui, box_px, state.hovered || open ? theme.border_strong : theme.border_strong.with_alpha(0.6),
                theme.radius_px);
        text(ui, {box_px.x + 10, box_px.y, box_px.w - 34, box_px.h}, value.empty() ? name : std::string_view(value),
             theme.body,
             disabled        ? theme.text_disabled
             : value.empty() ? theme.text_muted
                             : theme.text);
        icon(ui, {box_px.right() - 14, box_px.center().y}, Icon::chevron_down, 14, theme.text_muted);
        if (state.ring)
            focus_ring(ui, box_px, theme.radius_px);
    }
    if (state.clicked && !open)
        open_list(ui, id, name, box_px, options, current);
    const std::optional<int> chosen = take_chosen(ui, id);
    return chosen && *chosen != current ? chosen : std::nullopt;
}

std::optional<int> menu_button(Ui& ui, const Rect& box_px, const ButtonSpec& spec,
                               const std::vector<std::string>& options, std::string_view heading) {
    if (button(ui, box_px, spec) && ui.widgets->list.owner != spec.id) {
        open_list(ui, spec.id, spec.name.empty() ? spec.label : spec.name, box_px, options, -1);
        ui.widgets->list.heading = heading;
    }
    return take_chosen(ui, spec.id);
}

std::optional<int> tabs(Ui& ui, const Rect& box_px, std::string_view id, const std::vector<std::string>& titles,
                        int current, std::string_view name) {
    const Theme& theme = *ui.theme;
    std::optional<int> chosen;
    ui.semantics->open(
        {.id = std::string(id), .role = "tablist", .name = std::string(name), .value = {}, .rect_px = box_px});
    double x = box_px.x;
    for (std::size_t i = 0; i < titles.size(); ++i) {
        const bool on = static_cast<int>(i) == current;
        const Rect tab = {x, box_px.y, std::ceil(measure(ui, titles[i], theme.body).w) + 20, box_px.h};
        const std::string tab_id = std::string(id) + ":" + std::to_string(i);
        const Press state = press(ui, tab, tab_id, false);
        announce(ui, tab, {.id = tab_id, .role = "tab", .name = titles[i], .value = {}, .rect_px = {}, .selected = on});
        text(ui, tab, titles[i], theme.body, on || state.hovered ? theme.text : theme.text_muted, TextFit::ellipsis,
             0.5);
        if (on)
            fill(ui, {tab.x + 8, tab.bottom() - 2, tab.w - 16, 2}, theme.accent);
        if (state.ring)
            focus_ring(ui, tab.expanded(-3), theme.radius_px);
        if (state.clicked && !on)
            chosen = static_cast<int>(i);
        x = tab.right();
    }
    ui.semantics->close();
    return chosen;
}

void progress_bar(Ui& ui, const Rect& box_px, std::string_view id, std::string_view name, double fraction) {
    const double part = announce_progress(ui, box_px, id, name, fraction);
    const float radius = static_cast<float>(box_px.h / 2);
    fill(ui, box_px, ui.theme->text.with_alpha(0.12), radius);
    if (part > 0)
        fill(ui, {box_px.x, box_px.y, std::max(box_px.h, box_px.w * part), box_px.h}, ui.theme->accent, radius);
}

double banner_height(Ui& ui, std::string_view message, const std::vector<std::string>& buttons, double width_px) {
    const double words_px = measure(ui, message, ui.theme->body, banner_room_px(ui, buttons, width_px)).h;
    const bool below = ui.compact && !buttons.empty();
    return std::max(44.0, words_px + 20) + (below ? ui.theme->control_height_px + 8 : 0);
}

std::optional<int> banner(Ui& ui, const Rect& box_px, std::string_view id, std::string_view message, bool danger,
                          const std::vector<std::string>& buttons) {
    const Theme& theme = *ui.theme;
    fill(ui, box_px, danger ? theme.danger_soft : theme.accent_soft);
    ui.semantics->open({.id = std::string(id),
                        .role = danger ? "alert" : "status",
                        .name = std::string(message),
                        .value = {},
                        .rect_px = box_px});
    icon(ui, {box_px.x + 20, box_px.y + std::min(box_px.h / 2, 22.0)}, danger ? Icon::warning : Icon::info, 16,
         danger ? theme.danger : theme.link);
    const bool below = ui.compact && !buttons.empty();
    const double line_px = theme.control_height_px;
    const Rect words = {box_px.x + 36, box_px.y, banner_room_px(ui, buttons, box_px.w),
                        box_px.h - (below ? line_px + 8 : 0)};
    std::optional<int> pressed;
    double right = box_px.right() - 8;
    for (std::size_t i = buttons.size(); i-- > 0;) {
        const double width = button_width(ui, buttons[i], Icon::none);
        const std::string button_id = std::string(id) + ":" + std::to_string(i);
        const double y = below ? box_px.bottom() - line_px - 8 : box_px.center().y - line_px / 2;
        if (button(ui, {right - width, y, width, line_px}, {.id = button_id, .label = buttons[i]}))
            pressed = static_cast<int>(i);
        right -= width + 8;
    }
    const double height = measure(ui, message, theme.body, words.w).h;
    text(ui, {words.x, words.y + std::max(0.0, (words.h - height) / 2), words.w, words.h}, message, theme.body,
         theme.text, TextFit::wrap);
    ui.semantics->close();
    return pressed;
}

RowResult row(Ui& ui, const Rect& box_px, const RowSpec& spec) {
    const Theme& theme = *ui.theme;
    const Press state = press(ui, box_px, spec.id, spec.disabled);
    SemanticNode node{.id = std::string(spec.id),
                      .role = std::string(spec.role),
                      .name = std::string(spec.name),
                      .value = {},
                      .rect_px = box_px,
                      .disabled = spec.disabled,
                      .selected = spec.selected,
                      .row_index = spec.row_index,
                      .row_count = spec.row_count};
    if (spec.group)
        announce_open(ui, box_px, std::move(node));
    else
        announce(ui, box_px, std::move(node));
    RowResult result;
    result.clicked = state.clicked;
    if (!state.on_screen)
        return result;
    const ImGuiIO& io = ImGui::GetIO();
    result.hovered = state.hovered;
    result.double_clicked = state.clicked && io.MouseClickedLastCount[0] == 2;
    result.shift = io.KeyShift;
    result.ctrl = io.KeyCtrl;
    if (spec.selected && !spec.plain)
        fill(ui, box_px, theme.accent_soft, 4);
    else if (state.hovered && !spec.plain)
        fill(ui, box_px, theme.text.with_alpha(0.05), 4);
    if (state.ring)
        outline(ui, box_px, theme.focus, 4, 2);
    return result;
}

double splitter(Ui& ui, const Rect& box_px, std::string_view id, std::string_view name) {
    const std::string split_id = "split:" + std::string(id);
    const Rect grip = box_px.expanded(2);
    const Press state = press(ui, grip, split_id, false);
    announce(ui, grip, {.id = split_id, .role = "separator", .name = std::string(name), .value = {}, .rect_px = {}});
    if (state.hovered || state.held)
        ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
    if (state.hovered || state.held || state.ring)
        fill(ui, {box_px.center().x - 1, box_px.y, 2, box_px.h}, ui.theme->focus);
    double moved = state.held ? ImGui::GetIO().MouseDelta.x : 0;
    if (state.focused)
        moved += ui.widgets->arrow_px;
    return moved;
}

} // namespace tw
