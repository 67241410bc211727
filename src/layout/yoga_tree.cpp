#include "layout/yoga_tree.hpp"

#include <yoga/Yoga.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace tw {
namespace {

/// Finite and not absurd, whatever a tag measured.
double tame(double value_px) {
    constexpr double largest_px = 10'000'000;
    return std::isfinite(value_px) ? std::clamp(value_px, 0.0, largest_px) : 0.0;
}

float as_float(double value) {
    return static_cast<float>(value);
}

/// The calls that set one kind of length in Yoga, which has one per unit.
struct LengthSetters {
    void (*px)(YGNodeRef, float);
    void (*percent)(YGNodeRef, float);
    void (*automatic)(YGNodeRef);
};

void set_length(YGNodeRef node, const Length& length, const LengthSetters& set, Size viewport_px) {
    switch (length.unit) {
    case Length::Unit::unset:
        break;
    case Length::Unit::automatic:
        if (set.automatic != nullptr)
            set.automatic(node);
        break;
    case Length::Unit::px:
        set.px(node, as_float(length.value));
        break;
    case Length::Unit::percent:
        set.percent(node, as_float(length.value));
        break;
    case Length::Unit::viewport_width:
        set.px(node, as_float(length.value * viewport_px.w / 100));
        break;
    case Length::Unit::viewport_height:
        set.px(node, as_float(length.value * viewport_px.h / 100));
        break;
    }
}

constexpr std::array<YGEdge, 4> edges{YGEdgeTop, YGEdgeRight, YGEdgeBottom, YGEdgeLeft};

YGAlign yoga_align(Align align, YGAlign unset) {
    switch (align) {
    case Align::start:
        return YGAlignFlexStart;
    case Align::center:
        return YGAlignCenter;
    case Align::end:
        return YGAlignFlexEnd;
    case Align::stretch:
        return YGAlignStretch;
    default:
        return unset;
    }
}

YGJustify yoga_justify(Align align) {
    switch (align) {
    case Align::center:
        return YGJustifyCenter;
    case Align::end:
        return YGJustifyFlexEnd;
    case Align::space_between:
        return YGJustifySpaceBetween;
    case Align::space_around:
        return YGJustifySpaceAround;
    case Align::space_evenly:
        return YGJustifySpaceEvenly;
    default:
        return YGJustifyFlexStart;
    }
}

YGFlexDirection yoga_direction(FlexDirection direction) {
    switch (direction) {
    case FlexDirection::row_reverse:
        return YGFlexDirectionRowReverse;
    case FlexDirection::column:
        return YGFlexDirectionColumn;
    case FlexDirection::column_reverse:
        return YGFlexDirectionColumnReverse;
    default:
        return YGFlexDirectionRow;
    }
}

} // namespace

struct YogaTree::Box {
    YGNodeRef node = YGNodeNew();
    Measure measure;
    double viewport_width_px = 0;
    /// Yoga asks the same thing several times, and a bar of thousands of labels is not measured for nothing.
    mutable double asked_px = -1;
    mutable Size answer_px;

    Box() = default;
    Box(const Box&) = delete;
    Box& operator=(const Box&) = delete;
    ~Box() { YGNodeFree(node); }

    static YGSize measured(YGNodeConstRef node, float width, YGMeasureMode width_mode, float height,
                           YGMeasureMode height_mode) {
        const auto* box = static_cast<const Box*>(YGNodeGetContext(node));
        const double width_px = width_mode == YGMeasureModeUndefined ? box->viewport_width_px : tame(double{width});
        if (box->asked_px != width_px) {
            const Size wanted = box->measure(width_px);
            box->answer_px = {tame(wanted.w), tame(wanted.h)};
            box->asked_px = width_px;
        }
        YGSize out{as_float(box->answer_px.w), as_float(box->answer_px.h)};
        if (width_mode == YGMeasureModeExactly || (width_mode == YGMeasureModeAtMost && out.width > width))
            out.width = width;
        if (height_mode == YGMeasureModeExactly)
            out.height = height;
        return out;
    }
};

YogaTree::YogaTree(Size viewport_px) : viewport_px_{tame(viewport_px.w), tame(viewport_px.h)} {}
YogaTree::~YogaTree() = default;

YogaTree::BoxId YogaTree::add_stack(double gap_px) {
    boxes_.push_back(std::make_unique<Box>());
    YGNodeRef node = boxes_.back()->node;
    YGNodeStyleSetFlexDirection(node, YGFlexDirectionColumn);
    YGNodeStyleSetGap(node, YGGutterAll, as_float(gap_px));
    return boxes_.size() - 1;
}

