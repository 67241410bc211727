#include "edit/document.hpp"

#include "edit/order_key.hpp"

#include <algorithm>
#include <unordered_set>

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

void ChangeSet::merge(const ChangeSet& other) {
    if (registers.empty())
        from_revision = other.from_revision;
    std::unordered_set<std::string_view> known(regions.begin(), regions.end());
    std::vector<std::string> added;
    for (const std::string& id : other.regions) {
        if (!known.contains(id))
            added.push_back(id);
    }
    regions.insert(regions.end(), std::make_move_iterator(added.begin()), std::make_move_iterator(added.end()));
    registers.insert(registers.end(), other.registers.begin(), other.registers.end());
    order_changed = order_changed || other.order_changed;
}

Region& Document::region_slot(const std::string& id) {
    const auto [at, is_new] = regions_.try_emplace(id);
    if (is_new)
        at->second.id = id;
    return at->second;
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
    const auto found = regions_.find(address.id);
    return found == regions_.end() ? nullptr : register_of(found->second, address);
}

const Register& Document::Place::read() const {
    static const Register empty;
    return target_ != nullptr ? *target_ : empty;
}

Document::Place Document::place(const RegisterAddress& address) {
    Place at;
    const Register* target = nullptr;
    if (!is_region_kind(address.kind)) {
        target = find(address);
    } else if (const auto found = regions_.find(address.id); found != regions_.end()) {
        at.region_ = &found->second;
        target = register_of(found->second, address);
    }
    at.target_ = const_cast<Register*>(target); // of this document, which is not const here
    return at;
}

void Document::apply(const Op& op, ChangeSet& changes) {
    apply(op, changes, Place());
}

void Document::apply(const Op& op, ChangeSet& changes, Place at) {
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
    const bool was_alive = region != nullptr && region->alive();
    target.value = op.value;
    target.stamp = op.stamp;
    if (region != nullptr) {
        const bool reordered = op.address.kind == RegisterKind::region_order && was_alive;
        if (region->alive() != was_alive || reordered)
            changes.order_changed = order_stale_ = true;
        if (region->revision <= changes.from_revision) // else it is in the list already
            changes.regions.push_back(region->id);
        region->revision = revision_;
    }
    changes.registers.push_back(op.address);
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
    const auto found = regions_.find(std::string(id));
    return found == regions_.end() ? nullptr : &found->second;
}

const std::vector<std::string>& Document::region_ids() const {
    if (!order_stale_)
        return order_;
    std::vector<const Region*> live;
    live.reserve(regions_.size());
    for (const auto& [id, region] : regions_) {
        if (region.alive())
            live.push_back(&region);
    }
    std::ranges::sort(live, [](const Region* a, const Region* b) {
        const int by_key = order_key(*a).compare(order_key(*b));
        return by_key != 0 ? by_key < 0 : a->id < b->id;
    });
    order_.clear();
    order_.reserve(live.size());
    for (const Region* region : live)
        order_.push_back(region->id);
    order_stale_ = false;
    return order_;
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
    const std::vector<std::string>& ids = region_ids();
    const std::string_view last = ids.empty() ? std::string_view() : order_key(*region(ids.back()));
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
