// What clients give, read the one way that all of the server reads it: JSON, forms and queries spell flags and numbers
// differently, and a field that is wrong is named in one form of error.
#pragma once

#include "base/error.hpp"
#include "base/json.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tw::server {

/// true, yes, on, 1 and false, no, not, off, 0, "" in any case; empty for anything else.
std::optional<bool> flag_of_text(std::string_view text);
/// The same of JSON, where a number is a flag too.
std::optional<bool> flag_of(const Json& value);
/// The same of a member; empty when there is none, too.
std::optional<bool> flag_in(const Json& body, std::string_view key);
/// A whole number, also as text or as 5.0; empty for anything else.
std::optional<std::int64_t> whole_of(const Json& value);
std::optional<std::int64_t> whole_in(const Json& body, std::string_view key);

/// Answered as 400 with validation_errors of this field.
inline std::unexpected<Error> invalid_field(std::string_view field, std::string message) {
    return fail("validation", std::move(message), {.pointer = "/" + std::string(field)});
}

} // namespace tw::server
