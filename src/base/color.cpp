#include "base/color.hpp"

#include "base/hash.hpp"
#include "base/number.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

namespace tw {
namespace {

struct NamedColor {
    std::string_view name;
    std::uint32_t rgb;
};

/// The named colours of CSS Color 4, sorted by name.
constexpr std::array named_colors = std::to_array<NamedColor>({
    {"aliceblue", 0xf0f8ff},
    {"antiquewhite", 0xfaebd7},
    {"aqua", 0x00ffff},
    {"aquamarine", 0x7fffd4},
    {"azure", 0xf0ffff},
    {"beige", 0xf5f5dc},
    {"bisque", 0xffe4c4},
    {"black", 0x000000},
    {"blanchedalmond", 0xffebcd},
    {"blue", 0x0000ff},
    {"blueviolet", 0x8a2be2},
    {"brown", 0xa52a2a},
    {"burlywood", 0xdeb887},
    {"cadetblue", 0x5f9ea0},
    {"chartreuse", 0x7fff00},
    {"chocolate", 0xd2691e},
    {"coral", 0xff7f50},
    {"cornflowerblue", 0x6495ed},
    {"cornsilk", 0xfff8dc},
    {"crimson", 0xdc143c},
    {"cyan", 0x00ffff},
    {"darkblue", 0x00008b},
    {"darkcyan", 0x008b8b},
    {"darkgoldenrod", 0xb8860b},
    {"darkgray", 0xa9a9a9},
    {"darkgreen", 0x006400},
    {"darkgrey", 0xa9a9a9},
    {"darkkhaki", 0xbdb76b},
    {"darkmagenta", 0x8b008b},
    {"darkolivegreen", 0x556b2f},
    {"darkorange", 0xff8c00},
    {"darkorchid", 0x9932cc},
    {"darkred", 0x8b0000},
    {"darksalmon", 0xe9967a},
    {"darkseagreen", 0x8fbc8f},
    {"darkslateblue", 0x483d8b},
    {"darkslategray", 0x2f4f4f},
    {"darkslategrey", 0x2f4f4f},
    {"darkturquoise", 0x00ced1},
    {"darkviolet", 0x9400d3},
    {"deeppink", 0xff1493},
    {"deepskyblue", 0x00bfff},
    {"dimgray", 0x696969},
    {"dimgrey", 0x696969},
    {"dodgerblue", 0x1e90ff},
    {"firebrick", 0xb22222},
    {"floralwhite", 0xfffaf0},
    {"forestgreen", 0x228b22},
    {"fuchsia", 0xff00ff},
    {"gainsboro", 0xdcdcdc},
    {"ghostwhite", 0xf8f8ff},
    {"gold", 0xffd700},
    {"goldenrod", 0xdaa520},
    {"gray", 0x808080},
    {"green", 0x008000},
    {"greenyellow", 0xadff2f},
    {"grey", 0x808080},
    {"honeydew", 0xf0fff0},
    {"hotpink", 0xff69b4},
    {"indianred", 0xcd5c5c},
    {"indigo", 0x4b0082},
    {"ivory", 0xfffff0},
    {"khaki", 0xf0e68c},
    {"lavender", 0xe6e6fa},
    {"lavenderblush", 0xfff0f5},
    {"lawngreen", 0x7cfc00},
    {"lemonchiffon", 0xfffacd},
    {"lightblue", 0xadd8e6},
    {"lightcoral", 0xf08080},
    {"lightcyan", 0xe0ffff},
    {"lightgoldenrodyellow", 0xfafad2},
    {"lightgray", 0xd3d3d3},
    {"lightgreen", 0x90ee90},
    {"lightgrey", 0xd3d3d3},
    {"lightpink", 0xffb6c1},
    {"lightsalmon", 0xffa07a},
    {"lightseagreen", 0x20b2aa},
    {"lightskyblue", 0x87cefa},
    {"lightslategray", 0x778899},
    {"lightslategrey", 0x778899},
    {"lightsteelblue", 0xb0c4de},
    {"lightyellow", 0xffffe0},
    {"lime", 0x00ff00},
    {"limegreen", 0x32cd32},
    {"linen", 0xfaf0e6},
    {"magenta", 0xff00ff},
    {"maroon", 0x800000},
    {"mediumaquamarine", 0x66cdaa},
    {"mediumblue", 0x0000cd},
    {"mediumorchid", 0xba55d3},
    {"mediumpurple", 0x9370db},
    {"mediumseagreen", 0x3cb371},
    {"mediumslateblue", 0x7b68ee},
    {"mediumspringgreen", 0x00fa9a},
    {"mediumturquoise", 0x48d1cc},
    {"mediumvioletred", 0xc71585},
    {"midnightblue", 0x191970},
    {"mintcream", 0xf5fffa},
    {"mistyrose", 0xffe4e1},
    {"moccasin", 0xffe4b5},
    {"navajowhite", 0xffdead},
    {"navy", 0x000080},
    {"oldlace", 0xfdf5e6},
    {"olive", 0x808000},
    {"olivedrab", 0x6b8e23},
    {"orange", 0xffa500},
    {"orangered", 0xff4500},
    {"orchid", 0xda70d6},
    {"palegoldenrod", 0xeee8aa},
    {"palegreen", 0x98fb98},
    {"paleturquoise", 0xafeeee},
    {"palevioletred", 0xdb7093},
    {"papayawhip", 0xffefd5},
    {"peachpuff", 0xffdab9},
    {"peru", 0xcd853f},
    {"pink", 0xffc0cb},
    {"plum", 0xdda0dd},
    {"powderblue", 0xb0e0e6},
    {"purple", 0x800080},
    {"rebeccapurple", 0x663399},
    {"red", 0xff0000},
    {"rosybrown", 0xbc8f8f},
    {"royalblue", 0x4169e1},
    {"saddlebrown", 0x8b4513},
    {"salmon", 0xfa8072},
    {"sandybrown", 0xf4a460},
    {"seagreen", 0x2e8b57},
    {"seashell", 0xfff5ee},
    {"sienna", 0xa0522d},
    {"silver", 0xc0c0c0},
    {"skyblue", 0x87ceeb},
    {"slateblue", 0x6a5acd},
    {"slategray", 0x708090},
    {"slategrey", 0x708090},
    {"snow", 0xfffafa},
    {"springgreen", 0x00ff7f},
    {"steelblue", 0x4682b4},
    {"tan", 0xd2b48c},
    {"teal", 0x008080},
    {"thistle", 0xd8bfd8},
    {"tomato", 0xff6347},
    {"turquoise", 0x40e0d0},
    {"violet", 0xee82ee},
    {"wheat", 0xf5deb3},
    {"white", 0xffffff},
    {"whitesmoke", 0xf5f5f5},
    {"yellow", 0xffff00},
    {"yellowgreen", 0x9acd32},
});
static_assert(std::ranges::is_sorted(named_colors, {}, &NamedColor::name));

std::uint8_t to_byte(double value) {
    return static_cast<std::uint8_t>(std::lround(std::clamp(value, 0.0, 255.0)));
}

std::optional<unsigned> hex_digit(char c) {
    if (c >= '0' && c <= '9')
        return static_cast<unsigned>(c - '0');
    if (c >= 'a' && c <= 'f')
        return static_cast<unsigned>(c - 'a' + 10);
    return std::nullopt;
}

std::optional<Color> parse_hex(std::string_view digits) {
    const bool is_short = digits.size() == 3 || digits.size() == 4;
    if (!is_short && digits.size() != 6 && digits.size() != 8)
        return std::nullopt;
    std::array<unsigned, 4> channels = {0, 0, 0, 255};
    const std::size_t width = is_short ? 1 : 2;
    for (std::size_t i = 0; i * width < digits.size(); ++i) {
        const auto high = hex_digit(digits[i * width]);
        const auto low = hex_digit(digits[i * width + width - 1]);
        if (!high || !low)
            return std::nullopt;
        channels[i] = *high * 16 + *low;
    }
    return Color{static_cast<std::uint8_t>(channels[0]), static_cast<std::uint8_t>(channels[1]),
                 static_cast<std::uint8_t>(channels[2]), static_cast<std::uint8_t>(channels[3])};
}

/// "12", "50%" of `whole`.
std::optional<double> parse_amount(std::string_view text, double whole) {
    const bool percent = text.ends_with('%');
    if (percent)
        text.remove_suffix(1);
    const auto value = parse_double(text);
    if (!value)
        return std::nullopt;
    return percent ? *value / 100 * whole : *value;
}

/// The inside of rgb(...): both "1, 2, 3, 0.5" and "1 2 3 / 50%".
std::optional<Color> parse_rgb(std::string_view inside) {
    std::string plain(inside);
    std::ranges::replace_if(plain, [](char c) { return c == ',' || c == '/' || c == '\t'; }, ' ');
    const std::vector<std::string> parts = split_trimmed(plain, ' ');
    if (parts.size() != 3 && parts.size() != 4)
        return std::nullopt;
    const auto r = parse_amount(parts[0], 255);
    const auto g = parse_amount(parts[1], 255);
    const auto b = parse_amount(parts[2], 255);
    const auto a = parts.size() == 4 ? parse_amount(parts[3], 1) : std::optional(1.0);
    if (!r || !g || !b || !a)
        return std::nullopt;
    return Color{to_byte(*r), to_byte(*g), to_byte(*b), to_byte(*a * 255)};
}

double linear_light(std::uint8_t channel) {
    const double c = channel / 255.0;
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

double luminance(Color color) {
    return 0.2126 * linear_light(color.r) + 0.7152 * linear_light(color.g) + 0.0722 * linear_light(color.b);
}

/// Hue in degrees, saturation and lightness 0..1.
Color from_hsl(double hue_deg, double saturation, double lightness) {
    const auto channel = [&](double offset) {
        const double k = std::fmod(offset + hue_deg / 30, 12);
        const double reach = saturation * std::min(lightness, 1 - lightness);
        return to_byte(255 * (lightness - reach * std::max(-1.0, std::min({k - 3, 9 - k, 1.0}))));
    };
    return {channel(0), channel(8), channel(4), 255};
}

} // namespace

Color Color::with_alpha(double alpha) const {
    return {r, g, b, to_byte(alpha * 255)};
}

std::optional<Color> parse_css_color(std::string_view text) {
    const std::string lower = to_lower_ascii(trim(text));
    const std::string_view view = lower;
    if (view.starts_with('#'))
        return parse_hex(view.substr(1));
    if (view == "transparent")
        return Color{0, 0, 0, 0};
    const std::size_t open = view.find('(');
    if (open != std::string_view::npos) {
        const std::string_view function = view.substr(0, open);
        if (!view.ends_with(')') || (function != "rgb" && function != "rgba"))
            return std::nullopt;
        return parse_rgb(view.substr(open + 1, view.size() - open - 2));
    }
    const auto named = std::ranges::lower_bound(named_colors, view, {}, &NamedColor::name);
    if (named == named_colors.end() || named->name != view)
        return std::nullopt;
    return Color{static_cast<std::uint8_t>(named->rgb >> 16), static_cast<std::uint8_t>(named->rgb >> 8),
                 static_cast<std::uint8_t>(named->rgb), 255};
}

Color palette_color(std::string_view name) {
    // 36 hues times two depths; the hash's high bits are the well mixed ones.
    const std::uint64_t hash = fnv1a(name) * 0x9e3779b97f4a7c15ULL;
    const double hue_deg = static_cast<double>((hash >> 40) % 36) * 10;
    const bool deep = (hash >> 33 & 1) != 0;
    return from_hsl(hue_deg, deep ? 0.75 : 0.6, deep ? 0.42 : 0.55);
}

std::string to_hex(Color color) {
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string out = "#";
    const auto put = [&out](std::uint8_t channel) {
        out += digits[channel >> 4];
        out += digits[channel & 15];
    };
    put(color.r);
    put(color.g);
    put(color.b);
    if (color.a != 255)
        put(color.a);
    return out;
}

double contrast(Color a, Color b) {
    const double la = luminance(a);
    const double lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

} // namespace tw
