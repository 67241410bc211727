// The append-only log of one device or server: the one interface that memory, IndexedDB, SQLite and PostgreSQL share. It
// stores ops as bytes (level `edit` writes and reads them), idempotently by (client_id, sequence), plus one snapshot a
// document. Append reports success only when the records are durable; a batch is stored whole or not at all.
#pragma once

#include "ports/completion.hpp"

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

namespace tw {

struct OpRecord {
    std::string document_uid;
    std::string client_id;      ///< 16 hex characters, random per tab
    std::uint64_t sequence = 0; ///< 1.. per client, over all documents
    std::string json;           ///< one serialised edit::Op
    std::uint64_t position = 0; ///< given by the log on append; 1.., rising; the cursor of read_after
    std::string feed = {};      ///< not empty: to be sent there; the log keeps it as unsent until it is told otherwise
    std::int64_t task_id = 0;   ///< what is sent with it
};

/// What names an op for ever.
struct OpName {
    std::string client_id;
    std::uint64_t sequence = 0;
    auto operator<=>(const OpName&) const = default;
};

struct SnapshotRecord {
    std::string document_uid;
    std::uint64_t position = 0; ///< all records of the document up to here are in it
    std::string json;
};

struct DocumentRecords {
    SnapshotRecord snapshot;   ///< json empty when there is none
    std::vector<OpRecord> ops; ///< records after the snapshot, by position
};

class OpLog {
public:
    virtual ~OpLog() = default;
    /// Durable append; answers the highest position given. A record already there is skipped silently. Errors:
    /// "storage-full", "storage-blocked", "storage-failed".
    virtual void append(std::vector<OpRecord> records, Completion<std::uint64_t> done) = 0;
    /// A document's snapshot and the records after it.
    virtual void read_document(std::string document_uid, Completion<DocumentRecords> done) = 0;
    /// All records after `position`, in order, at most `limit`; of one document when `document_uid` is not empty.
    virtual void read_after(std::uint64_t position, std::string document_uid, std::size_t limit,
                            Completion<std::vector<OpRecord>> done) = 0;
    /// Replaces the document's snapshot, unless a later one is there; records it covers may be dropped when older than the newest `keep_ops`.
    virtual void write_snapshot(SnapshotRecord snapshot, std::size_t keep_ops, Completion<Unit> done) = 0;

    // What is still to be sent. It is kept with the append, in one transaction, and outlives snapshots that drop ops.
    /// Oldest first.
    virtual void read_unsent(std::string feed, std::size_t limit, Completion<std::vector<OpRecord>> done) = 0;
    virtual void count_unsent(std::string feed, Completion<std::uint64_t> done) = 0;
    /// Somebody else has them for certain; names that are not among them are ignored.
    virtual void forget_unsent(std::vector<OpName> sent, Completion<Unit> done) = 0;
};

} // namespace tw
