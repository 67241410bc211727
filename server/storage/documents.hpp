// Rows of sync: documents (an annotation's registers, as a snapshot), ops on them, and the feed of what changed in a
// project. SQL only; what may be written and seen is decided in services/sync.
#pragma once

#include "ports/op_log.hpp"
#include "storage/database.hpp"
#include "sync/wire.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tw::server {

struct DocumentRow {
    std::string uid;
    std::int64_t project_id = 0, task_id = 0, user_id = 0; ///< whose it is
    std::string snapshot;                                  ///< text of Document::to_snapshot()
    std::int64_t position = 0;                             ///< all ops of it up to here are in the snapshot
};
std::optional<DocumentRow> find_document(Transaction& transaction, const std::string& uid);
std::vector<DocumentRow> documents_of(Transaction& transaction, std::int64_t task_id);
void insert_document(Transaction& transaction, const DocumentRow& row);
/// Unless a later one is there. Ops that the snapshot holds are kept for as long as the feed may name them.
void update_document_snapshot(Transaction& transaction, const DocumentRow& row);

/// The position it was given; empty when an op of that name is there already.
std::optional<std::int64_t> insert_op(Transaction& transaction, std::int64_t project_id, const OpRecord& record);
void delete_op(Transaction& transaction, std::int64_t position);
/// Behind `after`, up to `last` (0: all), in order.
std::vector<OpRecord> ops_of_document(Transaction& transaction, const std::string& document_uid, std::int64_t after,
                                      std::int64_t last = 0);

struct FeedRow {
    std::int64_t position = 0;
    FeedKind kind = FeedKind::project;
    std::string ref;                        ///< document for ops, else task id or ""
    std::int64_t first_op = 0, last_op = 0; ///< of ops: their positions
};
/// Puts a line at the end of the project's feed. A line that said the same (ops aside) is dropped: readers look at what
/// is now, whenever they come.
void note_in_feed(Transaction& transaction, std::int64_t project_id, const FeedRow& row);
std::int64_t feed_position(Transaction& transaction, std::int64_t project_id);
std::vector<FeedRow> feed_after(Transaction& transaction, std::int64_t project_id, std::int64_t after,
                                std::size_t limit);

} // namespace tw::server
