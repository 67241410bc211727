#include "base/text.hpp"
#include "config/config_tree.hpp"

#include <algorithm>

namespace tw {
namespace {

/// The key under which tasks without named columns are stored.
constexpr std::string_view unnamed_field = "$undefined$";

bool is_name_char(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}
bool is_path_char(char c) {
    return is_name_char(c) || c == '[' || c == ']' || c == '.' || c == '{' || c == '}';
}
bool is_non_ascii(char c) {
    return static_cast<unsigned char>(c) >= 0x80;
}

/// One `$path` of a text. Label Studio's paths are ASCII; a column may be named in any script, so the longer reading
/// that takes such letters in is kept beside it.
struct Variable {
    std::size_t start = 0;   ///< of the '$'
    std::string_view path;   ///< ASCII reading
    std::string_view longer; ///< reading with letters of every script; equal to path when there are none
};

std::string_view without_trailing_dots(std::string_view path) {
    while (path.ends_with('.'))
        path.remove_suffix(1);
    return path;
}

/// The next variable at or after `from`; its `longer` is empty when there is none.
Variable next_variable(std::string_view text, std::size_t from) {
    for (std::size_t at = text.find('$', from); at != std::string_view::npos; at = text.find('$', at + 1)) {
        if (text.substr(at).starts_with(unnamed_field))
            return {at, text.substr(at, unnamed_field.size()), text.substr(at, unnamed_field.size())};
        const std::string_view rest = text.substr(at + 1);
        const auto length_of = [&rest](auto accepts) {
            const auto end = std::ranges::find_if_not(rest, accepts);
            return static_cast<std::size_t>(end - rest.begin());
        };
        const std::string_view path = without_trailing_dots(rest.substr(0, length_of(is_path_char)));
        const std::string_view longer =
            without_trailing_dots(rest.substr(0, length_of([](char c) { return is_path_char(c) || is_non_ascii(c); })));
        if (!longer.empty())
            return {at, path, longer};
    }
    return {};
}

/// The next step of a path: "a" of "a.b[0]", "0" of "[0].c". Advances `path`.
std::string_view take_step(std::string_view& path) {
    while (!path.empty() && (path.front() == '.' || path.front() == '[' || path.front() == ']'))
        path.remove_prefix(1);
    const std::size_t end = std::min(path.find_first_of(".[]"), path.size());
    const std::string_view step = path.substr(0, end);
    path.remove_prefix(end);
    return step;
}

const Json* member(const Json& value, std::string_view step) {
    if (value.is_object())
        return find(value, step);
    if (!value.is_array() || step.empty() || step.size() > 9 ||
        !std::ranges::all_of(step, [](char c) { return c >= '0' && c <= '9'; }))
        return nullptr;
    const auto index = static_cast<std::size_t>(std::stoul(std::string(step)));
    return index < value.size() ? &value[index] : nullptr;
}

const Json* lookup(const Json& data, std::string_view path) {
    if (const Json* whole = find(data, path))
        return whole;
    std::string_view rest = path;
    const Json* at = &data;
    bool first = true;
    while (at != nullptr && !rest.empty()) {
        const std::string_view step = take_step(rest);
        if (step.empty() && !first)
            break;
        at = member(*at, step);
        first = false;
    }
    if (at != nullptr)
        return at;
    const bool single_step = path.find_first_of(".[") == std::string_view::npos;
    return single_step && data.size() == 1 ? find(data, unnamed_field) : nullptr;
}

struct Found {
    const Json* value = nullptr;
    std::size_t length = 0; ///< of the variable in the text, with its '$'
};

Found lookup(const Json& data, const Variable& variable) {
    // `$undefined$` holds its own '$'.
    const std::size_t sign = variable.path == unnamed_field ? 0 : 1;
    if (variable.longer.size() != variable.path.size()) {
        if (const Json* value = lookup(data, variable.longer))
            return {value, variable.longer.size() + sign};
        if (variable.path.empty())
            return {nullptr, variable.longer.size() + sign};
    }
    return {lookup(data, variable.path), variable.path.size() + sign};
}

std::string as_text(const Json* value) {
    if (value == nullptr || value->is_null())
        return {};
    if (const auto* text = value->get_ptr<const std::string*>())
        return *text;
    return dump_json(*value);
}

} // namespace

Json resolve_variables(std::string_view text, const Json& task_data) {
    const Variable first = next_variable(text, 0);
    if (!first.longer.empty() && first.start == 0) {
        const Found found = lookup(task_data, first);
        if (found.length == text.size())
            return found.value != nullptr ? *found.value : Json();
    }
    return resolve_text(text, task_data);
}

std::string resolve_text(std::string_view text, const Json& task_data) {
    std::string out;
    std::size_t at = 0;
    for (Variable next = next_variable(text, 0); !next.longer.empty(); next = next_variable(text, at)) {
        const Found found = lookup(task_data, next);
        out += text.substr(at, next.start - at);
        out += as_text(found.value);
        at = next.start + found.length;
    }
    return out += text.substr(at);
}

std::vector<std::string> variables_in(std::string_view text) {
    std::vector<std::string> fields;
    std::size_t at = 0;
    for (Variable next = next_variable(text, 0); !next.longer.empty(); next = next_variable(text, at)) {
        std::string_view path = next.path.empty() ? next.longer : next.path;
        at = next.start + std::max<std::size_t>(1, path.size());
        if (path == unnamed_field)
            continue;
        const std::string_view field = take_step(path);
        if (!field.empty() && std::ranges::find(fields, field) == fields.end())
            fields.emplace_back(field);
    }
    return fields;
}

} // namespace tw
