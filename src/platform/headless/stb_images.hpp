// Pictures without a browser: stb_image behind the ImageSource port, for tests, benchmarks and the command line. Decodes
// at once, in the first call, and puts EXIF orientation upright as a browser does. Makes no textures: a tile carries a
// number that no other tile has. Refuses what is too large before it decodes.
#pragma once

#include "ports/image_source.hpp"
#include "ports/stores.hpp"

#include <functional>
#include <map>
#include <span>

namespace tw::headless {

struct DecodedImage {
    int width = 0, height = 0; ///< after orientation
    std::vector<std::uint8_t> rgba;
};

/// JPEG, PNG, BMP, GIF (first frame). Errors: "image-decode", "image-too-large".
Result<DecodedImage> decode_image(std::span<const std::uint8_t> bytes);

class StbImages final : public ImageSource {
public:
    using Read = std::function<Result<Bytes>(const std::string& url)>;
    /// `read` gives the bytes behind an address, or why there are none.
    explicit StbImages(Read read) : read_(std::move(read)) {}

    const ImageState& image(const std::string& url) override;
    void release_unused() override;

private:
    struct Entry {
        ImageState state;
        bool asked = true;
    };
    Read read_;
    std::map<std::string, Entry> by_url_;
    std::uint64_t last_texture_ = 0;
};

} // namespace tw::headless
