// Selects text: drag for a range, double click for a word, triple for a paragraph. A plain click
// picks the span under the pointer. The range lives in the session, which makes a region of it once a label is armed.
#include "tags/text/text_shape.hpp"
#include "tools/edit_gesture.hpp"

#include <algorithm>

namespace tw::text {
namespace {

class TextTool final : public Tool {
public:
    explicit TextTool(std::string object) : object_(std::move(object)) {}

    std::string_view id() const override { return "text"; }

    void pointer(const PointerEvent& event, ToolContext& context) override {
        switch (event.phase) {
        case PointerPhase::down:
            press(event, context);
            break;
        case PointerPhase::move:
            if (state_ == State::editing)
                edit_.move(event, context);
            else if (state_ == State::selecting)
                stretch(event, context);
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
        const State was = std::exchange(state_, State::idle);
        edit_.cancel(context);
        if (was == State::selecting)
            context.set_text_selection(object_, 0, 0);
        return was != State::idle;
    }

    bool busy() const override { return state_ != State::idle; }
    void preview(DisplayList&) const override {}
    std::string object() const override { return object_; }

    CursorShape cursor(const PointerEvent& hover, ToolContext& context) const override {
        std::vector<Handle> scratch;
        const Handle* handle = EditGesture::handle_at(hover, context, scratch);
        return handle != nullptr ? handle->cursor : CursorShape::text;
    }

private:
    enum class State : std::uint8_t { idle, editing, selecting };

    void press(const PointerEvent& event, ToolContext& context) {
        edit_.cancel(context);
        if (edit_.press_handle(event, context)) {
            state_ = State::editing;
            return;
        }
        state_ = State::selecting;
        press_ = event;
        moved_ = event.click_count > 1;
        granularity_ = event.click_count == 2 ? "word" : event.click_count >= 3 ? "paragraph" : "";
        const std::uint32_t at = context.text_offset_at(object_, event.pos_in_content);
        anchor_ = granularity_.empty() ? std::pair{at, at} : unit_at(event, context);
        context.set_text_selection(object_, anchor_.first, anchor_.second);
    }

    void stretch(const PointerEvent& event, ToolContext& context) {
        moved_ = moved_ || length(event.pos_in_view - press_.pos_in_view) >= drag_threshold_px;
        if (!moved_)
            return;
        const std::uint32_t at = context.text_offset_at(object_, event.pos_in_content);
        const auto reach = granularity_.empty() ? std::pair{at, at} : unit_at(event, context);
        context.set_text_selection(object_, std::min(anchor_.first, reach.first),
                                   std::max(anchor_.second, reach.second));
    }

    void release(const PointerEvent& event, ToolContext& context) {
        const State was = std::exchange(state_, State::idle);
        if (was == State::editing)
            edit_.release(event, context);
        if (was != State::selecting)
            return;
        if (!moved_) {
            click(context);
            return;
        }
        state_ = State::selecting;
        stretch(event, context);
        state_ = State::idle;
        context.finish_text_selection();
    }

    void click(ToolContext& context) {
        context.set_text_selection(object_, 0, 0);
        const std::string region = context.region_at(press_);
        std::vector<std::string> selected = context.selection();
        const bool adding = press_.modifiers.shift || press_.modifiers.ctrl;
        if (!adding)
            selected.clear();
        if (!region.empty()) {
            if (const auto at = std::ranges::find(selected, region); at != selected.end())
                selected.erase(at);
            else
                selected.push_back(region);
        }
        if (selected != context.selection())
            context.select(std::move(selected));
    }

    /// The character under the pointer, not the nearest gap, decides which word is meant.
    std::pair<std::uint32_t, std::uint32_t> unit_at(const PointerEvent& event, ToolContext& context) const {
        std::uint32_t at = context.text_offset_at(object_, event.pos_in_content);
        if (at > 0) {
            const auto before = context.text_rects(object_, at - 1, at);
            if (std::ranges::any_of(before, [&](const Rect& r) { return r.contains(event.pos_in_content); }))
                --at;
        }
        return context.text_unit_around(object_, at, granularity_);
    }

    EditGesture edit_;
    State state_ = State::idle;
    std::string object_, granularity_;
    std::pair<std::uint32_t, std::uint32_t> anchor_;
    PointerEvent press_;
    bool moved_ = false;
};

} // namespace

std::unique_ptr<Tool> make_text_tool(const TagNode& object) {
    return std::make_unique<TextTool>(object.name);
}

} // namespace tw::text
