// The regions of one object as display lists with a spatial index: what the painter culls and the pointer hits. Keyed by
// the region's number in its document, so that a change of one region replaces its list only and nothing is looked up by
// name. Owned by the EditorSession, one per object on screen. Paint order is the order given by set_order(); hit order is
// the reverse. A hidden region keeps its list and its place, so that ten thousand come and go at the price of a flag each.
#pragma once

#include "scene/display_list.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace tw {

class SceneLayer {
public:
    using Key = std::uint32_t;

    SceneLayer();
    /// Extent of the content, for the index; items may lie outside.
    void set_extent(Size content_px);
    /// Adds or replaces one region's list and shows it. O(cells it covers). `version` says what the list was made of.
    void set(Key region, DisplayList list, std::uint64_t version = 0);
    /// Shows the list it has, if it has one of this version; else says false and leaves all as it is.
    bool show(Key region, std::uint64_t version);
    void hide(Key region);
    void clear();
    /// Paint order, bottom first. Lists not named are painted first.
    void set_order(std::span<const Key> regions);

    [[nodiscard]] std::size_t size() const { return shown_; } ///< regions shown
    [[nodiscard]] const DisplayList* find(Key region) const;  ///< nullptr when it is not shown
    /// Lists whose bounds touch `area`, in paint order. The pointers are good until the next change.
    void visible(const Rect& area_in_content, std::vector<const DisplayList*>& out) const;
    /// Regions whose bounds, grown by `tolerance`, contain the point; topmost first. The shape decides the exact hit.
    void candidates(Vec2 pos_in_content, double tolerance, std::vector<Key>& out) const;
    /// Regions whose bounds touch the box, in paint order.
    void touching(const Rect& area_in_content, std::vector<Key>& out) const;
    /// Rises with every change; a painter may keep what it made while this stands still.
    [[nodiscard]] std::uint64_t revision() const { return revision_; }
    /// How many lists were set since the layer was made (a drag must raise it by one a step).
    [[nodiscard]] std::uint64_t lists_built() const { return lists_built_; }

private:
    struct Slot {
        DisplayList list;
        Rect bounds;
        std::uint64_t version = 0;
        std::uint32_t order = 0;
        bool used = false; ///< has a list, which is in the index
        bool shown = false;
    };
    struct CellSpan {
        std::uint32_t x0 = 0, y0 = 0, x1 = 0, y1 = 0; ///< inclusive
        [[nodiscard]] std::size_t count() const { return std::size_t(x1 - x0 + 1) * (y1 - y0 + 1); }
    };
    Slot& slot(Key region);
    void put_in_sight(Slot& slot, bool shown);
    [[nodiscard]] CellSpan span_of(const Rect& area) const;
    void add_to_index(Key region);
    void remove_from_index(Key region);
    /// What is shown and touches the area, into scratch_, in paint order.
    void collect(const Rect& area) const;

    std::vector<Slot> slots_; ///< by key
    std::size_t shown_ = 0;
    std::vector<std::vector<Key>> cells_;
    std::vector<Key> large_; ///< cover too many cells to be listed in each
    Size extent_{};
    std::uint64_t revision_ = 0, lists_built_ = 0;
    mutable std::vector<Key> scratch_;
    mutable std::vector<Key> by_order_; ///< all used slots in paint order, made when asked for
    mutable bool by_order_stale_ = true;
};

} // namespace tw
