// Registers put together to a Label Studio `result` array again.
#include "edit/document.hpp"
#include "edit/result_parts.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <unordered_map>

namespace tw {
namespace {

using namespace result_parts;

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

} // namespace

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
        std::ranges::all_of(regions_, [](const Region& region) { return region.parent.stamp.is_base(); });
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
