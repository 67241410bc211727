#include "app/address.hpp"

#include <charconv>

namespace tw {
namespace {

/// Reads "<digits>" at the front of `text` after `prefix`; leaves `text` behind it.
std::int64_t take_id(std::string_view& text, std::string_view prefix) {
    if (!text.starts_with(prefix))
        return 0;
    std::int64_t id = 0;
    const char* const begin = text.data() + prefix.size();
    const auto [end, error] = std::from_chars(begin, text.data() + text.size(), id);
    if (error != std::errc() || id < 0)
        return 0;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return id;
}

} // namespace

Address parse_address(std::string_view hash) {
    Address address;
    if (hash.starts_with('#'))
        hash.remove_prefix(1);
    if (!hash.starts_with("/local"))
        return address;
    hash.remove_prefix(6);
    if (hash == "/new") {
        address.fresh = true;
        return address;
    }
    address.project_id = take_id(hash, "/projects/");
    if (address.project_id > 0)
        address.task_id = take_id(hash, "/tasks/");
    return address;
}

std::string to_string(const Address& address) {
    std::string hash = "#/local";
    if (address.fresh)
        return hash + "/new";
    if (address.project_id > 0)
        hash += "/projects/" + std::to_string(address.project_id);
    if (address.project_id > 0 && address.task_id > 0)
        hash += "/tasks/" + std::to_string(address.task_id);
    return hash;
}

} // namespace tw
