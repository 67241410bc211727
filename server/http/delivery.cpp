#include "http/delivery.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <optional>

#include <fmt/format.h>
#include <zlib.h>

namespace tw::server {
namespace {

constexpr std::size_t worth_compressing = 1400; ///< below, it is one packet anyway

bool accepts(const Request& request, std::string_view coding) {
    for (const std::string& part : split_trimmed(request.header("accept-encoding"), ',')) {
        const std::vector<std::string> pieces = split_trimmed(part, ';');
        if (!pieces.empty() && (pieces[0] == coding || pieces[0] == "*"))
            return pieces.size() < 2 || (pieces[1] != "q=0" && pieces[1] != "q=0.0");
    }
    return false;
}

bool compressible(std::string_view content_type) {
    return content_type.starts_with("text/") || content_type.starts_with("application/json") ||
           content_type.starts_with("application/javascript") || content_type.starts_with("application/.json");
}

std::optional<std::string> gzip(const std::string& text) {
    z_stream stream{};
    if (deflateInit2(&stream, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return std::nullopt;
    std::string out(deflateBound(&stream, text.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data())); // zlib only reads it
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int ended = deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return ended == Z_STREAM_END ? std::optional(std::move(out)) : std::nullopt;
}

struct ByteRange {
    std::uint64_t first = 0, last = 0;
};

/// One range of a Range header; several at once are answered with the whole. Empty: none asked for. Errors: "range".
Result<std::optional<ByteRange>> range_of(std::string_view header, std::uint64_t size) {
    if (!header.starts_with("bytes=") || header.find(',') != std::string_view::npos)
        return std::optional<ByteRange>();
    header.remove_prefix(6);
    const std::size_t dash = header.find('-');
    if (dash == std::string_view::npos)
        return std::optional<ByteRange>();
    const auto number = [](std::string_view digits) -> std::optional<std::uint64_t> {
        std::uint64_t value = 0;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        return error == std::errc() && end == digits.data() + digits.size() ? std::optional(value) : std::nullopt;
    };
    const auto first = number(header.substr(0, dash)), last = number(header.substr(dash + 1));
    ByteRange range;
    if (first) {
        range = {*first, last ? std::min(*last, size - 1) : size - 1};
    } else if (last && *last > 0) {
        range = {size - std::min(*last, size), size - 1};
    } else {
        return std::optional<ByteRange>();
    }
    if (size == 0 || range.first >= size || range.first > range.last)
        return fail("range", "No such bytes.");
    return std::optional(range);
}

void deliver_file(const Request& request, Response& response, Delivery& out) {
    std::filesystem::path path = response.file;
    if (!out.headers.find("Content-Type"))
        out.headers.set("Content-Type", content_type_of(path));
    std::error_code error;
    if (accepts(request, "br") && request.header("range").empty()) {
        std::filesystem::path brotli = path;
        brotli += ".br";
        if (std::filesystem::is_regular_file(brotli, error)) {
            path = brotli;
            out.headers.set("Content-Encoding", "br");
        }
    }
    const std::uint64_t size = std::filesystem::file_size(path, error);
    auto file = std::make_unique<std::ifstream>(path, std::ios::binary);
    if (error || !*file) {
        out = {};
        out.status = 404;
        out.headers.set("Content-Length", "0");
        return;
    }
    const auto changed = std::filesystem::last_write_time(path, error).time_since_epoch().count();
    const std::string tag = fmt::format("W/\"{:x}-{:x}\"", size, changed);
    out.headers.set("ETag", tag);
    out.headers.set("Accept-Ranges", "bytes");
    out.headers.set("Vary", "Accept-Encoding");
    if (request.header("if-none-match").find(tag) != std::string_view::npos) {
        out.status = 304;
        return;
    }
    const auto range = range_of(request.header("range"), size);
    if (!range) {
        out.status = 416;
        out.headers.set("Content-Range", fmt::format("bytes */{}", size));
        out.headers.set("Content-Length", "0");
        return;
    }
    out.file_bytes = size;
    if (range->has_value()) {
        out.status = 206;
        out.file_bytes = (*range)->last - (*range)->first + 1;
        file->seekg(static_cast<std::streamoff>((*range)->first));
        out.headers.set("Content-Range", fmt::format("bytes {}-{}/{}", (*range)->first, (*range)->last, size));
    }
    out.headers.set("Content-Length", std::to_string(out.file_bytes));
    out.file = std::move(file);
}

} // namespace

Delivery prepare(const Request& request, Response response) {
    Delivery out{response.status, std::move(response.headers), {}, nullptr, 0, {}};
    if (!response.file.empty()) {
        deliver_file(request, response, out);
        return out;
    }
    if (response.chunk) {
        out.chunk = std::move(response.chunk);
        return out;
    }
    out.body = std::move(response.body);
    if (out.body.size() > worth_compressing && !out.headers.find("Content-Encoding") &&
        compressible(out.headers.get("Content-Type")) && accepts(request, "gzip")) {
        if (auto smaller = gzip(out.body)) {
            out.body = std::move(*smaller);
            out.headers.set("Content-Encoding", "gzip");
            out.headers.set("Vary", "Accept-Encoding");
        }
    }
    if (out.status != 204 && out.status != 304)
        out.headers.set("Content-Length", std::to_string(out.body.size()));
    return out;
}

std::string content_type_of(const std::filesystem::path& file) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 40> types = {{
        {".html", "text/html; charset=utf-8"},
        {".htm", "text/html; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".mjs", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".json", "application/json"},
        {".wasm", "application/wasm"},
        {".map", "application/json"},
        {".webmanifest", "application/manifest+json"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".jpg", "image/jpeg"},
        {".jpeg", "image/jpeg"},
        {".gif", "image/gif"},
        {".webp", "image/webp"},
        {".bmp", "image/bmp"},
        {".ico", "image/x-icon"},
        {".tif", "image/tiff"},
        {".tiff", "image/tiff"},
        {".avif", "image/avif"},
        {".mp3", "audio/mpeg"},
        {".wav", "audio/wav"},
        {".flac", "audio/flac"},
        {".m4a", "audio/mp4"},
        {".ogg", "audio/ogg"},
        {".mp4", "video/mp4"},
        {".webm", "video/webm"},
        {".avi", "video/x-msvideo"},
        {".mov", "video/quicktime"},
        {".txt", "text/plain; charset=utf-8"},
        {".md", "text/markdown; charset=utf-8"},
        {".csv", "text/csv; charset=utf-8"},
        {".tsv", "text/tab-separated-values; charset=utf-8"},
        {".xml", "application/xml"},
        {".pdf", "application/pdf"},
        {".zip", "application/zip"},
        {".ts", "text/plain; charset=utf-8"},
        {".jsonl", "application/x-ndjson"},
        {".tagwright", "application/zip"},
        {".woff2", "font/woff2"},
    }};
    const std::string ending = to_lower_ascii(file.extension().string());
    const auto found = std::ranges::find_if(types, [&](const auto& type) { return type.first == ending; });
    return std::string(found == types.end() ? "application/octet-stream" : found->second);
}

} // namespace tw::server
