// What the studio and the server say to each other about a project that both have: ops that go up, the feed that comes
// down. Both sides read and write it with these functions, so neither can drift. No socket, no storage. Addresses:
// POST /api/tagwright/projects/N/ops, GET .../feed?after=POSITION, GET .../mirror, GET .../mirrored?ids=1,2.
#pragma once

#include "edit/op.hpp"
#include "ports/op_log.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tw {

/// The document that a person's first annotation of a task is edited in: the same on all devices, so that two that were
/// offline meet in it. A UUID of version 8.
std::string home_document(std::string_view task_uid, std::int64_t user_id);

// --- up -------------------------------------------------------------------------------------------------------------
/// {"ops": [{"task": id, "op": {...}}]}
std::string push_body(const std::vector<OpRecord>& records);
struct SentOp {
    std::int64_t task_id = 0;
    Result<Op> op; ///< an error where this one cannot be read
    OpName name;   ///< as far as it could be read
};
/// Errors: "op-shape" at /ops when there is no list.
Result<std::vector<SentOp>> read_push(const Json& body);

/// Kept by neither the server nor anybody else; everything else of a push is on the server's disk.
struct Refusal {
    OpName name;
    std::string code; ///< "stamp-ahead": to be stamped anew; all others are final
    std::string message;
};
Json push_answer(const std::vector<Refusal>& refused);
Result<std::vector<Refusal>> read_push_answer(const Json& body);

// --- down -------------------------------------------------------------------------------------------------------------
enum class FeedKind : std::uint8_t {
    ops,     ///< of one document
    task,    ///< its annotations, predictions, drafts or counts are others now
    tasks,   ///< tasks came or went, or their data changed: the list is to be read anew
    project, ///< its settings
};
struct FeedEntry {
    std::uint64_t position = 0;
    FeedKind kind = FeedKind::project;
    std::int64_t task_id = 0;
    std::string document_uid;
    std::vector<std::string> ops; ///< JSON text of each
};
struct FeedPage {
    std::uint64_t position = 0; ///< to ask after next
    bool more = false;
    bool reset = false; ///< the cursor is not of this feed's history: everything is to be read anew
    std::vector<FeedEntry> entries;
};
std::string_view to_string(FeedKind kind);
std::optional<FeedKind> feed_kind_from(std::string_view name);
std::string to_text(const FeedPage& page);
/// Errors: "feed-shape" with the JSON pointer.
Result<FeedPage> read_feed_page(const Json& body);

} // namespace tw
