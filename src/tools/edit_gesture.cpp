#include "tools/edit_gesture.hpp"

#include <algorithm>

namespace tw {
namespace {

constexpr double handle_reach_px = 7;

/// A delta along one axis that keeps [low, high] inside [0, extent]; what is outside already may only come back.
double clamp_delta(double delta, double low, double high, double extent) {
    const double least = low >= 0 ? -low : 0;
    const double most = high <= extent ? extent - high : 0;
    return std::clamp(delta, std::min(least, most), std::max(least, most));
}

} // namespace

const Handle* EditGesture::handle_at(const PointerEvent& event, ToolContext& context, std::vector<Handle>& scratch) {
    const std::vector<std::string> selected = context.selection();
    if (selected.size() != 1 || !context.editable(selected.front()))
        return nullptr;
    if (string_or(context.geometry(selected.front()), "to_name", "") != event.object)
        return nullptr;
    scratch = context.handles(selected.front());
    const Handle* nearest = nullptr;
    double best = handle_reach_px * event.content_per_px;
    // Of a region a few pixels wide the middle still moves it: there its grips reach no further than a quarter in.
    if (const Rect body = context.bounds(selected.front()); body.contains(event.pos_in_content))
        best = std::min(best, std::min(body.w, body.h) / 4);
    for (const Handle& handle : scratch) {
        const double distance = length(handle.pos_in_content - event.pos_in_content);
        if (distance <= best) {
            best = distance;
            nearest = &handle;
        }
    }
    return nearest;
}

bool EditGesture::press_handle(const PointerEvent& event, ToolContext& context) {
    std::vector<Handle> scratch;
    const Handle* handle = handle_at(event, context, scratch);
    if (handle == nullptr)
        return false;
    held_ = context.selection();
    object_ = event.object;
    handle_ = handle->id;
    grip_offset_in_content_ = handle->pos_in_content - event.pos_in_content;
    start_in_content_ = event.pos_in_content;
    start_in_view_ = event.pos_in_view;
    pressed_ = true;
    dragging_ = false;
    return true;
}

void EditGesture::press_body(const PointerEvent& event, ToolContext& context) {
    held_.clear();
    bool first = true;
    for (std::string& id : context.selection()) {
        if (!context.editable(id) || string_or(context.geometry(id), "to_name", "") != event.object)
            continue;
        const Rect own = context.bounds(id);
        bounds_ = first ? own : bounds_.united(own);
        first = false;
        held_.push_back(std::move(id));
    }
    object_ = event.object;
    handle_ = -1;
    start_in_content_ = event.pos_in_content;
    start_in_view_ = event.pos_in_view;
    pressed_ = true;
    dragging_ = false;
}

std::vector<std::pair<std::string, Json>> EditGesture::result(const PointerEvent& event, ToolContext& context) const {
    std::vector<std::pair<std::string, Json>> out;
    if (handle_ >= 0) {
        for (const std::string& id : held_)
            out.emplace_back(
                id, context.handle_moved(id, handle_, event.pos_in_content + grip_offset_in_content_, event.modifiers));
        return out;
    }
    Vec2 delta = event.pos_in_content - start_in_content_;
    const Size content = context.content_size(object_);
    if (content.w > 0 && content.h > 0) {
        delta.x = clamp_delta(delta.x, bounds_.x, bounds_.right(), content.w);
        delta.y = clamp_delta(delta.y, bounds_.y, bounds_.bottom(), content.h);
    }
    out.reserve(held_.size());
    for (const std::string& id : held_)
        out.emplace_back(id, context.moved(id, delta));
    return out;
}

void EditGesture::move(const PointerEvent& event, ToolContext& context) {
    if (!pressed_)
        return;
    if (!dragging_ && length(event.pos_in_view - start_in_view_) < drag_threshold_px)
        return;
    dragging_ = true;
    if (!held_.empty())
        context.preview(result(event, context));
}

bool EditGesture::release(const PointerEvent& event, ToolContext& context) {
    const bool dragged = dragging_;
    if (dragged && !held_.empty())
        context.change_geometry(result(event, context), handle_ >= 0 ? "history.resize" : "history.move");
    held_.clear();
    pressed_ = dragging_ = false;
    return dragged;
}

bool EditGesture::cancel(ToolContext& context) {
    if (!pressed_)
        return false;
    if (dragging_)
        context.preview({});
    held_.clear();
    pressed_ = dragging_ = false;
    return true;
}

} // namespace tw
