#include "base/json_reader.hpp"

#include "base/json.hpp"
#include "base/number.hpp"
#include "base/text.hpp"

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <limits>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace tw {
namespace {

__extension__ typedef unsigned __int128 Wide;

/// Keys of an object are looked for by walking up to here, then by an index.
constexpr std::size_t indexed_from_keys = 32;
constexpr int most_digits = 19; // of a number below 2^64

constexpr std::array<double, 23> exact_powers = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                                 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
constexpr std::array<std::uint64_t, 28> powers_of_five = [] {
    std::array<std::uint64_t, 28> powers{};
    powers[0] = 1;
    for (std::size_t i = 1; i < powers.size(); ++i)
        powers[i] = powers[i - 1] * 5;
    return powers;
}();

/// digits / 10^k, rounded once: the quotient has at least 63 bits, and what is left over says on which side of a tie it is.
double rounded_quotient(std::uint64_t digits, int k) {
    const int lifted = std::countl_zero(digits);
    const std::uint64_t divisor = powers_of_five[std::size_t(k)];
    const Wide dividend = Wide(digits << lifted) << 63;
    const Wide quotient = dividend / divisor;
    const bool rest = quotient * divisor != dividend;
    const auto high = std::uint64_t(quotient >> 64), low = std::uint64_t(quotient);
    const int bits = high != 0 ? 128 - std::countl_zero(high) : 64 - std::countl_zero(low);
    const int dropped = bits - 53;
    auto mantissa = std::uint64_t(quotient >> dropped);
    const Wide below = quotient - (Wide(mantissa) << dropped), half = Wide(1) << (dropped - 1);
    if (below > half || (below == half && (rest || (mantissa & 1) != 0)))
        ++mantissa;
    return std::ldexp(double(mantissa), dropped - 63 - lifted - k);
}

class Reader {
public:
    Reader(std::string_view text, std::size_t most_levels)
        : at_(text.data()), end_(text.data() + text.size()), most_levels_(most_levels) {}

    bool document(Json& into) {
        skip_space();
        if (!value(into))
            return false;
        skip_space();
        return at_ == end_;
    }

private:
    void skip_space() {
        while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t'))
            ++at_;
    }
    bool take(char c) {
        if (at_ == end_ || *at_ != c)
            return false;
        ++at_;
        return true;
    }
    bool word(std::string_view expected) {
        if (!std::string_view(at_, std::size_t(end_ - at_)).starts_with(expected))
            return false;
        at_ += expected.size();
        return true;
    }

    bool value(Json& into) {
        if (at_ == end_)
            return false;
        switch (*at_) {
        case '{':
            return nested(&Reader::object, into);
        case '[':
            return nested(&Reader::array, into);
        case '"': {
            std::string text;
            if (!string(text))
                return false;
            into = std::move(text);
            return true;
        }
        case 't':
            into = true;
            return word("true");
        case 'f':
            into = false;
            return word("false");
        case 'n':
            into = nullptr;
            return word("null");
        default:
            return number(into);
        }
    }

    bool nested(bool (Reader::*read)(Json&), Json& into) {
        if (levels_ == most_levels_)
            return false;
        ++levels_;
        ++at_;
        skip_space();
        const bool done = (this->*read)(into);
        --levels_;
        return done;
    }

    /// Elements wait in a list that all arrays share until their number is known.
    bool array(Json& into) {
        const std::size_t first = elements_.size();
        if (!take(']')) {
            do {
                skip_space();
                Json element;
                if (!value(element))
                    return false;
                elements_.push_back(std::move(element));
                skip_space();
            } while (take(','));
            if (!take(']'))
                return false;
        }
        const auto begin = elements_.begin() + std::ptrdiff_t(first);
        into = Json::array_t(std::make_move_iterator(begin), std::make_move_iterator(elements_.end()));
        elements_.erase(begin, elements_.end());
        return true;
    }

    /// The last of equal keys wins and stands where the first stood, as in JavaScript.
    bool object(Json& into) {
        const std::size_t first = members_.size();
        std::unordered_map<std::string, std::size_t> index;
        if (!take('}')) {
            do {
                skip_space();
                std::string key;
                if (!string(key))
                    return false;
                skip_space();
                if (!take(':'))
                    return false;
                skip_space();
                Json member;
                if (!value(member))
                    return false;
                if (const std::size_t at = known_key(first, index, key); at < members_.size())
                    members_[at].second = std::move(member);
                else
                    members_.emplace_back(std::move(key), std::move(member));
                skip_space();
            } while (take(','));
            if (!take('}'))
                return false;
        }
        Json::object_t object;
        object.reserve(members_.size() - first);
        for (std::size_t at = first; at < members_.size(); ++at)
            object.emplace_back(std::move(members_[at].first), std::move(members_[at].second));
        members_.erase(members_.begin() + std::ptrdiff_t(first), members_.end());
        into = std::move(object);
        return true;
    }

    /// Where the open object has the key, else the end of members_.
    std::size_t known_key(std::size_t first, std::unordered_map<std::string, std::size_t>& index,
                          const std::string& key) const {
        if (members_.size() - first < indexed_from_keys) {
            std::size_t at = first;
            while (at < members_.size() && members_[at].first != key)
                ++at;
            return at;
        }
        if (index.empty())
            for (std::size_t at = first; at < members_.size(); ++at)
                index.emplace(members_[at].first, at);
        return index.try_emplace(key, members_.size()).first->second;
    }

    bool string(std::string& into) {
        if (!take('"'))
            return false;
        for (;;) {
            const char* const plain = at_;
            while (at_ != end_ && *at_ != '"' && *at_ != '\\' && static_cast<unsigned char>(*at_) >= 0x20)
                ++at_;
            into.append(plain, at_);
            if (at_ == end_ || static_cast<unsigned char>(*at_) < 0x20)
                return false;
            if (*at_++ == '"')
                return true;
            if (!escape(into))
                return false;
        }
    }

    bool escape(std::string& into) {
        constexpr std::string_view names = "\"\\/bfnrt", meant = "\"\\/\b\f\n\r\t";
        if (at_ == end_)
            return false;
        const char name = *at_++;
        if (const std::size_t known = names.find(name); known != std::string_view::npos) {
            into += meant[known];
            return true;
        }
        std::uint32_t code = 0, low = 0;
        if (name != 'u' || !unit(code))
            return false;
        if (code >= 0xd800 && code < 0xdc00) {
            if (!take('\\') || !take('u') || !unit(low) || low < 0xdc00 || low >= 0xe000)
                return false;
            code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        } else if (code >= 0xdc00 && code < 0xe000) {
            return false;
        }
        append_utf8(into, code);
        return true;
    }

    bool unit(std::uint32_t& into) {
        if (end_ - at_ < 4)
            return false;
        for (int i = 0; i < 4; ++i) {
            const char c = *at_++;
            const int digit = c >= '0' && c <= '9'   ? c - '0'
                              : c >= 'a' && c <= 'f' ? c - 'a' + 10
                              : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                     : -1;
            if (digit < 0)
                return false;
            into = into * 16 + std::uint32_t(digit);
        }
        return true;
    }

    static bool is_digit(char c) { return c >= '0' && c <= '9'; }

    /// Adds digits to `number` and counts them; those beyond what fits are counted only.
    int digits(std::uint64_t& number, int& significant) {
        int count = 0;
        for (; at_ != end_ && is_digit(*at_); ++at_, ++count) {
            if (significant > 0 || *at_ != '0')
                ++significant;
            if (significant <= most_digits)
                number = number * 10 + std::uint64_t(*at_ - '0');
        }
        return count;
    }

    bool number(Json& into) {
        const char* const begin = at_;
        const bool negative = take('-');
        std::uint64_t number = 0;
        int significant = 0;
        const bool zero_first = at_ != end_ && *at_ == '0';
        const int whole = digits(number, significant);
        if (whole == 0 || (zero_first && whole > 1))
            return false;
        bool real = false;
        int exponent_10 = 0;
        if (take('.')) {
            real = true;
            const int fraction = digits(number, significant);
            if (fraction == 0)
                return false;
            exponent_10 = -fraction;
        }
        if (at_ != end_ && (*at_ == 'e' || *at_ == 'E')) {
            ++at_;
            real = true;
            const bool below = at_ != end_ && *at_ == '-';
            if (at_ != end_ && (*at_ == '-' || *at_ == '+'))
                ++at_;
            std::uint64_t exponent = 0;
            int exponent_digits = 0;
            if (digits(exponent, exponent_digits) == 0 || exponent > 400)
                return false;
            exponent_10 += below ? -int(exponent) : int(exponent);
        }
        const bool fits = significant <= most_digits;
        if (real)
            return floating(begin, negative, fits ? nearest_double(number, exponent_10) : std::nullopt, into);
        if (!fits || (negative && number > std::uint64_t(std::numeric_limits<std::int64_t>::max())))
            return false;
        if (negative)
            into = -std::int64_t(number);
        else
            into = number;
        return true;
    }

    bool floating(const char* begin, bool negative, std::optional<double> near, Json& into) const {
        if (near)
            near = negative ? -*near : *near;
        else
            near = parse_double({begin, std::size_t(at_ - begin)});
        if (!near)
            return false;
        into = *near;
        return true;
    }

    const char* at_;
    const char* end_;
    std::size_t levels_ = 0, most_levels_;
    std::vector<Json> elements_;
    std::vector<std::pair<std::string, Json>> members_;
};

} // namespace

std::optional<double> nearest_double(std::uint64_t digits, int exponent_10) {
    constexpr std::uint64_t exact = std::uint64_t(1) << 53;
    if (digits == 0)
        return 0.0;
    if (exponent_10 == 0)
        return double(digits);
    const auto power = std::size_t(std::abs(exponent_10));
    if (digits <= exact && power < exact_powers.size())
        return exponent_10 < 0 ? double(digits) / exact_powers[power] : double(digits) * exact_powers[power];
    if (exponent_10 < 0 && power < powers_of_five.size())
        return rounded_quotient(digits, int(power));
    return std::nullopt;
}

std::optional<Json> read_json(std::string_view text, std::size_t most_levels) {
    std::optional<Json> out(std::in_place);
    if (!Reader(text, most_levels).document(*out))
        out.reset();
    return out;
}

} // namespace tw
