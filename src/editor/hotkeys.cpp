// Keys: their normal form, who has them here and now, and what a press runs. Labels and choices come before actions; a
// tool whose key a label has takes Shift.
#include "base/text.hpp"
#include "editor/editor_internal.hpp"

#include <algorithm>
#include <array>

namespace tw {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 20> key_names{{
    {"esc", "escape"},       {"return", "enter"},      {"del", "delete"},
    {"spacebar", "space"},   {"left", "arrowleft"},    {"right", "arrowright"},
    {"up", "arrowup"},       {"down", "arrowdown"},    {"plus", "+"},
    {"minus", "-"},          {"equal", "="},           {"period", "."},
    {"comma", ","},          {"slash", "/"},           {"numpadadd", "+"},
    {"numpadsubtract", "-"}, {"numpadenter", "enter"}, {"numpaddecimal", "."},
    {"ins", "insert"},       {"pgup", "pageup"},
}};

bool is_tool(const ActionSpec& action) {
    return action.id.starts_with("tool:") && action.id != "tool:next" && action.id != "tool:previous";
}

} // namespace

std::string normalize_hotkey(std::string_view text) {
    bool ctrl = false, alt = false, shift = false;
    std::string key;
    std::string rest = to_lower_ascii(trim(text));
    if (text == " ")
        return "space";
    while (!rest.empty()) {
        // A "+" after another, or at the very end, is the key itself.
        const std::size_t plus = rest.find('+', 1);
        std::string part(trim(std::string_view(rest).substr(0, plus)));
        rest = plus == std::string::npos || plus + 1 > rest.size() ? std::string{} : rest.substr(plus + 1);
        if (plus != std::string::npos && rest.empty() && !part.empty())
            rest = "+";
        if (part == "ctrl" || part == "control" || part == "cmd" || part == "command" || part == "meta" ||
            part == "mod")
            ctrl = true;
        else if (part == "alt" || part == "option")
            alt = true;
        else if (part == "shift")
            shift = true;
        else
            key = std::move(part);
    }
    for (const auto& [name, normal] : key_names)
        if (key == name)
            key = normal;
    for (const std::string_view prefix : {"numpad", "num"})
        if (key.size() == prefix.size() + 1 && key.starts_with(prefix))
            key = key.substr(prefix.size());
    if (key.empty())
        return {};
    return std::string(ctrl ? "ctrl+" : "") + (alt ? "alt+" : "") + (shift ? "shift+" : "") + key;
}

std::string EditorSession::hotkey_of(const TagNode& node) const {
    const std::vector<std::string> keys = split_trimmed(node.get("hotkey"), ',');
    return keys.empty() ? std::string{} : normalize_hotkey(keys.front());
}

std::vector<std::string> EditorSession::hotkeys_of(const ActionSpec& action) const {
    std::vector<std::string> out;
    for (const std::string& written : action.hotkeys) {
        const std::string key = normalize_hotkey(written);
        if (!is_tool(action)) {
            out.push_back(key);
            continue;
        }
        const bool taken = std::ranges::any_of(config_->nodes(), [&](const TagNode& node) {
            return node.type != nullptr && node.type->kind == TagKind::child &&
                   std::ranges::any_of(split_trimmed(node.get("hotkey"), ','),
                                       [&](const std::string& other) { return normalize_hotkey(other) == key; });
        });
        out.push_back(taken ? normalize_hotkey("shift+" + key) : key);
    }
    return out;
}

bool EditorSession::key(std::string_view hotkey, bool typing) {
    const std::string key = normalize_hotkey(hotkey);
    if (key.empty())
        return false;
    if (!typing) {
        if (!text_selection_.empty() && (key == "shift+arrowleft" || key == "shift+arrowright")) {
            if (const ObjectModel* model = object(text_selection_.object)) {
                TextSelection wider = text_selection_;
                if (key == "shift+arrowright")
                    wider.end_utf16 = model->unit_around(wider.end_utf16, "symbol").second;
                else if (wider.end_utf16 > wider.start_utf16 + 1)
                    wider.end_utf16 = model->unit_around(wider.end_utf16 - 1, "symbol").first;
                set_text_selection(std::move(wider));
                return true;
            }
        }
        for (const TagNode& node : config_->nodes()) {
            if (node.type == nullptr || node.type->kind != TagKind::child || !visible()[node.id])
                continue;
            const std::vector<std::string> keys = split_trimmed(node.get("hotkey"), ',');
            if (std::ranges::none_of(keys, [&](const std::string& own) { return normalize_hotkey(own) == key; }))
                continue;
            const TagNode* control = container_of(node);
            if (control == nullptr)
                continue;
            if (control->type->label_container)
                return run("label:choose", {{"control", control->name}, {"label", written_value(node)}});
            return run("choice:toggle", {{"control", control->name}, {"node", node.id}});
        }
        constexpr std::string_view nth = "alt+shift+";
        if (key.size() == nth.size() + 1 && key.starts_with(nth) && key.back() >= '1' && key.back() <= '9') {
            const RegionRows all = rows();
            const auto index = std::size_t(key.back() - '1');
            return index < all.size() && run("region:select", {{"ids", {all.id(index)}}, {"mode", "set"}});
        }
    }
    for (const ActionSpec& action : actions()) {
        if (typing && !action.while_typing)
            continue;
        const std::vector<std::string> keys = hotkeys_of(action);
        if (std::ranges::find(keys, key) != keys.end() && enabled(action))
            return run(action.id);
    }
    return false;
}

} // namespace tw
