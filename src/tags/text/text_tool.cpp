// Selects text: drag for a range, double click for a word, triple for a paragraph. A plain click
// picks the span under the pointer. The range lives in the session, which makes a region of it once a label is armed.
#include "tags/text/text_shape.hpp"
#include "tools/gesture_tool.hpp"

#include <algorithm>

namespace tw::text {
namespace {

class TextTool final : public GestureTool {
public:
    explicit TextTool(std::string object) : GestureTool(std::move(object)) {}

    std::string_view id() const override { return "text"; }

    CursorShape cursor(const PointerEvent& hover, ToolContext& context) const override {
        std::vector<Handle> scratch;
        const Handle* handle = EditGesture::handle_at(hover, context, scratch);
        return handle != nullptr ? handle->cursor : CursorShape::text;
    }

private:
    void press(const PointerEvent& event, ToolContext& context) override {
        if (press_handle(event, context))
            return;
        begin_own();
        press_ = event;
        moved_ = event.click_count > 1;
        granularity_ = event.click_count == 2 ? "word" : event.click_count >= 3 ? "paragraph" : "";
        const std::uint32_t at = context.text_offset_at(object_, event.pos_in_content);
        anchor_ = granularity_.empty() ? std::pair{at, at} : unit_at(event, context);
        context.set_text_selection(object_, anchor_.first, anchor_.second);
    }

    void stretch(const PointerEvent& event, ToolContext& context) override {
        moved_ = moved_ || length(event.pos_in_view - press_.pos_in_view) >= drag_threshold_px;
        if (!moved_)
            return;
        const std::uint32_t at = context.text_offset_at(object_, event.pos_in_content);
        const auto reach = granularity_.empty() ? std::pair{at, at} : unit_at(event, context);
        context.set_text_selection(object_, std::min(anchor_.first, reach.first),
                                   std::max(anchor_.second, reach.second));
    }

    void finish(const PointerEvent& event, ToolContext& context) override {
        if (!moved_) {
            click(context);
            return;
        }
        stretch(event, context);
        context.finish_text_selection();
    }

    void drop(ToolContext& context) override { context.set_text_selection(object_, 0, 0); }

    void click(ToolContext& context) {
        context.set_text_selection(object_, 0, 0);
        const std::string region = context.region_at(press_);
        std::vector<std::string> selected = context.selection();
        const bool adding = press_.modifiers.shift || press_.modifiers.ctrl;
        if (!adding)
            selected.clear();
        if (!region.empty())
            selected = toggled(std::move(selected), region);
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

    std::string granularity_;
    std::pair<std::uint32_t, std::uint32_t> anchor_;
    PointerEvent press_;
    bool moved_ = false;
};

} // namespace

std::unique_ptr<Tool> make_text_tool(const TagNode& object) {
    return std::make_unique<TextTool>(object.name);
}

} // namespace tw::text
