// A Label Studio `result` array taken apart into registers.
#include "edit/document.hpp"
#include "edit/order_key.hpp"
#include "edit/result_parts.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_set>

namespace tw {
namespace {

using namespace result_parts;

/// Session-only state of an editor: neither read nor written.
constexpr std::array session_keys = std::to_array<std::string_view>({"hidden", "locked"});

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& keys, std::string_view key) {
    return std::ranges::find(keys, key) != keys.end();
}

Json without_session_keys(const Json& result) {
    if (!result.is_object() ||
        std::ranges::none_of(session_keys, [&](auto key) { return find(result, key) != nullptr; }))
        return result;
    Json out = Json::object();
    for (const auto& [key, value] : result.get_ref<const Json::object_t&>()) {
        if (!is_one_of(session_keys, key))
            out.push_back({key, value});
    }
    return out;
}

/// One element of the array, looked at once.
struct Seen {
    const Json* json = nullptr;
    const std::string* id = nullptr;
    const std::string* type = nullptr;
    std::string from_name;  ///< "" when the key is missing
    bool usable = false;    ///< has the shape of a result of a control
    bool has_shape = false; ///< its value says more than the control's own choice
};

Seen look_at(const Json& result) {
    Seen seen;
    seen.json = &result;
    if (!result.is_object())
        return seen;
    seen.id = string_at(result, "id");
    seen.type = string_at(result, "type");
    const Json* const value = find(result, "value");
    const Json* const from_name = find(result, "from_name");
    if (from_name != nullptr && from_name->is_string())
        seen.from_name = from_name->get<std::string>();
    const bool name_is_told_apart = from_name == nullptr || !seen.from_name.empty();
    seen.usable = seen.type != nullptr && value != nullptr && value->is_object() && name_is_told_apart &&
                  find(result, differs_key) == nullptr;
    if (seen.usable) {
        const std::string_view own = control_value_key(*seen.type);
        seen.has_shape = std::ranges::any_of(value->get_ref<const Json::object_t&>(),
                                             [own](const auto& member) { return member.first != own; });
    }
    return seen;
}

/// What a result says of a register differently: keys it sets, keys it lacks. Paths are a key, or "value/<key>".
struct Difference {
    Json set = Json::object();
    Json drop = Json::array();
    [[nodiscard]] bool empty() const { return set.empty() && drop.empty(); }
};

void add_difference(Json& extra, std::string_view of, const Json& register_value, Difference difference) {
    if (difference.empty())
        return;
    Json entry = {{"of", of}, {"base", hash_of(register_value)}};
    if (!difference.set.empty())
        entry["set"] = std::move(difference.set);
    if (!difference.drop.empty())
        entry["drop"] = std::move(difference.drop);
    if (find(extra, differs_key) == nullptr)
        extra.push_back({std::string(differs_key), Json::array()});
    extra[std::string(differs_key)].push_back(std::move(entry));
}

Difference geometry_difference(const Json& geometry, const Json& result, std::string_view own_key) {
    Difference difference;
    for (const std::string_view key : geometry_keys) {
        const Json* const common = find(geometry, key);
        const Json* const told = find(result, key);
        if (told == nullptr && common != nullptr)
            difference.drop.push_back(key);
        else if (told != nullptr && (common == nullptr || !same_json(*told, *common)))
            difference.set.push_back({std::string(key), *told});
    }
    const Json& shape = *find(geometry, "value");
    const Json& value = *find(result, "value");
    Json set = Json::object();
    for (const auto& [key, told] : value.get_ref<const Json::object_t&>()) {
        const Json* const common = find(shape, key);
        if (key != own_key && (common == nullptr || !same_json(told, *common)))
            set.push_back({key, told});
    }
    for (const auto& [key, common] : shape.get_ref<const Json::object_t&>()) {
        if (find(value, key) == nullptr)
            difference.drop.push_back("value/" + key);
    }
    if (!set.empty())
        difference.set.push_back({"value", std::move(set)});
    return difference;
}

/// One key of a result (meta, parentID) against its register.
Difference member_difference(const Json& register_value, const Json& result, const std::string& key) {
    Difference difference;
    const Json* const told = find(result, key);
    if (told == nullptr && !register_value.is_null())
        difference.drop.push_back(key);
    else if (told != nullptr && (told->is_null() || !same_json(*told, register_value)))
        difference.set.push_back({key, *told});
    return difference;
}

Json extra_of(const Region& region, const Json& result, std::string_view own_key) {
    Json extra = Json::object();
    for (const auto& [key, value] : result.get_ref<const Json::object_t&>()) {
        const bool known = key == "id" || key == "from_name" || key == "type" || key == "value" || key == "meta" ||
                           key == "parentID" || is_one_of(geometry_keys, key) || is_one_of(session_keys, key);
        if (!known)
            extra.push_back({key, value});
    }
    if (region.controls.size() > 1) // of one that is alone it is all its own
        add_difference(extra, "geometry", region.geometry.value,
                       geometry_difference(region.geometry.value, result, own_key));
    add_difference(extra, "meta", region.meta.value, member_difference(region.meta.value, result, "meta"));
    add_difference(extra, "parent", region.parent.value, member_difference(region.parent.value, result, "parentID"));
    return extra;
}

/// The registers a region has in common from all its results: whoever says a key first is believed.
void add_common(Region& region, const Json& result, std::string_view own_key) {
    Json& geometry = region.geometry.value;
    const auto& value = find(result, "value")->get_ref<const Json::object_t&>();
    if (geometry.is_null()) { // with room for all that comes: members stand in a vector
        geometry = Json::object();
        auto& members = geometry.get_ref<Json::object_t&>();
        members.reserve(1 + geometry_keys.size());
        members.emplace_back("value", Json::object());
        members.front().second.get_ref<Json::object_t&>().reserve(value.size());
    }
    for (const std::string_view key : geometry_keys) {
        if (const Json* const told = find(result, key))
            set_absent(geometry, std::string(key), *told);
    }
    Json& shape = geometry["value"];
    for (const auto& [key, told] : value) {
        if (key != own_key)
            set_absent(shape, key, told);
    }
    if (region.meta.value.is_null())
        region.meta.value = value_or_null(find(result, "meta"));
    const std::string* const parent = string_at(result, "parentID");
    if (parent != nullptr && !parent->empty() && region.parent.value.is_null())
        region.parent.value = *parent;
}

std::string item_of(const Json& result) {
    const Json* const index = find(result, "item_index");
    if (index == nullptr || index->is_null())
        return {};
    return index->is_string() ? index->get<std::string>() : dump_json(*index);
}

} // namespace

