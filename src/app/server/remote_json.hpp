// The server's mirror of a project (server/services/mirror) as values of this device. Pure; unknown keys are passed over, a
// task that cannot be read is left out.
#pragma once

#include "app/store/local_store.hpp"
#include "edit/document.hpp"

#include <optional>
#include <vector>

namespace tw {

/// What REST takes of a project, to make it or to change it.
Json project_body(const Project& project);

struct MirrorPage {
    std::uint64_t position = 0;
    StoredProject project; ///< without its remote part
    std::optional<std::int64_t> next;
    std::vector<MirroredTask> tasks;
};
/// Errors: "feed-shape".
Result<MirrorPage> read_mirror_page(const Json& body);
Result<std::vector<StoredProject>> read_mirrored_projects(const Json& body);

struct WholeTask {
    StoredTask stored;
    std::vector<Document> documents;
};
Result<std::vector<WholeTask>> read_mirrored_tasks(const Json& body);

} // namespace tw
