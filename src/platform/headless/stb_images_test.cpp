#include "platform/headless/stb_images.hpp"

#include "support/repo_dir.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>

using namespace tw;
using headless::decode_image;

namespace {

Bytes read_file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}
Bytes photo() {
    return read_file(test::repo_dir() / "assets/samples/photos/nagasaki-boats.jpg");
}

/// The same JPEG with an EXIF segment that turns it.
Bytes turned(Bytes jpeg, std::uint8_t orientation) {
    const Bytes exif{0xFF, 0xE1, 0,    34,   'E', 'x', 'i', 'f', 0, 0, 'M', 'M',         0, 42, 0, 0, 0, 8,
                     0,    1,    0x01, 0x12, 0,   3,   0,   0,   0, 1, 0,   orientation, 0, 0,  0, 0, 0, 0};
    jpeg.insert(jpeg.begin() + 2, exif.begin(), exif.end());
    return jpeg;
}

/// A BMP header alone: enough to know its size.
Bytes bmp_header(std::uint32_t width, std::uint32_t height) {
    Bytes out{'B', 'M', 0, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0};
    for (const std::uint32_t side : {width, height})
        for (unsigned shift = 0; shift < 32; shift += 8)
            out.push_back(static_cast<std::uint8_t>(side >> shift));
    out.insert(out.end(), {1, 0, 24, 0});
    out.resize(64);
    return out;
}

} // namespace

TEST_CASE("a photograph decodes, and turned by EXIF its natural size is the upright one") {
    const auto plain = decode_image(photo());
    REQUIRE(plain);
    CHECK(plain->width > 100);
    const auto w = static_cast<std::size_t>(plain->width), h = static_cast<std::size_t>(plain->height);
    REQUIRE(plain->rgba.size() == w * h * 4);

    const auto side = decode_image(turned(photo(), 6));
    REQUIRE(side);
    CHECK(side->width == plain->height);
    CHECK(side->height == plain->width);
    // Orientation 6: the stored left bottom pixel is the upright left top one.
    for (std::size_t c = 0; c < 4; ++c)
        CHECK(side->rgba[c] == plain->rgba[(h - 1) * w * 4 + c]);
}

TEST_CASE("what is no picture, cut off, or too large is said, not crashed on") {
    CHECK(decode_image(Bytes{}).error().code == "image-decode");
    CHECK(decode_image(Bytes(1000, 'x')).error().code == "image-decode");
    CHECK(decode_image(bmp_header(20000, 20000)).error().code == "image-too-large");
    Bytes cut = photo();
    cut.resize(200);
    CHECK(decode_image(cut).error().code == "image-decode");
}

TEST_CASE("a source reads an address once, tiles it, and forgets what is not asked for") {
    int reads = 0;
    headless::StbImages images([&](const std::string& url) -> Result<Bytes> {
        ++reads;
        if (url == "none")
            return fail("image-fetch", "no such picture");
        return photo();
    });
    const ImageState& state = images.image("photo");
    REQUIRE(state.status == ImageState::Status::ready);
    double area = 0;
    for (const ImageTile& tile : state.tiles) {
        CHECK(tile.rect_px.w <= 2048);
        CHECK(tile.rect_px.h <= 2048);
        CHECK(tile.texture != 0);
        area += tile.rect_px.w * tile.rect_px.h;
    }
    CHECK(area == state.natural_px.w * state.natural_px.h);
    images.image("photo");
    CHECK(reads == 1);
    CHECK(images.image("none").error.code == "image-fetch");
    images.release_unused();
    images.image("photo");
    CHECK(reads == 2);
    images.release_unused(); // "none" was not asked for
    images.image("photo");
    CHECK(reads == 2);
    images.image("none");
    CHECK(reads == 3);
}
