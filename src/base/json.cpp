#include "base/json.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations" // the library uses its own deprecated comparison
template class nlohmann::basic_json<nlohmann::ordered_map>;
#pragma GCC diagnostic pop

namespace tw {
namespace {

constexpr std::size_t max_depth = 512;
constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
/// ordered_json finds keys by walking; above this many keys an open object gets an index, so that a hostile object of
/// a hundred thousand keys costs no quadratic time.
constexpr std::size_t indexed_from_keys = 32;

Where place_of(std::string_view text, std::size_t byte, std::string_view file) {
    const std::string_view before = text.substr(0, std::min(byte, text.size()));
    const auto line = static_cast<std::uint32_t>(std::ranges::count(before, '\n')) + 1;
    const std::size_t line_start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    return {std::string(file), line, static_cast<std::uint32_t>(before.size() - line_start) + 1, {}};
}

/// What the parser calls a thing, in words of ours where it is more than a sign.
Message thing(std::string_view name) {
    if (name == "value")
        return say("json-thing.value");
    if (name == "array")
        return say("json-thing.array");
    if (name == "object")
        return say("json-thing.object");
    if (name == "object key")
        return say("json-thing.key");
    if (name == "object separator")
        return say("json-thing.separator");
    if (name == "end of input")
        return say("json-thing.end");
    if (name == "string literal")
        return say("json-thing.string");
    if (name == "number literal")
        return say("json-thing.number");
    if (name == "'[', '{', or a literal")
        return say("json-thing.any");
    return say("json-thing", "name"_is(name));
}

/// nlohmann's messages read "[json.exception.parse_error.101] parse error at line 1, column 2: syntax error while parsing
/// value - unexpected ']'; expected ...": the place is ours to tell, what is left is the reason.
Message reason_of(std::string_view what) {
    const auto cut_behind = [&what](std::string_view mark) {
        const std::size_t at = what.find(mark);
        const std::string_view before = what.substr(0, at);
        what.remove_prefix(at == std::string_view::npos ? 0 : at + mark.size());
        return at == std::string_view::npos ? std::string_view() : before;
    };
    cut_behind("] ");
    if (what.starts_with("parse error"))
        cut_behind(": ");
    constexpr std::string_view opening = "syntax error while parsing ";
    const std::string_view whole = what;
    if (!what.starts_with(opening))
        return say("json-reason", "detail"_is(whole));
    what.remove_prefix(opening.size());
    const auto part = "part"_is(thing(cut_behind(" - ")));
    constexpr std::string_view literal = "invalid literal; last read: '", unexpected = "unexpected ";
    if (what.starts_with(literal) && what.ends_with('\''))
        return say("json-reason.literal", part,
                   "read"_is(what.substr(literal.size(), what.size() - literal.size() - 1)));
    if (!what.starts_with(unexpected))
        return say("json-reason.part", part, "detail"_is(what));
    what.remove_prefix(unexpected.size());
    const std::string_view met = cut_behind("; expected ");
    return met.empty() ? say("json-reason.unexpected", part, "met"_is(thing(what)))
                       : say("json-reason.expected", part, "met"_is(thing(met)), "wanted"_is(thing(what)));
}

/// Builds the value while parsing: bounds the depth before anything recursive can meet it, lets the last of equal keys
/// win as JavaScript does.
class Builder {
public:
    using number_integer_t = Json::number_integer_t;
    using number_unsigned_t = Json::number_unsigned_t;
    using number_float_t = Json::number_float_t;
    using string_t = Json::string_t;
    using binary_t = Json::binary_t;

    bool null() { return add(nullptr); }
    bool boolean(bool value) { return add(value); }
    bool number_integer(number_integer_t value) { return add(value); }
    bool number_unsigned(number_unsigned_t value) { return add(value); }
    bool number_float(number_float_t value, const string_t&) { return add(value); }
    bool string(string_t& value) { return add(std::move(value)); }
    bool binary(binary_t&) { return false; }
    bool start_object(std::size_t) { return open(Json::object()); }
    bool start_array(std::size_t) { return open(Json::array()); }
    bool end_object() { return close(); }
    bool end_array() { return close(); }

