// Draws rectangles by dragging. A press on a region, or on a grip of the selected one, edits instead; ctrl draws over
// regions.
#include "tags/rectangle/rectangle_shape.hpp"
#include "tools/gesture_tool.hpp"

#include <algorithm>

namespace tw::rectangle {
namespace {

class RectangleTool final : public GestureTool {
public:
    RectangleTool(std::string control, std::string object)
        : GestureTool(std::move(object)), control_(std::move(control)) {}

    std::string_view id() const override { return "rect"; }

    void preview(DisplayList& out) const override {
        if (!in_own() || !dragged_)
            return;
        Primitive box;
        box.rect = drawn();
        box.fill = color_.with_alpha(0.2);
        box.stroke = color_;
        box.stroke_px = 2;
        out.items.push_back(box);
    }

    CursorShape cursor(const PointerEvent& hover, ToolContext& context) const override {
        if (hover.modifiers.ctrl || hover.object != object_)
            return CursorShape::crosshair;
        std::vector<Handle> scratch;
        if (const Handle* handle = EditGesture::handle_at(hover, context, scratch))
            return handle->cursor;
        return context.region_at(hover).empty() ? CursorShape::crosshair : CursorShape::pointer;
    }

private:
    void press(const PointerEvent& event, ToolContext& context) override {
        if (!event.modifiers.ctrl) {
            if (press_handle(event, context))
                return;
            if (const std::string region = context.region_at(event); !region.empty()) {
                press_region(event, context, region);
                return;
            }
        }
        if (event.object != object_)
            return;
        extent_px_ = context.content_size(object_);
        from_ = to_ = clamped(event.pos_in_content);
        start_in_view_ = event.pos_in_view;
        press_ = event;
        begin_own();
        color_ = context.drawing_color(control_);
    }

    void press_region(const PointerEvent& event, ToolContext& context, const std::string& region) {
        const std::vector<std::string> selected = context.selection();
        if (event.modifiers.shift) {
            context.select(toggled(selected, region));
            return;
        }
        if (std::ranges::find(selected, region) == selected.end())
            context.select({region});
        press_body(event, context);
    }

    void stretch(const PointerEvent& event, ToolContext&) override {
        to_ = clamped(event.pos_in_content);
        dragged_ = dragged_ || length(event.pos_in_view - start_in_view_) >= drag_threshold_px;
    }

    void finish(const PointerEvent& event, ToolContext& context) override {
        stretch(event, context);
        if (!std::exchange(dragged_, false)) {
            click(context);
            return;
        }
        const Rect box = drawn();
        if (box.w < least_side_px || box.h < least_side_px || extent_px_.w <= 0 || extent_px_.h <= 0)
            return;
        if (!context.may_create(control_, object_))
            return;
        const Vec2 unit{extent_px_.w / 100, extent_px_.h / 100};
        context.create_region(control_, object_,
                              {{"x", box.x / unit.x},
                               {"y", box.y / unit.y},
                               {"width", box.w / unit.x},
                               {"height", box.h / unit.y},
                               {"rotation", 0}});
    }

    /// A press that did not become a drag: on empty space it lets go of the selection, with ctrl it picks regions.
    void click(ToolContext& context) {
        std::vector<std::string> selected = context.selection();
        const std::string region = press_.modifiers.ctrl ? context.region_at(press_) : std::string{};
        if (region.empty()) {
            if (!selected.empty() && !press_.modifiers.ctrl && !press_.modifiers.shift)
                context.select({});
            return;
        }
        context.select(toggled(std::move(selected), region));
    }

    void drop(ToolContext&) override { dragged_ = false; }

    [[nodiscard]] Rect drawn() const { return Rect::from_corners(from_, to_); }
    [[nodiscard]] Vec2 clamped(Vec2 pos) const {
        return {std::clamp(pos.x, 0.0, std::max(0.0, extent_px_.w)),
                std::clamp(pos.y, 0.0, std::max(0.0, extent_px_.h))};
    }

    std::string control_;
    PointerEvent press_;
    Vec2 from_, to_, start_in_view_;
    Size extent_px_;
    Color color_;
    bool dragged_ = false;
};

} // namespace

std::unique_ptr<Tool> make_rectangle_tool(const TagNode& control, const TagNode& object) {
    return std::make_unique<RectangleTool>(control.name, object.name);
}

} // namespace tw::rectangle
