// The one thing of EXIF that changes what a picture is: its orientation. Reads the APP1 segment of a JPEG; looks at no
// pixel and never beyond its input. Also the permutation of pixels an orientation stands for, so that natural size and
// coordinates are after it, as browsers have them.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace tw {

/// 1..8 as EXIF tag 0x0112 defines it (EXIF 2.3, 4.6.4 A); 1 where there is none or it makes no sense.
int exif_orientation(std::span<const std::uint8_t> jpeg);

/// Orientations 5..8 swap width and height.
constexpr bool swaps_sides(int orientation) {
    return orientation >= 5;
}

/// Pixels of 4 bytes, `width` x `height` as stored, put upright; sizes are swapped where swaps_sides() says so.
std::vector<std::uint8_t> apply_orientation(std::span<const std::uint8_t> rgba, int width, int height, int orientation);

} // namespace tw
