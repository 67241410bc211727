#include "tools/gesture_tool.hpp"

#include <algorithm>
#include <utility>

namespace tw {

void GestureTool::pointer(const PointerEvent& event, ToolContext& context) {
    switch (event.phase) {
    case PointerPhase::down:
        cancel(context);
        press(event, context);
        break;
    case PointerPhase::move:
        if (state_ == State::editing)
            edit_.move(event, context);
        else if (state_ == State::own)
            stretch(event, context);
        break;
    case PointerPhase::up:
        switch (std::exchange(state_, State::idle)) {
        case State::editing:
            if (!edit_.release(event, context))
                clicked(context);
            break;
        case State::own:
            finish(event, context);
            break;
        case State::idle:
            break;
        }
        break;
    case PointerPhase::cancel:
        cancel(context);
        break;
    case PointerPhase::hover:
        break;
    }
}

bool GestureTool::cancel(ToolContext& context) {
    const State was = std::exchange(state_, State::idle);
    edit_.cancel(context);
    if (was == State::own)
        drop(context);
    return was != State::idle;
}

bool GestureTool::press_handle(const PointerEvent& event, ToolContext& context) {
    if (!edit_.press_handle(event, context))
        return false;
    state_ = State::editing;
    return true;
}

void GestureTool::press_body(const PointerEvent& event, ToolContext& context) {
    edit_.press_body(event, context);
    state_ = State::editing;
}

std::vector<std::string> toggled(std::vector<std::string> selected, const std::string& region) {
    if (const auto at = std::ranges::find(selected, region); at != selected.end())
        selected.erase(at);
    else
        selected.push_back(region);
    return selected;
}

} // namespace tw
