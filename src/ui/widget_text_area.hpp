// The part of text_input() that several lines need: text_input() paints the frame, the placeholder and the focus around
// it and tells the semantic tree.
#pragma once

#include "ui/widget_core.hpp"

namespace tw {

/// Edits and paints `text` in the box, wrapped; the keyboard is its own while ImGui's active id is `key`. True when the
/// text was handed in by Ctrl+Enter.
bool edit_text_area(Ui& ui, const Rect& box_px, const TextInputSpec& spec, const TextStyle& style, unsigned key,
                    std::string& text);

} // namespace tw
