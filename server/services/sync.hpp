// What studios send and read of a project (src/sync/wire.hpp): ops go into documents, a submission among them becomes an
// annotation, a head that is ahead of it a draft; the feed tells what changed, less what a reader may not see. Nothing a
// page sent is believed: each op is checked alone, and one that is refused stops no other.
#pragma once

#include "model/caller.hpp"
#include "services/services.hpp"
#include "storage/projects.hpp"
#include "sync/wire.hpp"

namespace tw::server {

/// Everything but what is answered is on disk once the transaction is; an op that was sent before counts as stored.
std::vector<Refusal> push_ops(Services& services, Transaction& transaction, const Caller& caller,
                              const ProjectRow& project, const std::vector<SentOp>& sent);

/// Behind `after`. Ops are seen by whose document they are in, and by all once it was submitted.
FeedPage read_feed(Transaction& transaction, const Caller& caller, const ProjectRow& project, std::int64_t after,
                   std::size_t limit);

} // namespace tw::server