YogaTree::BoxId YogaTree::add_flow(double gap_px) {
    const BoxId box = add_stack(gap_px);
    YGNodeRef node = boxes_[box]->node;
    YGNodeStyleSetFlexDirection(node, YGFlexDirectionRow);
    YGNodeStyleSetFlexWrap(node, YGWrapWrap);
    YGNodeStyleSetAlignItems(node, YGAlignFlexStart);
    return box;
}

YogaTree::BoxId YogaTree::add_leaf(Measure measure) {
    boxes_.push_back(std::make_unique<Box>());
    Box& box = *boxes_.back();
    box.measure = std::move(measure);
    box.viewport_width_px = viewport_px_.w;
    YGNodeSetContext(box.node, &box);
    YGNodeSetMeasureFunc(box.node, &Box::measured);
    // Text is never cut by rounding to whole pixels.
    YGNodeSetNodeType(box.node, YGNodeTypeText);
    return boxes_.size() - 1;
}

void YogaTree::set_style(BoxId box, const ViewStyle& style, bool is_leaf) {
    YGNodeRef node = boxes_[box]->node;
    const auto set = [&](const Length& length, const LengthSetters& setters) {
        set_length(node, length, setters, viewport_px_);
    };
    set(style.width, {YGNodeStyleSetWidth, YGNodeStyleSetWidthPercent, YGNodeStyleSetWidthAuto});
    set(style.min_width, {YGNodeStyleSetMinWidth, YGNodeStyleSetMinWidthPercent, nullptr});
    set(style.max_width, {YGNodeStyleSetMaxWidth, YGNodeStyleSetMaxWidthPercent, nullptr});
    const LengthSetters min_height{YGNodeStyleSetMinHeight, YGNodeStyleSetMinHeightPercent, nullptr};
    set(style.min_height, min_height);
    if (is_leaf) {
        set(style.height, {YGNodeStyleSetHeight, YGNodeStyleSetHeightPercent, YGNodeStyleSetHeightAuto});
        set(style.max_height, {YGNodeStyleSetMaxHeight, YGNodeStyleSetMaxHeightPercent, nullptr});
    } else {
        // Nothing scrolls inside the page, so a container may be higher than it asks, never lower than what it holds.
        set(style.height, min_height);
    }
    for (std::size_t i = 0; i < edges.size(); ++i) {
        const YGEdge edge = edges[i];
        const Length& margin = style.margin[i];
        if (margin.unit == Length::Unit::automatic)
            YGNodeStyleSetMarginAuto(node, edge);
        else if (margin.unit == Length::Unit::percent)
            YGNodeStyleSetMarginPercent(node, edge, as_float(margin.value));
        else if (margin.is_set())
            YGNodeStyleSetMargin(node, edge, as_float(margin.value));
        const Length& padding = style.padding[i];
        if (padding.unit == Length::Unit::percent)
            YGNodeStyleSetPaddingPercent(node, edge, as_float(std::max(0.0, padding.value)));
        else if (padding.unit == Length::Unit::px)
            YGNodeStyleSetPadding(node, edge, as_float(std::max(0.0, padding.value)));
        if (style.border[i].width_px > 0)
            YGNodeStyleSetBorder(node, edge, style.border[i].width_px);
    }
    if (style.grow)
        YGNodeStyleSetFlexGrow(node, as_float(*style.grow));
    if (style.shrink)
        YGNodeStyleSetFlexShrink(node, as_float(*style.shrink));
    set(style.basis, {YGNodeStyleSetFlexBasis, YGNodeStyleSetFlexBasisPercent, YGNodeStyleSetFlexBasisAuto});
    YGNodeStyleSetAlignSelf(node, yoga_align(style.align_self, YGAlignAuto));
    if (is_leaf)
        return;
    if (style.display == Display::flex) {
        YGNodeStyleSetFlexDirection(node, yoga_direction(style.direction));
        YGNodeStyleSetFlexWrap(node, style.wrap ? YGWrapWrap : YGWrapNoWrap);
        YGNodeStyleSetJustifyContent(node, yoga_justify(style.justify));
        YGNodeStyleSetAlignItems(node, yoga_align(style.align_items, YGAlignStretch));
    }
    if (style.row_gap_px)
        YGNodeStyleSetGap(node, YGGutterRow, as_float(std::max(0.0, *style.row_gap_px)));
    if (style.column_gap_px)
        YGNodeStyleSetGap(node, YGGutterColumn, as_float(std::max(0.0, *style.column_gap_px)));
}

