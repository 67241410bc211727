#include "platform/headless/headless_host.hpp"

namespace tw::headless {

void HeadlessHost::pick_files(bool, Completion<std::vector<PickedFile>> done) {
    done(std::exchange(files_to_pick, {}));
}

void HeadlessHost::fetch_asset(std::string path, Completion<Bytes> done) {
    const std::string text = read_asset_(path);
    if (text.empty())
        done(fail(say("asset-fetch", "detail"_is(path))));
    else
        done(Bytes(text.begin(), text.end()));
}

void HeadlessHost::read_head(std::uint32_t handle, std::string encoding, Completion<FileHead> done) {
    done(FileHead{encoding.empty() ? "utf-8" : encoding, true, held_files[handle].substr(0, 65536)});
}

void HeadlessHost::read_text(std::uint32_t handle, std::string, std::uint64_t offset, std::size_t size,
                             Completion<std::string> done) {
    const std::string& file = held_files[handle];
    done(offset < file.size() ? file.substr(offset, size) : std::string());
}

std::uint32_t HeadlessHost::zip_open() {
    zip_entries.clear();
    return 1;
}

void HeadlessHost::zip_text(std::uint32_t, std::string_view name, std::string_view piece) {
    zip_entries[std::string(name)] += piece;
}

void HeadlessHost::zip_blob(std::uint32_t, std::string_view name, std::string_view sha256) {
    zip_entries[std::string(name)] = sha256;
}

void HeadlessHost::zip_close(std::uint32_t, std::string download_name, Completion<Unit> done) {
    downloads.push_back({std::move(download_name), "application/zip", {}});
    done(Unit{});
}

void HeadlessHost::open_project_file(std::uint32_t, Completion<ProjectFile> done) {
    done(fail(say("zip-read")));
}

void HeadlessHost::text_close(std::uint32_t, std::string download_name, std::string mime) {
    if (!download_name.empty())
        downloads.push_back({std::move(download_name), std::move(mime), std::move(text_)});
    text_.clear();
}

void HeadlessHost::download(std::string name, std::string mime, std::string bytes) {
    downloads.push_back({std::move(name), std::move(mime), std::move(bytes)});
}

void HeadlessHost::set_address(std::string hash, bool replace) {
    if (replace && !addresses.empty())
        addresses.back() = std::move(hash);
    else
        addresses.push_back(std::move(hash));
}

std::string HeadlessHost::setting(std::string_view key) const {
    const auto found = settings.find(key);
    return found == settings.end() ? std::string() : found->second;
}

} // namespace tw::headless
