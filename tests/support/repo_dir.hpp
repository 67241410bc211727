// Where this repository lies on the machine that built the tests: for golden files, samples and assets.
#pragma once

#include <filesystem>

namespace tw::test {

std::filesystem::path repo_dir();

} // namespace tw::test
