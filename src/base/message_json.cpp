#include "base/message_json.hpp"

namespace tw {
namespace {

constexpr int most_nested = 4;

Message read(const Json& json, int depth) {
    Message message{string_or(json, "key", ""), {}};
    const Json* const arguments = find(json, "arguments");
    if (arguments == nullptr || !arguments->is_object())
        return message;
    for (const auto& [name, value] : arguments->items()) {
        Message::Argument& argument = message.arguments.emplace_back(Message::Argument{name, {}});
        if (value.is_string())
            argument.text = value.get<std::string>();
        else if (value.is_object() && depth < most_nested)
            argument.said = {read(value, depth + 1)};
        else
            argument.text = dump_json(value);
    }
    return message;
}

} // namespace

Json to_json(const Message& message) {
    Json arguments = Json::object();
    for (const Message::Argument& argument : message.arguments)
        arguments[argument.name] = argument.said.empty() ? Json(argument.text) : to_json(argument.said.front());
    return {{"key", message.key}, {"arguments", std::move(arguments)}};
}

Message message_from_json(const Json& json) {
    return read(json, 0);
}

Error error_from_json(const Json& json) {
    Message message = message_from_json(json);
    if (has_words(message.key))
        return error_of(std::move(message));
    const auto detail = std::ranges::find(message.arguments, "detail", &Message::Argument::name);
    return {message.key, detail == message.arguments.end() ? message.key : detail->text};
}

} // namespace tw
