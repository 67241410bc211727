// What each CSS property of a style does: one table from its name to the reader of its value. Knows no selector and no
// tree; a value that is not understood changes nothing and is named in the diagnostics.
#pragma once

#include "layout/css.hpp"
#include "layout/style.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace tw {

/// Over what `style` already says; `diagnostics` may be null.
void apply_properties(const std::vector<CssDeclaration>& declarations, const Where& where, ViewStyle& style,
                      Diagnostics* diagnostics);

/// A value of the property `display`, which is an attribute of its own too.
std::optional<Display> read_display(std::string_view text);

} // namespace tw
