// Pictures by address: an http(s) or data URL, or tagwright-blob:<sha256>/<name>. Decoding happens off the main thread;
// the natural size is after EXIF orientation, everywhere. A picture is painted as tiles of at most 2,048 px a side.
#pragma once

#include "base/error.hpp"
#include "base/geometry.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace tw {

struct ImageTile {
    Rect rect_px;              ///< in natural pixels
    std::uint64_t texture = 0; ///< ImGui texture id; 0 until uploaded
};

struct ImageState {
    enum class Status : std::uint8_t { loading, ready, failed };
    Status status = Status::loading;
    Size natural_px; ///< after orientation; known when ready
    std::vector<ImageTile> tiles;
    std::uint64_t version = 0; ///< rises with every change of what would be seen
    Error error;               ///< when failed: "image-decode", "image-too-large", "image-fetch", "blob-missing"
    double progress = 0;       ///< 0..1 while loading
};

class ImageSource {
public:
    virtual ~ImageSource() = default;
    /// The state of a picture, asked for each frame; the first call starts loading. The reference is good for this frame.
    virtual const ImageState& image(const std::string& url) = 0;
    /// The same as a small picture, at most `thumbnail_px` a side, for lists of many; kept a while when it no longer shows.
    virtual const ImageState& thumbnail(const std::string& url) { return image(url); }
    static constexpr int thumbnail_px = 256;
    /// Frees what no longer shows: everything not asked for since the last call.
    virtual void release_unused() = 0;
};

} // namespace tw
