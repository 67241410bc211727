#include "support/golden.hpp"

#include "support/repo_dir.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace tw::test {

std::string read_repo_file(const std::string& path) {
    std::ifstream in(repo_dir() / path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void check_golden(const std::string& path, std::string_view text) {
    if (std::getenv("TW_UPDATE_GOLDEN") != nullptr) {
        std::ofstream(repo_dir() / path, std::ios::binary) << text;
        return;
    }
    INFO("golden file " << path << "; TW_UPDATE_GOLDEN=1 writes it anew");
    CHECK(read_repo_file(path) == text);
}

} // namespace tw::test
