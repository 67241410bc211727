// The theme and the language in use: chosen by the embedding page, else by the person, else by the system. Remembers the
// person's choice on this device. Knows no page.
#pragma once

#include "app/host.hpp"
#include "ui/strings.hpp"
#include "ui/theme.hpp"

#include <string>
#include <string_view>

namespace tw {

class Look {
public:
    /// `theme`: light, dark or auto; `language`: "en", "zh-CN" or "".
    Look(Host& host, std::string theme, std::string language);
    /// What the page asks for from now on; "" and "auto" leave it to the person and the system.
    void set_theme(std::string theme);
    void set_language(std::string language);
    void toggle_theme();
    void toggle_language();
    /// What the person wants: "light", "dark" or "auto"; "en", "zh-CN" or "" for the browser's.
    void choose_theme(std::string theme);
    void choose_language(std::string language);
    [[nodiscard]] std::string chosen_theme() const;
    [[nodiscard]] std::string chosen_language() const { return host_->setting("language"); }
    /// The system may have changed its mind since the last frame.
    void refresh();

    [[nodiscard]] const Theme& theme() const { return theme_; }
    [[nodiscard]] const Strings& strings() const { return strings_; }

private:
    void load_theme(bool dark);
    void load_language(const std::string& language);
    [[nodiscard]] std::string browser_language() const;
    Host* host_;
    std::string wanted_theme_, wanted_language_;
    Theme theme_;
    Strings strings_;
    bool loaded_ = false;
};

} // namespace tw
