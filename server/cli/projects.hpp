// Projects from the command line: what `project`, `import`, `export` and `start PROJECT --init` share.
#pragma once

#include "cli/opened_data.hpp"
#include "model/caller.hpp"

#include <optional>
#include <string>

namespace tw::cli {

/// In whose name the command line works: of that email, or of the one who made the organization. Errors: "not-found".
Result<server::Caller> acting_user(server::Services& services, const std::string& email);

struct ProjectDraft {
    std::string title, label_config, description, sampling; ///< sampling: "", or as `label-studio start` has it
};
/// Its id. Errors: those of create_project.
Result<std::int64_t> make_project(server::Services& services, const server::Caller& caller, const ProjectDraft& draft);
/// By number, or by whole title; the newest of several. Empty: there is none.
Result<std::optional<std::int64_t>> project_named(server::Services& services, const server::Caller& caller,
                                                  const std::string& name);

} // namespace tw::cli
