// Any bytes as a multipart body, with any boundary: a form or an error with a code and a message; names hold no folders, a
// file is as large as it is said to be, and nothing stays on disk.
#include "http/multipart.hpp"
#include "require.hpp"

#include <cstdlib>

#include <unistd.h>

using namespace tw::server;

namespace {

const std::filesystem::path& folder() {
    static const std::filesystem::path path = [] {
        const std::filesystem::path memory = "/dev/shm";
        const auto made = (std::filesystem::is_directory(memory) ? memory : std::filesystem::temp_directory_path()) /
                          ("tagwright-multipart-" + std::to_string(getpid()));
        std::filesystem::create_directories(made);
        std::atexit([] { std::filesystem::remove_all(folder()); });
        return made;
    }();
    return path;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const std::size_t line = std::min(input.find('\n'), size);
    Request request;
    request.id = "fuzz";
    request.headers.add("Content-Type", std::string(input.substr(0, line)));
    request.body.text = input.substr(std::min(line + 1, size));
    request.body.size_bytes = request.body.text.size();
    {
        const auto form = read_multipart(request, folder(), 4);
        if (!form) {
            const std::string& code = form.error().code;
            require((code == "multipart" || code == "too-many-files" || code == "body-too-large") &&
                    !form.error().message.empty());
        } else {
            require(form->files.size() <= 4);
            for (const UploadedFile& file : form->files) {
                require(file.name.find_first_of("/\\") == std::string::npos);
                require(std::filesystem::file_size(file.file->path()) == file.size_bytes);
            }
        }
    }
    require(std::filesystem::is_empty(folder()));
    return 0;
}
