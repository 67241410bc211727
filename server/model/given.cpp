#include "model/given.hpp"

#include "base/number.hpp"
#include "base/text.hpp"

#include <cmath>

namespace tw::server {

std::optional<bool> flag_of_text(std::string_view text) {
    const std::string lower = to_lower_ascii(text);
    if (lower == "true" || lower == "1" || lower == "yes" || lower == "on")
        return true;
    if (lower == "false" || lower == "0" || lower == "no" || lower == "not" || lower == "off" || lower.empty())
        return false;
    return std::nullopt;
}

std::optional<bool> flag_of(const Json& value) {
    if (value.is_boolean())
        return value.get<bool>();
    if (value.is_number())
        return value.get<double>() != 0;
    return value.is_string() ? flag_of_text(value.get_ref<const std::string&>()) : std::nullopt;
}

std::optional<bool> flag_in(const Json& body, std::string_view key) {
    const Json* const value = find(body, key);
    return value ? flag_of(*value) : std::nullopt;
}

std::optional<std::int64_t> whole_of(const Json& value) {
    constexpr double exact = 9'007'199'254'740'992.0; // 2^53: beyond, a double names no one number
    if (value.is_number_integer())
        return value.get<std::int64_t>();
    if (value.is_string())
        return parse_integer(value.get_ref<const std::string&>());
    if (!value.is_number_float())
        return std::nullopt;
    const auto number = value.get<double>();
    return std::abs(number) <= exact && number == std::trunc(number) ? std::optional(static_cast<std::int64_t>(number))
                                                                     : std::nullopt;
}

std::optional<std::int64_t> whole_in(const Json& body, std::string_view key) {
    const Json* const value = find(body, key);
    return value ? whole_of(*value) : std::nullopt;
}

} // namespace tw::server
