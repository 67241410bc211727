#include "layout/cell_flow.hpp"

#include "layout/text_lines.hpp"

#include <algorithm>

namespace tw {
namespace {

class LabelBarBox final : public BoxHooks {
public:
    Size measure(const BoxContext& context, double width_px) const override {
        const std::vector<Rect> rects = cells(context, width_px);
        return {width_px, rects.empty() ? 0 : cells_size(rects).h + chip_gap_px};
    }
    std::vector<Rect> cells(const BoxContext& context, double width_px) const override {
        if (context.children == nullptr)
            return {};
        const bool in_lines = context.node == nullptr || context.node->flag("showinline");
        std::vector<double> widths_px;
        for (const TagNode* child : *context.children)
            widths_px.push_back(in_lines ? chip_width_px(context.shaper, cell_text(*child), child->get("hotkey"))
                                         : width_px);
        return flow_cells(widths_px, width_px);
    }
};

} // namespace

double chip_width_px(TextShaper* shaper, std::string_view text, std::string_view hotkey, double mark_px) {
    if (shaper == nullptr)
        return 2 * chip_padding_px + mark_px + 8 * double(text.size());
    constexpr double unbounded_px = 1e6;
    double width =
        2 * chip_padding_px + mark_px + measure_text(*shaper, text, {.size_px = cell_text_px}, unbounded_px).w;
    if (!hotkey.empty())
        width +=
            chip_gap_px + chip_badge_px(measure_text(*shaper, hotkey, {.size_px = cell_hotkey_px}, unbounded_px).w);
    return std::ceil(width) + 1; // half a pixel of rounding must not end a label in an ellipsis
}

std::vector<Rect> flow_cells(const std::vector<double>& widths_px, double width_px) {
    std::vector<Rect> cells;
    cells.reserve(widths_px.size());
    double x = 0, y = 0;
    for (const double wanted_px : widths_px) {
        const double w = std::min(wanted_px, std::max(1.0, width_px));
        if (x > 0 && x + w > width_px) {
            x = 0;
            y += chip_height_px + chip_gap_px;
        }
        cells.push_back({x, y, w, chip_height_px});
        x += w + chip_gap_px;
    }
    return cells;
}

std::vector<Rect> row_cells(const std::vector<int>& depths, double width_px) {
    std::vector<Rect> cells;
    cells.reserve(depths.size());
    for (std::size_t i = 0; i < depths.size(); ++i) {
        const double indent_px = std::min(depths[i] * row_indent_px, width_px / 2);
        cells.push_back({indent_px, double(i) * row_height_px, width_px - indent_px, row_height_px});
    }
    return cells;
}

Size cells_size(const std::vector<Rect>& cells) {
    Size size;
    for (const Rect& cell : cells) {
        size.w = std::max(size.w, cell.right());
        size.h = std::max(size.h, cell.bottom());
    }
    return size;
}

const BoxHooks& label_bar_box() {
    static const LabelBarBox box;
    return box;
}

std::string cell_text(const TagNode& node) {
    if (node.flag("showalias") && !node.get("alias").empty())
        return std::string(node.get("alias"));
    return std::string(node.get("value"));
}

} // namespace tw
