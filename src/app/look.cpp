#include "app/look.hpp"

namespace tw {

Look::Look(Host& host, std::string theme, std::string language) : host_(&host) {
    set_theme(std::move(theme));
    set_language(std::move(language));
}

void Look::set_theme(std::string theme) {
    wanted_theme_ = theme == "light" || theme == "dark" ? std::move(theme) : host_->setting("theme");
    refresh();
}

void Look::refresh() {
    const bool dark =
        wanted_theme_.empty() || wanted_theme_ == "auto" ? host_->prefers_dark() : wanted_theme_ == "dark";
    if (!loaded_ || dark != theme_.dark)
        load_theme(dark);
}

void Look::load_theme(bool dark) {
    if (auto theme = parse_theme(host_->asset(dark ? "theme/dark.json" : "theme/light.json")))
        theme_ = *theme;
    theme_.dark = dark;
    loaded_ = true;
}

std::string Look::browser_language() const {
    for (const std::string& known : host_->languages())
        if (known.starts_with("zh") || known.starts_with("en"))
            return known;
    return "en";
}

void Look::set_language(std::string language) {
    wanted_language_ = language.empty() ? host_->setting("language") : std::move(language);
    if (wanted_language_.empty())
        wanted_language_ = browser_language();
    load_language(wanted_language_.starts_with("zh") ? "zh-CN" : "en");
}

void Look::load_language(const std::string& language) {
    if (auto strings = Strings::parse(host_->asset("strings/" + language + ".json"), language))
        strings_ = std::move(*strings);
}

void Look::toggle_theme() {
    choose_theme(theme_.dark ? "light" : "dark");
}

void Look::toggle_language() {
    choose_language(strings_.language() == "en" ? "zh-CN" : "en");
}

void Look::choose_theme(std::string theme) {
    wanted_theme_ = std::move(theme);
    host_->set_setting("theme", wanted_theme_);
    refresh();
}

void Look::choose_language(std::string language) {
    host_->set_setting("language", language);
    set_language(std::move(language));
}

std::string Look::chosen_theme() const {
    return wanted_theme_.empty() ? "auto" : wanted_theme_;
}

} // namespace tw
