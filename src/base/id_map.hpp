// Hash maps and sets by id that can be asked with a view, without making a string for the question.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace tw {

struct IdHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view id) const { return std::hash<std::string_view>{}(id); }
};
using IdSet = std::unordered_set<std::string, IdHash, std::equal_to<>>;
template <class T>
using IdMap = std::unordered_map<std::string, T, IdHash, std::equal_to<>>;

} // namespace tw
