// Which of the files at hand a path in task data means: "images/a/b.jpg", "b.jpg", "/data/upload/1/0123abcd-b.jpg",
// "/data/local-files/?d=a/b.jpg". The file that shares the longest tail of folders with the path is meant; of files that
// share as much, the one with the shortest path; of those alike, none, for a wrong picture is worse than a missing one.
// Pure: knows names, no files.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tw {

/// The path that a value of task data names, with '/' between folders and no prefix of a server; "" when the value is an
/// address (http, data, blob), has no file ending, or is plain text.
std::string media_path(std::string_view value);

/// The address of a blob of this device, under the file's name.
std::string blob_address(std::string_view sha256, std::string_view path);

class MediaIndex {
public:
    /// `value` is what find() answers: an address of a blob, a handle, ...
    void add(std::string_view path, std::string value);
    [[nodiscard]] const std::string* find(std::string_view path) const;
    [[nodiscard]] bool empty() const { return by_name_.empty(); }
    /// (path, value) of all; paths are in lower case.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> entries() const;

private:
    struct Entry {
        std::vector<std::string> folders; ///< from the file's own folder outwards, in lower case
        std::string value;
    };
    std::map<std::string, std::vector<Entry>, std::less<>> by_name_; ///< in lower case
};

} // namespace tw