    bool key(string_t& name) {
        Level& level = open_.back();
        auto& members = level.value->get_ref<Json::object_t&>();
        if (level.index.empty() && members.size() >= indexed_from_keys) {
            for (const auto& member : members)
                level.index.emplace(member.first, level.index.size());
        }
        std::size_t at = members.size();
        if (!level.index.empty()) {
            at = level.index.try_emplace(name, at).first->second;
        } else {
            const auto same = std::ranges::find_if(members, [&](const auto& member) { return member.first == name; });
            at = static_cast<std::size_t>(same - members.begin());
        }
        if (at == members.size())
            members.emplace_back(std::move(name), nullptr);
        level.member = static_cast<std::ptrdiff_t>(at);
        return true;
    }

    template <class Exception>
    bool parse_error(std::size_t position, const std::string&, const Exception& exception) {
        error_byte_ = position > 0 ? position - 1 : 0;
        reason_ = reason_of(exception.what());
        return false;
    }

    Json take() { return std::move(root_); }
    [[nodiscard]] bool too_deep() const { return too_deep_; }
    [[nodiscard]] std::size_t error_byte() const { return error_byte_; }
    [[nodiscard]] const Message& reason() const { return reason_; }

private:
    struct Level {
        Json* value;
        std::ptrdiff_t member = 0;                          ///< of an object: which one the next value is for
        std::unordered_map<std::string, std::size_t> index; ///< of a large object: key to member
    };

    /// Only the innermost level grows, so pointers to the outer ones stay good.
    template <class T>
    Json* place(T&& value) {
        if (open_.empty()) {
            root_ = std::forward<T>(value);
            return &root_;
        }
        Level& level = open_.back();
        if (level.value->is_array()) {
            level.value->push_back(std::forward<T>(value));
            return &level.value->back();
        }
        Json& slot = (level.value->get_ref<Json::object_t&>().begin() + level.member)->second;
        slot = std::forward<T>(value);
        return &slot;
    }
    template <class T>
    bool add(T&& value) {
        place(Json(std::forward<T>(value)));
        return true;
    }
    bool open(Json container) {
        if (open_.size() >= max_depth) {
            too_deep_ = true;
            return false;
        }
        Json* const placed = place(std::move(container));
        open_.push_back({placed, 0, {}});
        return true;
    }
    bool close() {
        open_.pop_back();
        return true;
    }

