// The region list: its order, and each row when somebody asks for it.
#include "editor/editor_internal.hpp"

#include <map>
#include <utility>

namespace tw {

std::size_t RegionRows::size() const {
    return session_->document_.region_order().size();
}

const std::string& RegionRows::id(std::size_t row) const {
    session_->order_rows();
    return session_->document_.region_at(session_->caches_->rows[row].region).id;
}

const RegionRow& RegionRows::operator[](std::size_t row) const {
    session_->order_rows();
    return session_->row_at(row);
}

std::optional<std::size_t> RegionRows::find(std::string_view region_id) const {
    const Region* region = session_->document_.region(region_id);
    if (region == nullptr || !region->alive())
        return std::nullopt;
    session_->order_rows();
    return session_->caches_->row_at[region->index];
}

std::uint64_t EditorSession::rows_made() const {
    return caches_->rows_made;
}

RegionRow EditorSession::row_of(const Region& region) const {
    const RegionView view = view_of(region);
    const ShapeStyle style = style_of(view);
    RegionRow row;
    row.id = region.id;
    row.color = style.color;
    for (const auto& [from_name, entry] : region.controls) {
        if (entry.value.is_null())
            continue;
        const TagNode* control = config_->by_name(from_name);
        if (row.type.empty() || control == view.control)
            row.type = string_or(entry.value, "type", "");
        if (control == nullptr || control->type == nullptr || !control->type->label_container)
            continue;
        if (const Json* labels = find(entry.value, "value"); labels != nullptr && labels->is_array())
            for (const Json& label : *labels)
                if (label.is_string())
                    row.labels.push_back(label.get<std::string>());
    }
    if (view.shape != nullptr && view.model != nullptr)
        row.text = view.shape->describe(region.shape(), *view.model);
    row.selected = style.selected;
    row.hidden = is_hidden(region.id);
    row.locked = style.locked;
    row.editable = view.known && view.shape != nullptr && !read_only(region);
    return row;
}

const RegionRow& EditorSession::row_at(std::size_t row) const {
    const Caches::RowPlace& place = caches_->rows[row];
    const Region& region = document_.region_at(place.region);
    const std::uint64_t look = look_of(region) & ~look_hovered; // a row does not show it
    Caches::KeptRow& kept = caches_->kept_rows[place.region];
    if (kept.look != look) {
        kept = {row_of(region), look};
        ++caches_->rows_made;
    }
    kept.row.index = place.index;
    kept.row.depth = place.depth;
    return kept.row;
}

/// Children stand below their parents, deeper by one; the rest as the document orders them.
void EditorSession::order_rows() const {
    Caches& caches = *caches_;
    if (!caches.rows_stale)
        return;
    const std::vector<RegionIndex>& order = document_.region_order();
    std::map<RegionIndex, std::vector<Caches::RowPlace>> children;
    caches.rows.clear();
    int index = 0;
    for (const RegionIndex at : order) {
        const Region& region = document_.region_at(at);
        const Region* parent =
            region.parent.value.is_null() ? nullptr : document_.region(document_.parent_of(region.id));
        (parent == nullptr ? caches.rows : children[parent->index]).push_back({at, ++index, 0});
    }
    if (!children.empty()) {
        const std::vector<Caches::RowPlace> roots = std::exchange(caches.rows, {});
        const auto add = [&](const auto& self, Caches::RowPlace place, int depth) -> void {
            place.depth = depth;
            caches.rows.push_back(place);
            if (const auto below = children.find(place.region); below != children.end())
                for (const Caches::RowPlace& child : below->second)
                    self(self, child, depth + 1);
        };
        for (const Caches::RowPlace& root : roots)
            add(add, root, 0);
    }
    caches.row_at.assign(document_.regions_seen(), 0);
    for (std::size_t row = 0; row < caches.rows.size(); ++row)
        caches.row_at[caches.rows[row].region] = std::uint32_t(row);
    caches.rows_stale = false;
}

} // namespace tw
