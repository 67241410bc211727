// Markdown as a page shows it: blocks below each other, words wrapped, links that can be pressed. Places itself in the
// width it is given; reads blocks (base/markdown.hpp) and keeps nothing.
#pragma once

#include "base/markdown.hpp"
#include "ui/ui.hpp"

#include <optional>

namespace tw {

double markdown_height(Ui& ui, const std::vector<MarkdownBlock>& blocks, double width_px);
/// Answers the address of a link that was pressed.
std::optional<std::string> draw_markdown(Ui& ui, const Rect& box_px, std::string_view id,
                                         const std::vector<MarkdownBlock>& blocks);

} // namespace tw
