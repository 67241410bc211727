// What the studio asks of the page it runs in, and what the page tells it. Implemented by platform/web and
// platform/headless. Calls answer by Completion at the start of a later frame, or not at all.
#pragma once

#include "base/json.hpp"
#include "ports/clock.hpp"
#include "ports/completion.hpp"
#include "ports/http.hpp"
#include "ports/image_source.hpp"
#include "ports/stores.hpp"
#include "ports/text_shaper.hpp"

#include <functional>
#include <string>
#include <vector>

namespace tw {

struct PickedFile {
    std::string name; ///< with relative path when a folder was dropped
    std::string mime;
    Bytes bytes;              ///< of a picture and of a large file of rows its beginning
    std::uint32_t handle = 0; ///< the host still holds the file: read_text(); 0: all there is is `bytes`
    std::uint64_t size = 0;
    std::string sha256 = {}; ///< of a picture: the host keeps it, a blob of this hash needs no bytes
};

/// What a file of text looks like from its beginning.
struct FileHead {
    std::string encoding; ///< a label of the Encoding Standard: "utf-8", "gb18030", "shift_jis", ...
    bool sure = true;     ///< false: a guess
    std::string text;     ///< the first 64 KB, decoded
};

/// How much of an archive is written or read.
struct ArchiveProgress {
    std::uint32_t done = 0, total = 0; ///< files
};

struct ProjectFile {
    std::string project; ///< the text of project.json, "" when it has none
    PickedFile tasks;    ///< tasks.jsonl
};

class Host {
public:
    virtual ~Host() = default;
    virtual void request_frame() = 0;                   ///< one more animation frame
    virtual void request_frame_in(double delay_ms) = 0; ///< timed UI: tooltips, autosave
    virtual void pick_files(bool folder, Completion<std::vector<PickedFile>> done) = 0;
    /// The beginning of a picked file; with `encoding` "" it is found out.
    virtual void read_head(std::uint32_t handle, std::string encoding, Completion<FileHead> done) = 0;
    /// The next `size` bytes as UTF-8, in order from the one at `offset` 0; "" behind the end. Several may be under way.
    virtual void read_text(std::uint32_t handle, std::string encoding, std::uint64_t offset, std::size_t size,
                           Completion<std::string> done) = 0;
    /// An archive in the making: texts come in pieces under one name, files of this device by their hash and never
    /// through here. Closing offers it as a download; without a name it is thrown away.
    virtual std::uint32_t zip_open() = 0;
    virtual void zip_text(std::uint32_t zip, std::string_view name, std::string_view piece) = 0;
    virtual void zip_blob(std::uint32_t zip, std::string_view name, std::string_view sha256) = 0;
    virtual void zip_close(std::uint32_t zip, std::string download_name, Completion<Unit> done) = 0;
    /// A picked file that holds a whole project: its media are kept on this device. Errors: "zip-read".
    virtual void open_project_file(std::uint32_t handle, Completion<ProjectFile> done) = 0;
    /// Of the archive that is being closed or opened now; asked for in every frame that shows it.
    [[nodiscard]] virtual ArchiveProgress archive_progress() const = 0;
    /// Ends that work; its call answers "cancelled".
    virtual void cancel_archive() = 0;
    /// A text that is offered as a download once it is whole, however long it is; without a name it is thrown away.
    virtual std::uint32_t text_open() = 0;
    virtual void text_add(std::uint32_t text, std::string_view piece) = 0;
    virtual void text_close(std::uint32_t text, std::string download_name, std::string mime) = 0;
    /// A second instance of this program without a page, where long work goes on while this one draws; what it offers as a
    /// download is offered by the page. 0: there is none here, and the caller works in slices itself. `on_message` is
    /// called at the start of a frame; {"failed": true} says that it could not be started after all, or broke.
    virtual std::uint32_t open_worker(std::function<void(const std::string& json)> on_message) = 0;
    virtual void tell_worker(std::uint32_t worker, std::string json,
                             const std::vector<std::uint32_t>& file_handles) = 0;
    virtual void close_worker(std::uint32_t worker) = 0;
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
    Http* http = nullptr;             ///< nullptr: there is no server to talk to (embedded editor, tests)
    Socket* socket = nullptr;         ///< nullptr with http
};

} // namespace tw