void YogaTree::append(BoxId parent, BoxId child) {
    YGNodeRef node = boxes_[parent]->node;
    // CSS lets what stands in a row give way; a column of the page keeps its heights and scrolls.
    if (is_row(parent) && std::isnan(YGNodeStyleGetFlex(boxes_[child]->node)) &&
        YGNodeStyleGetFlexShrink(boxes_[child]->node) == 0)
        YGNodeStyleSetFlexShrink(boxes_[child]->node, 1);
    // "flex: 1" starts from nothing, which in a page of any height would leave nothing.
    const YGValue basis = YGNodeStyleGetFlexBasis(boxes_[child]->node);
    if (!is_row(parent) && basis.unit == YGUnitPoint && basis.value == 0)
        YGNodeStyleSetFlexBasisAuto(boxes_[child]->node);
    YGNodeInsertChild(node, boxes_[child]->node, YGNodeGetChildCount(node));
}

void YogaTree::let_grow(BoxId box, double min_height_px) {
    YGNodeRef node = boxes_[box]->node;
    YGNodeRef parent = YGNodeGetParent(node);
    if (min_height_px > 0 && YGNodeStyleGetMinHeight(node).unit == YGUnitUndefined)
        YGNodeStyleSetMinHeight(node, as_float(min_height_px));
    const bool height_is_main = parent == nullptr || YGNodeStyleGetFlexDirection(parent) == YGFlexDirectionColumn ||
                                YGNodeStyleGetFlexDirection(parent) == YGFlexDirectionColumnReverse;
    if (height_is_main && YGNodeStyleGetFlexGrow(node) == 0)
        YGNodeStyleSetFlexGrow(node, 1);
}

bool YogaTree::is_row(BoxId box) const {
    const YGFlexDirection direction = YGNodeStyleGetFlexDirection(boxes_[box]->node);
    return direction == YGFlexDirectionRow || direction == YGFlexDirectionRowReverse;
}

void YogaTree::turn_into_column(BoxId row) {
    YGNodeRef node = boxes_[row]->node;
    const bool reversed = YGNodeStyleGetFlexDirection(node) == YGFlexDirectionRowReverse;
    YGNodeStyleSetFlexDirection(node, reversed ? YGFlexDirectionColumnReverse : YGFlexDirectionColumn);
    YGNodeStyleSetFlexWrap(node, YGWrapNoWrap);
    YGNodeStyleSetAlignItems(node, YGAlignStretch);
    for (std::size_t i = 0; i < YGNodeGetChildCount(node); ++i) {
        YGNodeRef child = YGNodeGetChild(node, i);
        YGNodeStyleSetWidthAuto(child);
        YGNodeStyleSetMinWidth(child, YGUndefined);
        YGNodeStyleSetMaxWidth(child, YGUndefined);
        YGNodeStyleSetFlexBasisAuto(child);
        YGNodeStyleSetFlexGrow(child, 0);
        YGNodeStyleSetFlexShrink(child, 0);
    }
}

void YogaTree::set_room_above(BoxId box, double height_px) {
    YGNodeStyleSetPadding(boxes_[box]->node, YGEdgeTop, as_float(height_px));
}

void YogaTree::limit_width(BoxId box) {
    YGNodeRef node = boxes_[box]->node;
    YGNodeStyleSetMinWidth(node, YGUndefined);
    if (YGNodeStyleGetWidth(node).unit == YGUnitPoint)
        YGNodeStyleSetMaxWidthPercent(node, 100);
}

void YogaTree::calculate(BoxId page) {
    YGNodeRef node = boxes_[page]->node;
    YGNodeStyleSetWidth(node, as_float(viewport_px_.w));
    YGNodeStyleSetMinHeight(node, as_float(viewport_px_.h));
    YGNodeCalculateLayout(node, as_float(viewport_px_.w), YGUndefined, YGDirectionLTR);
}

Rect YogaTree::frame_in_parent(BoxId box) const {
    YGNodeRef node = boxes_[box]->node;
    const auto finite = [](float value) { return std::isfinite(value) ? double{value} : 0.0; };
    return {finite(YGNodeLayoutGetLeft(node)), finite(YGNodeLayoutGetTop(node)),
            tame(double{YGNodeLayoutGetWidth(node)}), tame(double{YGNodeLayoutGetHeight(node)})};
}

Rect YogaTree::content_in_frame(BoxId box) const {
    YGNodeRef node = boxes_[box]->node;
    const auto inset = [&](YGEdge edge) {
        return tame(double{YGNodeLayoutGetPadding(node, edge)}) + tame(double{YGNodeLayoutGetBorder(node, edge)});
    };
    const Rect frame = frame_in_parent(box);
    const double left = inset(YGEdgeLeft), top = inset(YGEdgeTop);
    return {left, top, std::max(0.0, frame.w - left - inset(YGEdgeRight)),
            std::max(0.0, frame.h - top - inset(YGEdgeBottom))};
}

} // namespace tw
