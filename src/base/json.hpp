// The one JSON type and its safe doors. Json keeps the order of keys, so that what came in goes out alike. Parsing never
// throws and names line and column; the helpers read outside data without asserting on its shape.
#pragma once

#include <nlohmann/json.hpp>

#include "base/error.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tw {

using Json = nlohmann::ordered_json;

/// Parses UTF-8 JSON text (a leading BOM is skipped). Errors: "json-syntax" with line and column, "json-encoding" for
/// bytes that are no UTF-8, "json-depth" for nesting over 512.
Result<Json> parse_json(std::string_view text, std::string_view file = {});

/// Compact text; `indent` > 0 pretty-prints. Invalid UTF-8 inside strings is replaced, never thrown on.
std::string dump_json(const Json& value, int indent = -1);

/// Member `key` of an object, or nullptr when `value` is no object or has no such key.
const Json* find(const Json& value, std::string_view key);
/// Typed reads: the fallback when the member is missing or of another type.
std::string string_or(const Json& value, std::string_view key, std::string_view fallback);
double number_or(const Json& value, std::string_view key, double fallback);
bool bool_or(const Json& value, std::string_view key, bool fallback);
std::optional<double> number_at(const Json& value, std::string_view key);

/// Same meaning: objects compare regardless of key order, 1 equals 1.0.
bool same_json(const Json& a, const Json& b);

/// Appends one RFC 6901 step to a pointer.
std::string pointer_join(std::string_view pointer, std::string_view key);

} // namespace tw

// Instantiated once, in json.cpp: otherwise every file that touches Json compiles most of the library again.
extern template class nlohmann::basic_json<nlohmann::ordered_map>;
