// The server's mirror of a project (server/services/mirror) as values of this device. Pure; unknown keys are passed over, a
// task that cannot be read is left out.
#pragma once

#include "app/store/local_store.hpp"
#include "edit/document.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace tw {

struct MirrorPage {
    std::uint64_t position = 0;
    StoredProject project; ///< without its remote part
    std::optional<std::int64_t> next;
    std::vector<MirroredTask> tasks;
};
/// Errors: "feed-shape".
Result<MirrorPage> read_mirror_page(std::string_view body);
Result<std::vector<StoredProject>> read_mirrored_projects(std::string_view body);

struct WholeTask {
    StoredTask stored;
    std::vector<Document> documents;
};
Result<std::vector<WholeTask>> read_mirrored_tasks(std::string_view body);

} // namespace tw
