#include "scene/scene_layer.hpp"

#include <algorithm>
#include <iterator>

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

void SceneLayer::add_to_index(Key region) {
    const CellSpan span = span_of(slots_[region].bounds);
    if (span.count() > large_cells) {
        large_.push_back(region);
        return;
    }
    for (std::uint32_t y = span.y0; y <= span.y1; ++y)
        for (std::uint32_t x = span.x0; x <= span.x1; ++x)
            cells_[std::size_t(y) * grid_side + x].push_back(region);
}

void SceneLayer::remove_from_index(Key region) {
    const auto drop = [region](std::vector<Key>& list) {
        const auto at = std::find(list.begin(), list.end(), region);
        if (at == list.end())
            return;
        *at = list.back();
        list.pop_back();
    };
    const CellSpan span = span_of(slots_[region].bounds);
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
    for (Key region = 0; region < slots_.size(); ++region)
        if (slots_[region].used)
            add_to_index(region);
}

SceneLayer::Slot& SceneLayer::slot(Key region) {
    if (region >= slots_.size())
        slots_.resize(std::size_t(region) + 1);
    return slots_[region];
}

void SceneLayer::put_in_sight(Slot& slot, bool shown) {
    if (slot.shown == shown)
        return;
    slot.shown = shown;
    shown ? ++shown_ : --shown_;
    ++revision_;
}

void SceneLayer::set(Key region, DisplayList list, std::uint64_t version) {
    Slot& slot = this->slot(region);
    ++revision_;
    ++lists_built_;
    const Rect bounds = tw::bounds(list);
    slot.list = std::move(list);
    slot.version = version;
    put_in_sight(slot, true);
    if (slot.used && slot.bounds == bounds)
        return;
    if (slot.used)
        remove_from_index(region);
    else
        by_order_stale_ = true;
    slot.bounds = bounds;
    slot.used = true;
    add_to_index(region);
}

bool SceneLayer::show(Key region, std::uint64_t version) {
    if (region >= slots_.size() || !slots_[region].used || slots_[region].version != version)
        return false;
    put_in_sight(slots_[region], true);
    return true;
}

void SceneLayer::hide(Key region) {
    if (region < slots_.size())
        put_in_sight(slots_[region], false);
}

void SceneLayer::clear() {
    slots_.clear();
    shown_ = 0;
    for (auto& cell : cells_)
        cell.clear();
    large_.clear();
    by_order_stale_ = true;
    ++revision_;
}

void SceneLayer::set_order(std::span<const Key> regions) {
    for (Slot& slot : slots_)
        slot.order = 0;
    std::uint32_t order = 0;
    for (const Key region : regions)
        slot(region).order = ++order;
    by_order_stale_ = true;
    ++revision_;
}

const DisplayList* SceneLayer::find(Key region) const {
    return region < slots_.size() && slots_[region].shown ? &slots_[region].list : nullptr;
}

void SceneLayer::collect(const Rect& area) const {
    scratch_.clear();
    const auto below = [this](Key a, Key b) {
        const Slot &left = slots_[a], &right = slots_[b];
        return left.order != right.order ? left.order < right.order : a < b;
    };
    const auto seen = [this, &area](Key region) {
        const Slot& slot = slots_[region];
        return slot.shown && slot.bounds.touches(area);
    };
    const CellSpan span = span_of(area);
    // An area over much of the grid holds most regions: walking all in order is then cheaper than sorting what is
    // found.
    if (span.count() > cells_.size() / 8) {
        if (by_order_stale_) {
            by_order_.clear();
            for (Key region = 0; region < slots_.size(); ++region)
                if (slots_[region].used)
                    by_order_.push_back(region);
            if (!std::ranges::is_sorted(by_order_, below))
                std::ranges::sort(by_order_, below);
            by_order_stale_ = false;
        }
        std::ranges::copy_if(by_order_, std::back_inserter(scratch_), seen);
        return;
    }
    for (std::uint32_t y = span.y0; y <= span.y1; ++y)
        for (std::uint32_t x = span.x0; x <= span.x1; ++x)
            for (const Key region : cells_[std::size_t(y) * grid_side + x]) {
                if (!seen(region))
                    continue;
                // A region listed in several cells is taken in the first cell that it and the area share.
                const CellSpan own = span_of(slots_[region].bounds);
                if (std::max(own.x0, span.x0) == x && std::max(own.y0, span.y0) == y)
                    scratch_.push_back(region);
            }
    std::ranges::copy_if(large_, std::back_inserter(scratch_), seen);
    std::ranges::sort(scratch_, below);
}

void SceneLayer::visible(const Rect& area_in_content, std::vector<const DisplayList*>& out) const {
    out.clear();
    collect(area_in_content);
    for (const Key region : scratch_)
        out.push_back(&slots_[region].list);
}

void SceneLayer::candidates(Vec2 pos_in_content, double tolerance, std::vector<Key>& out) const {
    collect(Rect{pos_in_content.x, pos_in_content.y, 0, 0}.expanded(std::max(0.0, tolerance)));
    out.assign(scratch_.rbegin(), scratch_.rend());
}

void SceneLayer::touching(const Rect& area_in_content, std::vector<Key>& out) const {
    collect(area_in_content);
    out = scratch_;
}

} // namespace tw
