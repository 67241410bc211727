// Small cells in a box: chips that flow in lines and wrap (labels, inline choices) or rows one below the other (vertical
// choices). Pure arithmetic over measured widths, shared by the tags that have such boxes; the views paint exactly these
// rectangles.
#pragma once

#include "tagkit/hooks.hpp"

#include <vector>

namespace tw {

inline constexpr double chip_height_px = 28;
inline constexpr double chip_gap_px = 6;
inline constexpr double chip_padding_px = 10;
inline constexpr double row_height_px = 28;
inline constexpr double row_indent_px = 20;
inline constexpr float cell_text_px = 13;
inline constexpr float cell_hotkey_px = 12;

/// Width of the badge that shows a hotkey of this text width.
constexpr double chip_badge_px(double hotkey_text_px) {
    return hotkey_text_px + 8 > 16 ? hotkey_text_px + 8 : 16;
}

/// Width of a chip: text, the hotkey beside it when there is one, padding; `mark_px` for a radio or check mark.
double chip_width_px(TextShaper* shaper, std::string_view text, std::string_view hotkey, double mark_px = 0);
/// Chips from left to right, wrapped at `width_px`; a chip wider than that has a line of its own, cut to the width.
std::vector<Rect> flow_cells(const std::vector<double>& widths_px, double width_px);
std::vector<Rect> row_cells(const std::vector<int>& depths, double width_px);
/// The size that holds all cells.
Size cells_size(const std::vector<Rect>& cells);

/// The box of every label container: chips of its Label children, in lines or (showInline="false") in rows.
const BoxHooks& label_bar_box();

/// What a Label or Choice shows: html is not rendered; its value, or its alias when showAlias says so.
std::string cell_text(const TagNode& node);

} // namespace tw
