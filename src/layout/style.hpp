// How a part of the page is to look, read from the inline CSS of its `style` attribute and from the config's style
// sheets. Only what the layout and the painter understand is kept; the rest is named in diagnostics. Colours, font and
// alignment are inherited, boxes are not. Made once for a tree, pure, owned by whoever laid the page out.
#pragma once

#include "base/color.hpp"
#include "base/error.hpp"
#include "config/config_tree.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tw {

struct Length {
    enum class Unit : std::uint8_t { unset, automatic, px, percent, viewport_width, viewport_height };
    Unit unit = Unit::unset;
    double value = 0; ///< always finite
    bool operator==(const Length&) const = default;
    [[nodiscard]] bool is_set() const { return unit != Unit::unset; }
};

/// Of a box, in CSS order: top, right, bottom, left.
template <class T>
using Sides = std::array<T, 4>;

enum class Display : std::uint8_t { unset, block, flex, inline_block, none };
enum class FlexDirection : std::uint8_t { row, row_reverse, column, column_reverse };
enum class Align : std::uint8_t { unset, start, center, end, stretch, space_between, space_around, space_evenly };
enum class TextAlign : std::uint8_t { start, center, end };
enum class Overflow : std::uint8_t { visible, hidden, scroll };

struct BorderSide {
    float width_px = 0;
    std::optional<Color> color; ///< unset: the text's colour
    bool operator==(const BorderSide&) const = default;
};

struct ViewStyle {
    Display display = Display::unset;
    FlexDirection direction = FlexDirection::row;
    std::optional<double> grow, shrink;
    Length basis;
    bool wrap = false;
    std::optional<double> column_gap_px, row_gap_px;
    Length width, height, min_width, min_height, max_width, max_height;
    Sides<Length> margin, padding;
    Align justify = Align::unset, align_items = Align::unset, align_self = Align::unset;
    Overflow overflow = Overflow::visible;
    std::optional<Color> background;
    Sides<BorderSide> border;
    double radius_px = 0;
    double opacity = 1;
    // Inherited
    std::optional<Color> color;
    std::optional<double> font_size_px;
    std::optional<bool> bold, italic;
    std::string font_family;
    std::optional<TextAlign> text_align;

    bool operator==(const ViewStyle&) const = default;
};

/// Reads "name: value; ..." over what `style` already says. `where` is named in the diagnostics, which may be null.
void apply_declarations(std::string_view css, const Where& where, ViewStyle& style, Diagnostics* diagnostics);

/// The styles of all nodes of one tree.
class TreeStyles {
public:
    /// Style sheets first, in order of how specific their selectors are, then each node's own `style`. A node is found
    /// by its className, idAttr and tag name, and by the class names that Label Studio's page gives to the same part:
    /// lsf-annotation (the page), lsf-<tag>, lsf-<parent>__<tag>.
    static TreeStyles resolve(const ConfigTree& tree, Diagnostics* diagnostics = nullptr);
    [[nodiscard]] const ViewStyle& of(NodeId id) const;

private:
    std::vector<ViewStyle> styles_; ///< [0] is the plain one
    std::vector<std::uint32_t> index_;
};

/// What `validate` says about styles: unknown properties, values and selectors, as infos.
void check_styles(const ConfigTree& tree, Diagnostics& diagnostics);

} // namespace tw
