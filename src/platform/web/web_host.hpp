// The page as the app's Host, and the browser's clock and randomness. Holds nothing but files on their way in; owned by
// Studio.
#pragma once

#include "app/host.hpp"
#include "platform/web/web_requests.hpp"

#include <map>

namespace tw::web {

class WebClock final : public Clock {
public:
    [[nodiscard]] std::uint64_t now_ms_utc() const override;
    [[nodiscard]] double monotonic_ms() const override;
};

class WebRandom final : public Random {
public:
    std::uint64_t next_u64() override;
};

class WebHost final : public Host {
public:
    explicit WebHost(Requests& requests) : requests_(&requests) {}

    void request_frame() override;
    void request_frame_in(double delay_ms) override;
    void pick_files(bool folder, Completion<std::vector<PickedFile>> done) override;
    void read_head(std::uint32_t handle, std::string encoding, Completion<FileHead> done) override;
    void read_text(std::uint32_t handle, std::string encoding, std::uint64_t offset, std::size_t size,
                   Completion<std::string> done) override;
    std::uint32_t zip_open() override;
    void zip_text(std::uint32_t zip, std::string_view name, std::string_view piece) override;
    void zip_blob(std::uint32_t zip, std::string_view name, std::string_view sha256) override;
    void zip_close(std::uint32_t zip, std::string download_name, Completion<Unit> done) override;
    void open_project_file(std::uint32_t handle, Completion<ProjectFile> done) override;
    [[nodiscard]] ArchiveProgress archive_progress() const override;
    void cancel_archive() override;
    std::uint32_t text_open() override;
    void text_add(std::uint32_t text, std::string_view piece) override;
    void text_close(std::uint32_t text, std::string download_name, std::string mime) override;
    std::uint32_t open_worker(std::function<void(const std::string& json)> on_message) override;
    void tell_worker(std::uint32_t worker, std::string json, const std::vector<std::uint32_t>& file_handles) override;
    void close_worker(std::uint32_t worker) override;
    void download(std::string name, std::string mime, std::string bytes) override;
    void set_address(std::string hash, bool replace) override;
    void open_link(std::string url) override;
    void set_clipboard(std::string text) override;
    void emit(std::string_view type, const Json& detail) override;
    void set_setting(std::string key, std::string value) override;
    [[nodiscard]] std::string setting(std::string_view key) const override;
    [[nodiscard]] std::string asset(std::string_view path) const override;
    void fetch_asset(std::string path, Completion<Bytes> done) override;
    [[nodiscard]] bool prefers_dark() const override;
    [[nodiscard]] std::vector<std::string> languages() const override;
    [[nodiscard]] bool is_mac() const override;
    [[nodiscard]] double wasm_mb() const override;
    [[nodiscard]] double textures_mb() const override;

    /// Files arrive one by one, then are taken as a whole.
    void add_file(PickedFile file) { files_.push_back(std::move(file)); }
    std::vector<PickedFile> take_files() { return std::exchange(files_, {}); }
    /// From a worker; handed on at the start of the next frame.
    void worker_said(std::uint32_t worker, std::string json);
    std::function<double()> count_textures_mb;

private:
    Requests* requests_;
    std::vector<PickedFile> files_;
    std::map<std::uint32_t, std::function<void(const std::string& json)>> on_worker_;
};

} // namespace tw::web
