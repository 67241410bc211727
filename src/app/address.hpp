// Addresses of places in the studio, as they stand after the # of the page: "#/local/projects/3/tasks/5".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tw {

struct Address {
    bool fresh = false;          ///< "#/local/new"
    std::int64_t project_id = 0; ///< 0: the list of projects
    std::int64_t task_id = 0;    ///< 0: the project's tasks
    bool operator==(const Address&) const = default;
};

/// What cannot be read is the list of projects.
Address parse_address(std::string_view hash);
std::string to_string(const Address& address);

} // namespace tw
