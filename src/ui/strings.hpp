// What people read, by key and language: assets/strings/<language>.json, English and zh-CN complete. No text stands in
// code. Arguments are named: "{n} regions". With {m}, else {n}, being 1 the words of "<key>.one" are said, where a language
// has them. A missing key shows itself, so a test finds it.
#pragma once

#include "base/error.hpp"

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace tw {

class Strings {
public:
    static Result<Strings> parse(std::string_view json, std::string language);
    [[nodiscard]] const std::string& get(std::string_view key) const;
    [[nodiscard]] std::string format(std::string_view key,
                                     std::initializer_list<std::pair<std::string_view, std::string>> arguments) const;
    /// The words of a problem in this language; a sentence that has none, a server's for instance, stays as it came.
    [[nodiscard]] std::string say(const Error& error) const;
    [[nodiscard]] std::string say(const Message& message) const;
    /// `pattern` with the message's arguments, those that are messages worded.
    [[nodiscard]] std::string word(std::string_view pattern, const Message& message) const;
    [[nodiscard]] const std::string& language() const { return language_; }

private:
    [[nodiscard]] std::string key_for_count(std::string_view key,
                                            const std::vector<Message::Argument>& arguments) const;
    std::map<std::string, std::string, std::less<>> by_key_;
    std::string language_;
    mutable std::map<std::string, std::string, std::less<>> missing_;
};

} // namespace tw
