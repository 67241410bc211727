#include "scene/scene_layer.hpp"

#include <algorithm>

namespace tw {
namespace {

// A fixed grid over the extent: with thousands of small regions a cell holds a handful, and nothing is rebuilt when one
// region changes. A region over more than `large_cells` cells is kept in a list of its own that every query reads.
constexpr std::uint32_t grid_side = 64;
constexpr std::size_t large_cells = 96;

std::uint32_t cell_at(double pos, double extent) {
    if (!(extent > 0) || !(pos > 0))
        return 0;
    return std::uint32_t(std::min(double(grid_side - 1), pos / extent * grid_side));
}

} // namespace

SceneLayer::SceneLayer() : cells_(std::size_t(grid_side) * grid_side) {}

SceneLayer::CellSpan SceneLayer::span_of(const Rect& area) const {
    return {cell_at(area.x, extent_.w), cell_at(area.y, extent_.h), cell_at(area.right(), extent_.w),
            cell_at(area.bottom(), extent_.h)};
}

void SceneLayer::add_to_index(std::uint32_t index) {
    const CellSpan span = span_of(slots_store_[index].bounds);
    if (span.count() > large_cells) {
        large_.push_back(index);
        return;
    }
    for (std::uint32_t y = span.y0; y <= span.y1; ++y)
        for (std::uint32_t x = span.x0; x <= span.x1; ++x)
            cells_[std::size_t(y) * grid_side + x].push_back(index);
}

void SceneLayer::remove_from_index(std::uint32_t index) {
    const auto drop = [index](std::vector<std::uint32_t>& list) {
        const auto at = std::find(list.begin(), list.end(), index);
        if (at == list.end())
            return;
        *at = list.back();
        list.pop_back();
    };
    const CellSpan span = span_of(slots_store_[index].bounds);
    if (span.count() > large_cells) {
        drop(large_);
        return;
    }
    for (std::uint32_t y = span.y0; y <= span.y1; ++y)
        for (std::uint32_t x = span.x0; x <= span.x1; ++x)
            drop(cells_[std::size_t(y) * grid_side + x]);
}

void SceneLayer::set_extent(Size content_px) {
    if (content_px == extent_)
        return;
    extent_ = content_px;
    ++revision_;
    for (auto& cell : cells_)
        cell.clear();
    large_.clear();
    for (std::uint32_t i = 0; i < slots_store_.size(); ++i)
        if (slots_store_[i].used)
            add_to_index(i);
}

void SceneLayer::set(std::string_view region_id, DisplayList list) {
    ++revision_;
    ++lists_built_;
    const auto found = slots_.find(region_id);
    if (found != slots_.end()) {
        Slot& slot = slots_store_[found->second];
        const Rect new_bounds = tw::bounds(list);
        slot.list = std::move(list);
        if (new_bounds == slot.bounds)
            return;
        remove_from_index(found->second);
        slot.bounds = new_bounds;
        add_to_index(found->second);
        return;
    }
    std::uint32_t index = 0;
    if (free_.empty()) {
        index = std::uint32_t(slots_store_.size());
        slots_store_.emplace_back();
    } else {
        index = free_.back();
        free_.pop_back();
    }
    Slot& slot = slots_store_[index];
    slot.id = region_id;
    slot.bounds = tw::bounds(list);
    slot.list = std::move(list);
    slot.order = 0;
    slot.used = true;
    slots_.emplace(slot.id, index);
    add_to_index(index);
    by_order_stale_ = true;
}

void SceneLayer::erase(std::string_view region_id) {
    const auto found = slots_.find(region_id);
    if (found == slots_.end())
        return;
    remove_from_index(found->second);
    slots_store_[found->second] = Slot{};
    free_.push_back(found->second);
    slots_.erase(found);
    by_order_stale_ = true;
    ++revision_;
}

void SceneLayer::clear() {
    slots_store_.clear();
    free_.clear();
    slots_.clear();
    for (auto& cell : cells_)
        cell.clear();
    large_.clear();
    by_order_stale_ = true;
    ++revision_;
}

void SceneLayer::set_order(const std::vector<std::string>& region_ids) {
    for (Slot& slot : slots_store_)
        slot.order = 0;
    std::uint32_t order = 0;
    for (const std::string& id : region_ids)
        if (const auto found = slots_.find(id); found != slots_.end())
            slots_store_[found->second].order = ++order;
    by_order_stale_ = true;
    ++revision_;
}

const DisplayList* SceneLayer::find(std::string_view region_id) const {
    const auto found = slots_.find(region_id);
    return found == slots_.end() ? nullptr : &slots_store_[found->second].list;
}

void SceneLayer::collect(const Rect& area) const {
    scratch_.clear();
    const auto below = [this](std::uint32_t a, std::uint32_t b) {
        const Slot &left = slots_store_[a], &right = slots_store_[b];
        return left.order != right.order ? left.order < right.order : a < b;
    };
    const CellSpan span = span_of(area);
    // An area over much of the grid holds most regions: walking all in order is then cheaper than sorting what is
    // found.
    if (span.count() > cells_.size() / 8) {
        if (by_order_stale_) {
            by_order_.clear();
            for (std::uint32_t i = 0; i < slots_store_.size(); ++i)
                if (slots_store_[i].used)
                    by_order_.push_back(i);
            std::ranges::sort(by_order_, below);
            by_order_stale_ = false;
        }
        for (const std::uint32_t index : by_order_)
            if (slots_store_[index].bounds.touches(area))
                scratch_.push_back(index);
        return;
    }
    for (std::uint32_t y = span.y0; y <= span.y1; ++y)
        for (std::uint32_t x = span.x0; x <= span.x1; ++x)
            for (const std::uint32_t index : cells_[std::size_t(y) * grid_side + x]) {
                const Rect& bounds = slots_store_[index].bounds;
                if (!bounds.touches(area))
                    continue;
                // A region listed in several cells is taken in the first cell that it and the area share.
                const CellSpan own = span_of(bounds);
                if (std::max(own.x0, span.x0) == x && std::max(own.y0, span.y0) == y)
                    scratch_.push_back(index);
            }
    for (const std::uint32_t index : large_)
        if (slots_store_[index].bounds.touches(area))
            scratch_.push_back(index);
    std::ranges::sort(scratch_, below);
}

void SceneLayer::visible(const Rect& area_in_content, std::vector<const DisplayList*>& out) const {
    out.clear();
    collect(area_in_content);
    for (const std::uint32_t index : scratch_)
        out.push_back(&slots_store_[index].list);
}

void SceneLayer::candidates(Vec2 pos_in_content, double tolerance, std::vector<std::string_view>& out) const {
    out.clear();
    collect(Rect{pos_in_content.x, pos_in_content.y, 0, 0}.expanded(std::max(0.0, tolerance)));
    for (auto index = scratch_.rbegin(); index != scratch_.rend(); ++index)
        out.push_back(slots_store_[*index].id);
}

void SceneLayer::touching(const Rect& area_in_content, std::vector<std::string_view>& out) const {
    out.clear();
    collect(area_in_content);
    for (const std::uint32_t index : scratch_)
        out.push_back(slots_store_[index].id);
}

} // namespace tw
