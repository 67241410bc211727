#include "app/around/fuzzy.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace tw {
namespace {

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}
bool starts_word(std::string_view text, std::size_t at) {
    return at == 0 || !is_letter(text[at - 1]);
}

/// Letters in order, each as soon as possible: better at the starts of words and when they stand together. Bytes outside
/// ASCII are parts of characters, which must not be torn apart.
std::optional<int> spread_score(std::string_view word, std::string_view title) {
    if (!std::ranges::all_of(word, is_letter))
        return {};
    int score = 0;
    std::size_t at = 0;
    bool together = false;
    for (const char c : word) {
        std::size_t found = title.find(c, at);
        if (found == std::string_view::npos)
            return {};
        // Rather the start of a later word than the middle of this one.
        for (std::size_t other = found; !(together && found == at) && other != std::string_view::npos;
             other = title.find(c, other + 1))
            if (starts_word(title, other)) {
                found = other;
                break;
            }
        together = found == at && at > 0;
        score += together ? 6 : starts_word(title, found) ? 8 : 1;
        at = found + 1;
    }
    // A word whose letters are strewn anywhere says nothing.
    const int least = static_cast<int>(word.size()) * 4;
    return score >= least ? std::optional(score - least) : std::nullopt;
}

std::optional<int> word_score(std::string_view word, std::string_view title) {
    std::optional<int> best;
    for (std::size_t at = title.find(word); at != std::string_view::npos; at = title.find(word, at + 1)) {
        const int score = at == 0 ? 200 : starts_word(title, at) ? 150 : 80;
        best = std::max(best.value_or(0), score);
    }
    return best ? best : spread_score(word, title);
}

} // namespace

std::optional<int> fuzzy_score(std::string_view query, std::string_view title) {
    const std::string lower = to_lower_ascii(title);
    int total = 0;
    for (const std::string& word : split_trimmed(to_lower_ascii(query), ' ')) {
        if (word.empty())
            continue;
        const auto score = word_score(word, lower);
        if (!score)
            return {};
        total += *score;
    }
    return total * 10 - static_cast<int>(std::min<std::size_t>(lower.size(), 100)) / 10;
}

} // namespace tw
