#include "base/message.hpp"

#include <algorithm>

namespace tw {

bool Message::operator==(const Message& other) const {
    return key == other.key && std::ranges::equal(arguments, other.arguments, [](const Argument& a, const Argument& b) {
               return a.name == b.name && a.text == b.text && a.said == b.said;
           });
}

std::string fill_in(std::string_view pattern, const std::vector<Message::Argument>& arguments) {
    std::string out;
    out.reserve(pattern.size() + 16);
    for (std::size_t at = 0; at < pattern.size();) {
        const std::size_t close = pattern[at] == '{' ? pattern.find('}', at) : std::string_view::npos;
        if (close == std::string_view::npos) {
            out += pattern[at++];
            continue;
        }
        const std::string_view name = pattern.substr(at + 1, close - at - 1);
        const auto known = std::ranges::find(arguments, name, &Message::Argument::name);
        out += known != arguments.end() ? std::string_view(known->text) : pattern.substr(at, close + 1 - at);
        at = close + 1;
    }
    return out;
}

namespace {

/// Empty when there are none.
std::string_view english_of(std::string_view key) {
    const auto found = std::ranges::lower_bound(problem_words(), key, {}, &ProblemWords::key);
    return found != problem_words().end() && found->key == key ? found->english : std::string_view();
}

} // namespace

bool has_words(std::string_view key) {
    return !english_of(key).empty();
}

std::string in_english(const Message& message) {
    std::vector<Message::Argument> arguments = message.arguments;
    for (Message::Argument& argument : arguments)
        if (!argument.said.empty())
            argument.text = in_english(argument.said.front());
    const std::string_view english = english_of(message.key);
    return english.empty() ? message.key : fill_in(english, arguments);
}

} // namespace tw
