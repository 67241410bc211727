// What the studio asks of the page it runs in, and what the page tells it. Implemented by platform/web and
// platform/headless. Calls answer by Completion at the start of a later frame, or not at all.
#pragma once

#include "base/json.hpp"
#include "ports/clock.hpp"
#include "ports/completion.hpp"
#include "ports/image_source.hpp"
#include "ports/stores.hpp"
#include "ports/text_shaper.hpp"

#include <string>
#include <vector>

namespace tw {

struct PickedFile {
    std::string name; ///< with relative path when a folder was dropped
    std::string mime;
    Bytes bytes;
};

class Host {
public:
    virtual ~Host() = default;
    virtual void request_frame() = 0;                   ///< one more animation frame
    virtual void request_frame_in(double delay_ms) = 0; ///< timed UI: tooltips, autosave
    virtual void pick_files(bool folder, Completion<std::vector<PickedFile>> done) = 0;
    virtual void download(std::string name, std::string mime, std::string bytes) = 0;
    virtual void set_address(std::string hash, bool replace) = 0;     ///< "#/local/projects/3"
    virtual void open_link(std::string url) = 0;                      ///< another page, in a tab of its own
    virtual void set_clipboard(std::string text) = 0;                 ///< best effort
    virtual void emit(std::string_view type, const Json& detail) = 0; ///< a CustomEvent of the element
    virtual void set_setting(std::string key, std::string value) = 0; ///< layout state, on this device
    [[nodiscard]] virtual std::string setting(std::string_view key) const = 0;
    [[nodiscard]] virtual std::string asset(std::string_view path) const = 0; ///< text of assets/<path>, preloaded
    /// The bytes of assets/<path>, fetched now. Errors: "asset-fetch" (offline, or not there).
    virtual void fetch_asset(std::string path, Completion<Bytes> done) = 0;
    [[nodiscard]] virtual bool prefers_dark() const = 0;
    [[nodiscard]] virtual std::vector<std::string> languages() const = 0;
    [[nodiscard]] virtual bool is_mac() const = 0;
    [[nodiscard]] virtual double wasm_mb() const = 0;
    [[nodiscard]] virtual double textures_mb() const = 0;
};

struct AppPorts {
    Host* host = nullptr;
    Clock* clock = nullptr;
    Random* random = nullptr;
    TextShaper* shaper = nullptr;
    GlyphSource* glyphs = nullptr;
    ImageSource* images = nullptr;
    DeviceStorage* storage = nullptr; ///< nullptr: an embedded editor keeps nothing
    TabChannel* tabs = nullptr;       ///< nullptr with storage
};

} // namespace tw
