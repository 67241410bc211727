// Numbers and times as people read them, in the language of the page.
#pragma once

#include "ui/ui.hpp"

#include <cstdint>
#include <string>

namespace tw {

/// "100,000".
std::string figure(std::int64_t number);
/// "just now", "5 minutes ago", "3 days ago", and the date from a month on; "" for what is no time.
std::string age_text(const Ui& ui, std::string_view iso_utc, std::uint64_t now_ms_utc);

} // namespace tw
