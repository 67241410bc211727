// The hotkeys a person chose, by action id: what they changed and nothing else, kept on this device in the shape Label
// Studio keeps its own ({"annotation:submit": {"key", "active"}}). Actions without an entry have their default keys; an
// entry with no key switches the action's keys off. Keys of labels come from the config and are not here.
#pragma once

#include "app/host.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tw {

using HotkeyOverrides = std::map<std::string, std::vector<std::string>, std::less<>>;

class Keymap {
public:
    explicit Keymap(Host& host);
    /// nullptr: the default.
    [[nodiscard]] const std::vector<std::string>* of(std::string_view action) const;
    [[nodiscard]] const HotkeyOverrides& overrides() const { return overrides_; }
    /// "" switches the action's keys off.
    void set(std::string_view action, std::string_view key);
    void reset(std::string_view action);
    void reset_all();

private:
    void keep();
    Host* host_;
    HotkeyOverrides overrides_;
};

/// Actions that need to be told what on: no key and no line of the palette can run them.
bool takes_argument(std::string_view action);

} // namespace tw
