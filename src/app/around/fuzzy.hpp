// How well a few typed characters fit a title: for the command palette and filters of short lists. Every word of the query
// must be found, in any order; letters of a word may be spread over the title, other scripts are found as they stand. Pure.
#pragma once

#include <optional>
#include <string_view>

namespace tw {

/// Higher is better; nothing when it does not fit. An empty query fits everything equally.
std::optional<int> fuzzy_score(std::string_view query, std::string_view title);

} // namespace tw
