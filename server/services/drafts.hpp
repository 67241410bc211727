// Drafts: what a person has not handed in yet. Only their author changes them.
#pragma once

#include "services/annotations.hpp"

namespace tw::server {

Result<DraftRow> draft_for(Transaction& transaction, const Caller& caller, std::int64_t id);
Result<DraftRow> create_draft(Services& services, Transaction& transaction, const Caller& caller,
                              const TaskOfProject& found, std::optional<std::int64_t> annotation_id, const Json& body);
Result<DraftRow> change_draft(Services& services, Transaction& transaction, const Caller& caller, DraftRow draft,
                              const Json& body);
/// Errors: "forbidden" for another's draft, unless the caller may change any annotation.
Result<void> remove_draft(Services& services, Transaction& transaction, const Caller& caller, const DraftRow& draft);
/// The annotation goes, its head stays as a draft of whoever asked.
Result<DraftRow> convert_to_draft(Services& services, Transaction& transaction, const Caller& caller,
                                  const AnnotationOfTask& of);

} // namespace tw::server
