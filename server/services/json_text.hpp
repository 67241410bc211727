// Writes JSON text directly, key by key in the order given: answers are mostly rows whose heavy parts (data, result) are
// JSON text already, and go out as they lie in the database, without being parsed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tw::server {

/// Appends a JSON string, quotes and all; bytes that are no UTF-8 are replaced.
void append_json_string(std::string& out, std::string_view text);
void append_json_number(std::string& out, double value);

/// One object, closed when it goes away.
class JsonObject {
public:
    explicit JsonObject(std::string& out) : out_(&out) { out += '{'; }
    JsonObject(const JsonObject&) = delete;
    JsonObject& operator=(const JsonObject&) = delete;
    ~JsonObject() { *out_ += '}'; }

    JsonObject& raw(std::string_view key, std::string_view json);
    JsonObject& text(std::string_view key, std::string_view value);
    JsonObject& text_or_null(std::string_view key, std::string_view value); ///< null for ""
    JsonObject& number(std::string_view key, std::int64_t value);
    JsonObject& number(std::string_view key, std::optional<std::int64_t> value);
    JsonObject& real(std::string_view key, std::optional<double> value);
    JsonObject& flag(std::string_view key, bool value);
    /// Writes the key; the caller appends the value.
    std::string& open(std::string_view key);
    [[nodiscard]] std::string& open_text() { return *out_; } ///< while a value is being appended

private:
    std::string* out_;
    bool first_ = true;
};

/// Appends `item(i)` for each i in a list.
template <class Items, class Append>
void append_json_list(std::string& out, Items&& items, Append append) {
    out += '[';
    bool first = true;
    for (const auto& item : items) {
        if (!first)
            out += ',';
        first = false;
        append(item);
    }
    out += ']';
}

} // namespace tw::server
