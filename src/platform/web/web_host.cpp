#include "platform/web/web_host.hpp"

#include "platform/web/imports.hpp"

#include <emscripten/heap.h>

namespace tw::web {

std::uint64_t WebClock::now_ms_utc() const {
    return static_cast<std::uint64_t>(twjs_now_utc_ms());
}
double WebClock::monotonic_ms() const {
    return twjs_now_ms();
}

std::uint64_t WebRandom::next_u64() {
    const std::uint64_t high = twjs_random_u32();
    return high << 32 | twjs_random_u32();
}

void WebHost::request_frame() {
    twjs_request_frame();
}
void WebHost::request_frame_in(double delay_ms) {
    twjs_request_frame_in(delay_ms);
}

void WebHost::pick_files(bool folder, Completion<std::vector<PickedFile>> done) {
    const std::uint32_t request = requests_->add([this, done = std::move(done)](Result<Bytes> answer) {
        if (answer)
            done(take_files());
        else
            done(std::unexpected(answer.error()));
    });
    twjs_pick_files(request, folder ? 1 : 0);
}

void WebHost::read_head(std::uint32_t handle, std::string encoding, Completion<FileHead> done) {
    const std::uint32_t request = requests_->add([done = std::move(done)](Result<Bytes> answer) {
        if (!answer)
            return done(std::unexpected(answer.error()));
        const auto json = parse_json({reinterpret_cast<const char*>(answer->data()), answer->size()});
        if (!json)
            return done(std::unexpected(json.error()));
        done(FileHead{string_or(*json, "encoding", "utf-8"), bool_or(*json, "sure", true),
                      string_or(*json, "text", "")});
    });
    twjs_file_head(request, handle, encoding.data(), encoding.size());
}

void WebHost::read_text(std::uint32_t handle, std::string encoding, std::uint64_t offset, std::size_t size,
                        Completion<std::string> done) {
    const std::uint32_t request = requests_->add([done = std::move(done)](Result<Bytes> answer) {
        if (answer)
            done(std::string(answer->begin(), answer->end()));
        else
            done(std::unexpected(answer.error()));
    });
    twjs_file_text(request, handle, encoding.data(), encoding.size(), static_cast<double>(offset),
                   static_cast<double>(size));
}

std::uint32_t WebHost::zip_open() {
    return twjs_zip_open();
}
void WebHost::zip_text(std::uint32_t zip, std::string_view name, std::string_view piece) {
    twjs_zip_text(zip, name.data(), name.size(), piece.data(), piece.size());
}
void WebHost::zip_blob(std::uint32_t zip, std::string_view name, std::string_view sha256) {
    twjs_zip_blob(zip, name.data(), name.size(), sha256.data(), sha256.size());
}
void WebHost::zip_close(std::uint32_t zip, std::string download_name, Completion<Unit> done) {
    const std::uint32_t request = requests_->add([done = std::move(done)](Result<Bytes> answer) {
        if (answer)
            done(Unit{});
        else
            done(std::unexpected(answer.error()));
    });
    twjs_zip_close(request, zip, download_name.data(), download_name.size());
}

void WebHost::open_project_file(std::uint32_t handle, Completion<ProjectFile> done) {
    const std::uint32_t request = requests_->add([done = std::move(done)](Result<Bytes> answer) {
        if (!answer)
            return done(std::unexpected(answer.error()));
        const auto json = parse_json({reinterpret_cast<const char*>(answer->data()), answer->size()});
        if (!json)
            return done(std::unexpected(json.error()));
        ProjectFile file;
        file.project = string_or(*json, "project", "");
        file.tasks.name = "tasks.jsonl";
        file.tasks.handle = static_cast<std::uint32_t>(number_or(*json, "handle", 0));
        file.tasks.size = static_cast<std::uint64_t>(number_or(*json, "size", 0));
        done(std::move(file));
    });
    twjs_project_file(request, handle);
}

ArchiveProgress WebHost::archive_progress() const {
    ArchiveProgress progress;
    twjs_archive_progress(&progress.done, &progress.total);
    return progress;
}
void WebHost::cancel_archive() {
    twjs_archive_cancel();
}

std::uint32_t WebHost::text_open() {
    return twjs_text_open();
}
void WebHost::text_add(std::uint32_t text, std::string_view piece) {
    twjs_text_add(text, piece.data(), piece.size());
}
void WebHost::text_close(std::uint32_t text, std::string download_name, std::string mime) {
    twjs_text_close(text, download_name.data(), download_name.size(), mime.data(), mime.size());
}

std::uint32_t WebHost::open_worker(std::function<void(const std::string& json)> on_message) {
    const std::uint32_t worker = twjs_worker_open();
    if (worker != 0)
        on_worker_[worker] = std::move(on_message);
    return worker;
}
void WebHost::tell_worker(std::uint32_t worker, std::string json, const std::vector<std::uint32_t>& file_handles) {
    twjs_worker_tell(worker, json.data(), json.size(), file_handles.data(), file_handles.size());
}
void WebHost::close_worker(std::uint32_t worker) {
    on_worker_.erase(worker);
    twjs_worker_close(worker);
}
void WebHost::worker_said(std::uint32_t worker, std::string json) {
    const std::uint32_t request = requests_->add([this, worker, json = std::move(json)](const Result<Bytes>&) {
        const auto found = on_worker_.find(worker);
        if (found == on_worker_.end())
            return;
        const auto hear = found->second; // a copy: hearing may close the worker
        hear(json);
    });
    requests_->answer(request, Bytes{});
    twjs_request_frame();
}

void WebHost::download(std::string name, std::string mime, std::string bytes) {
    twjs_download(name.data(), name.size(), mime.data(), mime.size(), bytes.data(), bytes.size());
}
void WebHost::set_address(std::string hash, bool replace) {
    twjs_set_address(hash.data(), hash.size(), replace ? 1 : 0);
}
void WebHost::open_link(std::string url) {
    twjs_open_link(url.data(), url.size());
}
void WebHost::set_clipboard(std::string text) {
    twjs_set_clipboard(text.data(), text.size());
}
void WebHost::emit(std::string_view type, const Json& detail) {
    const std::string json = dump_json(detail);
    twjs_emit(type.data(), type.size(), json.data(), json.size());
}
void WebHost::set_setting(std::string key, std::string value) {
    twjs_set_setting(key.data(), key.size(), value.data(), value.size());
}
std::string WebHost::setting(std::string_view key) const {
    return take_text(twjs_setting(key.data(), key.size()));
}
std::string WebHost::asset(std::string_view path) const {
    return take_text(twjs_asset(path.data(), path.size()));
}
void WebHost::fetch_asset(std::string path, Completion<Bytes> done) {
    twjs_fetch_asset(requests_->add(std::move(done)), path.data(), path.size());
}
bool WebHost::prefers_dark() const {
    return twjs_prefers_dark() != 0;
}
std::vector<std::string> WebHost::languages() const {
    std::vector<std::string> out;
    if (const auto list = parse_json(take_text(twjs_languages())); list && list->is_array())
        for (const Json& one : *list)
            if (one.is_string())
                out.push_back(one.get<std::string>());
    return out;
}
bool WebHost::is_mac() const {
    return twjs_is_mac() != 0;
}
double WebHost::wasm_mb() const {
    return static_cast<double>(emscripten_get_heap_size()) / 1048576.0;
}
double WebHost::textures_mb() const {
    return count_textures_mb ? count_textures_mb() : 0;
}

} // namespace tw::web
