// From a Response to the bytes that go out: compression for clients that take it, files with validators, ranges and their
// brotli twins. Pure but for reading files; knows no socket.
#pragma once

#include "http/message.hpp"

#include <fstream>

namespace tw::server {

struct Delivery {
    int status = 200;
    Headers headers; ///< with Content-Length, unless `chunk` is set
    std::string body;
    std::unique_ptr<std::ifstream> file; ///< at the first byte to send
    std::uint64_t file_bytes = 0;        ///< how many of it
    std::function<bool(std::string&)> chunk;
};

Delivery prepare(const Request& request, Response response);

/// By the name's ending: "image/png"; "application/octet-stream" for what is not known.
std::string content_type_of(const std::filesystem::path& file);

} // namespace tw::server
