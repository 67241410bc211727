// The regions of one object as display lists with a spatial index: what the painter culls and the pointer hits. Keyed by
// region id, so that a change of one region replaces its list only. Owned by the EditorSession, one per object on screen.
// Paint order is the order given by set_order(); hit order is the reverse.
#pragma once

#include "scene/display_list.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tw {

class SceneLayer {
public:
    SceneLayer();
    /// Extent of the content, for the index; items may lie outside.
    void set_extent(Size content_px);
    /// Adds or replaces one region's list. O(cells it covers).
    void set(std::string_view region_id, DisplayList list);
    void erase(std::string_view region_id);
    void clear();
    /// Paint order, bottom first. Ids without a list are ignored; lists not named are painted first.
    void set_order(const std::vector<std::string>& region_ids);

    [[nodiscard]] std::size_t size() const { return slots_.size(); }
    [[nodiscard]] const DisplayList* find(std::string_view region_id) const;
    /// Lists whose bounds touch `area`, in paint order. The pointers are good until the next change.
    void visible(const Rect& area_in_content, std::vector<const DisplayList*>& out) const;
    /// Region ids whose bounds, grown by `tolerance`, contain the point; topmost first. The shape decides the exact hit.
    void candidates(Vec2 pos_in_content, double tolerance, std::vector<std::string_view>& out) const;
    /// Region ids whose bounds touch the box, in paint order.
    void touching(const Rect& area_in_content, std::vector<std::string_view>& out) const;
    /// Rises with every change; a painter may keep what it made while this stands still.
    [[nodiscard]] std::uint64_t revision() const { return revision_; }
    /// How many lists were set since the layer was made (a drag must raise it by one a step).
    [[nodiscard]] std::uint64_t lists_built() const { return lists_built_; }

private:
    struct Slot {
        std::string id;
        DisplayList list;
        Rect bounds;
        std::uint32_t order = 0;
        bool used = false;
    };
    struct CellSpan {
        std::uint32_t x0 = 0, y0 = 0, x1 = 0, y1 = 0; ///< inclusive
        [[nodiscard]] std::size_t count() const { return std::size_t(x1 - x0 + 1) * (y1 - y0 + 1); }
    };
    struct IdHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view id) const { return std::hash<std::string_view>{}(id); }
    };
    [[nodiscard]] CellSpan span_of(const Rect& area) const;
    void add_to_index(std::uint32_t index);
    void remove_from_index(std::uint32_t index);
    /// Indices of slots whose bounds touch the area, into scratch_, in paint order.
    void collect(const Rect& area) const;

    std::vector<Slot> slots_store_;
    std::vector<std::uint32_t> free_;
    std::unordered_map<std::string, std::uint32_t, IdHash, std::equal_to<>> slots_;
    std::vector<std::vector<std::uint32_t>> cells_;
    std::vector<std::uint32_t> large_; ///< cover too many cells to be listed in each
    Size extent_{};
    std::uint64_t revision_ = 0, lists_built_ = 0;
    mutable std::vector<std::uint32_t> scratch_;
    mutable std::vector<std::uint32_t> by_order_; ///< all used slots in paint order, made when asked for
    mutable bool by_order_stale_ = true;
};

} // namespace tw
