// The tool everybody starts with. A press on a region selects and moves it, on a grip resizes it, on empty space draws
// a rubber band. Shift and ctrl add to the selection or take away.
#include "tools/edit_gesture.hpp"

#include <algorithm>
#include <unordered_set>

namespace tw {
namespace {

constexpr Color band_color{37, 99, 235, 255};

class SelectTool final : public Tool {
public:
    std::string_view id() const override { return "move"; }

    void pointer(const PointerEvent& event, ToolContext& context) override {
        switch (event.phase) {
        case PointerPhase::down:
            press(event, context);
            break;
        case PointerPhase::move:
            if (state_ == State::editing)
                edit_.move(event, context);
            else if (state_ == State::on_empty)
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
        banding_ = false;
        return was_busy;
    }

    bool busy() const override { return state_ != State::idle; }

    void preview(DisplayList& out) const override {
        if (!banding_)
            return;
        Primitive box;
        box.rect = Rect::from_corners(band_start_, band_end_);
        box.fill = band_color.with_alpha(0.08);
        box.stroke = band_color;
        box.stroke_px = 1;
        out.items.push_back(box);
    }

    std::string object() const override { return object_; }

    CursorShape cursor(const PointerEvent& hover, ToolContext& context) const override {
        std::vector<Handle> scratch;
        if (const Handle* handle = EditGesture::handle_at(hover, context, scratch))
            return handle->cursor;
        const std::string region = context.region_at(hover);
        if (region.empty())
            return CursorShape::arrow;
        const std::vector<std::string> selected = context.selection();
        const bool held = std::ranges::find(selected, region) != selected.end();
        return held && context.editable(region) ? CursorShape::move : CursorShape::pointer;
    }

private:
    enum class State : std::uint8_t { idle, editing, on_empty };

    void press(const PointerEvent& event, ToolContext& context) {
        cancel(context);
        object_ = event.object;
        collapse_to_.clear();
        if (edit_.press_handle(event, context)) {
            state_ = State::editing;
            return;
        }
        const bool adding = event.modifiers.shift || event.modifiers.ctrl;
        const std::string region = context.region_at(event);
        if (region.empty()) {
            band_start_ = band_end_ = event.pos_in_content;
            start_in_view_ = event.pos_in_view;
            adding_ = adding;
            state_ = State::on_empty;
            return;
        }
        std::vector<std::string> selected = context.selection();
        const auto at = std::ranges::find(selected, region);
        if (adding) {
            if (at == selected.end())
                selected.push_back(region);
            else
                selected.erase(at);
            context.select(std::move(selected));
            return;
        }
        if (at == selected.end())
            context.select({region});
        else if (selected.size() > 1)
            collapse_to_ = region; // a click picks it out, a drag moves all
        edit_.press_body(event, context);
        state_ = State::editing;
    }

    void stretch(const PointerEvent& event) {
        band_end_ = event.pos_in_content;
        banding_ = banding_ || length(event.pos_in_view - start_in_view_) >= drag_threshold_px;
    }

    void release(const PointerEvent& event, ToolContext& context) {
        const State was = std::exchange(state_, State::idle);
        if (was == State::editing) {
            if (!edit_.release(event, context) && !collapse_to_.empty())
                context.select({collapse_to_});
        } else if (was == State::on_empty) {
            stretch(event);
            std::vector<std::string> selected = adding_ ? context.selection() : std::vector<std::string>{};
            if (std::exchange(banding_, false)) {
                const std::unordered_set<std::string> already(selected.begin(), selected.end());
                for (std::string& id : context.regions_in(object_, Rect::from_corners(band_start_, band_end_)))
                    if (!already.contains(id))
                        selected.push_back(std::move(id));
            }
            if (selected != context.selection())
                context.select(std::move(selected));
        }
    }

    EditGesture edit_;
    State state_ = State::idle;
    std::string object_, collapse_to_;
    Vec2 band_start_, band_end_, start_in_view_;
    bool adding_ = false, banding_ = false;
};

class PanTool final : public Tool {
public:
    std::string_view id() const override { return "pan-image"; }
    void pointer(const PointerEvent& event, ToolContext& context) override {
        if (event.phase == PointerPhase::down) {
            panning_ = true;
            object_ = event.object;
            last_in_view_ = event.pos_in_view;
        } else if (event.phase == PointerPhase::move && panning_) {
            context.request_pan(event.pos_in_view - last_in_view_);
            last_in_view_ = event.pos_in_view;
        } else if (event.phase == PointerPhase::up || event.phase == PointerPhase::cancel) {
            panning_ = false;
        }
    }
    bool cancel(ToolContext&) override { return std::exchange(panning_, false); }
    bool busy() const override { return panning_; }
    void preview(DisplayList&) const override {}
    std::string object() const override { return object_; }
    CursorShape cursor(const PointerEvent&, ToolContext&) const override { return CursorShape::grab; }

private:
    bool panning_ = false;
    std::string object_;
    Vec2 last_in_view_;
};

} // namespace

std::unique_ptr<Tool> make_select_tool() {
    return std::make_unique<SelectTool>();
}
std::unique_ptr<Tool> make_pan_tool() {
    return std::make_unique<PanTool>();
}

} // namespace tw
