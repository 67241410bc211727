// Draws rectangles by dragging. A press on a region, or on a grip of the selected one, edits instead; ctrl draws over
// regions.
#include "tags/rectangle/rectangle_shape.hpp"
#include "tools/edit_gesture.hpp"

#include <algorithm>

namespace tw::rectangle {
namespace {

class RectangleTool final : public Tool {
public:
    RectangleTool(std::string control, std::string object) : control_(std::move(control)), object_(std::move(object)) {}

    std::string_view id() const override { return "rect"; }

    void pointer(const PointerEvent& event, ToolContext& context) override {
        switch (event.phase) {
        case PointerPhase::down:
            press(event, context);
            break;
        case PointerPhase::move:
            if (state_ == State::editing)
                edit_.move(event, context);
            else if (state_ == State::drawing)
                stretch(event);
            break;
        case PointerPhase::up:
            release(event, context);
            break;
        case PointerPhase::cancel:
            cancel(context);
            break;
        case PointerPhase::hover:
            break;
        }
    }

    bool cancel(ToolContext& context) override {
        const bool was_busy = state_ != State::idle;
        edit_.cancel(context);
        state_ = State::idle;
        dragged_ = false;
        return was_busy;
    }

    bool busy() const override { return state_ != State::idle; }

    void preview(DisplayList& out) const override {
        if (state_ != State::drawing || !dragged_)
            return;
        Primitive box;
        box.rect = drawn();
        box.fill = color_.with_alpha(0.2);
        box.stroke = color_;
        box.stroke_px = 2;
        out.items.push_back(box);
    }

    std::string object() const override { return object_; }

    CursorShape cursor(const PointerEvent& hover, ToolContext& context) const override {
        if (hover.modifiers.ctrl || hover.object != object_)
            return CursorShape::crosshair;
        std::vector<Handle> scratch;
        if (const Handle* handle = EditGesture::handle_at(hover, context, scratch))
            return handle->cursor;
        return context.region_at(hover).empty() ? CursorShape::crosshair : CursorShape::pointer;
    }

private:
    enum class State : std::uint8_t { idle, editing, drawing };

    void press(const PointerEvent& event, ToolContext& context) {
        cancel(context);
        if (!event.modifiers.ctrl) {
            if (edit_.press_handle(event, context)) {
                state_ = State::editing;
                return;
            }
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
        state_ = State::drawing;
        color_ = context.drawing_color(control_);
    }

    void press_region(const PointerEvent& event, ToolContext& context, const std::string& region) {
        std::vector<std::string> selected = context.selection();
        const auto at = std::ranges::find(selected, region);
        if (event.modifiers.shift) {
            if (at == selected.end())
                selected.push_back(region);
            else
                selected.erase(at);
            context.select(std::move(selected));
            return;
        }
        if (at == selected.end())
            context.select({region});
        edit_.press_body(event, context);
        state_ = State::editing;
    }

    void stretch(const PointerEvent& event) {
        to_ = clamped(event.pos_in_content);
        dragged_ = dragged_ || length(event.pos_in_view - start_in_view_) >= drag_threshold_px;
    }

    void release(const PointerEvent& event, ToolContext& context) {
        const State was = std::exchange(state_, State::idle);
        if (was == State::editing)
            edit_.release(event, context);
        if (was != State::drawing)
            return;
        stretch(event);
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
        if (const auto at = std::ranges::find(selected, region); at != selected.end())
            selected.erase(at);
        else
            selected.push_back(region);
        context.select(std::move(selected));
    }

    [[nodiscard]] Rect drawn() const { return Rect::from_corners(from_, to_); }
    [[nodiscard]] Vec2 clamped(Vec2 pos) const {
        return {std::clamp(pos.x, 0.0, std::max(0.0, extent_px_.w)),
                std::clamp(pos.y, 0.0, std::max(0.0, extent_px_.h))};
    }

    EditGesture edit_;
    State state_ = State::idle;
    std::string control_, object_;
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
