// Pictures by address, decoded by the browser off the main thread (images.js) and uploaded tile by tile over several
// frames, so that no frame waits for a whole photograph. Owned by Studio. A picture that was not asked for since the last
// release_unused() is let go, pixels and all; asking again loads it again.
#pragma once

#include "platform/web/gl_renderer.hpp"
#include "ports/image_source.hpp"

#include <functional>
#include <memory>
#include <unordered_map>

namespace tw::web {

class WebImages final : public ImageSource {
public:
    WebImages(GlRenderer& renderer, std::function<void()> request_frame);

    /// This device keeps files: tagwright-blob: addresses are looked up. Without, they are "blob-missing".
    void set_stored(bool stored) { stored_ = stored; }

    const ImageState& image(const std::string& url) override;
    const ImageState& thumbnail(const std::string& url) override;
    void release_unused() override;

    /// Uploads what this frame can afford.
    void begin_frame();
    [[nodiscard]] bool owes_uploads() const;
    /// News from images.js, as exports.cpp tells it.
    void arrived(std::uint32_t id, std::string_view json);
    /// The context was lost: everything is loaded again.
    void reload();
    void close();

private:
    struct Entry {
        std::uint32_t id = 0;
        std::string url;
        ImageState state;
        std::vector<Size> texture_px;   ///< of each tile; smaller than its rect where the picture is too big
        std::size_t pieces = 0;         ///< decoded and waiting to be uploaded
        std::size_t next_tile = 0;      ///< the tile they belong to; tiles come in order
        std::uint64_t next_texture = 0; ///< its texture while it is still being filled
        bool asked = true;
        bool small = false;         ///< a thumbnail
        std::uint64_t asked_at = 0; ///< turn of release_unused
    };
    void start(Entry& entry);
    /// False when there is no context to upload to.
    bool upload_piece(Entry& entry);
    void release(Entry& entry);
    void fail(Entry& entry, Error error);
    Entry* by_id(std::uint32_t id);

    GlRenderer* renderer_;
    std::function<void()> request_frame_;
    bool stored_ = false;
    std::unordered_map<std::string, std::unique_ptr<Entry>> by_url_;
    std::uint32_t last_id_ = 0;
    std::uint64_t turn_ = 0; ///< calls of release_unused
};

} // namespace tw::web
