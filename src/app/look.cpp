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

void Look::set_language(std::string language) {
    wanted_language_ = language.empty() ? host_->setting("language") : std::move(language);
    if (wanted_language_.empty())
        for (const std::string& known : host_->languages()) {
            if (known.starts_with("zh"))
                wanted_language_ = "zh-CN";
            else if (known.starts_with("en"))
                wanted_language_ = "en";
            if (!wanted_language_.empty())
                break;
        }
    load_language(wanted_language_.starts_with("zh") ? "zh-CN" : "en");
}

void Look::load_language(const std::string& language) {
    if (auto strings = Strings::parse(host_->asset("strings/" + language + ".json"), language))
        strings_ = std::move(*strings);
}

void Look::toggle_theme() {
    wanted_theme_ = theme_.dark ? "light" : "dark";
    host_->set_setting("theme", wanted_theme_);
    refresh();
}

void Look::toggle_language() {
    const std::string other = strings_.language() == "en" ? "zh-CN" : "en";
    host_->set_setting("language", other);
    load_language(other);
}

} // namespace tw
