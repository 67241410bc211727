// Text that a test expects, kept in a file. A difference fails the test and names the file; with the environment variable
// TW_UPDATE_GOLDEN set, the file is written instead, to be read in the diff before it is committed.
#pragma once

#include <string>
#include <string_view>

namespace tw::test {

/// `path` is below the repository.
void check_golden(const std::string& path, std::string_view text);
std::string read_repo_file(const std::string& path);

} // namespace tw::test
