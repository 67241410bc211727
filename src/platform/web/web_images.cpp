#include "platform/web/web_images.hpp"

#include "base/message_json.hpp"
#include "platform/web/imports.hpp"

#include <GLES3/gl3.h>

#include <algorithm>

namespace tw::web {
namespace {

constexpr double upload_budget_ms = 8;
constexpr int tile_px = 2048;
constexpr std::string_view blob_scheme = "tagwright-blob:";
constexpr std::string_view thumbnail_prefix = "thumbnail:";
constexpr std::size_t most_thumbnails = 400; ///< kept; 100 MB at most

int max_texture_px() {
    static const int limit = [] {
        GLint most = 0;
        glGetIntegerv(GL_MAX_TEXTURE_SIZE, &most);
        return std::max(256, std::min(tile_px, most));
    }();
    return limit;
}

} // namespace

WebImages::WebImages(GlRenderer& renderer, std::function<void()> request_frame)
    : renderer_(&renderer), request_frame_(std::move(request_frame)) {}

const ImageState& WebImages::image(const std::string& url) {
    std::unique_ptr<Entry>& entry = by_url_[url];
    if (!entry) {
        entry = std::make_unique<Entry>();
        entry->url = url;
        start(*entry);
    }
    entry->asked = true;
    return entry->state;
}

const ImageState& WebImages::thumbnail(const std::string& url) {
    std::unique_ptr<Entry>& entry = by_url_[std::string(thumbnail_prefix) + url];
    if (!entry) {
        entry = std::make_unique<Entry>();
        entry->url = url;
        entry->small = true;
        start(*entry);
    }
    entry->asked = true;
    return entry->state;
}

void WebImages::start(Entry& entry) {
    entry.id = ++last_id_;
    if (!entry.url.starts_with(blob_scheme)) {
        twjs_image_load(entry.id, entry.url.data(), entry.url.size(), max_texture_px(), entry.small ? thumbnail_px : 0);
        return;
    }
    const std::size_t end = std::min(entry.url.find('/'), entry.url.size());
    const std::string sha256 = entry.url.substr(blob_scheme.size(), end - blob_scheme.size());
    if (stored_)
        twjs_image_stored(entry.id, sha256.data(), sha256.size(), max_texture_px(), entry.small ? thumbnail_px : 0);
    else
        fail(entry, error_of(say("blob-missing.picture")));
}

void WebImages::fail(Entry& entry, Error error) {
    entry.state.status = ImageState::Status::failed;
    entry.state.error = std::move(error);
    ++entry.state.version;
    request_frame_();
}

WebImages::Entry* WebImages::by_id(std::uint32_t id) {
    for (const auto& [url, entry] : by_url_)
        if (entry->id == id)
            return entry.get();
    return nullptr;
}

void WebImages::arrived(std::uint32_t id, std::string_view text) {
    Entry* entry = by_id(id);
    const auto json = parse_json(text, "image");
    if (!entry || !json)
        return;
    ImageState& state = entry->state;
    request_frame_();
    if (find(*json, "piece")) { // seen once its tile is whole
        ++entry->pieces;
        return;
    }
    ++state.version;
    if (const Json* error = find(*json, "error")) {
        fail(*entry, error_from_json(*error));
    } else if (const Json* tiles = find(*json, "tiles"); tiles && tiles->is_array()) {
        state.natural_px = {number_or(*json, "w", 0), number_or(*json, "h", 0)};
        for (const Json& tile : *tiles) {
            const auto at = [&](std::size_t i) {
                return tile.is_array() && i < tile.size() && tile[i].is_number() ? tile[i].get<double>() : 0.0;
            };
            state.tiles.push_back({{at(0), at(1), at(2), at(3)}, 0});
            entry->texture_px.push_back({at(4), at(5)});
        }
        state.status = ImageState::Status::ready;
        state.progress = 1;
    } else {
        state.progress = number_or(*json, "progress", state.progress);
    }
}

void WebImages::begin_frame() {
    const double start_ms = twjs_now_ms();
    for (const auto& [url, entry] : by_url_)
        while (entry->pieces > 0 && entry->next_tile < entry->texture_px.size())
            if (!upload_piece(*entry) || twjs_now_ms() - start_ms > upload_budget_ms)
                return;
}

bool WebImages::upload_piece(Entry& entry) {
    if (entry.next_texture == 0) {
        const Size size = entry.texture_px[entry.next_tile];
        entry.next_texture = renderer_->create_texture(static_cast<int>(size.w), static_cast<int>(size.h), true);
    }
    if (!renderer_->begin_upload(entry.next_texture))
        return false; // no context now; gl_restored brings us back
    --entry.pieces;
    if (twjs_image_upload(entry.id) == 0)
        return true;
    renderer_->end_upload(entry.next_texture);
    entry.state.tiles[entry.next_tile++].texture = std::exchange(entry.next_texture, 0);
    ++entry.state.version;
    return true;
}

bool WebImages::owes_uploads() const {
    return std::ranges::any_of(by_url_, [](const auto& one) { return one.second->pieces > 0; });
}

void WebImages::release(Entry& entry) {
    twjs_image_release(entry.id);
    for (const ImageTile& tile : entry.state.tiles)
        if (tile.texture != 0)
            renderer_->destroy_texture(tile.texture);
    if (entry.next_texture != 0)
        renderer_->destroy_texture(entry.next_texture);
    entry.state.tiles.clear();
    entry.texture_px.clear();
    entry.pieces = entry.next_tile = 0;
    entry.next_texture = 0;
}

void WebImages::release_unused() {
    ++turn_;
    // Thumbnails come back with every scroll: the latest stay, finished ones only.
    std::vector<std::uint64_t> turns;
    for (const auto& [url, entry] : by_url_)
        if (entry->small && !entry->asked && entry->state.status == ImageState::Status::ready)
            turns.push_back(entry->asked_at);
    std::uint64_t oldest_kept = 0;
    if (turns.size() > most_thumbnails) {
        const auto cut = turns.end() - static_cast<std::ptrdiff_t>(most_thumbnails);
        std::ranges::nth_element(turns, cut);
        oldest_kept = *cut;
    }
    for (auto at = by_url_.begin(); at != by_url_.end();) {
        Entry& entry = *at->second;
        if (std::exchange(entry.asked, false)) {
            entry.asked_at = turn_;
            ++at;
        } else if (entry.small && entry.state.status == ImageState::Status::ready && entry.asked_at >= oldest_kept) {
            ++at;
        } else {
            release(entry);
            at = by_url_.erase(at);
        }
    }
}

void WebImages::reload() {
    for (auto& [url, entry] : by_url_) {
        release(*entry);
        const std::uint64_t version = entry->state.version + 1;
        entry->state = {};
        entry->state.version = version;
        start(*entry);
    }
}

void WebImages::close() {
    for (auto& [url, entry] : by_url_)
        release(*entry);
    by_url_.clear();
}

} // namespace tw::web
