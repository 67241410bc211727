// Document to and from a Label Studio `result` array. The array says some things several times (each result of a region
// repeats its geometry) and may contradict itself; registers say them once. What a result says differently from its
// region's registers is noted in the result's `extra` under one reserved key, together with a hash of the register it
// differs from: the difference holds only while that register holds what came in.

#include "base/hash.hpp"
#include "edit/document.hpp"
#include "edit/order_key.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <unordered_set>

namespace tw {
namespace {

constexpr std::string_view differs_key = "$differs";
constexpr std::array geometry_keys = std::to_array<std::string_view>(
    {"to_name", "original_width", "original_height", "image_rotation", "item_index", "original_length"});
/// Session-only state of an editor: neither read nor written.
constexpr std::array session_keys = std::to_array<std::string_view>({"hidden", "locked"});

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& keys, std::string_view key) {
    return std::ranges::find(keys, key) != keys.end();
}

const std::string* string_at(const Json& json, std::string_view key) {
    const Json* const member = find(json, key);
    return member != nullptr ? member->get_ptr<const std::string*>() : nullptr;
}

const Json& value_or_null(const Json* value) {
    static const Json null;
    return value != nullptr ? *value : null;
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

void set_absent(Json& object, const std::string& key, const Json& value) {
    if (find(object, key) == nullptr)
        object.push_back({key, value});
}

std::string hash_of(const Json& value) {
    return std::to_string(fnv1a(dump_json(value)));
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
    add_difference(extra, "geometry", region.geometry.value,
                   geometry_difference(region.geometry.value, result, own_key));
    add_difference(extra, "meta", region.meta.value, member_difference(region.meta.value, result, "meta"));
    add_difference(extra, "parent", region.parent.value, member_difference(region.parent.value, result, "parentID"));
    return extra;
}

/// The registers a region has in common from all its results: whoever says a key first is believed.
void add_common(Region& region, const Json& result, std::string_view own_key) {
    Json& geometry = region.geometry.value;
    if (geometry.is_null())
        geometry = {{"value", Json::object()}};
    for (const std::string_view key : geometry_keys) {
        if (const Json* const told = find(result, key))
            set_absent(geometry, std::string(key), *told);
    }
    Json& shape = geometry["value"];
    for (const auto& [key, value] : find(result, "value")->get_ref<const Json::object_t&>()) {
        if (key != own_key)
            set_absent(shape, key, value);
    }
    if (region.meta.value.is_null())
        region.meta.value = value_or_null(find(result, "meta"));
    const std::string* const parent = string_at(result, "parentID");
    if (parent != nullptr && !parent->empty() && region.parent.value.is_null())
        region.parent.value = *parent;
}

void apply_differences(Json& result, const Json& extra, const Region& region) {
    const Json* const differences = find(extra, differs_key);
    if (differences == nullptr || !differences->is_array())
        return;
    for (const Json& entry : *differences) {
        const std::string of = string_or(entry, "of", "");
        const Register& target = of == "meta" ? region.meta : of == "parent" ? region.parent : region.geometry;
        if (string_or(entry, "base", "") != hash_of(target.value))
            continue;
        if (const Json* const drop = find(entry, "drop"); drop != nullptr && drop->is_array()) {
            for (const Json& path_json : *drop) {
                const std::string path = path_json.is_string() ? path_json.get<std::string>() : std::string();
                if (path.starts_with("value/"))
                    result["value"].erase(path.substr(6));
                else
                    result.erase(path);
            }
        }
        if (const Json* const set = find(entry, "set"); set != nullptr && set->is_object()) {
            for (const auto& [key, value] : set->get_ref<const Json::object_t&>()) {
                if (key != "value") {
                    result[key] = value;
                } else if (value.is_object()) {
                    for (const auto& [inner, told] : value.get_ref<const Json::object_t&>())
                        result["value"][inner] = told;
                }
            }
        }
    }
}

/// Region id and from_name of a control's register, put together to one result again.
Json compose(const Region& region, const std::string& from_name, const Json& control, const std::string& parent) {
    const std::string type = string_or(control, "type", "");
    Json result = {{"id", region.id}};
    if (!from_name.empty())
        result.push_back({"from_name", from_name});
    const Json* const to_name = find(region.geometry.value, "to_name");
    if (to_name != nullptr)
        result.push_back({"to_name", *to_name});
    result.push_back({"type", type});
    const auto extra_register = region.extra.find(from_name);
    const Json& extra = value_or_null(extra_register == region.extra.end() ? nullptr : &extra_register->second.value);
    if (extra.is_object()) {
        for (const auto& [key, value] : extra.get_ref<const Json::object_t&>()) {
            if (key != differs_key)
                set_absent(result, key, value);
        }
    }
    for (const std::string_view key : geometry_keys) {
        if (const Json* const value = find(region.geometry.value, key))
            set_absent(result, std::string(key), *value);
    }
    Json value = region.shape().is_object() ? region.shape() : Json::object();
    if (const Json* const own = find(control, "value"))
        value[std::string(control_value_key(type))] = *own;
    result["value"] = std::move(value);
    if (!region.meta.value.is_null())
        result["meta"] = region.meta.value;
    if (!parent.empty())
        result["parentID"] = parent;
    apply_differences(result, extra, region);
    return result;
}

Json relation_result(const std::string& from_id, const std::string& to_id, const Json& value) {
    Json result = {{"type", "relation"}, {"from_id", from_id}, {"to_id", to_id}};
    if (value.is_object()) {
        for (const auto& [key, member] : value.get_ref<const Json::object_t&>())
            set_absent(result, key, member);
    }
    return result;
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
            diagnostics.error("result-shape", "The result of an annotation must be a list; this one was left out.");
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

    const auto keep = [&](std::size_t index, const std::string& reason) {
        const std::string key = std::to_string(index);
        if (!result[index].is_null()) // a register cannot hold a null: it would say "cleared"
            document.kept_[key].value = without_session_keys(result[index]);
        document.layout_.push_back({RegisterKind::kept, key, {}});
        diagnostics.warning("result-kept", "This result is kept as it is and cannot be edited: " + reason + ".",
                            {{}, 0, 0, "/" + key});
    };
    const auto take_apart = [&](const Seen& seen) -> std::optional<std::string> {
        const Json& item = *seen.json;
        if (!item.is_object())
            return "it is not an object";
        if (seen.type != nullptr && *seen.type == "relation") {
            const std::string* const from = string_at(item, "from_id");
            const std::string* const to = string_at(item, "to_id");
            if (from == nullptr || to == nullptr)
                return "a relation needs from_id and to_id";
            const auto [at, is_new] = document.relations_.try_emplace({*from, *to});
            if (!is_new)
                return "there is a relation between these two already";
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
            return "type, from_name or value is missing or of a wrong kind";
        if (seen.id != nullptr && region_ids.contains(*seen.id)) {
            Region& region = document.region_slot(*seen.id);
            const auto [at, is_new] = region.controls.try_emplace(seen.from_name);
            if (!is_new)
                return "its region has a result of this control already";
            const std::string own_key(control_value_key(*seen.type));
            add_common(region, item, own_key);
            at->second.value = {{"type", *seen.type}};
            if (const Json* const own = tw::find(*tw::find(item, "value"), own_key))
                at->second.value.push_back({"value", *own});
            document.layout_.push_back({RegisterKind::region_control, *seen.id, seen.from_name});
            return std::nullopt;
        }
        if (seen.has_shape)
            return "a region needs an id";
        const std::string item_index = item_of(item);
        const auto [at, is_new] = document.controls_.try_emplace({seen.from_name, item_index});
        if (!is_new)
            return "there is a result of this control already";
        at->second.value = without_session_keys(item);
        document.layout_.push_back({RegisterKind::control, item_index, seen.from_name});
        return std::nullopt;
    };
    for (std::size_t index = 0; index < all.size(); ++index) {
        if (const auto reason = take_apart(all[index]))
            keep(index, *reason);
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
        region.revision = 1;
    }
    document.revision_ = 1;
    return document;
}

Json Document::to_result() const {
    // An end that was never seen came in dangling and goes out so; one that somebody deleted takes its relations along.
    const auto is_deleted = [this](std::string_view id) {
        const Region* const known = region(id);
        return known != nullptr && known->deleted.value == true;
    };
    const auto is_gone = [this](std::string_view id) {
        const Region* const known = region(id);
        return known != nullptr && !known->alive();
    };
    const bool parents_untouched =
        std::ranges::all_of(regions_, [](const auto& entry) { return entry.second.parent.stamp.is_base(); });
    const auto parent_told = [&](const Region& child) -> std::string {
        if (!parents_untouched)
            return parent_of(child.id);
        const auto* const name = child.parent.value.get_ptr<const std::string*>();
        return name == nullptr || is_deleted(*name) ? std::string() : *name;
    };

    Json out = Json::array();
    const auto put_region_result = [&](const Region& of, const std::string& from_name, const Register& control) {
        if (of.alive() && control.value.is_object())
            out.push_back(compose(of, from_name, control.value, parent_told(of)));
    };
    const auto put_other = [&](const RegisterAddress& address) {
        const Register* const at = find(address);
        if (at == nullptr) // a null that came in: the only place without a register
            out.push_back(nullptr);
        if (at == nullptr || at->value.is_null())
            return;
        if (address.kind == RegisterKind::relation) {
            const bool came_in = at->stamp.is_base();
            const bool stands = came_in ? !is_deleted(address.id) && !is_deleted(address.name)
                                        : !is_gone(address.id) && !is_gone(address.name);
            if (stands)
                out.push_back(relation_result(address.id, address.name, at->value));
            return;
        }
        const bool names_deleted = address.kind == RegisterKind::kept &&
                                   std::ranges::any_of(std::array{"id", "from_id", "to_id"}, [&](const char* key) {
                                       const std::string* const id = string_at(at->value, key);
                                       return id != nullptr && is_deleted(*id);
                                   });
        if (!names_deleted)
            out.push_back(at->value);
    };

    // Where each result stood, as far as regions still stand in that order; new controls of a region follow its last.
    std::unordered_map<std::string_view, std::vector<std::string_view>> names_of;
    std::vector<std::string_view> came_in_order;
    std::unordered_map<std::string_view, std::size_t> last_place_of;
    std::set<RegisterAddress> placed_others;
    for (std::size_t index = 0; index < layout_.size(); ++index) {
        const RegisterAddress& place = layout_[index];
        if (place.kind != RegisterKind::region_control) {
            placed_others.insert(place);
            continue;
        }
        std::vector<std::string_view>& names = names_of[place.id];
        if (names.empty() && region(place.id)->alive())
            came_in_order.push_back(place.id);
        names.push_back(place.name);
        last_place_of[place.id] = index;
    }
    const std::vector<std::string>& in_order = region_ids();
    const bool order_stands = came_in_order.size() <= in_order.size() &&
                              std::equal(came_in_order.begin(), came_in_order.end(), in_order.begin(),
                                         in_order.begin() + static_cast<std::ptrdiff_t>(came_in_order.size()));

    const auto put_new_controls = [&](const Region& of) {
        const auto names = names_of.find(of.id);
        for (const auto& [name, control] : of.controls) {
            if (names == names_of.end() || std::ranges::find(names->second, name) == names->second.end())
                put_region_result(of, name, control);
        }
    };
    const auto put_whole_region = [&](const Region& of) {
        if (const auto names = names_of.find(of.id); names != names_of.end()) {
            for (const std::string_view name : names->second)
                put_region_result(of, std::string(name), of.controls.find(name)->second);
        }
        put_new_controls(of);
    };

    if (!order_stands) {
        for (const std::string& id : in_order)
            put_whole_region(*region(id));
    }
    for (std::size_t index = 0; index < layout_.size(); ++index) {
        const RegisterAddress& place = layout_[index];
        if (place.kind != RegisterKind::region_control) {
            put_other(place);
        } else if (order_stands) {
            const Region& of = *region(place.id);
            put_region_result(of, place.name, of.controls.find(place.name)->second);
            if (last_place_of[place.id] == index)
                put_new_controls(of);
        }
    }
    if (order_stands) {
        for (std::size_t index = came_in_order.size(); index < in_order.size(); ++index)
            put_whole_region(*region(in_order[index]));
    }
    const auto put_new_others = [&](RegisterKind kind, const auto& registers, auto address_of) {
        for (const auto& [key, ignored] : registers) {
            const RegisterAddress address = address_of(kind, key);
            if (!placed_others.contains(address))
                put_other(address);
        }
    };
    put_new_others(RegisterKind::control, controls_,
                   [](RegisterKind kind, const auto& key) { return RegisterAddress{kind, key.second, key.first}; });
    put_new_others(RegisterKind::kept, kept_,
                   [](RegisterKind kind, const auto& key) { return RegisterAddress{kind, key, {}}; });
    put_new_others(RegisterKind::relation, relations_,
                   [](RegisterKind kind, const auto& key) { return RegisterAddress{kind, key.first, key.second}; });
    return out;
}

} // namespace tw
