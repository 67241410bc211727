// A colour as four bytes, and the reader of the colours a labeling config may hold (CSS names, #rgb, #rrggbb, #rrggbbaa,
// rgb(), rgba(), transparent).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tw {

struct Color {
    std::uint8_t r = 0, g = 0, b = 0, a = 255;
    bool operator==(const Color&) const = default;
    [[nodiscard]] Color with_alpha(double alpha) const; ///< alpha 0..1 replaces a
    [[nodiscard]] std::uint32_t abgr() const {          ///< ImGui's packing
        return std::uint32_t(a) << 24 | std::uint32_t(b) << 16 | std::uint32_t(g) << 8 | r;
    }
};

std::optional<Color> parse_css_color(std::string_view text);
/// A stable, distinguishable colour for a label that has none, by its name.
Color palette_color(std::string_view name);
/// "#rrggbb", or "#rrggbbaa" when not opaque.
std::string to_hex(Color color);
/// WCAG relative contrast of two opaque colours, 1..21.
double contrast(Color a, Color b);

} // namespace tw
