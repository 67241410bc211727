#include "app/address.hpp"

#include <algorithm>
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

/// "/settings" at the end: a name of small letters and dashes.
std::string take_place(std::string_view text) {
    if (!text.starts_with('/'))
        return {};
    text.remove_prefix(1);
    const bool plain =
        !text.empty() && std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; });
    return plain ? std::string(text) : std::string();
}

} // namespace

Address parse_address(std::string_view hash) {
    Address address;
    if (hash.starts_with('#'))
        hash.remove_prefix(1);
    if (const std::size_t question = hash.find('?'); question != std::string_view::npos) {
        address.query = hash.substr(question + 1);
        hash = hash.substr(0, question);
    }
    if (hash.starts_with("/server/projects/")) {
        address.at_server = true;
        hash.remove_prefix(7);
    } else if (hash.starts_with("/local")) {
        hash.remove_prefix(6);
    } else {
        address.place = take_place(hash);
        return address;
    }
    if (hash == "/new") {
        address.fresh = true;
        return address;
    }
    address.project_id = take_id(hash, "/projects/");
    if (address.project_id == 0)
        return {};
    address.task_id = take_id(hash, "/tasks/");
    if (address.task_id == 0)
        address.place = take_place(hash);
    if (address.place == "data")
        address.place.clear();
    return address;
}

std::string to_string(const Address& address) {
    std::string hash = address.at_server && address.project_id > 0 ? "#/server" : "#/local";
    if (address.fresh)
        hash += "/new";
    else if (address.project_id > 0 && address.task_id > 0)
        hash += "/projects/" + std::to_string(address.project_id) + "/tasks/" + std::to_string(address.task_id);
    else if (address.project_id > 0)
        hash +=
            "/projects/" + std::to_string(address.project_id) + "/" + (address.place.empty() ? "data" : address.place);
    else if (!address.place.empty())
        hash = "#/" + address.place;
    return address.query.empty() ? hash : hash + "?" + address.query;
}

} // namespace tw