    Json root_;
    std::vector<Level> open_;
    bool too_deep_ = false;
    std::size_t error_byte_ = 0;
    Message reason_;
};

/// A text cut in the middle of an emoji is legal JSON in JavaScript and Python ("\ud83d" alone) but no Unicode: such
/// halves become \ufffd, in place, so that byte offsets stay what they are.
std::string without_lone_surrogates(std::string_view text) {
    std::string out(text);
    const auto unit_at = [&](std::size_t at) -> std::uint32_t {
        if (at + 6 > out.size() || out[at] != '\\' || out[at + 1] != 'u')
            return 0;
        std::uint32_t unit = 0;
        for (std::size_t i = at + 2; i < at + 6; ++i) {
            const char c = out[i];
            const int digit = c >= '0' && c <= '9'   ? c - '0'
                              : c >= 'a' && c <= 'f' ? c - 'a' + 10
                              : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                     : -1;
            if (digit < 0)
                return 0;
            unit = unit * 16 + static_cast<std::uint32_t>(digit);
        }
        return unit;
    };
    const auto high = [](std::uint32_t unit) { return unit >= 0xd800 && unit < 0xdc00; };
    const auto low = [](std::uint32_t unit) { return unit >= 0xdc00 && unit < 0xe000; };
    for (std::size_t at = out.find('\\'); at < out.size(); at = out.find('\\', at)) {
        const std::uint32_t unit = unit_at(at);
        if (high(unit) && low(unit_at(at + 6))) {
            at += 12;
        } else if (high(unit) || low(unit)) {
            out.replace(at + 2, 4, "fffd");
            at += 6;
        } else {
            at += 2;
        }
    }
    return out;
}

bool same_number(const Json& a, const Json& b) {
    if (a.is_number_float() || b.is_number_float())
        return a.get<double>() == b.get<double>();
    const auto negative = [](const Json& n) { return !n.is_number_unsigned() && n.get<std::int64_t>() < 0; };
    if (negative(a) != negative(b))
        return false;
    return a.get<std::uint64_t>() == b.get<std::uint64_t>();
}

bool same_object(const Json::object_t& a, const Json::object_t& b) {
    if (a.size() != b.size())
        return false;
    // Mostly the keys come in the same order; only what is out of step is looked up, by sorted keys.
    std::ptrdiff_t i = 0;
    for (auto x = a.begin(), y = b.begin(); x != a.end() && x->first == y->first; ++x, ++y, ++i) {
        if (!same_json(x->second, y->second))
            return false;
    }
    using Member = const Json::object_t::value_type*;
    const auto sorted_rest = [i](const Json::object_t& object) {
        std::vector<Member> members;
        for (auto at = object.begin() + i; at != object.end(); ++at)
            members.push_back(&*at);
        std::ranges::sort(members, {}, [](Member member) -> const std::string& { return member->first; });
        return members;
    };
    return std::ranges::equal(sorted_rest(a), sorted_rest(b), [](Member x, Member y) {
        return x->first == y->first && same_json(x->second, y->second);
    });
}

} // namespace

Result<Json> parse_json(std::string_view text, std::string_view file) {
    if (text.starts_with(byte_order_mark))
        text.remove_prefix(byte_order_mark.size());
    if (const std::size_t bad = first_invalid_utf8(text); bad < text.size())
        return fail(say("json-encoding"), place_of(text, bad, file));
    std::string mended;
    if (text.find("\\ud") != std::string_view::npos || text.find("\\uD") != std::string_view::npos) {
        mended = without_lone_surrogates(text);
        text = mended;
    }
    Builder builder;
    bool parsed = false;
    try {
        parsed = Json::sax_parse(text.begin(), text.end(), &builder);
    } catch (const std::exception& exception) { // the parser reports by parse_error; this is the last fence
        return fail(say("json-syntax", "reason"_is(reason_of(exception.what()))), {std::string(file), 1, 1, {}});
    }
    const auto stray = [&](std::size_t at, std::string_view read) {
        return fail(say("json-syntax",
                        "reason"_is(say("json-reason.literal", "part"_is(say("json-thing.value")), "read"_is(read)))),
                    place_of(text, at, file));
    };
    if (const std::size_t nul = parsed ? text.find('\0') : text.npos; nul != text.npos) // to the parser an end of input
        return stray(nul, "\\u0000");
    if (parsed && text.starts_with(byte_order_mark)) // the parser takes one off, too
        return stray(0, "\\ufeff");
    if (parsed)
        return builder.take();
    if (builder.too_deep())
        return fail(say("json-depth", "most"_is(max_depth)), {std::string(file), 0, 0, {}});
    return fail(say("json-syntax", "reason"_is(builder.reason())), place_of(text, builder.error_byte(), file));
}

std::string dump_json(const Json& value, int indent) {
    return value.dump(indent, ' ', false, Json::error_handler_t::replace);
}

const Json* find(const Json& value, std::string_view key) {
    if (!value.is_object())
        return nullptr;
    for (const auto& [name, member] : value.get_ref<const Json::object_t&>()) {
        if (name == key)
            return &member;
    }
    return nullptr;
}

std::string string_or(const Json& value, std::string_view key, std::string_view fallback) {
    const Json* const member = find(value, key);
    return member != nullptr && member->is_string() ? member->get_ref<const std::string&>() : std::string(fallback);
}

double number_or(const Json& value, std::string_view key, double fallback) {
    return number_at(value, key).value_or(fallback);
}

bool bool_or(const Json& value, std::string_view key, bool fallback) {
    const Json* const member = find(value, key);
    return member != nullptr && member->is_boolean() ? member->get<bool>() : fallback;
}

std::optional<double> number_at(const Json& value, std::string_view key) {
    const Json* const member = find(value, key);
    if (member == nullptr || !member->is_number())
        return std::nullopt;
    return member->get<double>();
}

bool same_json(const Json& a, const Json& b) {
    if (a.is_number() && b.is_number())
        return same_number(a, b);
    if (a.type() != b.type())
        return false;
    if (a.is_array())
        return std::ranges::equal(a.get_ref<const Json::array_t&>(), b.get_ref<const Json::array_t&>(), same_json);
    if (a.is_object())
        return same_object(a.get_ref<const Json::object_t&>(), b.get_ref<const Json::object_t&>());
    return a == b;
}

std::string pointer_join(std::string_view pointer, std::string_view key) {
    std::string out(pointer);
    out += '/';
    for (const char c : key) {
        if (c == '~')
            out += "~0";
        else if (c == '/')
            out += "~1";
        else
            out += c;
    }
    return out;
}

} // namespace tw
