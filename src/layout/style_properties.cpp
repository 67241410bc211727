#include "layout/style_properties.hpp"

#include "base/number.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <functional>
#include <map>

namespace tw {
namespace {

/// What a page may sensibly ask; hostile numbers end here.
constexpr double largest_px = 100'000;
constexpr double root_font_px = 16;

std::optional<Length> read_length(std::string_view text) {
    const std::string lower = to_lower_ascii(trim(text));
    if (lower == "auto")
        return Length{Length::Unit::automatic, 0};
    const std::size_t unit_at = lower.find_first_not_of("+-.0123456789");
    const auto number = parse_double(std::string_view(lower).substr(0, unit_at));
    if (!number)
        return std::nullopt;
    const double value = std::clamp(*number, -largest_px, largest_px);
    const std::string unit = unit_at == std::string::npos ? "" : lower.substr(unit_at);
    if (unit == "px" || (unit.empty() && value == 0))
        return Length{Length::Unit::px, value};
    if (unit == "%")
        return Length{Length::Unit::percent, value};
    if (unit == "em" || unit == "rem")
        return Length{Length::Unit::px, value * root_font_px};
    if (unit == "pt")
        return Length{Length::Unit::px, value * 4 / 3};
    if (unit == "vw")
        return Length{Length::Unit::viewport_width, value};
    if (unit == "vh")
        return Length{Length::Unit::viewport_height, value};
    return std::nullopt;
}

std::optional<double> read_px(std::string_view text) {
    const auto length = read_length(text);
    if (!length || length->unit != Length::Unit::px)
        return std::nullopt;
    return length->value;
}

std::optional<double> read_number(std::string_view text) {
    const auto number = parse_double(trim(text));
    return number ? std::optional(std::clamp(*number, 0.0, largest_px)) : std::nullopt;
}

template <class T>
std::optional<T> read_keyword(const std::map<std::string_view, T>& keywords, std::string_view text) {
    const auto found = keywords.find(to_lower_ascii(trim(text)));
    return found == keywords.end() ? std::nullopt : std::optional(found->second);
}

/// One to four values for the four sides, as CSS spreads them.
template <class T, class Read>
bool read_sides(std::string_view text, Sides<T>& out, Read read) {
    const std::vector<std::string> words = css_words(text);
    if (words.empty() || words.size() > 4)
        return false;
    std::vector<T> values;
    for (const std::string& word : words) {
        const auto value = read(word);
        if (!value)
            return false;
        values.push_back(*value);
    }
    const std::size_t n = values.size();
    out = {values[0], values[n > 1 ? 1 : 0], values[n > 2 ? 2 : 0], values[n > 3 ? 3 : n > 1 ? 1 : 0]};
    return true;
}

/// "1px solid #ccc" in any order; "none" is no border.
bool read_border(std::string_view text, BorderSide& out) {
    BorderSide side;
    side.width_px = 3; // CSS "medium"
    for (const std::string& word : css_words(text)) {
        const std::string lower = to_lower_ascii(word);
        if (lower == "none" || lower == "hidden") {
            out = {};
            return true;
        }
        if (lower == "solid" || lower == "dashed" || lower == "dotted" || lower == "double")
            continue;
        if (const auto width_px = read_px(lower))
            side.width_px = static_cast<float>(std::max(0.0, *width_px));
        else if (lower == "thin")
            side.width_px = 1;
        else if (lower == "thick")
            side.width_px = 5;
        else if (const auto color = parse_css_color(lower))
            side.color = color;
        else
            return false;
    }
    out = side;
    return true;
}

/// The colour among the words of a `background`; pictures and gradients are not painted.
bool read_background(std::string_view text, ViewStyle& style) {
    if (to_lower_ascii(trim(text)) == "none") {
        style.background.reset();
        return true;
    }
    if (const auto whole = parse_css_color(text)) {
        style.background = whole;
        return true;
    }
    for (const std::string& word : css_words(text)) {
        if (const auto color = parse_css_color(word)) {
            style.background = color;
            return true;
        }
    }
    return false;
}

bool read_flex(std::string_view text, ViewStyle& style) {
    const std::string lower = to_lower_ascii(trim(text));
    if (lower == "none" || lower == "auto" || lower == "initial") {
        style.grow = lower == "auto" ? 1 : 0;
        style.shrink = lower == "none" ? 0 : 1;
        style.basis = {Length::Unit::automatic, 0};
        return true;
    }
    std::vector<double> numbers;
    std::optional<Length> basis;
    for (const std::string& word : css_words(lower)) {
        if (const auto number = read_number(word); number && numbers.size() < 2)
            numbers.push_back(*number);
        else if (const auto length = read_length(word); length && !basis)
            basis = length;
        else
            return false;
    }
    if (numbers.empty() && !basis)
        return false;
    style.grow = numbers.empty() ? 1 : numbers[0];
    style.shrink = numbers.size() > 1 ? numbers[1] : 1;
    style.basis = basis.value_or(Length{Length::Unit::px, 0});
    return true;
}

const std::map<std::string_view, Display>& displays() {
    static const std::map<std::string_view, Display> all{
        {"block", Display::block},         {"flex", Display::flex},
        {"inline", Display::inline_block}, {"inline-block", Display::inline_block},
        {"inline-flex", Display::flex},    {"none", Display::none},
        {"flow-root", Display::block},
    };
    return all;
}

const std::map<std::string_view, Align>& aligns() {
    static const std::map<std::string_view, Align> all{
        {"start", Align::start},
        {"flex-start", Align::start},
        {"left", Align::start},
        {"center", Align::center},
        {"end", Align::end},
        {"flex-end", Align::end},
        {"right", Align::end},
        {"stretch", Align::stretch},
        {"normal", Align::unset},
        {"auto", Align::unset},
        {"baseline", Align::start},
        {"space-between", Align::space_between},
        {"space-around", Align::space_around},
        {"space-evenly", Align::space_evenly},
    };
    return all;
}

/// Reads a value into a style; false when it does not understand it.
using Reader = std::function<bool(std::string_view value, ViewStyle& style)>;

template <class T>
Reader keyword(T ViewStyle::* field, std::map<std::string_view, T> keywords) {
    return [field, all = std::move(keywords)](std::string_view value, ViewStyle& style) {
        const auto read = read_keyword(all, value);
        if (read)
            style.*field = *read;
        return read.has_value();
    };
}

Reader length(Length ViewStyle::* field) {
    return [field](std::string_view value, ViewStyle& style) {
        const std::string lower = to_lower_ascii(trim(value));
        const auto read = lower == "none" || lower == "max-content" || lower == "min-content" || lower == "fit-content"
                              ? std::optional(Length{Length::Unit::automatic, 0})
                              : read_length(lower);
        if (read)
            style.*field = *read;
        return read.has_value();
    };
}

Reader side_length(Sides<Length> ViewStyle::* field, std::size_t side) {
    return [field, side](std::string_view value, ViewStyle& style) {
        const auto read = read_length(value);
        if (read)
            (style.*field)[side] = *read;
        return read.has_value();
    };
}

Reader factor(std::optional<double> ViewStyle::* field) {
    return [field](std::string_view value, ViewStyle& style) {
        const auto read = read_number(value);
        if (read)
            style.*field = *read;
        return read.has_value();
    };
}

bool read_bold(std::string_view value, ViewStyle& style) {
    const std::string lower = to_lower_ascii(trim(value));
    const auto weight = parse_double(lower);
    const bool bold = lower == "bold" || lower == "bolder";
    if (!bold && lower != "normal" && lower != "lighter" && !weight)
        return false;
    style.bold = bold || weight.value_or(0) >= 600;
    return true;
}

bool read_font_size(std::string_view value, ViewStyle& style) {
    auto length_read = read_length(value);
    if (length_read && length_read->unit == Length::Unit::percent)
        length_read = Length{Length::Unit::px, length_read->value * root_font_px / 100};
    if (!length_read || length_read->unit != Length::Unit::px)
        return false;
    style.font_size_px = std::clamp(length_read->value, 4.0, 200.0);
    return true;
}

bool read_gap(std::string_view value, ViewStyle& style) {
    const std::vector<std::string> words = css_words(value);
    if (words.empty() || words.size() > 2)
        return false;
    const auto row = read_px(words.front()), column = read_px(words.back());
    if (!row || !column)
        return false;
    style.row_gap_px = std::max(0.0, *row);
    style.column_gap_px = std::max(0.0, *column);
    return true;
}

std::map<std::string, Reader, std::less<>> make_properties() {
    std::map<std::string, Reader, std::less<>> all;
    all["display"] = keyword(&ViewStyle::display, displays());
    const std::map<std::string_view, FlexDirection> directions{{"row", FlexDirection::row},
                                                               {"row-reverse", FlexDirection::row_reverse},
                                                               {"column", FlexDirection::column},
                                                               {"column-reverse", FlexDirection::column_reverse}};
    all["flex-direction"] = keyword(&ViewStyle::direction, directions);
    const std::map<std::string_view, bool> wraps{{"wrap", true}, {"wrap-reverse", true}, {"nowrap", false}};
    all["flex-wrap"] = keyword(&ViewStyle::wrap, wraps);
    all["flex-flow"] = [directions, wraps](std::string_view value, ViewStyle& style) {
        for (const std::string& word : css_words(value)) {
            const auto direction = read_keyword(directions, word);
            const auto wrap = read_keyword(wraps, word);
            if (!direction && !wrap)
                return false;
            style.direction = direction.value_or(style.direction);
            style.wrap = wrap.value_or(style.wrap);
        }
        return true;
    };
    all["flex"] = read_flex;
    all["flex-grow"] = factor(&ViewStyle::grow);
    all["flex-shrink"] = factor(&ViewStyle::shrink);
    all["flex-basis"] = length(&ViewStyle::basis);
    all["gap"] = all["grid-gap"] = read_gap;
    all["row-gap"] = [](std::string_view value, ViewStyle& style) {
        style.row_gap_px = read_px(value);
        return style.row_gap_px.has_value();
    };
    all["column-gap"] = [](std::string_view value, ViewStyle& style) {
        style.column_gap_px = read_px(value);
        return style.column_gap_px.has_value();
    };
    all["width"] = length(&ViewStyle::width);
    all["height"] = length(&ViewStyle::height);
    all["min-width"] = length(&ViewStyle::min_width);
    all["min-height"] = length(&ViewStyle::min_height);
    all["max-width"] = length(&ViewStyle::max_width);
    all["max-height"] = length(&ViewStyle::max_height);
    all["margin"] = [](std::string_view value, ViewStyle& style) {
        return read_sides(value, style.margin, read_length);
    };
    all["padding"] = [](std::string_view value, ViewStyle& style) {
        return read_sides(value, style.padding, read_length);
    };
    all["border"] = [](std::string_view value, ViewStyle& style) {
        BorderSide side;
        const bool read = read_border(value, side);
        if (read)
            style.border.fill(side);
        return read;
    };
    all["border-color"] = [](std::string_view value, ViewStyle& style) {
        Sides<Color> colors;
        const bool read = read_sides(value, colors, parse_css_color);
        for (std::size_t i = 0; read && i < colors.size(); ++i)
            style.border[i].color = colors[i];
        return read;
    };
    all["border-width"] = [](std::string_view value, ViewStyle& style) {
        Sides<double> widths;
        const bool read = read_sides(value, widths, read_px);
        for (std::size_t i = 0; read && i < widths.size(); ++i)
            style.border[i].width_px = static_cast<float>(std::max(0.0, widths[i]));
        return read;
    };
    all["border-style"] = [](std::string_view value, ViewStyle& style) {
        if (to_lower_ascii(trim(value)) == "none")
            style.border.fill({});
        return true;
    };
    constexpr std::array<std::string_view, 4> sides{"top", "right", "bottom", "left"};
    for (std::size_t i = 0; i < sides.size(); ++i) {
        const std::string side(sides[i]);
        all["margin-" + side] = side_length(&ViewStyle::margin, i);
        all["padding-" + side] = side_length(&ViewStyle::padding, i);
        all["border-" + side] = [i](std::string_view value, ViewStyle& style) {
            return read_border(value, style.border[i]);
        };
    }
    all["border-radius"] = [](std::string_view value, ViewStyle& style) {
        const std::vector<std::string> words = css_words(value);
        const auto radius_px = words.empty() ? std::nullopt : read_px(words.front());
        style.radius_px = std::max(0.0, radius_px.value_or(style.radius_px));
        return radius_px.has_value();
    };
    all["justify-content"] = keyword(&ViewStyle::justify, aligns());
    all["align-items"] = keyword(&ViewStyle::align_items, aligns());
    all["align-self"] = keyword(&ViewStyle::align_self, aligns());
    all["overflow"] = all["overflow-x"] = all["overflow-y"] =
        keyword(&ViewStyle::overflow, std::map<std::string_view, Overflow>{{"visible", Overflow::visible},
                                                                           {"hidden", Overflow::hidden},
                                                                           {"clip", Overflow::hidden},
                                                                           {"auto", Overflow::scroll},
                                                                           {"scroll", Overflow::scroll}});
    all["background"] = all["background-color"] = read_background;
    all["opacity"] = [](std::string_view value, ViewStyle& style) {
        const auto read = read_number(value);
        style.opacity = std::min(1.0, read.value_or(style.opacity));
        return read.has_value();
    };
    all["color"] = [](std::string_view value, ViewStyle& style) {
        const auto read = parse_css_color(value);
        if (read)
            style.color = read;
        return read.has_value();
    };
    all["font-size"] = read_font_size;
    all["font-weight"] = read_bold;
    all["font-style"] = [](std::string_view value, ViewStyle& style) {
        const std::string lower = to_lower_ascii(trim(value));
        style.italic = lower == "italic" || lower == "oblique";
        return *style.italic || lower == "normal";
    };
    all["font-family"] = [](std::string_view value, ViewStyle& style) {
        style.font_family = std::string(trim(value));
        return !style.font_family.empty();
    };
    const std::map<std::string_view, TextAlign> text_aligns{
        {"left", TextAlign::start}, {"start", TextAlign::start}, {"center", TextAlign::center},
        {"right", TextAlign::end},  {"end", TextAlign::end},     {"justify", TextAlign::start}};
    all["text-align"] = [text_aligns](std::string_view value, ViewStyle& style) {
        const auto read = read_keyword(text_aligns, value);
        if (read)
            style.text_align = read;
        return read.has_value();
    };
    return all;
}

const std::map<std::string, Reader, std::less<>>& properties() {
    static const std::map<std::string, Reader, std::less<>> all = make_properties();
    return all;
}

} // namespace

std::optional<Display> read_display(std::string_view text) {
    return read_keyword(displays(), text);
}

void apply_properties(const std::vector<CssDeclaration>& declarations, const Where& where, ViewStyle& style,
                      Diagnostics* diagnostics) {
    for (const CssDeclaration& one : declarations) {
        const auto property = properties().find(one.name);
        const bool known = property != properties().end();
        if ((known && property->second(one.value, style)) || diagnostics == nullptr)
            continue;
        diagnostics->info(known ? say("css-value", "name"_is(one.name), "value"_is(one.value))
                                : say("css-property", "name"_is(one.name)),
                          where);
    }
}

} // namespace tw
