// A page that is not there: keeps what the studio asks of it where a test can read it, and gives what a test put in. Draws
// nothing and waits for nothing.
#pragma once

#include "app/host.hpp"

#include <functional>
#include <limits>
#include <map>
#include <string>
#include <vector>

namespace tw::headless {

class HeadlessHost final : public Host {
public:
    /// `read_asset` gives the text of assets/<path>, "" when there is none.
    explicit HeadlessHost(std::function<std::string(std::string_view)> read_asset)
        : read_asset_(std::move(read_asset)) {}

    void request_frame() override { frame_wanted = true; }
    void request_frame_in(double delay_ms) override { frame_in_ms = std::min(frame_in_ms, delay_ms); }
    void pick_files(bool folder, Completion<std::vector<PickedFile>> done) override;
    void read_head(std::uint32_t handle, std::string encoding, Completion<FileHead> done) override;
    void read_text(std::uint32_t handle, std::string encoding, std::uint64_t offset, std::size_t size,
                   Completion<std::string> done) override;
    std::uint32_t zip_open() override;
    void zip_text(std::uint32_t zip, std::string_view name, std::string_view piece) override;
    void zip_blob(std::uint32_t zip, std::string_view name, std::string_view sha256) override;
    void zip_close(std::uint32_t zip, std::string download_name, Completion<Unit> done) override;
    void open_project_file(std::uint32_t handle, Completion<ProjectFile> done) override;
    [[nodiscard]] ArchiveProgress archive_progress() const override { return {}; }
    void cancel_archive() override {}
    std::uint32_t text_open() override { return text_.clear(), 1; }
    void text_add(std::uint32_t, std::string_view piece) override { text_ += piece; }
    void text_close(std::uint32_t, std::string download_name, std::string mime) override;
    std::uint32_t open_worker(std::function<void(const std::string& json)>) override { return 0; }
    void tell_worker(std::uint32_t, std::string, const std::vector<std::uint32_t>&) override {}
    void close_worker(std::uint32_t) override {}
    void download(std::string name, std::string mime, std::string bytes) override;
    void set_address(std::string hash, bool replace) override;
    void open_link(std::string url) override { links.push_back(std::move(url)); }
    void set_clipboard(std::string text) override { clipboard = std::move(text); }
    void emit(std::string_view type, const Json& detail) override { events.emplace_back(type, detail); }
    void set_setting(std::string key, std::string value) override { settings[std::move(key)] = std::move(value); }
    [[nodiscard]] std::string setting(std::string_view key) const override;
    [[nodiscard]] std::string asset(std::string_view path) const override { return read_asset_(path); }
    void fetch_asset(std::string path, Completion<Bytes> done) override;
    [[nodiscard]] bool prefers_dark() const override { return dark; }
    [[nodiscard]] std::vector<std::string> languages() const override { return wanted_languages; }
    [[nodiscard]] bool is_mac() const override { return false; }
    [[nodiscard]] double wasm_mb() const override { return 0; }
    [[nodiscard]] double textures_mb() const override { return 0; }

    struct Download {
        std::string name, mime, bytes;
    };
    bool frame_wanted = false, dark = false;
    double frame_in_ms = std::numeric_limits<double>::infinity();
    std::vector<Download> downloads;
    std::vector<std::string> addresses; ///< as a browser's history has them
    std::vector<std::string> links;
    std::string clipboard;
    std::vector<std::pair<std::string, Json>> events;
    std::map<std::string, std::string, std::less<>> settings;
    std::vector<std::string> wanted_languages = {"en"};
    std::map<std::uint32_t, std::string> held_files;             ///< UTF-8, by handle
    std::map<std::string, std::string, std::less<>> zip_entries; ///< of the archive made last; a blob's is its hash
    std::vector<PickedFile> files_to_pick;                       ///< what the next picker answers

private:
    std::function<std::string(std::string_view)> read_asset_;
    std::string text_;
};

} // namespace tw::headless
