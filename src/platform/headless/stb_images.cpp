#include "platform/headless/stb_images.hpp"

#include "base/exif.hpp"

#include <climits>
#include <cstdlib>
#include <memory>
#include <utility>

#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_STATIC
#define STBI_NO_STDIO
#define STBI_ONLY_JPEG
#define STBI_ONLY_PNG
#define STBI_ONLY_BMP
#define STBI_ONLY_GIF
#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#endif
#include <stb/stb_image.h>
#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

namespace tw::headless {
namespace {

constexpr double most_pixels = 200e6;
constexpr double tile_px = 2048;

} // namespace

Result<DecodedImage> decode_image(std::span<const std::uint8_t> bytes) {
    if (bytes.size() > INT_MAX)
        return fail(say("image-too-large.file"));
    const int size = static_cast<int>(bytes.size());
    int width = 0, height = 0, channels = 0;
    const auto broken = [] {
        const char* reason = stbi_failure_reason();
        return fail(say("image-decode.reason", "detail"_is(reason ? reason : "?")));
    };
    if (stbi_info_from_memory(bytes.data(), size, &width, &height, &channels) == 0)
        return broken();
    if (static_cast<double>(width) * height > most_pixels)
        return fail(say("image-too-large.pixels",
                        "megapixels"_is(std::lround(static_cast<double>(width) * height / 1e6)), "width"_is(width),
                        "height"_is(height), "most"_is(std::lround(most_pixels / 1e6))));
    const std::unique_ptr<stbi_uc, decltype(&std::free)> pixels(
        stbi_load_from_memory(bytes.data(), size, &width, &height, &channels, 4), &std::free);
    if (!pixels)
        return broken();
    const std::span<const std::uint8_t> rgba(pixels.get(),
                                             static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4);
    const int orientation = exif_orientation(bytes);
    DecodedImage out{width, height, {}};
    if (orientation == 1)
        out.rgba.assign(rgba.begin(), rgba.end());
    else
        out.rgba = apply_orientation(rgba, width, height, orientation);
    if (swaps_sides(orientation))
        std::swap(out.width, out.height);
    return out;
}

const ImageState& StbImages::image(const std::string& url) {
    const auto [found, is_new] = by_url_.try_emplace(url);
    Entry& entry = found->second;
    entry.asked = true;
    if (!is_new)
        return entry.state;
    ImageState& state = entry.state;
    state.version = 1;
    const Result<Bytes> bytes = read_(url);
    const Result<DecodedImage> decoded = bytes ? decode_image(*bytes) : std::unexpected(bytes.error());
    if (!decoded) {
        state.status = ImageState::Status::failed;
        state.error = decoded.error();
        return state;
    }
    state.status = ImageState::Status::ready;
    state.progress = 1;
    state.natural_px = {static_cast<double>(decoded->width), static_cast<double>(decoded->height)};
    for (double y = 0; y < state.natural_px.h; y += tile_px)
        for (double x = 0; x < state.natural_px.w; x += tile_px)
            state.tiles.push_back(
                {{x, y, std::min(tile_px, state.natural_px.w - x), std::min(tile_px, state.natural_px.h - y)},
                 ++last_texture_});
    return state;
}

void StbImages::release_unused() {
    for (auto at = by_url_.begin(); at != by_url_.end();)
        at = std::exchange(at->second.asked, false) ? std::next(at) : by_url_.erase(at);
}

} // namespace tw::headless