Document Document::from_result(std::string uid, const Json& result, Diagnostics& diagnostics) {
    Document document(std::move(uid));
    if (!result.is_array()) {
        if (!result.is_null())
            diagnostics.error(say("result-shape"));
        return document;
    }

    // An id names a region when any of its results says where it is.
    std::vector<Seen> all;
    all.reserve(result.size());
    std::unordered_set<std::string_view> region_ids;
    for (const Json& item : result) {
        all.push_back(look_at(item));
        if (const Seen& seen = all.back(); seen.usable && seen.has_shape && seen.id != nullptr)
            region_ids.insert(*seen.id);
    }

    const auto keep = [&](std::size_t index, Message reason) {
        const std::string key = std::to_string(index);
        if (!result[index].is_null()) // a register cannot hold a null: it would say "cleared"
            document.kept_[key].value = without_session_keys(result[index]);
        document.layout_.push_back({RegisterKind::kept, key, {}});
        diagnostics.warning(say("result-kept", "reason"_is(std::move(reason))), {{}, 0, 0, "/" + key});
    };
    const auto take_apart = [&](const Seen& seen) -> std::optional<Message> {
        const Json& item = *seen.json;
        if (!item.is_object())
            return say("kept.no-object");
        if (seen.type != nullptr && *seen.type == "relation") {
            const std::string* const from = string_at(item, "from_id");
            const std::string* const to = string_at(item, "to_id");
            if (from == nullptr || to == nullptr)
                return say("kept.relation-ends");
            const auto [at, is_new] = document.relations_.try_emplace({*from, *to});
            if (!is_new)
                return say("kept.relation-twice");
            Json value = Json::object();
            for (const auto& [key, member] : item.get_ref<const Json::object_t&>()) {
                if (key != "type" && key != "from_id" && key != "to_id" && !is_one_of(session_keys, key))
                    value.push_back({key, member});
            }
            at->second.value = std::move(value);
            document.layout_.push_back({RegisterKind::relation, *from, *to});
            return std::nullopt;
        }
        if (!seen.usable)
            return say("kept.shape");
        if (seen.id != nullptr && region_ids.contains(*seen.id)) {
            Region& region = document.region_slot(*seen.id);
            const auto [at, is_new] = region.controls.try_emplace(seen.from_name);
            if (!is_new)
                return say("kept.region-twice");
            const std::string own_key(control_value_key(*seen.type));
            add_common(region, item, own_key);
            at->second.value = Json::object();
            auto& members = at->second.value.get_ref<Json::object_t&>();
            members.reserve(2);
            members.emplace_back("type", *seen.type);
            if (const Json* const own = tw::find(*tw::find(item, "value"), own_key))
                members.emplace_back("value", *own);
            document.layout_.push_back({RegisterKind::region_control, *seen.id, seen.from_name});
            return std::nullopt;
        }
        if (seen.has_shape)
            return say("kept.no-id");
        const std::string item_index = item_of(item);
        const auto [at, is_new] = document.controls_.try_emplace({seen.from_name, item_index});
        if (!is_new)
            return say("kept.control-twice");
        at->second.value = without_session_keys(item);
        document.layout_.push_back({RegisterKind::control, item_index, seen.from_name});
        return std::nullopt;
    };
    for (std::size_t index = 0; index < all.size(); ++index) {
        if (auto reason = take_apart(all[index]))
            keep(index, std::move(*reason));
    }

    // Only now is all known that the results of a region have in common.
    std::size_t nth = 0;
    for (std::size_t index = 0; index < document.layout_.size(); ++index) {
        const RegisterAddress& place = document.layout_[index]; // one for each element of the array
        if (place.kind != RegisterKind::region_control)
            continue;
        Region& region = document.region_slot(place.id);
        if (region.order.value.is_null())
            region.order.value = initial_order_key(nth++, region_ids.size());
        Json extra = extra_of(region, result[index], control_value_key(*all[index].type));
        if (!extra.empty())
            region.extra[place.name].value = std::move(extra);
        region.revision = region.content_revision = 1;
    }
    document.revision_ = 1;
    return document;
}

} // namespace tw
