#include "services/json_text.hpp"

#include "base/json.hpp"
#include "base/text.hpp"

#include <charconv>
#include <cmath>

namespace tw::server {

void append_json_string(std::string& out, std::string_view text) {
    constexpr std::string_view hex = "0123456789abcdef";
    if (!is_valid_utf8(text)) {
        out += dump_json(Json(std::string(text)));
        return;
    }
    out += '"';
    for (const char c : text) {
        switch (c) {
        case '"':
            out += "\\\"";
            break;
        case '\\':
            out += "\\\\";
            break;
        case '\n':
            out += "\\n";
            break;
        case '\r':
            out += "\\r";
            break;
        case '\t':
            out += "\\t";
            break;
        default:
            if (static_cast<unsigned char>(c) < 0x20) {
                out += "\\u00";
                out += hex[static_cast<unsigned char>(c) >> 4U];
                out += hex[static_cast<unsigned char>(c) & 15U];
            } else {
                out += c;
            }
        }
    }
    out += '"';
}

void append_json_number(std::string& out, double value) {
    if (!std::isfinite(value)) {
        out += "null";
        return;
    }
    out += dump_json(Json(value)); // the shortest text that reads back alike, with ".0" for whole numbers
}

std::string& JsonObject::open(std::string_view key) {
    if (!first_)
        *out_ += ',';
    first_ = false;
    *out_ += '"';
    *out_ += key; // ours, and plain
    *out_ += "\":";
    return *out_;
}

JsonObject& JsonObject::raw(std::string_view key, std::string_view json) {
    open(key) += json;
    return *this;
}

JsonObject& JsonObject::text(std::string_view key, std::string_view value) {
    append_json_string(open(key), value);
    return *this;
}

JsonObject& JsonObject::text_or_null(std::string_view key, std::string_view value) {
    return value.empty() ? raw(key, "null") : text(key, value);
}

JsonObject& JsonObject::number(std::string_view key, std::int64_t value) {
    open(key) += std::to_string(value);
    return *this;
}

JsonObject& JsonObject::number(std::string_view key, std::optional<std::int64_t> value) {
    return value ? number(key, *value) : raw(key, "null");
}

JsonObject& JsonObject::real(std::string_view key, std::optional<double> value) {
    if (!value)
        return raw(key, "null");
    append_json_number(open(key), *value);
    return *this;
}

JsonObject& JsonObject::flag(std::string_view key, bool value) {
    return raw(key, value ? "true" : "false");
}

} // namespace tw::server
