#include "edit/result_parts.hpp"

#include "base/hash.hpp"

namespace tw::result_parts {

const std::string* string_at(const Json& json, std::string_view key) {
    const Json* const member = find(json, key);
    return member != nullptr ? member->get_ptr<const std::string*>() : nullptr;
}

const Json& value_or_null(const Json* value) {
    static const Json null;
    return value != nullptr ? *value : null;
}

void set_absent(Json& object, const std::string& key, const Json& value) {
    if (find(object, key) == nullptr)
        object.get_ref<Json::object_t&>().emplace_back(key, value); // push_back takes a list, and copies it
}

std::string hash_of(const Json& value) {
    return std::to_string(fnv1a(dump_json(value)));
}

} // namespace tw::result_parts
