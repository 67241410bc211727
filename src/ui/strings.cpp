#include "ui/strings.hpp"

#include "base/json.hpp"

#include <algorithm>

namespace tw {

Result<Strings> Strings::parse(std::string_view json, std::string language) {
    const auto parsed = parse_json(json);
    if (!parsed)
        return std::unexpected(parsed.error());
    if (!parsed->is_object())
        return fail(tw::say("strings-shape"));
    Strings strings;
    strings.language_ = std::move(language);
    for (const auto& [key, value] : parsed->items()) {
        if (!value.is_string())
            return fail(tw::say("strings-shape.member"), {{}, 0, 0, "/" + key});
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
    std::vector<Message::Argument> named;
    named.reserve(arguments.size());
    for (const auto& [name, text] : arguments)
        named.push_back({std::string(name), text});
    return fill_in(get(key_for_count(key, named)), named);
}

std::string Strings::key_for_count(std::string_view key, const std::vector<Message::Argument>& arguments) const {
    const auto given = [&](std::string_view name) {
        return std::ranges::find(arguments, name, &Message::Argument::name);
    };
    auto count = given("m"); // "2 of 1 tasks": the whole decides
    if (count == arguments.end())
        count = given("n");
    std::string one = std::string(key) + ".one";
    return count != arguments.end() && count->text == "1" && by_key_.contains(one) ? std::move(one) : std::string(key);
}

std::string Strings::word(std::string_view pattern, const Message& message) const {
    std::vector<Message::Argument> arguments = message.arguments;
    for (Message::Argument& argument : arguments)
        if (!argument.said.empty())
            argument.text = say(argument.said.front());
    return fill_in(pattern, arguments);
}

std::string Strings::say(const Message& message) const {
    return word(get("problem." + message.key), message);
}

std::string Strings::say(const Error& error) const {
    return error.said.key.empty() ? error.message : say(error.said);
}

} // namespace tw
