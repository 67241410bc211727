#include "edit/order_key.hpp"

#include <algorithm>

namespace tw {
namespace {

constexpr std::string_view digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"; // in byte order
constexpr std::size_t base = digits.size();
constexpr char middle = 'V';
/// An end is counted on in this many digits: 62^6 steps before a key grows.
constexpr std::size_t counted_digits = 6;

std::size_t value_of(char digit) {
    return digits.find(digit);
}
bool is_key(std::string_view text) {
    return text.find_first_not_of(digits) == std::string_view::npos;
}

/// `key` counted on by one in its first digits; "" when they are at their end.
std::string counted(std::string_view key, bool up) {
    std::string out(key.substr(0, counted_digits));
    out.resize(counted_digits, '0');
    const char last = up ? digits.back() : digits.front();
    do {
        std::size_t at = out.size();
        while (at > 0 && out[at - 1] == last)
            --at;
        if (at == 0)
            return {};
        out[at - 1] = digits[up ? value_of(out[at - 1]) + 1 : value_of(out[at - 1]) - 1];
        std::fill(out.begin() + static_cast<std::ptrdiff_t>(at), out.end(), up ? digits.front() : digits.back());
    } while (out.back() == '0');
    return out;
}

} // namespace

std::string order_key_between(std::string_view low, std::string_view high) {
    if (!is_key(low) || !is_key(high) || (!high.empty() && low >= high))
        return std::string(low) + middle;
    if (low.empty() && high.empty())
        return std::string(1, middle);
    if (high.empty()) {
        std::string next = counted(low, true);
        if (!next.empty())
            return next;
    }
    if (low.empty()) {
        std::string previous = counted(high, false);
        if (!previous.empty())
            return previous;
    }
    // Digit by digit: copy while the two agree, then take the middle of the first gap wider than one.
    std::string out;
    bool below_high = high.empty();
    for (std::size_t at = 0;; ++at) {
        const std::size_t from = at < low.size() ? value_of(low[at]) : 0;
        const std::size_t to = below_high || at >= high.size() ? base : value_of(high[at]);
        if (to > from + 1) {
            out += digits[(from + to) / 2];
            return out;
        }
        out += digits[from];
        below_high = below_high || to > from;
    }
}

std::string initial_order_key(std::size_t index, std::size_t count) {
    std::size_t width = 1;
    for (std::size_t reach = base; reach < count; reach *= base)
        ++width;
    std::string key(width, '0');
    for (std::size_t at = width; at-- > 0; index /= base)
        key[at] = digits[index % base];
    return key + middle;
}

} // namespace tw
