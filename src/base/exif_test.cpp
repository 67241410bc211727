#include "base/exif.hpp"

#include <doctest/doctest.h>

#include <string>

namespace {

using tw::apply_orientation;
using tw::exif_orientation;
using Bytes = std::vector<std::uint8_t>;

Bytes jpeg_with(int orientation, bool little, std::uint16_t type = 3) {
    const auto u16 = [little](Bytes& out, unsigned v) {
        const auto low = static_cast<std::uint8_t>(v & 255U), high = static_cast<std::uint8_t>(v >> 8);
        out.push_back(little ? low : high);
        out.push_back(little ? high : low);
    };
    const auto u32 = [&](Bytes& out, unsigned v) {
        u16(out, little ? v & 0xFFFFU : v >> 16);
        u16(out, little ? v >> 16 : v & 0xFFFFU);
    };
    Bytes tiff = little ? Bytes{'I', 'I'} : Bytes{'M', 'M'};
    u16(tiff, 42);
    u32(tiff, 8);
    u16(tiff, 2); // entries: another tag first
    u16(tiff, 0x010F), u16(tiff, 2), u32(tiff, 4), u32(tiff, 0);
    u16(tiff, 0x0112), u16(tiff, type), u32(tiff, 1), u16(tiff, static_cast<unsigned>(orientation)), u16(tiff, 0);
    u32(tiff, 0);
    Bytes out{0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xE1};
    const std::size_t size = tiff.size() + 8;
    out.push_back(static_cast<std::uint8_t>(size >> 8));
    out.push_back(static_cast<std::uint8_t>(size & 255U));
    for (const char c : std::string("Exif\0\0", 6))
        out.push_back(static_cast<std::uint8_t>(c));
    out.insert(out.end(), tiff.begin(), tiff.end());
    out.insert(out.end(), {0xFF, 0xDA, 0, 2});
    return out;
}

/// One letter a pixel.
Bytes picture(const std::string& letters) {
    Bytes out;
    for (const char c : letters)
        out.insert(out.end(), {static_cast<std::uint8_t>(c), 0, 0, 255});
    return out;
}
std::string letters(const Bytes& rgba) {
    std::string out;
    for (std::size_t i = 0; i < rgba.size(); i += 4)
        out.push_back(static_cast<char>(rgba[i]));
    return out;
}

} // namespace

TEST_CASE("orientation is read in both byte orders, behind other segments and entries") {
    for (int orientation = 1; orientation <= 8; ++orientation) {
        CHECK(exif_orientation(jpeg_with(orientation, true)) == orientation);
        CHECK(exif_orientation(jpeg_with(orientation, false)) == orientation);
    }
}

TEST_CASE("what makes no sense is upright, and no byte beyond the end is read") {
    CHECK(exif_orientation(jpeg_with(0, true)) == 1);
    CHECK(exif_orientation(jpeg_with(9, true)) == 1);
    CHECK(exif_orientation(jpeg_with(6, true, 4)) == 1);
    CHECK(exif_orientation(Bytes{}) == 1);
    CHECK(exif_orientation(Bytes{0x89, 'P', 'N', 'G', 0, 0, 0, 0}) == 1);
    const Bytes whole = jpeg_with(6, false);
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const Bytes cut(whole.begin(),
                        whole.begin() + static_cast<std::ptrdiff_t>(size)); // its own end, for the sanitizer
        const int orientation = exif_orientation(cut);
        CHECK((orientation == 1 || orientation == 6));
    }
}

TEST_CASE("each orientation puts the stored pixels upright") {
    // Stored rows "ab", "cd", "ef"; what a viewer shows by the definition of the tag.
    const Bytes stored = picture("abcdef");
    const std::pair<int, const char*> expected[] = {
        {1, "abcdef"}, {2, "badcfe"}, {3, "fedcba"}, {4, "efcdab"}, // 2 wide, 3 high
        {5, "acebdf"}, {6, "ecafdb"}, {7, "fdbeca"}, {8, "bdface"}, // 3 wide, 2 high
    };
    for (const auto& [orientation, upright] : expected) {
        CAPTURE(orientation);
        CHECK(letters(apply_orientation(stored, 2, 3, orientation)) == upright);
    }
}
