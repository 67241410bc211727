#include "base/time.hpp"

#include <chrono>

#include <fmt/format.h>

namespace tw {
namespace {

/// Reads exactly `count` digits at the front of `text` and takes them off.
std::optional<unsigned> take_digits(std::string_view& text, std::size_t count) {
    if (text.size() < count)
        return std::nullopt;
    unsigned value = 0;
    for (const char c : text.substr(0, count)) {
        if (c < '0' || c > '9')
            return std::nullopt;
        value = value * 10 + static_cast<unsigned>(c - '0');
    }
    text.remove_prefix(count);
    return value;
}

bool take(std::string_view& text, std::string_view any_of) {
    if (text.empty() || any_of.find(text[0]) == std::string_view::npos)
        return false;
    text.remove_prefix(1);
    return true;
}

} // namespace

std::string iso_from_ms(std::uint64_t unix_ms_utc) {
    using namespace std::chrono;
    constexpr std::uint64_t last_ms_of_9999 = 253402300799999ULL;
    const sys_time<milliseconds> at{milliseconds(std::min(unix_ms_utc, last_ms_of_9999))};
    const auto day = floor<days>(at);
    const year_month_day date{day};
    const hh_mm_ss time{at - day};
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:06}Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), time.hours().count(),
                       time.minutes().count(), time.seconds().count(), time.subseconds().count() * 1000);
}

std::optional<std::uint64_t> ms_from_iso(std::string_view text) {
    using namespace std::chrono;
    const auto y = take_digits(text, 4);
    const bool dash1 = take(text, "-");
    const auto mo = take_digits(text, 2);
    const bool dash2 = take(text, "-");
    const auto d = take_digits(text, 2);
    const bool t = take(text, "Tt ");
    const auto h = take_digits(text, 2);
    const bool colon1 = take(text, ":");
    const auto mi = take_digits(text, 2);
    const bool colon2 = take(text, ":");
    const auto s = take_digits(text, 2);
    if (!y || !mo || !d || !h || !mi || !s || !dash1 || !dash2 || !t || !colon1 || !colon2)
        return std::nullopt;
    const year_month_day date{year(static_cast<int>(*y)), month(*mo), day(*d)};
    if (!date.ok() || *h > 23 || *mi > 59 || *s > 60)
        return std::nullopt;

    std::int64_t fraction_ms = 0;
    if (take(text, ".,")) {
        std::int64_t weight = 100;
        bool any = false;
        while (const auto digit = take_digits(text, 1)) {
            fraction_ms += weight * *digit; // digits beyond milliseconds weigh nothing
            weight /= 10;
            any = true;
        }
        if (!any)
            return std::nullopt;
    }

    std::int64_t offset_min = 0;
    if (!take(text, "Zz")) {
        const bool west = text.starts_with('-');
        if (!take(text, "+-"))
            return std::nullopt;
        const auto oh = take_digits(text, 2);
        take(text, ":");
        const auto om = take_digits(text, 2);
        if (!oh || !om || *oh > 23 || *om > 59)
            return std::nullopt;
        offset_min = (static_cast<std::int64_t>(*oh) * 60 + *om) * (west ? -1 : 1);
    }
    if (!text.empty())
        return std::nullopt;
    const std::int64_t seconds =
        static_cast<std::int64_t>(sys_days(date).time_since_epoch().count()) * 86400 + *h * 3600 + *mi * 60 + *s;
    const std::int64_t ms = (seconds - offset_min * 60) * 1000 + fraction_ms;
    if (ms < 0)
        return std::nullopt;
    return static_cast<std::uint64_t>(ms);
}

} // namespace tw
