// How a local project is kept as a record of this device, and nothing about where. Its tasks are kept by
// formats/task_line.hpp.
#pragma once

#include "model/stored_task.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tw {

/// A project of the server's that this device keeps a mirror of, for one person: what another one may see of it is
/// another mirror. Its id is the server's.
struct RemoteProject {
    std::string server = {}; ///< its address; "" at the page's own origin
    std::int64_t user_id = 0;
    std::uint64_t cursor = 0;  ///< how far its feed has been read
    bool listed = false;       ///< the list of its tasks is here
    bool keep_offline = false; ///< all of its tasks are read whole, not only those near the open one
    bool operator==(const RemoteProject&) const = default;
};

struct StoredProject {
    Project project;
    std::int64_t task_count = 0, done_count = 0;
    std::optional<RemoteProject> remote = {};

    /// Under which its unsent ops are kept; "" for a local one.
    [[nodiscard]] std::string feed() const;
};

/// The uid of a person's mirror of a project.
std::string mirror_uid(std::string_view project_uid, std::int64_t user_id);

std::string to_record(const StoredProject& project);
/// Errors: "record-shape", and those of parse_json.
Result<StoredProject> project_from_record(std::string_view json);

} // namespace tw
