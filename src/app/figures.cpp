#include "app/figures.hpp"

#include "base/time.hpp"

namespace tw {

std::string figure(std::int64_t number) {
    std::string digits = std::to_string(number);
    const std::ptrdiff_t first = digits.starts_with('-') ? 1 : 0;
    for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > first; at -= 3)
        digits.insert(static_cast<std::size_t>(at), ",");
    return digits;
}

std::string age_text(const Ui& ui, std::string_view iso_utc, std::uint64_t now_ms_utc) {
    const auto then = ms_from_iso(iso_utc);
    if (!then)
        return {};
    const std::uint64_t minutes = now_ms_utc > *then ? (now_ms_utc - *then) / 60000 : 0;
    const auto ago = [&](std::string_view key, std::uint64_t n) {
        return ui.strings->format(key, {{"n", std::to_string(n)}});
    };
    if (minutes < 1)
        return ui.text("age.now");
    if (minutes < 60)
        return ago("age.minutes", minutes);
    if (minutes < 24 * 60)
        return ago("age.hours", minutes / 60);
    if (minutes < 30 * 24 * 60)
        return ago("age.days", minutes / (24 * 60));
    return std::string(iso_utc.substr(0, 10));
}

} // namespace tw
