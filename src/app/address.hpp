// Addresses of places in the studio, as they stand after the # of the page: "#/local/projects/3/tasks/5",
// "#/local/projects/3/settings", "#/settings". Values only: `Studio::go` goes there.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tw {

struct Address {
    bool fresh = false;          ///< "#/local/new"
    std::int64_t project_id = 0; ///< 0: the list of projects, or a place of the studio itself
    std::int64_t task_id = 0;    ///< 0: the project's tasks
    /// Of a project: "" is its data, else "settings", "import", ...; of the studio: "settings", "hotkeys", "about", ...
    std::string place = {};
    std::string query = {}; ///< "tab=2": what the place itself keeps in its address
    bool at_server = false; ///< the project is the server's: "#/server/projects/3"
    bool operator==(const Address&) const = default;
};

/// What cannot be read is the list of projects.
Address parse_address(std::string_view hash);
std::string to_string(const Address& address);

} // namespace tw
