// multipart/form-data (RFC 7578), read piece by piece: fields stay in memory, files go to temporary files, so that a
// request of any size passes through a small buffer.
#pragma once

#include "http/message.hpp"

namespace tw::server {

struct UploadedFile {
    std::string field, name; ///< `name` as the client calls it, without folders
    std::string content_type;
    std::shared_ptr<TemporaryFile> file;
    std::uint64_t size_bytes = 0;
};

struct MultipartForm {
    Fields fields;
    std::vector<UploadedFile> files;
};

/// Errors: "multipart" for a body that is none or ends early, "too-many-files", "body-too-large" for fields that are too large
/// together, or too many.
Result<MultipartForm> read_multipart(const Request& request, const std::filesystem::path& temporary_dir,
                                     std::size_t max_files);

} // namespace tw::server
