#include "edit/document.hpp"

#include <algorithm>

namespace tw {
namespace {

constexpr int snapshot_version = 1;

/// [kind, id, name, value], and [ms, counter, client] behind it when the register was written since the document came
/// in.
Json register_json(const RegisterAddress& address, const Register& of) {
    Json entry = Json::array({to_string(address.kind), address.id, address.name, of.value});
    if (of.stamp != Stamp{})
        entry.push_back(Json::array({of.stamp.wall_ms, of.stamp.counter, of.stamp.client_id}));
    return entry;
}

std::unexpected<Error> bad_shape(const std::string& pointer) {
    return fail(say("snapshot-shape", "place"_is(pointer)), {{}, 0, 0, pointer});
}

bool read_address(const Json& entry, RegisterAddress& address) {
    if (!entry.is_array() || entry.size() < 3 || !entry[0].is_string() || !entry[1].is_string() ||
        !entry[2].is_string())
        return false;
    const auto kind = register_kind_from(entry[0].get<std::string>());
    if (!kind)
        return false;
    address = {*kind, entry[1].get<std::string>(), entry[2].get<std::string>()};
    return true;
}

bool read_register(const Json& entry, Register& into) {
    if (entry.size() < 4)
        return false;
    into.value = entry[3];
    if (entry.size() == 4)
        return true;
    const Json& stamp = entry[4];
    if (!stamp.is_array() || stamp.size() != 3 || !stamp[0].is_number_unsigned() || !stamp[1].is_number_unsigned() ||
        stamp[1].get<std::uint64_t>() > UINT32_MAX || !stamp[2].is_string())
        return false;
    into.stamp = {stamp[0].get<std::uint64_t>(), stamp[1].get<std::uint32_t>(), stamp[2].get<std::string>()};
    return true;
}

} // namespace

void Document::for_each(const std::function<void(const RegisterAddress&, const Register&)>& visit) const {
    const auto put = [&](RegisterKind kind, const std::string& id, const std::string& name, const Register& of) {
        visit({kind, id, name}, of);
    };
    std::vector<const Region*> regions; // sorted: equal documents have equal snapshots
    for (const Region& region : regions_)
        regions.push_back(&region);
    std::ranges::sort(regions, {}, &Region::id);
    for (const Region* region : regions) {
        put(RegisterKind::region_geometry, region->id, {}, region->geometry);
        for (const auto& [name, of] : region->controls)
            put(RegisterKind::region_control, region->id, name, of);
        for (const auto& [name, of] : region->extra)
            put(RegisterKind::region_extra, region->id, name, of);
        put(RegisterKind::region_meta, region->id, {}, region->meta);
        put(RegisterKind::region_parent, region->id, {}, region->parent);
        put(RegisterKind::region_order, region->id, {}, region->order);
        put(RegisterKind::region_deleted, region->id, {}, region->deleted);
    }
    for (const auto& [key, of] : controls_)
        put(RegisterKind::control, key.second, key.first, of);
    for (const auto& [key, of] : relations_)
        put(RegisterKind::relation, key.first, key.second, of);
    for (const auto& [key, of] : kept_)
        put(RegisterKind::kept, key, {}, of);
    for (const auto& [key, of] : fields_)
        put(RegisterKind::annotation, {}, key, of);
    put(RegisterKind::submitted, {}, {}, submitted_);
}

Json Document::to_snapshot() const {
    Json registers = Json::array();
    for_each([&](const RegisterAddress& address, const Register& of) {
        if (!of.value.is_null() || of.stamp != Stamp{})
            registers.push_back(register_json(address, of));
    });

    Json layout = Json::array();
    for (const RegisterAddress& place : layout_)
        layout.push_back(Json::array({to_string(place.kind), place.id, place.name}));
    Json seen = Json::object();
    for (const auto& [client, sequence] : seen_)
        seen.push_back({client, sequence});
    return {{"version", snapshot_version},
            {"document", uid_},
            {"seen", std::move(seen)},
            {"layout", std::move(layout)},
            {"registers", std::move(registers)}};
}

ChangeSet Document::merge(const Document& other) {
    ChangeSet changes;
    Op op;
    op.document_uid = uid_;
    other.for_each([&](const RegisterAddress& address, const Register& theirs) {
        if (theirs.stamp.is_base()) { // came with the document: nothing, unless we began without it
            const Register* const own = find(address);
            if (theirs.value.is_null() || (own != nullptr && (!own->value.is_null() || !own->stamp.is_base())))
                return;
            Region* const region = region_named(address);
            const bool was_alive = region != nullptr && region->alive();
            slot(address).value = theirs.value;
            if (changes.empty())
                changes.from_revision = revision_;
            ++revision_;
            ++changes.writes;
            if (region != nullptr)
                changed(*region, address.kind, was_alive, changes);
            return;
        }
        op.client_id = theirs.stamp.client_id;
        op.stamp = theirs.stamp;
        op.address = address;
        op.value = theirs.value;
        apply(op, changes);
    });
    for (const auto& [client, sequence] : other.seen_)
        seen_[client] = std::max(seen_[client], sequence);
    if (layout_.empty())
        layout_ = other.layout_;
    return changes;
}

Result<Document> Document::from_snapshot(const Json& snapshot) {
    if (number_or(snapshot, "version", 0) != snapshot_version)
        return bad_shape("/version");
    const Json* const uid = tw::find(snapshot, "document");
    if (uid == nullptr || !uid->is_string())
        return bad_shape("/document");
    Document document(uid->get<std::string>());

    const Json* const seen = tw::find(snapshot, "seen");
    if (seen == nullptr || !seen->is_object())
        return bad_shape("/seen");
    for (const auto& [client, sequence] : seen->get_ref<const Json::object_t&>()) {
        if (!sequence.is_number_unsigned())
            return bad_shape(pointer_join("/seen", client));
        document.seen_[client] = sequence.get<std::uint64_t>();
    }

    const Json* const registers = tw::find(snapshot, "registers");
    if (registers == nullptr || !registers->is_array())
        return bad_shape("/registers");
    for (std::size_t index = 0; index < registers->size(); ++index) {
        RegisterAddress address;
        if (!read_address((*registers)[index], address) || !read_register((*registers)[index], document.slot(address)))
            return bad_shape("/registers/" + std::to_string(index));
    }

    const Json* const layout = tw::find(snapshot, "layout");
    if (layout == nullptr || !layout->is_array())
        return bad_shape("/layout");
    for (std::size_t index = 0; index < layout->size(); ++index) {
        RegisterAddress place;
        // A place may only name what is there (but for a null that came in): to_result() relies on it.
        const bool is_result = read_address((*layout)[index], place) &&
                               (place.kind == RegisterKind::region_control || place.kind == RegisterKind::control ||
                                place.kind == RegisterKind::relation || place.kind == RegisterKind::kept);
        if (!is_result || (document.find(place) == nullptr && place.kind != RegisterKind::kept))
            return bad_shape("/layout/" + std::to_string(index));
        document.layout_.push_back(std::move(place));
    }
    document.revision_ = 1;
    for (Region& region : document.regions_)
        region.revision = region.content_revision = 1;
    return document;
}

} // namespace tw
