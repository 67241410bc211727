// Moving and resizing what is selected: the part that the select tool and every drawing tool share. A press takes hold of
// a grip or of the selected regions' bodies, moves show previews, the release is one transaction. It owns no selection and
// no geometry but the starting ones of the gesture it is in.
#pragma once

#include "tools/tool.hpp"

namespace tw {

/// A press that moved less than this many view pixels is a click.
inline constexpr double drag_threshold_px = 3;

class EditGesture {
public:
    /// Takes hold of a grip of the one selected, editable region under the pointer.
    bool press_handle(const PointerEvent& event, ToolContext& context);
    /// Takes hold of all selected, editable regions of the object under the pointer.
    void press_body(const PointerEvent& event, ToolContext& context);
    void move(const PointerEvent& event, ToolContext& context);
    /// Ends the gesture; true when it was a drag (not a click).
    bool release(const PointerEvent& event, ToolContext& context);
    bool cancel(ToolContext& context);
    [[nodiscard]] bool active() const { return !held_.empty() || pressed_; }
    [[nodiscard]] const std::string& object() const { return object_; }
    /// The grip under the pointer, if the one selected region has one there.
    static const Handle* handle_at(const PointerEvent& event, ToolContext& context, std::vector<Handle>& scratch);

private:
    [[nodiscard]] std::vector<std::pair<std::string, Json>> result(const PointerEvent& event,
                                                                   ToolContext& context) const;
    std::vector<std::string> held_;
    std::string object_;
    int handle_ = -1; ///< -1: the bodies
    Vec2 grip_offset_in_content_, start_in_content_, start_in_view_;
    Rect bounds_;
    bool pressed_ = false, dragging_ = false;
};

} // namespace tw
