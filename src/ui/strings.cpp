#include "ui/strings.hpp"

#include "base/json.hpp"

namespace tw {

Result<Strings> Strings::parse(std::string_view json, std::string language) {
    const auto parsed = parse_json(json);
    if (!parsed)
        return std::unexpected(parsed.error());
    if (!parsed->is_object())
        return fail("strings-shape", "A strings file must hold one JSON object.");
    Strings strings;
    strings.language_ = std::move(language);
    for (const auto& [key, value] : parsed->items()) {
        if (!value.is_string())
            return fail("strings-shape", "Every member of a strings file must be a text.", {{}, 0, 0, "/" + key});
        strings.by_key_[key] = value.get<std::string>();
    }
    return strings;
}

const std::string& Strings::get(std::string_view key) const {
    if (const auto found = by_key_.find(key); found != by_key_.end())
        return found->second;
    auto missing = missing_.find(key);
    if (missing == missing_.end())
        missing = missing_.emplace(std::string(key), "[" + std::string(key) + "]").first;
    return missing->second;
}

std::string Strings::format(std::string_view key,
                            std::initializer_list<std::pair<std::string_view, std::string>> arguments) const {
    const std::string& pattern = get(key);
    std::string out;
    out.reserve(pattern.size() + 16);
    for (std::size_t at = 0; at < pattern.size();) {
        const std::size_t close = pattern[at] == '{' ? pattern.find('}', at) : std::string::npos;
        if (close == std::string::npos) {
            out += pattern[at++];
            continue;
        }
        const std::string_view name(pattern.data() + at + 1, close - at - 1);
        const std::string* value = nullptr;
        for (const auto& [known, text] : arguments)
            if (known == name)
                value = &text;
        out += value ? *value : pattern.substr(at, close + 1 - at);
        at = close + 1;
    }
    return out;
}

} // namespace tw
