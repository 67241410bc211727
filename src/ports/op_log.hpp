// The append-only log of one device or server: the one interface that memory, IndexedDB, SQLite and PostgreSQL share. It
// stores ops as bytes (level `edit` writes and reads them), idempotently by (client_id, sequence), plus one snapshot a
// document. Append reports success only when the records are durable; a batch is stored whole or not at all.
#pragma once

#include "ports/completion.hpp"

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
};

} // namespace tw
