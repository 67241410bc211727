#include "app/keymap.hpp"

#include "editor/action.hpp"

#include <algorithm>
#include <array>

namespace tw {

Keymap::Keymap(Host& host) : host_(&host) {
    const auto kept = parse_json(host.setting("hotkeys"));
    if (!kept || !kept->is_object())
        return;
    for (const auto& [action, entry] : kept->items()) {
        if (!entry.is_object())
            continue;
        const std::string key = normalize_hotkey(string_or(entry, "key", ""));
        std::vector<std::string> keys;
        if (bool_or(entry, "active", true) && !key.empty())
            keys.push_back(key);
        overrides_[action] = std::move(keys);
    }
}

const std::vector<std::string>* Keymap::of(std::string_view action) const {
    const auto found = overrides_.find(action);
    return found == overrides_.end() ? nullptr : &found->second;
}

void Keymap::set(std::string_view action, std::string_view key) {
    std::vector<std::string> keys;
    if (std::string normal = normalize_hotkey(key); !normal.empty())
        keys.push_back(std::move(normal));
    overrides_[std::string(action)] = std::move(keys);
    keep();
}

void Keymap::reset(std::string_view action) {
    if (const auto found = overrides_.find(action); found != overrides_.end())
        overrides_.erase(found);
    keep();
}

void Keymap::reset_all() {
    overrides_.clear();
    keep();
}

void Keymap::keep() {
    Json json = Json::object();
    for (const auto& [action, keys] : overrides_)
        json[action] = {{"key", keys.empty() ? "" : keys.front()}, {"active", !keys.empty()}};
    host_->set_setting("hotkeys", dump_json(json));
}

bool takes_argument(std::string_view action) {
    static constexpr std::array<std::string_view, 9> all = {"region:select", "region:relabel",  "region:parent",
                                                            "label:choose",  "choice:toggle",   "textarea:set",
                                                            "history:go",    "annotation:open", "task:open"};
    return std::ranges::find(all, action) != all.end();
}

} // namespace tw
