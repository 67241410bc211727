#include "base/exif.hpp"

#include <cstddef>
#include <cstring>

namespace tw {
namespace {

/// Reads numbers in the byte order that the TIFF header names; zero beyond the end.
struct Tiff {
    std::span<const std::uint8_t> bytes;
    bool little = false;

    [[nodiscard]] std::uint32_t u16(std::size_t at) const {
        if (at + 2 > bytes.size())
            return 0;
        return little ? static_cast<std::uint32_t>(bytes[at] | bytes[at + 1] << 8)
                      : static_cast<std::uint32_t>(bytes[at] << 8 | bytes[at + 1]);
    }
    [[nodiscard]] std::uint32_t u32(std::size_t at) const {
        return little ? u16(at) | u16(at + 2) << 16 : u16(at) << 16 | u16(at + 2);
    }
};

int orientation_in_tiff(std::span<const std::uint8_t> bytes) {
    constexpr std::uint32_t orientation_tag = 0x0112, type_short = 3;
    if (bytes.size() < 8)
        return 1;
    const Tiff tiff{bytes, bytes[0] == 'I'};
    if (bytes[0] != bytes[1] || (bytes[0] != 'I' && bytes[0] != 'M') || tiff.u16(2) != 42)
        return 1;
    const std::size_t directory = tiff.u32(4);
    if (directory >= bytes.size())
        return 1;
    const std::size_t entries = tiff.u16(directory);
    for (std::size_t i = 0; i < entries; ++i) {
        const std::size_t entry = directory + 2 + i * 12;
        if (entry + 12 > bytes.size())
            break;
        if (tiff.u16(entry) != orientation_tag)
            continue;
        const std::uint32_t value = tiff.u16(entry + 8);
        return tiff.u16(entry + 2) == type_short && value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
    }
    return 1;
}

} // namespace

int exif_orientation(std::span<const std::uint8_t> jpeg) {
    static constexpr std::uint8_t exif_name[] = {'E', 'x', 'i', 'f', 0, 0};
    if (jpeg.size() < 4 || jpeg[0] != 0xFF || jpeg[1] != 0xD8)
        return 1;
    std::size_t at = 2;
    while (at + 4 <= jpeg.size() && jpeg[at] == 0xFF) {
        const std::uint8_t marker = jpeg[at + 1];
        if (marker == 0xFF) { // padding
            ++at;
            continue;
        }
        if (marker == 0xDA || marker == 0xD9) // pixels begin, or the end
            break;
        const std::size_t size = static_cast<std::size_t>(jpeg[at + 2]) << 8 | jpeg[at + 3];
        if (size < 2 || at + 2 + size > jpeg.size())
            break;
        const auto segment = jpeg.subspan(at + 4, size - 2);
        if (marker == 0xE1 && segment.size() > sizeof exif_name &&
            std::memcmp(segment.data(), exif_name, sizeof exif_name) == 0)
            return orientation_in_tiff(segment.subspan(sizeof exif_name));
        at += 2 + size;
    }
    return 1;
}

std::vector<std::uint8_t> apply_orientation(std::span<const std::uint8_t> rgba, int width, int height,
                                            int orientation) {
    const auto w = static_cast<std::size_t>(width), h = static_cast<std::size_t>(height);
    const bool swap = swaps_sides(orientation);
    const bool mirror_x = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    const bool mirror_y = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    const std::size_t out_w = swap ? h : w, out_h = swap ? w : h;
    std::vector<std::uint8_t> out(w * h * 4);
    for (std::size_t y = 0; y < out_h; ++y) {
        for (std::size_t x = 0; x < out_w; ++x) {
            // Where the upright pixel is stored: sides swapped first, then mirrored along the stored axes.
            std::size_t from_x = swap ? y : x, from_y = swap ? x : y;
            if (mirror_x)
                from_x = w - 1 - from_x;
            if (mirror_y)
                from_y = h - 1 - from_y;
            std::memcpy(&out[(y * out_w + x) * 4], &rgba[(from_y * w + from_x) * 4], 4);
        }
    }
    return out;
}

} // namespace tw
