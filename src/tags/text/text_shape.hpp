// How spans of a text look, are hit and have their ends dragged. Stateless. A span's value is {start, end, text}: UTF-16
// offsets, end exclusive.
#pragma once

#include "tagkit/hooks.hpp"

namespace tw::text {

const ShapeHooks& span_hooks();
std::unique_ptr<Tool> make_text_tool(const TagNode& object);

} // namespace tw::text
