// Yoga behind a small wrapper: boxes that hold boxes or are measured by a function. Owns its nodes and frees them; knows
// the config's styles but no tag. Never hands out a number that is not finite.
#pragma once

#include "base/geometry.hpp"
#include "layout/style.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

namespace tw {

class YogaTree {
public:
    using BoxId = std::size_t;
    /// The size wanted when `width_px` is there.
    using Measure = std::function<Size(double width_px)>;

    explicit YogaTree(Size viewport_px);
    ~YogaTree();
    YogaTree(const YogaTree&) = delete;
    YogaTree& operator=(const YogaTree&) = delete;

    /// A column with gaps, as wide as what it stands in.
    BoxId add_stack(double gap_px);
    /// A row that wraps, for what flows like words.
    BoxId add_flow(double gap_px);
    BoxId add_leaf(Measure measure);
    /// How `box` lies in the box it will stand in, and how it lays out what it holds.
    void set_style(BoxId box, const ViewStyle& style, bool is_leaf);
    void append(BoxId parent, BoxId child);
    /// Takes a share of the height that is left, and is never lower than `min_height_px`.
    void let_grow(BoxId box, double min_height_px);
    /// A row becomes a column; what stands in it takes its whole width.
    void turn_into_column(BoxId row);
    [[nodiscard]] bool is_row(BoxId box) const;
    void set_room_above(BoxId box, double height_px);
    /// No wider than what it stands in, whatever its style asks in pixels.
    void limit_width(BoxId box);

    /// Lays out everything in `page`, which is as wide as the viewport and at least as high.
    void calculate(BoxId page);
    [[nodiscard]] Rect frame_in_parent(BoxId box) const;
    /// The frame without padding and border, relative to it.
    [[nodiscard]] Rect content_in_frame(BoxId box) const;

private:
    struct Box;
    std::vector<std::unique_ptr<Box>> boxes_;
    Size viewport_px_;
};

} // namespace tw
