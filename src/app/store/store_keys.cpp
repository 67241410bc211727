#include "app/store/store_keys.hpp"

#include <fmt/format.h>

#include <charconv>

namespace tw {

std::string task_key(const std::string& project_uid, std::int64_t inner_id) {
    return fmt::format("{}/{:010}", project_uid, inner_id);
}

std::string after_tasks(const std::string& project_uid) {
    // '0' follows '/'.
    return project_uid + "0";
}

std::string after(const std::string& key) {
    return key + '\x01';
}

std::string inner_ids_key(const std::string& project_uid) {
    return "inner-ids/" + project_uid;
}

std::int64_t inner_id_of(const std::string& key) {
    std::int64_t inner_id = 0;
    const std::size_t slash = key.find('/');
    if (slash != std::string::npos)
        std::from_chars(key.data() + slash + 1, key.data() + key.size(), inner_id);
    return inner_id;
}

std::string chunk_key(const std::string& project_uid, std::int64_t first_inner_id) {
    return fmt::format("{}/{:08}", project_uid, first_inner_id);
}

} // namespace tw
