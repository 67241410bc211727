// A folder of a test's own that goes, with all that lies in it, when the test goes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include <unistd.h>

namespace tw::test {

class ScratchDir {
public:
    ScratchDir()
        : path_(std::filesystem::temp_directory_path() / ("tagwright-test-" + std::to_string(::getpid()) + "-" +
                                                          std::to_string(reinterpret_cast<std::uintptr_t>(this)))) {
        std::filesystem::create_directories(path_);
    }
    ~ScratchDir() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    ScratchDir(const ScratchDir&) = delete;
    ScratchDir& operator=(const ScratchDir&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

} // namespace tw::test
