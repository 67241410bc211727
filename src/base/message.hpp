// A sentence for people that waits for its language: a key of assets/strings ("problem.<key>" there) and named arguments.
// English is compiled in, so programs without those files can speak; the studio words the same message in the language it
// shows. `./dev lint` holds every say() to en.json, its arguments too, and the other languages to en.json: nothing can be
// said that is not worded everywhere.
#pragma once

#include <concepts>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tw {

struct Message {
    struct Argument {
        std::string name;
        std::string text;               ///< as it is: a name, a number, what was typed
        std::vector<Message> said = {}; ///< or one message, to be worded itself
    };
    std::string key = {}; ///< "" says nothing
    std::vector<Argument> arguments = {};

    bool operator==(const Message& other) const;
};

/// Names an argument: "tag"_is(node.tag).
struct ArgumentName {
    std::string_view name;

    Message::Argument operator()(std::string_view text) const { return {std::string(name), std::string(text)}; }
    Message::Argument operator()(Message message) const { return {std::string(name), {}, {std::move(message)}}; }
    template <std::integral Number>
    Message::Argument operator()(Number number) const {
        return {std::string(name), std::to_string(number)};
    }
};
inline ArgumentName operator""_is(const char* name, std::size_t size) {
    return {{name, size}};
}

template <std::same_as<Message::Argument>... Arguments>
Message say(std::string_view key, Arguments... arguments) {
    return {std::string(key), {std::move(arguments)...}};
}

/// "{name}" replaced by the argument of that name, in one pass; what is not given stays as it is.
std::string fill_in(std::string_view pattern, const std::vector<Message::Argument>& arguments);

struct ProblemWords {
    std::string_view key, english;
};
/// All that can be said, by key.
std::span<const ProblemWords> problem_words();

/// Are there words for a key that comes from outside (the browser's side, a server)?
bool has_words(std::string_view key);
std::string in_english(const Message& message);

} // namespace tw
