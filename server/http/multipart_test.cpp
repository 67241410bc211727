#include "http/multipart.hpp"

#include "support/scratch_dir.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>

using namespace tw;
using namespace tw::server;

namespace {

Request request_of(std::string body, std::string boundary = "XYZ") {
    Request request;
    request.id = "test";
    request.headers.add("Content-Type", "multipart/form-data; boundary=" + boundary);
    request.body.size_bytes = body.size();
    request.body.text = std::move(body);
    return request;
}

std::string content(const UploadedFile& file) {
    std::ifstream in(file.file->path(), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

} // namespace

TEST_CASE("fields and files of a form, whatever their bytes") {
    const test::ScratchDir dir;
    const std::string picture("\x89PNG\r\n--XY\r\n\0\xff", 15);
    const auto form = read_multipart(
        request_of("--XYZ\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nTwo\r\nlines\r\n"
                   "--XYZ\r\nContent-Disposition: form-data; name=\"file\"; filename=\"C:\\\\photos\\\\my "
                   "\\\"cat\\\".png\"\r\n"
                   "Content-Type: image/png\r\n\r\n" +
                   picture +
                   "\r\n"
                   "--XYZ\r\nContent-Disposition: form-data; name=\"empty\"; filename=\"e.txt\"\r\n\r\n\r\n"
                   "--XYZ\r\nContent-Disposition: form-data; name=\"none\"\r\n\r\n\r\n--XYZ--\r\n"),
        dir.path(), 10);
    REQUIRE(form.has_value());
    CHECK(form->fields.get("title") == "Two\r\nlines");
    CHECK(form->fields.find("none") != nullptr);
    CHECK(form->fields.get("none") == "");
    REQUIRE(form->files.size() == 2);
    CHECK(form->files[0].name == "my \"cat\".png");
    CHECK(form->files[0].content_type == "image/png");
    CHECK(content(form->files[0]) == picture);
    CHECK(form->files[0].size_bytes == picture.size());
    CHECK(content(form->files[1]).empty());
}

TEST_CASE("a form that is none, ends early or holds too many files is refused, and nothing stays on disk") {
    const test::ScratchDir dir;
    const auto code = [&](const Request& request, std::size_t most = 10) {
        const auto form = read_multipart(request, dir.path(), most);
        return form ? std::string("taken") : form.error().code;
    };
    CHECK(code(request_of("anything", "")) == "multipart");
    CHECK(code(request_of("no delimiter at all")) == "multipart");
    const std::string part = "--XYZ\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a\"\r\n\r\nabc";
    CHECK(code(request_of(part)) == "multipart");
    CHECK(code(request_of("--XYZ\r\n" + std::string(20'000, 'h'))) == "multipart");
    CHECK(code(request_of(part + "\r\n" + part + "\r\n--XYZ--"), 1) == "too-many-files");
    CHECK(code(request_of("--XYZ\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\n" + std::string(17U << 20U, 'x') +
                          "\r\n--XYZ--")) == "body-too-large");
    CHECK(std::filesystem::is_empty(dir.path()));
}
