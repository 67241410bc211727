// What tools share whose gesture is either an edit of what stands there (a grip, a body: EditGesture) or one of their own
// (drawing, marking, a rubber band). It keeps which of them is under way; a tool says what a press begins and what its own
// gesture does.
#pragma once

#include "tools/edit_gesture.hpp"

#include <string>
#include <vector>

namespace tw {

class GestureTool : public Tool {
public:
    void pointer(const PointerEvent& event, ToolContext& context) final;
    bool cancel(ToolContext& context) final;
    [[nodiscard]] bool busy() const final { return state_ != State::idle; }
    [[nodiscard]] std::string object() const final { return object_; }
    void preview(DisplayList&) const override {}

protected:
    explicit GestureTool(std::string object = {}) : object_(std::move(object)) {}
    /// Nothing is under way: begins an edit, its own gesture, or nothing.
    virtual void press(const PointerEvent& event, ToolContext& context) = 0;
    virtual void stretch(const PointerEvent& event, ToolContext& context) = 0; ///< its own gesture goes on
    virtual void finish(const PointerEvent& event, ToolContext& context) = 0;  ///< its own gesture ends here
    virtual void drop(ToolContext&) {}                                         ///< its own gesture is given up
    virtual void clicked(ToolContext&) {}                                      ///< an edit that moved nothing ended

    /// Takes hold of the grip under the pointer, if there is one.
    bool press_handle(const PointerEvent& event, ToolContext& context);
    void press_body(const PointerEvent& event, ToolContext& context);
    void begin_own() { state_ = State::own; }
    [[nodiscard]] bool in_own() const { return state_ == State::own; }

    std::string object_;

private:
    enum class State : std::uint8_t { idle, editing, own };
    EditGesture edit_;
    State state_ = State::idle;
};

/// With `region`, or without it when it was in.
std::vector<std::string> toggled(std::vector<std::string> selected, const std::string& region);

} // namespace tw
