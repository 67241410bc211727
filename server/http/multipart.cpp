#include "http/multipart.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <fstream>

#include <fmt/format.h>

namespace tw::server {
namespace {

constexpr std::size_t max_part_header_bytes = 8U << 10U;

/// A parameter of a header such as `form-data; name="a"; filename="b.png"`, with \" and %22 undone as browsers write them.
std::string parameter(std::string_view header, std::string_view name) {
    std::size_t at = header.find(';');
    while (at != std::string_view::npos) {
        ++at;
        while (at < header.size() && header[at] == ' ')
            ++at;
        const std::size_t equals = header.find('=', at);
        if (equals == std::string_view::npos)
            return {};
        const std::string_view key = header.substr(at, equals - at);
        std::string value;
        std::size_t end = equals + 1;
        if (end < header.size() && header[end] == '"') {
            for (++end; end < header.size() && header[end] != '"'; ++end) {
                if (header[end] == '\\' && end + 1 < header.size() &&
                    (header[end + 1] == '"' || header[end + 1] == '\\'))
                    ++end;
                value += header[end];
            }
        } else {
            end = std::min(header.find(';', end), header.size());
            value = std::string(trim(header.substr(equals + 1, end - equals - 1)));
        }
        if (same_ignoring_case(key, name))
            return value;
        at = header.find(';', end);
    }
    return {};
}

class Reader {
public:
    Reader(std::string boundary, std::filesystem::path temporary_dir, std::string request_id, std::size_t max_files)
        : delimiter_("\r\n--" + std::move(boundary)), temporary_dir_(std::move(temporary_dir)),
          request_id_(std::move(request_id)), max_files_(max_files), rest_("\r\n") {}

    /// False when there is nothing more to learn.
    bool feed(std::string_view piece) {
        rest_ += piece;
        while (step()) {
        }
        return !problem_ && place_ != Place::ended;
    }
    Result<MultipartForm> finish() {
        if (problem_)
            return std::unexpected(*problem_);
        if (place_ != Place::ended)
            return fail("multipart", "Multipart form parse error: the body ends in the middle of a part.");
        return std::move(form_);
    }

private:
    enum class Place : std::uint8_t { preamble, after_delimiter, header, content, ended };

    /// One move forward; false when more bytes are needed, or all is done.
    bool step() {
        if (problem_)
            return false;
        switch (place_) {
        case Place::preamble:
        case Place::content:
            return take_content();
        case Place::after_delimiter:
            if (rest_.size() < 2)
                return false;
            if (rest_.starts_with("--")) {
                place_ = Place::ended;
                return false;
            }
            if (const std::size_t end = rest_.find("\r\n"); end != std::string::npos) {
                rest_.erase(0, end); // the header's first line break stays, so that an empty header ends at once
                place_ = Place::header;
                return true;
            }
            if (rest_.size() > max_part_header_bytes)
                problem_ = Error{"multipart", "Multipart form parse error: what follows a boundary is no part.", {}};
            return false;
        case Place::header:
            return take_header();
        case Place::ended:
            return false;
        }
        return false;
    }

    bool take_content() {
        const std::size_t end = rest_.find(delimiter_);
        if (end == std::string::npos) {
            // All but what may be the beginning of a delimiter.
            if (rest_.size() > delimiter_.size()) {
                keep(std::string_view(rest_).substr(0, rest_.size() - delimiter_.size()));
                rest_.erase(0, rest_.size() - delimiter_.size());
            }
            return false;
        }
        keep(std::string_view(rest_).substr(0, end));
        rest_.erase(0, end + delimiter_.size());
        end_part();
        place_ = Place::after_delimiter;
        return true;
    }

    void keep(std::string_view bytes) {
        if (place_ == Place::preamble)
            return;
        if (!out_.is_open()) {
            value_ += bytes;
            field_bytes_ += bytes.size();
            if (field_bytes_ > max_form_bytes)
                problem_ = Error{"body-too-large", "The fields of this form are too large; send a file.", {}};
            return;
        }
        out_ << bytes;
        form_.files.back().size_bytes += bytes.size();
    }

