#include "api/answer.hpp"

#include "base/text.hpp"

namespace tw::server {

std::optional<bool> flag_in(const Json& body, std::string_view key) {
    const Json* const value = find(body, key);
    if (!value)
        return std::nullopt;
    if (value->is_boolean())
        return value->get<bool>();
    if (value->is_number_integer())
        return value->get<std::int64_t>() != 0;
    if (!value->is_string())
        return std::nullopt;
    const std::string text = to_lower_ascii(value->get<std::string>());
    if (text == "true" || text == "1" || text == "yes" || text == "on")
        return true;
    if (text == "false" || text == "0" || text == "no" || text == "off" || text.empty())
        return false;
    return std::nullopt;
}

} // namespace tw::server
