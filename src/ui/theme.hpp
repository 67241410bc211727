// Design tokens: colours, radii, spacing and type sizes by name, read from assets/theme/{light,dark}.json. Every view takes
// them from here; a literal colour in a view is a mistake. Contrast of text tokens is at least 4.5:1, proved by a test.
#pragma once

#include "base/color.hpp"
#include "base/error.hpp"
#include "ports/text_shaper.hpp"

#include <string_view>

namespace tw {

struct Theme {
    bool dark = false;
    // surfaces
    Color page, surface, surface_raised, surface_sunken, border, border_strong, scrim;
    // text and icons
    Color text, text_muted, text_disabled, text_on_accent, link;
    // roles
    Color accent, accent_hover, accent_soft, danger, danger_soft, warning, warning_soft, success, success_soft, focus;
    // canvas
    Color canvas, canvas_grid, selection, selection_fill, text_mark;
    float radius_px = 6;
    float space_1_px = 4, space_2_px = 8, space_3_px = 12, space_4_px = 16, space_6_px = 24;
    TextStyle small{12}, body{13}, title{15}, heading{20}, mono{12, false, false, true}, reading{16};
    float control_height_px = 28, top_bar_px = 44, bottom_bar_px = 48, rail_px = 44, touch_target_px = 40;
};

/// Errors name the missing or wrong token.
Result<Theme> parse_theme(std::string_view json);

} // namespace tw