    bool take_header() {
        const std::size_t end = rest_.find("\r\n\r\n");
        if (end == std::string::npos) {
            if (rest_.size() > max_part_header_bytes)
                problem_ = Error{"multipart", "Multipart form parse error: a part's header is too long.", {}};
            return false;
        }
        std::string disposition, type;
        std::string_view lines = std::string_view(rest_).substr(0, end);
        while (!lines.empty()) {
            const std::string_view line = lines.substr(0, lines.find("\r\n"));
            lines.remove_prefix(std::min(lines.size(), line.size() + 2));
            const std::size_t colon = line.find(':');
            if (colon == std::string_view::npos)
                continue;
            const std::string_view name = line.substr(0, colon);
            if (same_ignoring_case(name, "content-disposition"))
                disposition = trim(line.substr(colon + 1));
            else if (same_ignoring_case(name, "content-type"))
                type = trim(line.substr(colon + 1));
        }
        // The content's end begins with a line break; of an empty content it is the one that ends the header.
        rest_.erase(0, rest_.compare(end + 2, delimiter_.size(), delimiter_) == 0 ? end + 2 : end + 4);
        begin_part(disposition, type);
        place_ = Place::content;
        return !problem_;
    }

    void begin_part(const std::string& disposition, std::string type) {
        field_ = parameter(disposition, "name");
        value_.clear();
        std::string name = parameter(disposition, "filename");
        is_file_ = disposition.find("filename") != std::string::npos;
        if (!is_file_) {
            if (form_.fields.items().size() >= max_form_fields)
                problem_ = Error{"body-too-large", "This form has too many fields.", {}};
            return;
        }
        if (form_.files.size() >= max_files_) {
            problem_ =
                Error{"too-many-files", fmt::format("The number of files exceeded {} in one request.", max_files_), {}};
            return;
        }
        name = name.substr(name.find_last_of("/\\") + 1);
        auto file = std::make_shared<TemporaryFile>(temporary_dir_ /
                                                    fmt::format("part-{}-{}", request_id_, form_.files.size()));
        out_.open(file->path(), std::ios::binary);
        if (!out_)
            problem_ = Error{"storage-failed", "The server cannot keep this file.", {}};
        form_.files.push_back(
            {field_, is_valid_utf8(name) ? std::move(name) : std::string("file"), std::move(type), std::move(file), 0});
    }

    void end_part() {
        if (place_ == Place::preamble)
            return;
        if (is_file_) {
            out_.close();
            if (!out_)
                problem_ = Error{"storage-failed", "The server cannot keep this file.", {}};
        } else {
            form_.fields.add(field_, std::move(value_));
        }
        value_.clear();
        is_file_ = false;
    }

    std::string delimiter_;
    std::filesystem::path temporary_dir_;
    std::string request_id_;
    std::size_t max_files_;
    std::string rest_; ///< not yet taken
    Place place_ = Place::preamble;
    bool is_file_ = false;
    std::string field_, value_;
    std::size_t field_bytes_ = 0; ///< of all fields together
    std::ofstream out_;
    MultipartForm form_;
    std::optional<Error> problem_;
};

} // namespace

Result<MultipartForm> read_multipart(const Request& request, const std::filesystem::path& temporary_dir,
                                     std::size_t max_files) {
    std::string boundary = parameter(request.header("content-type"), "boundary");
    if (boundary.empty() || boundary.size() > 200)
        return fail("multipart", "Multipart form parse error - Invalid boundary in multipart");
    Reader reader(std::move(boundary), temporary_dir, request.id, max_files);
    if (auto read = request.body.read([&reader](std::string_view piece) { return reader.feed(piece); }); !read)
        return std::unexpected(read.error());
    return reader.finish();
}

} // namespace tw::server
