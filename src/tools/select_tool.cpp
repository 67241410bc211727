// The tool everybody starts with. A press on a region selects and moves it, on a grip resizes it, on empty space draws
// a rubber band. Shift and ctrl add to the selection or take away.
#include "tools/gesture_tool.hpp"

#include <algorithm>
#include <unordered_set>

namespace tw {
namespace {

constexpr Color band_color{37, 99, 235, 255};

class SelectTool final : public GestureTool {
public:
    std::string_view id() const override { return "move"; }

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
    void press(const PointerEvent& event, ToolContext& context) override {
        object_ = event.object;
        collapse_to_.clear();
        if (press_handle(event, context))
            return;
        const bool adding = event.modifiers.shift || event.modifiers.ctrl;
        const std::string region = context.region_at(event);
        if (region.empty()) {
            band_start_ = band_end_ = event.pos_in_content;
            start_in_view_ = event.pos_in_view;
            adding_ = adding;
            begin_own();
            return;
        }
        const std::vector<std::string> selected = context.selection();
        if (adding) {
            context.select(toggled(selected, region));
            return;
        }
        if (std::ranges::find(selected, region) == selected.end())
            context.select({region});
        else if (selected.size() > 1)
            collapse_to_ = region; // a click picks it out, a drag moves all
        press_body(event, context);
    }

    void stretch(const PointerEvent& event, ToolContext&) override {
        band_end_ = event.pos_in_content;
        banding_ = banding_ || length(event.pos_in_view - start_in_view_) >= drag_threshold_px;
    }

    void finish(const PointerEvent& event, ToolContext& context) override {
        stretch(event, context);
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

    void drop(ToolContext&) override { banding_ = false; }

    void clicked(ToolContext& context) override {
        if (!collapse_to_.empty())
            context.select({collapse_to_});
    }

    std::string collapse_to_;
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
