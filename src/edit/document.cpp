#include "edit/document.hpp"

#include "edit/order_key.hpp"

#include <algorithm>
#include <compare>
#include <iterator>
#include <utility>

namespace tw {
namespace {

const Json& empty_object() {
    static const Json empty = Json::object();
    return empty;
}

/// A region without a usable order key stands behind all that have one.
std::string_view order_key(const Region& region) {
    if (const auto* key = region.order.value.get_ptr<const std::string*>())
        return *key;
    return "\x7f";
}

/// The parent a register names; "" for none.
std::string_view named_parent(const Region& region) {
    if (const auto* parent = region.parent.value.get_ptr<const std::string*>())
        return *parent;
    return {};
}

template <class Map, class Key>
const Register* register_in(const Map& map, const Key& key) {
    const auto found = map.find(key);
    return found == map.end() ? nullptr : &found->second;
}

bool is_region_kind(RegisterKind kind) {
    return kind <= RegisterKind::region_deleted;
}

Register& slot_of(Region& region, const RegisterAddress& address) {
    switch (address.kind) {
    case RegisterKind::region_control:
        return region.controls[address.name];
    case RegisterKind::region_extra:
        return region.extra[address.name];
    case RegisterKind::region_meta:
        return region.meta;
    case RegisterKind::region_parent:
        return region.parent;
    case RegisterKind::region_order:
        return region.order;
    case RegisterKind::region_deleted:
        return region.deleted;
    default:
        return region.geometry;
    }
}

/// nullptr when it was never written.
const Register* register_of(const Region& region, const RegisterAddress& address) {
    switch (address.kind) {
    case RegisterKind::region_control:
        return register_in(region.controls, address.name);
    case RegisterKind::region_extra:
        return register_in(region.extra, address.name);
    case RegisterKind::region_meta:
        return &region.meta;
    case RegisterKind::region_parent:
        return &region.parent;
    case RegisterKind::region_order:
        return &region.order;
    case RegisterKind::region_deleted:
        return &region.deleted;
    default:
        return &region.geometry;
    }
}

} // namespace

const Json& Region::shape() const {
    const Json* const value = tw::find(geometry.value, "value");
    return value != nullptr ? *value : empty_object();
}

const Json* Region::control(std::string_view from_name) const {
    const auto found = controls.find(from_name);
    return found == controls.end() || found->second.value.is_null() ? nullptr : &found->second.value;
}

Region& Document::region_slot(const std::string& id) {
    const auto [at, is_new] = region_index_.try_emplace(id, static_cast<RegionIndex>(regions_.size()));
    if (!is_new)
        return regions_[at->second];
    Region& made = regions_.emplace_back();
    made.id = id;
    made.index = at->second;
    order_stale_ = true;
    return made;
}

Register& Document::slot(const RegisterAddress& address) {
    switch (address.kind) {
    case RegisterKind::control:
        return controls_[{address.name, address.id}];
    case RegisterKind::relation:
        return relations_[{address.id, address.name}];
    case RegisterKind::kept:
        return kept_[address.id];
    case RegisterKind::annotation:
        return fields_[address.name];
    case RegisterKind::submitted:
        return submitted_;
    default:
        return slot_of(region_slot(address.id), address);
    }
}

const Register* Document::find(const RegisterAddress& address) const {
    switch (address.kind) {
    case RegisterKind::control:
        return register_in(controls_, std::pair(address.name, address.id));
    case RegisterKind::relation:
        return register_in(relations_, std::pair(address.id, address.name));
    case RegisterKind::kept:
        return register_in(kept_, address.id);
    case RegisterKind::annotation:
        return register_in(fields_, address.name);
    case RegisterKind::submitted:
        return &submitted_;
    default:
        break;
    }
    const Region* const of = region(address.id);
    return of == nullptr ? nullptr : register_of(*of, address);
}

const Register& Document::Place::read() const {
    static const Register empty;
    return target_ != nullptr ? *target_ : empty;
}

Document::Place Document::place(const RegisterAddress& address, RegionIndex maybe) {
    Place at;
    const Register* target = nullptr;
    if (!is_region_kind(address.kind))
        target = find(address);
    else if (maybe < regions_.size() && regions_[maybe].id == address.id)
        at.region_ = &regions_[maybe];
    else if (const auto found = region_index_.find(address.id); found != region_index_.end())
        at.region_ = &regions_[found->second];
    if (at.region_ != nullptr)
        target = register_of(*at.region_, address);
    at.target_ = const_cast<Register*>(target); // of this document, which is not const here
    return at;
}

void Document::apply(const Op& op, ChangeSet& changes) {
    apply(op, changes, Place());
}

void Document::apply(const Op& op, ChangeSet& changes, Place at, Json* replaced) {
    if (op.document_uid != uid_)
        return;
    std::uint64_t& seen = seen_[op.client_id];
    seen = std::max(seen, op.sequence);
    Region* const region = at.region_ != nullptr             ? at.region_
                           : is_region_kind(op.address.kind) ? &region_slot(op.address.id)
                                                             : nullptr;
    Register& target = at.target_ != nullptr ? *at.target_
                       : region != nullptr   ? slot_of(*region, op.address)
                                             : slot(op.address);
    if (op.stamp <= target.stamp)
        return;

    if (changes.empty())
        changes.from_revision = revision_;
    ++revision_;
    ++changes.writes;
    const bool was_alive = region != nullptr && region->alive();
    if (replaced != nullptr)
        *replaced = std::move(target.value);
    target.value = op.value;
    target.stamp = op.stamp;
    if (region != nullptr)
        changed(*region, op.address.kind, was_alive, changes);
}

void Document::changed(Region& region, RegisterKind kind, bool was_alive, ChangeSet& changes) {
    const bool reordered = kind == RegisterKind::region_order;
    sorted_stale_ = sorted_stale_ || (reordered && region.index < sorted_.size());
    if (region.alive() != was_alive || (reordered && was_alive))
        changes.order_changed = order_stale_ = true;
    changes.parents_changed = changes.parents_changed || kind == RegisterKind::region_parent;
    if (region.revision <= changes.from_revision) // else it is in the list already
        changes.regions.push_back(region.index);
    region.revision = revision_;
    if (kind != RegisterKind::region_deleted)
        region.content_revision = revision_;
}

Region* Document::region_named(const RegisterAddress& address) {
    return is_region_kind(address.kind) ? &region_slot(address.id) : nullptr;
}

ChangeSet Document::apply(const Op& op) {
    return apply(std::span(&op, 1));
}

ChangeSet Document::apply(std::span<const Op> ops) {
    ChangeSet changes;
    for (const Op& op : ops)
        apply(op, changes);
    return changes;
}

const Region* Document::region(std::string_view id) const {
    const auto found = region_index_.find(id);
    return found == region_index_.end() ? nullptr : &regions_[found->second];
}

/// Puts all regions, deleted ones too, by their order keys. Mostly that is how they came in, or only new ones are missing.
void Document::sort_regions() const {
    struct Key {
        std::string_view order, id;
        RegionIndex index;
        auto operator<=>(const Key&) const = default;
    };
    const auto key_of = [this](RegionIndex index) {
        const Region& region = regions_[index];
        return Key{order_key(region), region.id, index};
    };
    const auto first_new = static_cast<RegionIndex>(sorted_.size());
    if (!sorted_stale_ && first_new == regions_.size())
        return;
    std::vector<Key> keys;
    keys.reserve(regions_.size());
    for (const RegionIndex index : sorted_)
        keys.push_back(key_of(index));
    for (RegionIndex index = first_new; index < regions_.size(); ++index)
        keys.push_back(key_of(index));
    if (!std::ranges::is_sorted(keys))
        std::ranges::sort(keys);
    sorted_.resize(keys.size());
    std::ranges::transform(keys, sorted_.begin(), &Key::index);
    sorted_stale_ = false;
}

const std::vector<RegionIndex>& Document::region_order() const {
    if (!order_stale_)
        return order_;
    sort_regions();
    order_.clear();
    std::ranges::copy_if(sorted_, std::back_inserter(order_),
                         [this](RegionIndex index) { return regions_[index].alive(); });
    order_stale_ = false;
    order_ids_stale_ = true;
    return order_;
}

const std::vector<std::string>& Document::region_ids() const {
    const std::vector<RegionIndex>& order = region_order();
    if (order_ids_stale_) {
        order_ids_.resize(order.size());
        std::ranges::transform(order, order_ids_.begin(), [this](RegionIndex index) { return regions_[index].id; });
        order_ids_stale_ = false;
    }
    return order_ids_;
}

std::string Document::parent_of(std::string_view region_id) const {
    const auto live_parent = [this](const Region& region) -> const Region* {
        const std::string_view name = named_parent(region);
        const Region* const parent = name.empty() ? nullptr : this->region(name);
        return parent != nullptr && parent->alive() ? parent : nullptr;
    };
    const Region* const child = region(region_id);
    if (child == nullptr)
        return {};
    const Region* const parent = live_parent(*child);
    if (parent == nullptr)
        return {};
    // Up the chain until it ends, comes back here, or has run longer than there are regions (a cycle further up).
    std::string_view smallest = child->id;
    const Region* at = parent;
    for (std::size_t steps = 0; at != nullptr && at != child && steps <= regions_.size(); ++steps) {
        smallest = std::min(smallest, std::string_view(at->id));
        at = live_parent(*at);
    }
    if (at == child && smallest == child->id)
        return {};
    return parent->id;
}

std::string Document::next_order_key() const {
    const std::vector<RegionIndex>& order = region_order();
    const std::string_view last = order.empty() ? std::string_view() : order_key(regions_[order.back()]);
    return order_key_between(last, "");
}

std::string_view control_value_key(std::string_view result_type) {
    if (result_type == "textarea")
        return "text";
    if (result_type == "pairwise")
        return "selected";
    return result_type;
}

} // namespace tw
