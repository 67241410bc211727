#include "app/labeling/labeling_page.hpp"

namespace tw {
namespace {

const PageAction* page_action(const Studio& studio, std::string_view id) {
    for (const PageAction& action : studio.actions)
        if (action.id == id)
            return &action;
    return nullptr;
}

} // namespace

std::string hotkey_text(const Ui& ui, std::string_view hotkey) {
    std::string out, part;
    const auto flush = [&] {
        if (part.empty())
            return;
        if (part == "ctrl")
            part = ui.mac ? "\xE2\x8C\x98" : "Ctrl"; // the command sign
        else if (part == "alt")
            part = ui.mac ? "\xE2\x8C\xA5" : "Alt";
        else if (part == "arrowleft")
            part = "\xE2\x86\x90";
        else if (part == "arrowright")
            part = "\xE2\x86\x92";
        else if (part == "arrowup")
            part = "\xE2\x86\x91";
        else if (part == "arrowdown")
            part = "\xE2\x86\x93";
        else if (part == "escape")
            part = "Esc";
        else
            part[0] = static_cast<char>(part[0] >= 'a' && part[0] <= 'z' ? part[0] - 32 : part[0]);
        if (!out.empty() && !ui.mac)
            out += "+";
        out += part;
        part.clear();
    };
    for (std::size_t i = 0; i < hotkey.size(); ++i) {
        if (hotkey[i] == '+' && !part.empty())
            flush();
        else
            part += hotkey[i];
    }
    flush();
    return out;
}

std::string hotkey_text(const Studio& studio, std::string_view action) {
    if (const PageAction* page = page_action(studio, action))
        return page->hotkeys.empty() ? std::string() : hotkey_text(studio.ui, page->hotkeys.front());
    if (!studio.task)
        return {};
    const ActionSpec* spec = studio.task->session->action(action);
    const std::vector<std::string> keys = spec ? studio.task->session->hotkeys_of(*spec) : std::vector<std::string>();
    return keys.empty() ? std::string() : hotkey_text(studio.ui, keys.front());
}

std::string action_title(const Studio& studio, std::string_view action) {
    if (const PageAction* page = page_action(studio, action))
        return studio.ui.text(page->title_key);
    const ActionSpec* spec = studio.task ? studio.task->session->action(action) : nullptr;
    return spec ? studio.ui.text(spec->title_key) : std::string();
}

bool action_enabled(const Studio& studio, std::string_view action) {
    if (const PageAction* page = page_action(studio, action))
        return page->enabled();
    const ActionSpec* spec = studio.task ? studio.task->session->action(action) : nullptr;
    return spec && studio.task->session->enabled(*spec);
}

bool action_button(Studio& studio, const Rect& box_px, std::string_view action, Icon icon, ButtonKind kind,
                   bool with_label, std::optional<bool> pressed) {
    const std::string title = action_title(studio, action), key = hotkey_text(studio, action);
    const std::string hint = key.empty() ? title : title + "  " + key;
    const std::string id = "action:" + std::string(action);
    if (!button(studio.ui, box_px,
                {.id = id,
                 .label = with_label ? std::string_view(title) : std::string_view(),
                 .name = title,
                 .tooltip = hint,
                 .icon = icon,
                 .kind = kind,
                 .disabled = !action_enabled(studio, action),
                 .pressed = pressed}))
        return false;
    studio.ui.emit(std::string(action));
    return true;
}

} // namespace tw
